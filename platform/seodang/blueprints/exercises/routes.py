"""Exercises and their figures."""

from __future__ import annotations

import mimetypes

from flask import Blueprint, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from ... import locales
from ...addresses import row_number
from ...negotiation import wants_json
from ...presenters.comparisons import choices, comparisons
from ...presenters.exercises import exercise_view
from ...presenters.quizzes import front_view
from ...presenters.standing import standing_view
from ...services import catalogue, comparison, mastery, preferences, quizzes, workspaces
from .forms import SubmissionForm
from .page import workspace

bp = Blueprint("exercises", __name__, url_prefix="/courses/<course>/exercises/<slug>")
FIGURE_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp")
FIGURE_CSP = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
YEAR_S = 31_536_000


@bp.get("")
@login_required
def show(course: str, slug: str) -> ResponseReturnValue:
    """The workspace of an exercise, or the front of a quiz."""
    exercise = catalogue.exercise(course, slug)
    if exercise.kind != "quiz":
        return workspace(exercise, SubmissionForm())
    lang = locales.current()
    standing, history = mastery.of_user(current_user, exercise), quizzes.history(current_user, exercise)
    view = exercise_view(exercise, lang)
    quiz, place = front_view(standing, history, lang), standing_view(current_user, exercise, lang)
    return render_template("quizzes/show.html", exercise=view, quiz=quiz, standing=place)


@bp.get("/figures/<path:path>")
@login_required
def figure(course: str, slug: str, path: str) -> ResponseReturnValue:
    """A picture of the prompt; scripts in an SVG have nothing to run in."""
    bundle = catalogue.current_bundle(catalogue.exercise(course, slug))
    data = bundle.content.get(f"figures/{path}")
    kind = mimetypes.guess_type(path)[0]
    if data is None or kind not in FIGURE_TYPES:
        abort(404)
    response = make_response(data)
    response.headers["Content-Type"] = kind
    response.headers["Content-Security-Policy"] = FIGURE_CSP
    response.headers["Cache-Control"] = f"private, max-age={YEAR_S}"
    return response


@bp.get("/compare")
@login_required
def compare(course: str, slug: str) -> ResponseReturnValue:
    """What is on the desk against an earlier submission; scripts get the same as data."""
    exercise, lang = catalogue.exercise(course, slug), locales.current()
    number = request.args.get("with", type=row_number)
    chosen = comparison.choice(current_user, exercise, number) if number is not None else None
    if number is not None and chosen is None:
        abort(404)
    if wants_json() and chosen is not None:
        return jsonify(id=chosen.id, files=chosen.files)
    offered = choices(comparison.choices(current_user, exercise), course, slug, lang)
    if wants_json():
        return jsonify(choices=offered)
    files = workspaces.open_desk(current_user, exercise).files
    return render_template(
        "exercises/compare.html",
        exercise=exercise_view(exercise, lang),
        choices=offered,
        chosen=chosen,
        files=comparisons(chosen.files, files) if chosen else [],
    )


@bp.post("/run-on-pause")
@login_required
def run_on_pause(course: str, slug: str) -> ResponseReturnValue:
    """Remember whether the public checks are to run while typing pauses, here and in every exercise."""
    catalogue.exercise(course, slug)
    preferences.save(current_user, {"run_on_pause": request.form.get("on") == "1"})
    return "", 204
