"""What counts as a difference of two answers, and what does not."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from graders.errors import SubmissionUnusable
from graders.incell.answers import (
    Look,
    answer_difference,
    body_difference,
    local,
    logs_difference,
    rows_difference,
    session_difference,
)
from graders.incell.cookies import flashes, read_session
from graders.incell.pages import json_difference, tokens, visible_text
from graders.incell.wsgi import Crash, LogRecord, Response, read_response
from graders.phrases import render

DATE = ("Date", "Mon, 23 Nov 2026 00:00:00 GMT")


def answer(
    body: str = "", status: int = 200, kind: str = "text/html; charset=utf-8", *cookies: str, to: str = ""
) -> Response:
    """An answer of these parts."""
    headers = [("Content-Type", kind), DATE, *(("Set-Cookie", cookie) for cookie in cookies)]
    return Response(status, [*headers, *([("Location", to)] if to else [])], body.encode())


def cookie(text: str) -> Response:
    """An answer that sets a cookie."""
    return answer("", 200, "text/html", text)


def head(expected: Response, got: Response, **look: Any) -> str:
    """What is said about two heads; empty where they are equal."""
    found = answer_difference(expected, got, "/a/b", Look(**look))
    return render(found.text) if found else ""


def body(expected: str, got: str, kind: str = "text/html", **look: Any) -> str:
    """What is said about two bodies of one type."""
    found = body_difference(answer(expected, 200, kind), answer(got, 200, kind), Look(**look))
    return render(found.text) if found else ""


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("/x?a=1", "http://localhost/x?a=1", True),
        ("c", "/a/c", True),
        ("/x", "/x/", False),
        ("/x", "http://elsewhere/x", False),
        ("/x", "", False),
    ],
)
def test_a_redirect_is_compared_by_where_it_leads(expected: str, got: str, same: bool) -> None:
    """Relative and absolute addresses of one place are equal; other places are named."""
    said = head(answer("", 302, to=expected), answer("", 302, to=got))

    assert (said == "") is same
    assert same or local(expected, "/a/b") in said


def test_the_first_thing_that_differs_is_the_status() -> None:
    """A status is named before a redirect."""
    assert head(answer("", 302, to="/x"), answer()) == "The status should be 302; it is 200."


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ("a=1; HttpOnly; Path=/", "a=1; Path=/; HttpOnly", ""),
        ("a=1; Max-Age=60", "a=1; Expires=Mon, 23 Nov 2026 00:01:05 GMT", ""),
        (
            "a=; Max-Age=0; Path=/",
            "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax",
            "",
        ),
        ("a=; Max-Age=0; Path=/", "a=; Max-Age=0; Path=/x", "The cookie a should have Path /; it has /x."),
        ("a=1; SameSite=Lax", "a=1; SameSite=lax", ""),
        ("a=; Max-Age=0", 'a=""; Expires=Thu, 01 Jan 1970 00:00:00 GMT', ""),
        ("a=1; HttpOnly", "a=1", "The cookie a lacks HttpOnly: scripts of the page can read it."),
        ("a=1; Secure", "a=1", "The cookie a lacks Secure: it is sent over unencrypted connections too."),
        ("a=1", "a=1; Secure", "The cookie a should have Secure –; it has Secure."),
        ("a=1; SameSite=Lax", "a=1", "The cookie a should have SameSite Lax; it has –."),
        ("a=1; Path=/", "a=1; Path=/x", "The cookie a should have Path /; it has /x."),
        ("a=1; Max-Age=60", "a=1; Max-Age=600", "The cookie a should have Max-Age 60 s; it has 600 s."),
        ("a=1; Max-Age=60", "a=1", "The cookie a should have Max-Age 60 s; it has –."),
        ("a=1", "a=2", "The cookie a should hold 1; it holds 2."),
        ("a=1", "b=1", "It should set the cookie a, and does not."),
        ("session=x.y.z; HttpOnly", "session=p.q.r; HttpOnly", ""),
        ("session=x.y.z; HttpOnly", "session=p.q.r", "The cookie session lacks HttpOnly"),
    ],
)
def test_cookies_are_compared_by_value_and_flags(expected: str, got: str, said: str) -> None:
    """Each attribute counts, however it is written; a session's signed value does not."""
    assert head(cookie(expected), cookie(got)).startswith(said)
    assert bool(head(cookie(expected), cookie(got))) == bool(said)


def test_a_surplus_cookie_is_told_unless_it_is_ignored() -> None:
    """A cookie that the reference does not set is a difference, but not one that the author ignores."""
    assert head(answer(), cookie("a=1")) == "It sets the cookie a, which it should not."
    assert head(answer(), cookie("a=1"), ignored_cookies=["a"]) == ""


def session(content: dict[str, Any], *, packed: bool = False) -> str:
    """A session cookie's value, signed by nobody."""
    data = json.dumps(content).encode()
    text = base64.urlsafe_b64encode(zlib.compress(data) if packed else data).decode().rstrip("=")
    return f"{'.' if packed else ''}{text}.time.signature"


