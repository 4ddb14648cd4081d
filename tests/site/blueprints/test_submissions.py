from __future__ import annotations

import json
import re
import threading
from typing import Any

import pytest
from flask import Flask

from seodang.extensions import db
from seodang.models import DONE, Event, Exercise, Submission, User
from seodang.services import leases

from ..conftest import Actor
from ..factories import RIGHT, make_submission
from ..fakes import ALL, PUBLIC_ONLY, FakeGrader


def _parse(text: str) -> list[dict[str, Any]]:
    """The events of a stream."""
    found = []
    for block in text.split("\n\n"):
        fields = dict(
            line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":")
        )
        if "event" in fields:
            found.append(
                {"id": fields.get("id"), "kind": fields["event"], "data": json.loads(fields["data"])}
            )
    return found


def test_whole_way(auth: Actor, exercise: Exercise, work: Any) -> None:
    """Hand in, watch each check arrive, read the report."""
    with work():
        made = auth.hand_in(PUBLIC_ONLY)
        assert made.status_code == 201
        events = _parse(auth.get(made.json["events_url"]).text)
    page = auth.get(made.json["url"]).text

    kinds = [event["kind"] for event in events if event["kind"] != "waiting"]
    assert kinds == ["started", "check", "check", "check", "check", "verdict"]
    last = events[-1]["data"]
    assert (last["verdict"], last["verdict_text"], last["score"], last["points"]) == (
        "WA",
        "Wrong answer",
        0.25,
        1,
    )
    assert "Two becomes four" in page
    assert "Negative ones too." in page


def test_stream_holds_nothing_of_hidden_checks_or_the_reference(
    auth: Actor, exercise: Exercise, work: Any
) -> None:
    """Stream, status and page tell of a hidden check only that it passed or failed; the seed is nowhere."""
    with work():
        made = auth.hand_in(PUBLIC_ONLY).json
        shown = [auth.get(made[key]).text for key in ("events_url", "url", "status_url")]
    shown.append(auth.get("/courses/test/exercises/double").text)
    hidden = [event for event in _parse(shown[0]) if event["data"].get("test") == "test_hidden"][-1]["data"]

    assert hidden["outcome"] == "failed"
    assert (hidden["message"], hidden["detail"]) == ("", None)
    for text in shown:
        assert not any(secret in text for secret in ("HIDDEN-INPUT", "REFERENCE_SECRET"))
        assert not re.search(r"(?<![\w-])(31337|-42)(?![\w-])", text)  # tokens may hold them by chance


def test_stream_speaks_the_readers_language(auth: Actor, exercise: Exercise, work: Any) -> None:
    """Titles, messages and verdicts come in Korean to those who read Korean."""
    auth.post("/language", {"lang": "ko"})
    with work():
        made = auth.hand_in(ALL).json
        events = _parse(auth.get(made["events_url"]).text)

    assert events[-1]["data"]["verdict_text"] == "정답"
    titles = [event["data"]["title"] for event in events if event["kind"] == "check"]
    assert "2는 4가 됩니다" in titles


def test_stream_resumes_where_it_broke(auth: Actor, exercise: Exercise, work: Any) -> None:
    """With the last event's number, a browser gets exactly what it has not seen."""
    with work():
        made = auth.hand_in(ALL).json
        events = [event for event in _parse(auth.get(made["events_url"]).text) if event["id"]]
    rest = _parse(auth.get(made["events_url"], headers={"Last-Event-ID": events[2]["id"]}).text)

    assert rest == events[3:]


def test_stream_that_was_seen_to_its_end_is_not_opened_again(
    auth: Actor, exercise: Exercise, work: Any
) -> None:
    """After the verdict a browser that connects again is told to stop."""
    with work():
        made = auth.hand_in(ALL).json
        events = _parse(auth.get(made["events_url"]).text)

    assert auth.get(made["events_url"], headers={"Last-Event-ID": events[-1]["id"]}).status_code == 204


@pytest.mark.parametrize("bad", ["-1", "abc", "9" * 30, "٣"])
def test_odd_event_ids_start_from_the_beginning(
    auth: Actor, student: User, exercise: Exercise, bad: str
) -> None:
    """What is no number of an event is as good as none."""
    row = make_submission(student, exercise)
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, {"verdict": "AC", "score": 1.0}, [("verdict", {"verdict": "AC"})])
    answer = auth.get(f"/submissions/{row.id}/status?after={bad}")

    assert [event["kind"] for event in answer.json["events"]] == ["verdict"]


