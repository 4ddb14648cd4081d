"""Course outlines."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...presenters.course_map import map_view
from ...presenters.courses import outline_view
from ...presenters.terms import terms_view
from ...services import catalogue, outlines, practice

bp = Blueprint("courses", __name__)


@bp.get("/courses/<course>")
@login_required
def show(course: str) -> ResponseReturnValue:
    """A course's chapters and exercises, with the reader's progress."""
    found = outlines.of(current_user, catalogue.course(course))
    view, due = outline_view(found, locales.current()), practice.count(current_user).due
    return render_template("courses/show.html", course=view, due=due)


@bp.get("/courses/<course>/map")
@login_required
def course_map(course: str) -> ResponseReturnValue:
    """Which exercises of a course come before which, with the reader's progress."""
    found = outlines.of(current_user, catalogue.course(course))
    return render_template("courses/map.html", map=map_view(found, locales.current()))


@bp.get("/courses/<course>/terms")
@login_required
def terms(course: str) -> ResponseReturnValue:
    """The terms of a course in both languages, each with the lesson that explains it."""
    found = outlines.of(None, catalogue.course(course))
    return render_template("courses/terms.html", terms=terms_view(found, locales.current()))
