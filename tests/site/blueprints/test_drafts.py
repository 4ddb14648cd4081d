from __future__ import annotations

from typing import Any

import pytest

from seodang.models import Exercise
from seodang.services import worker_status

from ..conftest import Actor


def test_refused_text_is_still_there_after_a_reload(auth: Actor, exercise: Exercise) -> None:
    """What was refused, here because grading is off, becomes the draft."""
    worker_status.publish(worker_status.OFF, reason="C02 user namespaces: restricted")
    answer = auth.hand_in("def double(x):\n    return 22\n", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "return 22" in auth.get("/courses/test/exercises/double").text


def test_nothing_typed_does_not_take_the_draft_away(auth: Actor, exercise: Exercise) -> None:
    """Handing in an empty text is refused and leaves the draft as it was."""
    auth.put("/courses/test/exercises/double/draft", {"files": {"solution.py": "return 33"}})
    auth.hand_in(" \n", headers={"Accept": "text/html"})

    assert "return 33" in auth.get("/courses/test/exercises/double").text


def test_half_a_character_in_a_draft_breaks_no_page(auth: Actor, exercise: Exercise) -> None:
    """JSON can hold half of a pair of surrogates; the page shows a mark in its place."""
    auth.put("/courses/test/exercises/double/draft", {"files": {"solution.py": "a\ud800b \U0001f600"}})
    page = auth.get("/courses/test/exercises/double")

    assert page.status_code == 200
    assert "a\N{REPLACEMENT CHARACTER}b \U0001f600" in page.text


def test_desk_shows_starter_then_draft(auth: Actor, exercise: Exercise) -> None:
    """A first visit shows the starter; later visits what was typed last, on any machine."""
    url = "/courses/test/exercises/double"
    first = auth.get(url).text
    saved = auth.put(f"{url}/draft", {"files": {"solution.py": "typed = True"}})

    assert "def double(x):" in first
    assert saved.json["revision"]
    assert "typed = True" in auth.get(url).text


@pytest.mark.parametrize(
    "body",
    [
        "text",
        [],
        {},
        {"files": []},
        {"files": {"checks.py": "x"}},
        {"files": {"solution.py": 1}},
        {"files": {"solution.py": "x" * 300_000}},
    ],
)
def test_odd_drafts_are_refused(auth: Actor, exercise: Exercise, body: Any) -> None:
    """A draft holds text of the exercise's files and nothing else."""
    answer = auth.put("/courses/test/exercises/double/draft", body)

    assert answer.status_code == 422
    assert answer.json["error"]


def test_brackets_without_end_are_refused(auth: Actor, exercise: Exercise) -> None:
    """JSON nested deeper than can be read is no draft, and nothing of ours that failed."""
    url, nested = "/courses/test/exercises/double/draft", '{"files":' + "[" * 100_000
    answer = auth.bare(
        "PUT", url, data=nested, content_type="application/json", headers={"X-CSRFToken": auth.token()}
    )

    assert answer.status_code == 422
    assert answer.json["error"]


def _put(actor: Actor, text: str, base: str | None = None) -> Any:
    """Save a draft that grew out of a revision."""
    body = {"files": {"solution.py": text}} | ({} if base is None else {"base": base})
    return actor.put("/courses/test/exercises/double/draft", body)


def test_second_page_never_overwrites_what_it_has_not_seen(auth: Actor, exercise: Exercise) -> None:
    """Two pages start from the same draft; the later one is refused and gets the other's text."""
    start = _put(auth, "start").json["revision"]
    first = _put(auth, "first page", start)

    second = _put(auth, "second page", start)

    assert (first.status_code, second.status_code) == (200, 409)
    assert second.json["files"] == {"solution.py": "first page"}
    assert second.json["revision"] == first.json["revision"] != start
    assert "first page" in auth.get("/courses/test/exercises/double").text
    assert _put(auth, "second page", second.json["revision"]).status_code == 200


def test_first_draft_is_refused_where_another_page_was_first(auth: Actor, exercise: Exercise) -> None:
    """A page that knew of no draft does not overwrite one either."""
    _put(auth, "first page", "")

    assert _put(auth, "second page", "").status_code == 409


def test_same_text_is_no_conflict(auth: Actor, exercise: Exercise) -> None:
    """An answer that got lost may be asked for again: the text is there already."""
    saved = _put(auth, "text", "")

    again = _put(auth, "text", "")

    assert again.status_code == 200
    assert again.json["revision"] == saved.json["revision"]


def test_handing_in_leaves_a_draft_that_moved_on_alone(auth: Actor, exercise: Exercise) -> None:
    """What another page saved since is not replaced by what this page hands in."""
    base = _put(auth, "old").json["revision"]
    _put(auth, "typed elsewhere", base)
    form = {
        "source__solution.py": "handed_in = True\n",
        "token": "a-token-of-one",
        "mode": "run",
        "base": base,
    }

    answer = auth.post(
        "/courses/test/exercises/double/submissions", form, headers={"Accept": "application/json"}
    )

    assert answer.status_code == 201
    assert "typed elsewhere" in auth.get("/courses/test/exercises/double").text


def test_reset_puts_the_starter_back_and_can_be_undone(auth: Actor, exercise: Exercise) -> None:
    """Starting over asks first, changes nothing by being looked at, and gives the text back on wish."""
    url = "/courses/test/exercises/double"
    _put(auth, "precious = 1")
    asked = auth.get(f"{url}/draft/reset")
    kept = auth.get(url).text
    auth.post(f"{url}/draft/reset")
    fresh = auth.get(url).text
    auth.post(f"{url}/draft/restore")

    assert "Put the starter back" in asked.text
    assert "precious = 1" in kept
    assert "precious = 1" not in fresh
    assert "Bring my text back" in fresh
    assert "precious = 1" in auth.get(url).text


def test_plain_form_keeps_the_text_before_it_leads_on(auth: Actor, exercise: Exercise) -> None:
    """Without scripts the buttons beside the editor save what was typed, then show their page."""
    url = "/courses/test/exercises/double"
    answer = auth.post(f"{url}/draft", {"source__solution.py": "typed = 1\r\n", "then": "compare"})

    assert (answer.status_code, answer.location) == (303, f"{url}/compare")
    assert "typed = 1" in auth.get(url).text


def test_run_on_pause_is_remembered_everywhere(auth: Actor, exercise: Exercise) -> None:
    """The box beside the buttons sets the preference, which every exercise and the account page show."""
    url = "/courses/test/exercises/double"
    before = auth.get(url).text
    answer = auth.post(f"{url}/run-on-pause", {"on": "1"})
    after = auth.get(url).text

    assert answer.status_code == 204
    assert "data-run-on-pause checked" not in before
    assert "data-run-on-pause checked" in after
    auth.post(f"{url}/run-on-pause", {"on": ""})
    assert "data-run-on-pause checked" not in auth.get(url).text


def test_plain_form_asks_before_it_overwrites(auth: Actor, exercise: Exercise) -> None:
    """Without scripts a page older than the draft keeps what was typed, and saves at the second press."""
    url = "/courses/test/exercises/double"
    _put(auth, "typed elsewhere")
    form = {"source__solution.py": "typed here", "draft_base": "2026-01-01T00:00:00+00:00", "then": "desk"}
    refused = auth.post(f"{url}/draft", form)
    kept = auth.get(url).text
    base = refused.text.partition('name="draft_base" value="')[2].partition('"')[0]
    saved = auth.post(f"{url}/draft", form | {"draft_base": base})

    assert refused.status_code == 409
    assert "typed here" in refused.text
    assert "Save again to keep it instead." in refused.text
    assert "typed elsewhere" in kept
    assert saved.status_code == 303
    assert "typed here" in auth.get(url).text