@pytest.mark.parametrize("packed", [False, True])
def test_a_session_is_read_without_its_key(packed: bool) -> None:
    """Flashes are the pairs that Flask keeps in the session, as lists or as tagged tuples."""
    held = {"_flashes": [{" t": ["info", "hi"]}, ["error", "no"]], "name": "kim"}

    assert flashes(read_session(session(held, packed=packed))) == [("info", "hi"), ("error", "no")]
    assert read_session(session(held, packed=packed))["name"] == "kim"


@pytest.mark.parametrize("value", ["", "x", ".", "....", ".AAAA.b", session([1]), "é.ü", "A" * 5000])  # type: ignore[arg-type]
def test_a_value_that_is_no_session_holds_nothing(value: str) -> None:
    """Whatever a cookie holds, reading it raises nothing."""
    assert read_session(value) == {}


HI, NO = ["info", "hi"], ["error", "no"]


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ([HI], [HI], ""),
        ([HI], [], "The flash message 'hi' (info) should now wait"),
        ([], [HI], "The flash message 'hi' (info) is still in the session"),
        ([HI], [HI, HI], "The flash message 'hi' (info) is in the session more often"),
        ([HI], [["error", "hi"]], "The flash message 'hi' should have the category info; it has error."),
        ([HI, NO], [NO, HI], "The flash messages should wait in the order 'hi' (info); 'no' (error)"),
    ],
)
def test_flashes_that_wait_are_compared(expected: list[Any], got: list[Any], said: str) -> None:
    """A flash that is missing, left, doubled, of another category or out of order is told as such."""
    found = session_difference({"_flashes": expected}, {"_flashes": got}, Look())

    assert (render(found.text) if found else "").startswith(said)
    assert bool(found) == bool(said)
    assert session_difference({"_flashes": expected}, {"_flashes": got}, Look(flashes=False)) is None


def test_the_rest_of_a_session_counts_where_it_is_asked_for() -> None:
    """What a session holds besides flashes is compared only with `session=True`."""
    assert session_difference({"a": 1}, {"a": 2}, Look()) is None
    found = session_difference({"a": 1, "_flashes": [HI]}, {"a": 2, "_flashes": [HI]}, Look(session=True))
    assert found is not None
    assert render(found.text) == "The session should hold {'a': 1}; it holds {'a': 2}."


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("<p>a  b</p>\n<p>c</p>", "<p> a b </p><p>c\n</p>", True),
        ('<a href="/x" class="b  c">d</a>', "<a class='b c' href=/x>d</a>", True),
        ("<br>x", "<BR/>x", True),
        ("&#39;&lt;b&gt;", "&#x27;&lt;b&gt;", True),
        ("<!-- note --><p>a</p>", "<p>a</p>", True),
        ("<p>&lt;b&gt;</p>", "<p><b></p>", False),
        ("<p>a b</p>", "<p>ab</p>", False),
        ("<p>a</p>", "<div>a</div>", False),
        ("<a href=/x>d</a>", "<a href=/y>d</a>", False),
    ],
)
def test_html_is_compared_without_what_nobody_sees(expected: str, got: str, same: bool) -> None:
    """White space, comments and the writing of tags do not count; words, tags and attributes do."""
    assert (tokens(expected) == tokens(got)) is same
    assert (body(expected, got) == "") is same


def test_a_page_may_be_compared_by_its_words_or_by_a_function() -> None:
    """`body` chooses: the visible words, nothing, or what a function makes of an answer."""
    page = "<title>t</title><h1>Ada</h1><script>x</script><p>Lovelace</p>"

    assert visible_text(page) == "Ada Lovelace"
    assert body(page, "<b>Ada</b> Lovelace", body="text") == ""
    assert "expected 'Ada Lovelace', got 'Ada Byron'" in body(page, "Ada Byron", body="text")
    assert body(page, "", body="none") == ""
    assert body("a", "ab", body=lambda response: response.text[0]) == ""


def test_a_page_that_differs_is_shown_beside_the_expected_one() -> None:
    """The report holds the lines around the first difference of two pages."""
    found = body_difference(answer("<p>a</p><p>b</p>"), answer("<p>a</p><p>c</p>"), Look())

    assert found is not None
    assert found.lines[-4:] == ["  <p>", "- b", "+ c", "  </p>"]


@pytest.mark.parametrize(
    ("expected", "got", "where"),
    [
        ({"a": 1, "b": [1]}, {"b": [1], "a": 1.0}, ""),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, "$.a[1].b"),
        ({"a": 1}, {"a": True}, "$.a"),
        ({"a": 1}, {}, "$.a"),
        ({}, {"a": 1}, "$.a"),
        ([1, 2], [1], "$"),
        ("1", 1, "$"),
    ],
)
def test_json_is_compared_by_value(expected: Any, got: Any, where: str) -> None:
    """Neither order nor spacing counts; the place of the first other value is named."""
    found = json_difference(expected, got)
    said = body(json.dumps(expected), json.dumps(got, indent=3), "application/json")

    assert (found[0] if found else "") == where
    assert where in said
    assert bool(said) == bool(where)


