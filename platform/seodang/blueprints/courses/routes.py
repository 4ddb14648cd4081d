"""Course outlines."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...presenters.courses import outline_view
from ...services import catalogue, outlines, practice

bp = Blueprint("courses", __name__)


@bp.get("/courses/<course>")
@login_required
def show(course: str) -> ResponseReturnValue:
    """A course's chapters and exercises, with the reader's progress."""
    found = outlines.of(current_user, catalogue.course(course))
    view, due = outline_view(found, locales.current()), practice.count(current_user).due
    return render_template("courses/show.html", course=view, due=due)
