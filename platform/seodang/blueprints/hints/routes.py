"""Opening the hints of an exercise."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...addresses import row_number
from ...negotiation import wants_json
from ...presenters.hints import hints_view
from ...services import catalogue, hints

bp = Blueprint("hints", __name__)


@bp.post("/courses/<course>/exercises/<slug>/hints")
@login_required
def create(course: str, slug: str) -> ResponseReturnValue:
    """Open the next hint, then go back to the exercise."""
    exercise = catalogue.exercise(course, slug)
    hints.reveal(current_user, exercise, request.form.get("number", 0, type=row_number))
    if wants_json():
        view = hints_view(current_user, exercise, locales.current())
        return jsonify(html=render_template("exercises/_hints.html", hints=view)), 201
    return redirect(url_for("exercises.show", course=course, slug=slug, _anchor="hints"), 303)
