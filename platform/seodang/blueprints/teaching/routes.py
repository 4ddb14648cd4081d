"""Uploading, validating and publishing bundles, scores, failed gradings; for instructors of the course."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ... import locales
from ...presenters.teaching import failure_view, run_view, score_table, taught_course
from ...presenters.texts import localise, pick
from ...services import catalogue, enrolments, teaching
from ...services.exceptions import ForbiddenError
from .forms import UploadForm

if TYPE_CHECKING:
    from ...models import Course

bp = Blueprint("teaching", __name__, url_prefix="/teaching")


@bp.get("")
@login_required
def index() -> ResponseReturnValue:
    """The courses one teaches, their exercises and the latest uploads."""
    if not enrolments.teaches_anything(current_user):
        raise ForbiddenError(_("You teach no course here."))
    lang = locales.current()
    views = [
        taught_course(
            course,
            list(catalogue.versions(course).items()),
            teaching.recent_runs(course),
            teaching.recent_failures(course),
            lang,
        )
        for course in enrolments.taught_by(current_user)
    ]
    return render_template("teaching/index.html", courses=views)


@bp.route("/courses/<course>/upload", methods=["GET", "POST"])
@login_required
def upload(course: str) -> ResponseReturnValue:
    """Upload a zipped bundle; its validation starts at once."""
    found = _taught(course)
    form = UploadForm()
    problems: list[dict[str, object]] = []
    if form.validate_on_submit():
        archive = form.archive.data
        try:
            run = teaching.upload(current_user, found, archive.read(), archive.filename or "")
            return redirect(url_for("teaching.validation", id=run.id), 303)
        except teaching.UploadError as error:
            problems = localise(error.problems, locales.current())
    page = render_template("teaching/upload.html", form=form, course=found, problems=problems)
    return page, 422 if request.method == "POST" else 200


@bp.get("/validations/<int:id>")
@login_required
def validation(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """How the validation of an upload goes, and what it found."""
    view = run_view(teaching.for_user(current_user, id), locales.current())
    return render_template("teaching/validation.html", run=view, status_url=view.status_url)


@bp.get("/validations/<int:id>/status")
@login_required
def validation_status(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The same for those who poll."""
    view = run_view(teaching.for_user(current_user, id), locales.current())
    told = {
        name: getattr(view, name) for name in ("state", "ok", "problems", "examples", "gates", "progress")
    }
    return jsonify(told)


@bp.post("/validations/<int:id>/publish")
@login_required
def publish(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """Publish an upload that validated."""
    run = teaching.for_user(current_user, id)
    version = teaching.publish(current_user, run)
    flash(
        _("%(slug)s is published as version %(version)s.", slug=run.slug, version=version.version[:10]),
        "success",
    )
    return redirect(url_for("teaching.index"), 303)


@bp.get("/courses/<course>/scores")
@login_required
def scores(course: str) -> ResponseReturnValue:
    """Students by exercises."""
    found = _taught(course)
    table = score_table(teaching.scores(found), locales.current())
    view = {"slug": found.slug, "title": pick(found.title, locales.current())}
    return render_template("teaching/scores.html", course=view, table=table)


@bp.get("/courses/<course>/scores.csv")
@login_required
def scores_csv(course: str) -> ResponseReturnValue:
    """The same as a file; the mark at its start tells spreadsheets that it is UTF-8."""
    found = _taught(course)
    response = make_response("\N{ZERO WIDTH NO-BREAK SPACE}" + teaching.scores_csv(found, _("Student")))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}-scores.csv"'
    return response


@bp.get("/courses/<course>/failures")
@login_required
def failures(course: str) -> ResponseReturnValue:
    """The newest gradings that failed on our side or the author's, and why."""
    found, lang = _taught(course), locales.current()
    rows = [failure_view(row, lang) for row in teaching.failures(found)]
    title, limit = pick(found.title, lang), teaching.SHOWN_FAILURES
    return render_template("teaching/failures.html", title=title, failures=rows, limit=limit)


def _taught(course: str) -> Course:
    """The course, for its instructors."""
    return enrolments.visible_course(current_user, catalogue.course(course))
