"""The front page and the choice of language."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from ... import locales
from ...negotiation import local_path
from ...presenters.courses import course_view
from ...services import accounts, catalogue, outlines, practice

bp = Blueprint("pages", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """What this is, and the courses; who is signed in and has one course goes straight there."""
    found = catalogue.courses()
    if current_user.is_authenticated and len(found) == 1:
        return redirect(url_for("courses.show", course=found[0].slug))
    reader = current_user if current_user.is_authenticated else None
    views = [course_view(each, locales.current()) for each in outlines.of_courses(reader, found)]
    due = practice.count(current_user).due if reader is not None else 0
    return render_template("pages/home.html", courses=views, due=due)


@bp.post("/language")
def language() -> ResponseReturnValue:
    """Remember a language, in this browser and for the account."""
    lang = request.form.get("lang", "")
    response = redirect(local_path(request.form.get("next")), 303)
    if lang in locales.LOCALES:
        locales.remember(response, lang)
        if current_user.is_authenticated:
            accounts.set_locale(current_user, lang)
    return response
