"""Drafts: saved while typing, saved by a press where there are no scripts, and put back to the starter."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ... import locales
from ...presenters.drafts import draft_facts
from ...presenters.exercises import exercise_view
from ...services import catalogue, drafts, workspaces
from ...services.exceptions import InputError
from ..exercises.forms import SubmissionForm
from ..exercises.page import workspace
from ..submissions.uploads import read_files, texts_of

bp = Blueprint("drafts", __name__, url_prefix="/courses/<course>/exercises/<slug>/draft")
#: where a page without scripts may want to go once its text is kept
THEN = {"compare": "exercises.compare", "reset": "drafts.confirm_reset"}


@bp.put("")
@login_required
def update(course: str, slug: str) -> ResponseReturnValue:
    """Keep what is being typed, unless another page has saved since the revision that this one names."""
    body = _body()
    base = body.get("base")
    try:
        kept = drafts.save(
            current_user,
            catalogue.exercise(course, slug),
            body["files"],
            base if isinstance(base, str) else None,
        )
    except drafts.ConflictError as error:
        return jsonify(error=str(error.message), **draft_facts(error.kept, whole=True)), 409
    return jsonify(draft_facts(kept))


@bp.post("")
@login_required
def keep(course: str, slug: str) -> ResponseReturnValue:
    """Keep what stands in the form, then go on to where its button leads."""
    exercise, files = catalogue.exercise(course, slug), texts_of(read_files())
    try:
        workspaces.save(current_user, exercise, files, request.form.get("draft_base"))
    except drafts.ConflictError as error:
        form = SubmissionForm(formdata=None)
        form.form_errors += [str(error.message), _("This page shows yours. Save again to keep it instead.")]
        return workspace(exercise, form, files), 409
    then = THEN.get(request.form.get("then", ""))
    if then is None:
        flash(_("Draft saved."), "success")
    return redirect(url_for(then or "exercises.show", course=course, slug=slug), 303)


@bp.get("/reset")
@login_required
def confirm_reset(course: str, slug: str) -> ResponseReturnValue:
    """Ask before the starter takes the place of what was typed."""
    exercise = exercise_view(catalogue.exercise(course, slug), locales.current())
    return render_template("exercises/reset.html", exercise=exercise)


@bp.post("/reset")
@login_required
def reset(course: str, slug: str) -> ResponseReturnValue:
    """Put the starter back, within reach of undoing."""
    workspaces.reset(current_user, catalogue.exercise(course, slug))
    return redirect(url_for("exercises.show", course=course, slug=slug), 303)


@bp.post("/restore")
@login_required
def restore(course: str, slug: str) -> ResponseReturnValue:
    """Bring back what the last reset took away."""
    if drafts.undo_reset(current_user, catalogue.exercise(course, slug)):
        flash(_("Your text is back."), "success")
    return redirect(url_for("exercises.show", course=course, slug=slug), 303)


def _body() -> dict[str, Any]:
    """The files that a script sends, with the revision they grew out of."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("files"), dict):
        raise InputError(_("The request was incomplete. Go back, reload the page and try again."))
    return body
