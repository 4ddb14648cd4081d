"""Course outlines."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...presenters.courses import outline
from ...services import catalogue, progress

bp = Blueprint("courses", __name__)


@bp.get("/courses/<course>")
@login_required
def show(course: str) -> ResponseReturnValue:
    """A course's chapters and exercises, with the reader's progress."""
    found = catalogue.course(course)
    standings = progress.of_user(current_user, found)
    view, next_up = outline(found, catalogue.exercises(found), standings, locales.current())
    return render_template("courses/show.html", course=view, next_up=next_up)