def test_waiting_says_how_many_are_ahead(
    auth: Actor, student: User, instructor: User, exercise: Exercise
) -> None:
    """Who waits hears how long the queue is."""
    make_submission(instructor, exercise)
    row = make_submission(student, exercise)

    events = auth.get(f"/submissions/{row.id}/status").json["events"]
    assert [(event["kind"], event["data"]) for event in events] == [("waiting", {"ahead": 1})]


def test_polling_reads_the_same_rows(auth: Actor, exercise: Exercise, work: Any) -> None:
    """Stream and status tell the same; the status ends with the report."""
    with work():
        made = auth.hand_in(ALL).json
        events = [event for event in _parse(auth.get(made["events_url"]).text) if event["id"]]
    status = auth.get(made["status_url"]).json

    assert status["state"] == "done"
    assert [(str(e["id"]), e["kind"], e["data"]) for e in status["events"]] == [
        (e["id"], e["kind"], e["data"]) for e in events
    ]
    assert status["report"]["verdict"] == "AC"
    assert [check["title"] for check in status["report"]["checks"]] == ["Two becomes four", "Any number"]


def test_reload_in_the_middle_loses_nothing(
    auth: Actor, exercise: Exercise, work: Any, until: Any, fake: FakeGrader
) -> None:
    """The page of a running submission shows what is known, and the workspace knows which one runs."""
    fake.hold.clear()
    with work():
        made = auth.hand_in(ALL).json
        until(lambda: db.session.query(Event).count() > 0)
        page, desk = auth.get(made["url"]).text, auth.get("/courses/test/exercises/double").text
        fake.hold.set()

    assert made["events_url"] in page
    assert made["events_url"] in desk
    assert "Two becomes four" in page


def test_streams_are_capped(app: Flask, auth: Actor, student: User, exercise: Exercise) -> None:
    """The fifth open stream of one user is refused, so that the page polls; closing one frees its place."""
    gate = app.extensions["stream_gate"]
    assert [gate.enter(student.id) for _ in range(5)] == [True, True, True, True, False]
    row = make_submission(student, exercise)

    assert auth.get(f"/submissions/{row.id}/events").status_code == 429
    gate.leave(student.id)
    stream = auth.get(f"/submissions/{row.id}/events", buffered=False)
    assert stream.status_code == 200
    stream.close()
    assert gate.enter(student.id)


def test_stream_ends_with_its_submission(auth: Actor, student: User, exercise: Exercise) -> None:
    """Deleting the account while somebody watches ends the stream, and is no failure."""
    row = make_submission(student, exercise)
    stream = auth.get(f"/submissions/{row.id}/events", buffered=False)
    chunks = iter(stream.response)
    assert "retry" in str(next(chunks))
    db.session.delete(row)
    db.session.commit()

    assert list(chunks) == []


def test_streams_leave_threads_for_pages(app: Flask) -> None:
    """Streams together never take every thread."""
    gate = app.extensions["stream_gate"]
    taken = sum(gate.enter(user) for user in range(app.config["SEODANG"].threads * 2))

    assert taken == app.config["SEODANG"].threads - 12


def test_double_click_makes_one_submission(auth: Actor, exercise: Exercise) -> None:
    """The same form sent twice leads to the same submission."""
    first, second = (auth.hand_in(token="the-same-token") for _ in range(2))

    assert first.json == second.json
    assert db.session.query(Submission).count() == 1


def test_without_scripts(auth: Actor, exercise: Exercise) -> None:
    """A plain form is answered with the way to the page of the submission, which reloads itself."""
    answer = auth.hand_in(headers={"Accept": "text/html"})
    page = auth.get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert 'http-equiv="refresh"' in page


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "empty"),
        ("x" * 2001, "2000"),
        ("# -*- coding: euc-kr -*-\nx = 1", "euc-kr"),
        ("\n".join("x" * 10_001), "10000"),
    ],
)
def test_bad_input_is_explained_and_kept(auth: Actor, exercise: Exercise, source: str, words: str) -> None:
    """What cannot be graded comes back with its text and a sentence that says why."""
    page = auth.hand_in(source, headers={"Accept": "text/html"})
    script = auth.hand_in(source)

    assert (page.status_code, script.status_code) == (422, 422)
    assert words in script.json["error"].replace(",", "")
    assert source[:50] in page.text.replace("&#39;", "'")
    assert db.session.query(Submission).count() == 0


