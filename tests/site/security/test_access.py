"""Who gets what: every route for everybody it is, and is not, meant for."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from .conftest import MARK
from .routes import CHANGES, GETS, OWNER, OWNER_AND_TEACHERS, ROUTES, WHO, Route

#: whose words may stand on a page of theirs
READERS = OWNER_AND_TEACHERS


def _refused(answer: TestResponse) -> bool:
    to_sign_in = answer.headers.get("Location", "").startswith("/sign-in?")
    return answer.status_code in (401, 403, 404) or to_sign_in


def _ask(browser: Any, name: str, route: Route, ids: dict[str, int]) -> TestResponse:
    url = route.url.format(**ids)
    method = name.split()[0]
    if method == "GET":
        answer: TestResponse = browser.get(url)
    elif method == "PUT":
        answer = browser.put(url, {"files": {}})
    else:
        answer = browser.post(url, dict(route.form))
    answer.get_data()
    answer.close()
    return answer


def test_every_route_is_in_the_table(app: Flask) -> None:
    """A new address must say who may use it; one that is gone must leave the table."""
    rules = {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert rules == set(ROUTES)


@pytest.mark.parametrize("who", WHO)
def test_pages_open_for_whom_they_are_meant(
    things: dict[str, int], browser_of: Any, stored: Any, who: str
) -> None:
    """Each page opens for its people, for others it is as if there were none; looking changes nothing."""
    browser, before = browser_of(who), stored()
    wrong = []
    for name, route in GETS.items():
        answer = _ask(browser, name, route, things)
        if _refused(answer) == (who in route.allowed) or answer.status_code >= 500:
            wrong.append((name, answer.status_code))

    assert not wrong
    assert stored() == before


@pytest.mark.parametrize("who", WHO)
def test_forms_work_for_whom_they_are_meant(
    things: dict[str, int], browser_of: Any, stored: Any, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each form can be sent by its people only; sent by others it changes nothing."""
    monkeypatch.setattr("seodang.blueprints.quizzes.routes.PATIENCE_S", 0.0)
    wrong = []
    for name, route in CHANGES.items():
        browser, before = browser_of(who), stored()
        answer = _ask(browser, name, route, things)
        if _refused(answer) == (who in route.allowed) or answer.status_code >= 500:
            wrong.append((name, answer.status_code))
        elif who not in route.allowed and stored() != before:
            wrong.append((name, "changed something"))

    assert not wrong


@pytest.mark.parametrize("who", sorted(set(WHO) - READERS))
def test_nobodys_words_are_read_by_others(things: dict[str, int], browser_of: Any, who: str) -> None:
    """No page shows what the owner has written, handed in or answered, with or without an id."""
    browser = browser_of(who)
    pages = {name: _ask(browser, name, route, things) for name, route in GETS.items()}

    assert [name for name, answer in pages.items() if MARK.encode() in answer.data] == []


def test_owner_reads_their_own_words(things: dict[str, int], browser_of: Any) -> None:
    """The mark that the others never see is where the owner looks."""
    browser = browser_of("owner")
    pages = {name: _ask(browser, name, route, things) for name, route in GETS.items()}
    shown = {name for name, answer in pages.items() if MARK.encode() in answer.data}

    assert {"GET /submissions/<int:id>", "GET /courses/<course>/exercises/<slug>"} <= shown
    assert OWNER <= READERS


@pytest.mark.parametrize("number", ["0", "-1", "999999", "99999999999999999999", "1e1", "%31x", "../1"])
def test_numbers_there_are_not_are_not_found(things: dict[str, int], browser_of: Any, number: str) -> None:
    """A number that nothing has, or that is none, is answered like anything that does not exist."""
    browser = browser_of("admin")
    urls = [route.url for route in GETS.values() if "{" in route.url]
    answers = {url: browser.get(url.format_map(_Same(number))).status_code for url in urls}

    assert {code for url, code in answers.items() if "?" not in url} == {404}, answers
    assert {code for url, code in answers.items() if "?" in url} <= {200, 404}, answers


class _Same(dict[str, str]):
    def __init__(self, value: str) -> None:
        super().__init__()
        self.value = value

    def __missing__(self, key: str) -> str:
        return self.value
