"""Lessons and their drawings."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...presenters.lessons import lesson_view
from ...services import catalogue, lessons, outlines

bp = Blueprint("lessons", __name__, url_prefix="/courses/<course>/lessons/<section>")
FIGURE_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
YEAR_S = 31_536_000


@bp.get("")
@login_required
def show(course: str, section: str) -> ResponseReturnValue:
    """The short reading of a section, then its exercises."""
    found = catalogue.course(course)
    lesson = lessons.get(found, section)
    view = lesson_view(lesson, outlines.of(current_user, found), locales.current())
    return render_template("lessons/show.html", lesson=view)


@bp.get("/figures/<name>")
@login_required
def figure(course: str, section: str, name: str) -> ResponseReturnValue:
    """A drawing of the lesson, in a document of its own that can run nothing."""
    drawn = lessons.get(catalogue.course(course), section).figures.get(name)
    if drawn is None:
        abort(404)
    response = make_response(drawn)
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Content-Security-Policy"] = FIGURE_CSP
    response.headers["Cache-Control"] = f"private, max-age={YEAR_S}"
    return response