def test_what_is_no_json_where_json_is_expected_is_told() -> None:
    """Another type of content is named as such."""
    found = body_difference(answer("{}", 200, "application/json"), answer("<p>"), Look())

    assert found is not None
    assert render(found.text) == "The content type should be application/json; it is text/html."


@pytest.mark.parametrize(
    ("expected", "got", "said"),
    [
        ([[1, "a"], [2, "b"]], [[2, "b"], [1, "a"]], ""),
        ([[1, "a"]], [[1, "b"]], "A row of table t should be (1, 'a'); it is (1, 'b')."),
        ([[1, "a"]], [], "Table t should hold the row (1, 'a'), and does not. Was the change committed?"),
        ([], [[1, "a"]], "Table t holds the row (1, 'a'), which it should not."),
        ([[1]], [[1], [1]], "Table t holds the row (1,), which it should not."),
        ([[1]], "no database", "Table t cannot be read in the application's SQLite database: no database"),
    ],
)
def test_rows_are_compared_in_any_order(expected: Any, got: Any, said: str) -> None:
    """A row that is missing, too many or changed is named; the order does not count."""
    found = rows_difference("t", expected, got)

    assert (render(found.text) if found else "") == said


@pytest.mark.parametrize(
    "told",
    [
        None, (200, [], b""), (200, [], "text", None), ("200", [], b"", None), (200, [("a",)], b"", None),
        (200, [("a", "b" * 9000)], b"", None), (200, [("a", "b")] * 201, b"", None), [1, 2, 3, 4, 5],
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_an_invalid_result(told: Any) -> None:
    """What a cell says instead of an answer is the submission's fault."""
    with pytest.raises(SubmissionUnusable) as caught:
        read_response(told)

    assert caught.value.verdict == "IR"


def test_an_exception_behind_an_answer_is_cleaned() -> None:
    """Frames of another form are left out, and texts lose what could not be shown."""
    frames = [("a.py", 3, "f", "x\u202e"), ("a.py", "3", "f", "x"), ("a.py", True, "f", "x"), 4]

    crash = read_response((500, [], b"", ("E\x00", "m", frames))).crash

    assert crash == Crash("E\ufffd", "m", (("a.py", 3, "f", "x\ufffd"),))
    assert read_response((500, [], b"", "nonsense")).crash is None


def logged(*records: str) -> Response:
    """An answer that came with these records: logger, level, message."""
    return Response(200, [], b"", None, [LogRecord(*record.split(" ", 2)) for record in records])


@pytest.mark.parametrize(
    ("expected", "got", "look", "said"),
    [
        (["a INFO x"], ["b INFO x"], True, ""),
        (["a INFO x"], [], False, ""),
        (["a INFO x"], ["b INFO x"], "named", "from the logger a; it comes from b"),
        (["a INFO x"], [], True, "nothing was"),
        (["a INFO x", "a INFO y"], ["a INFO y"], True, "What was logged: INFO 'y'."),
        (["a INFO x"], ["a INFO x"] * 2, True, "more often"),
        ([], ["a INFO x"], True, "should not be. Expected: –."),
        (["a INFO x", "a INFO y"], ["a INFO y", "a INFO x"], True, "in the order INFO 'x'; INFO 'y'"),
    ],
)
def test_log_records_are_compared_in_order(expected: list[str], got: list[str], look: Any, said: str) -> None:
    """Level and message count, a name where it is asked for, and each record as often as it came."""
    found = logs_difference(logged(*expected), logged(*got), Look(logs=look))

    assert said in (render(found.text) if found else "")
    assert bool(found) == bool(said)


@pytest.mark.parametrize(
    "odd", [1, [1], [("a", "INFO", "x")], [("a", 10**7, "x")], [("a", 20)], [("a", True, "x")]]
)
def test_odd_records_count_as_untold(odd: Any) -> None:
    """A cell may tell anything; what is no record is none."""
    told = read_response((200, [], b"", None, odd))

    assert told.records == []


def test_levels_are_told_by_name() -> None:
    """Python's own levels have names, others are numbers."""
    told = read_response((200, [], b"", None, [("a", 30, "x"), ("a", 35, "y")]))

    assert [(each.level, each.message) for each in told.records] == [("WARNING", "x"), ("35", "y")]


def test_a_date_without_an_answers_date_counts_from_now() -> None:
    """Test clients answer without a date: what expires in an hour lives as long as 3600 seconds."""
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    first, second = (
        Response(200, [("Set-Cookie", f"a=1; {age}")], b"") for age in ("Max-Age=3600", f"Expires={until}")
    )

    assert answer_difference(first, second, "/", Look()) is None
