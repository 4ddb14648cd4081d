"""A page that has outlived its sign-in tells its reader what to do, and loses no text."""

from __future__ import annotations

from collections.abc import Callable

from seodang.models import Exercise, User

from ..conftest import Actor
from ..factories import make_user

PLACE = "/courses/test/exercises/double/draft"
SENT = {"files": {"solution.py": "typed = 1"}, "base": ""}


def test_signed_out_and_expired_are_told_apart(
    browse: Callable[..., Actor], exercise: Exercise, student: User
) -> None:
    """Nobody signed in is 401 and says so; a token of somebody else is 400 and asks for a new page."""
    nobody, one = browse(), browse(student)
    stale = {"X-CSRFToken": browse(make_user("somebody")).token()}

    signed_out = nobody.bare("PUT", PLACE, json=SENT, headers=stale)
    expired = one.bare("PUT", PLACE, json=SENT, headers=stale)

    assert (signed_out.status_code, expired.status_code) == (401, 400)
    assert "You are signed out." in signed_out.text
    assert "Reload it and try again." in expired.text


def test_refused_text_is_shown_to_be_copied(browse: Callable[..., Actor], exercise: Exercise) -> None:
    """Without scripts the page that refuses a form holds the code that was in it, as text."""
    sent = {"csrf_token": "stale", "mode": "submit", "source__solution.py": "typed = '<b>'\n"}

    answer = browse().bare("POST", "/courses/test/exercises/double/submissions", data=sent)

    assert answer.status_code == 400
    assert "Copy it before you leave this page." in answer.text
    assert "typed = &#39;&lt;b&gt;&#39;" in answer.text
