"""The author's solution, once it may be read."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...presenters.exercises import exercise_view
from ...presenters.solutions import solution_view
from ...services import catalogue, solutions
from ...services.exceptions import ForbiddenError

bp = Blueprint("solutions", __name__)


@bp.get("/courses/<course>/exercises/<slug>/solution")
@login_required
def show(course: str, slug: str) -> ResponseReturnValue:
    """The author's solution, and how one's own text would become it."""
    exercise = catalogue.exercise(course, slug)
    view = exercise_view(exercise, locales.current())
    try:
        texts = solutions.read(current_user, exercise)
    except ForbiddenError as error:
        return render_template("solutions/closed.html", exercise=view, message=error.message), 403
    files = solution_view(current_user, exercise, texts)
    return render_template("solutions/show.html", exercise=view, files=files)