def test_korean_reader_is_told_in_korean(auth: Actor, exercise: Exercise) -> None:
    """Refusals come in the reader's language."""
    auth.post("/language", {"lang": "ko"})

    assert any("가" <= letter <= "힣" for letter in auth.hand_in("").json["error"])


def test_too_many_open_submissions_are_429(auth: Actor, student: User, exercise: Exercise) -> None:
    """The fifth open submission is refused with words, and nothing is lost of it."""
    for _ in range(4):
        make_submission(student, exercise)
    script, page = auth.hand_in(), auth.hand_in(headers={"Accept": "text/html"})

    assert (script.status_code, page.status_code) == (429, 429)
    assert "def double(x):" in page.text


def test_two_mebibytes_are_too_large(auth: Actor, exercise: Exercise) -> None:
    """A body beyond the limit is refused whole, in words."""
    answer = auth.hand_in("x" * (2 * 2**20))

    assert answer.status_code == 413
    assert "larger" in answer.json["error"]


def test_thousands_of_form_fields_are_refused(auth: Actor, exercise: Exercise) -> None:
    """A form of very many parts is refused before it is read."""
    part = '--x\r\nContent-Disposition: form-data; name="source__{}.py"\r\n\r\nx\r\n'
    body = "".join(part.format(number) for number in range(10_000)) + "--x--\r\n"
    url, kind = "/courses/test/exercises/double/submissions", "multipart/form-data; boundary=x"
    answer = auth.bare("POST", url, data=body.encode(), content_type=kind)

    assert answer.status_code == 413


def test_markup_in_code_is_text(auth: Actor, exercise: Exercise) -> None:
    """Code is shown as text wherever it appears."""
    evil = "# </textarea><script>alert(1)</script>\n"
    made = auth.hand_in(evil).json

    for url in (made["url"], "/courses/test/exercises/double"):
        assert "<script>alert" not in auth.get(url).text


def test_history_lists_own_submissions(
    auth: Actor, student: User, instructor: User, exercise: Exercise
) -> None:
    """The history of an exercise holds one's own submissions, newest first."""
    mine = [make_submission(student, exercise, state=DONE, verdict="WA", score=0.0).id for _ in range(2)]
    theirs = make_submission(instructor, exercise).id
    page = auth.get("/courses/test/exercises/double/submissions").text

    assert page.index(f"/submissions/{mine[1]}") < page.index(f"/submissions/{mine[0]}")
    assert f'/submissions/{theirs}"' not in page


def test_moments_name_their_zone(auth: Actor, student: User, exercise: Exercise) -> None:
    """Without scripts a moment is told in UTC, and says so."""
    make_submission(student, exercise)

    assert " UTC</time>" in auth.get("/courses/test/exercises/double/submissions").text


def test_stream_tells_of_a_submission_begun_while_it_waits(
    app: Flask, auth: Actor, student: User, exercise: Exercise, until: Any
) -> None:
    """A stream opened before the worker came tells everything the moment it happens."""
    row = make_submission(student, exercise)
    told: list[bytes] = []
    url = f"/submissions/{row.id}/events"
    cookie = auth.client.get_cookie("session")
    assert cookie is not None

    def watch() -> None:
        browser = app.test_client()
        browser.set_cookie("session", cookie.value)
        with browser.get(url, buffered=False) as stream:
            told.extend(stream.iter_encoded())

    thread = threading.Thread(target=watch)
    thread.start()
    until(lambda: b"event: waiting" in b"".join(told))  # a stream has its place before it has looked
    lease = leases.claim()
    assert lease is not None
    leases.append(lease, [("check", {"test": "test_public", "outcome": "passed"})])
    leases.finish(
        lease,
        {"verdict": "AC", "score": 1.0, "files": {"solution.py": RIGHT}},
        [("verdict", {"verdict": "AC"})],
    )
    thread.join(60)
    events = _parse(b"".join(told).decode())

    assert [event["kind"] for event in events] == ["waiting", "check", "verdict"]
