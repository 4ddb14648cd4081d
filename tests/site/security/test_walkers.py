"""What holds for every address: tokens, where requests come from, headers, nothing inline."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .routes import CHANGES, FIGURES, GETS

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SCRIPT = re.compile(r"<script\b(?![^>]*\ssrc=)(?![^>]*\stype=\"application/json\")", re.I)
INLINE = re.compile(r"<style\b|<[a-z][^>]*\s(?:style|on[a-z]+|srcdoc)\s*=|javascript:", re.I)


def _policy(answer: Any) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split(";")
    return {name: value for name, _, value in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize("who", ["anonymous", "owner", "instructor"])
def test_every_changing_route_needs_a_token(
    things: dict[str, int], browser_of: Any, stored: Any, who: str
) -> None:
    """Whatever changes something refuses a request without a token, and changes nothing."""
    browser, before = browser_of(who), stored()
    answers = {
        name: browser.bare(name.split()[0], route.url.format(**things), data=dict(route.form)).status_code
        for name, route in CHANGES.items()
    }

    assert set(answers.values()) == {400}, answers
    assert stored() == before


def test_token_of_another_session_is_none(things: dict[str, int], browser_of: Any) -> None:
    """A token that somebody else's page holds opens nothing here."""
    stolen = browser_of("classmate").token()
    browser = browser_of("owner")
    answers = {
        browser.bare(name.split()[0], route.url.format(**things), data={"csrf_token": stolen}).status_code
        for name, route in CHANGES.items()
    }

    assert answers == {400}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_every_changing_route_refuses_other_sites(
    things: dict[str, int], browser_of: Any, stored: Any, site: str
) -> None:
    """A request that another site's page sent is refused, even with a good token."""
    browser, before = browser_of("owner"), stored()
    headers = {"Sec-Fetch-Site": site, "X-CSRFToken": browser.token()}
    answers = {
        name: browser.bare(
            name.split()[0], route.url.format(**things), data=dict(route.form), headers=headers
        ).status_code
        for name, route in CHANGES.items()
    }

    assert set(answers.values()) == {403}, answers
    assert stored() == before


@pytest.mark.parametrize("who", ["anonymous", "owner", "instructor"])
def test_every_answer_carries_the_headers(things: dict[str, int], browser_of: Any, who: str) -> None:
    """No sniffing, no framing, scripts from here only: on pages, refusals, data, pictures and files alike."""
    browser = browser_of(who)
    for name, route in GETS.items():
        with browser.get(route.url.format(**things)) as answer:
            assert ALWAYS.items() <= dict(answer.headers).items(), name
            if name in FIGURES and answer.status_code == 200:
                assert answer.headers["Content-Security-Policy"] == SANDBOX
                assert answer.mimetype == "image/svg+xml"
            else:
                policy = _policy(answer)
                assert POLICY.items() <= policy.items(), name
                assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["style-src"]), name
                assert set(policy) == {*POLICY, "style-src"}
                if not name.startswith("GET /static"):
                    assert answer.headers["Cache-Control"] == "no-store", name


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("who", ["anonymous", "owner", "instructor"])
def test_no_page_holds_script_or_style_of_its_own(
    things: dict[str, int], browser_of: Any, who: str, lang: str
) -> None:
    """As pages arrive, with all that macros and Markdown made, nothing in them is inline."""
    browser = browser_of(who)
    for name, route in GETS.items():
        answer = browser.get(route.url.format(**things), headers={"Accept-Language": lang})
        answer.close()
        if answer.mimetype == "text/html":
            assert not SCRIPT.search(answer.text), name
            assert not INLINE.search(answer.text), name
