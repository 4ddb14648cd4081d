"""Handing in, and watching what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import (
    Blueprint,
    Flask,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from graders.sources import SourceError

from ... import events as streams, locales
from ...addresses import row_number
from ...errors import STATUS
from ...negotiation import wants_json
from ...presenters.checks import exercise_groups, planned_rows, with_reported
from ...presenters.exercises import exercise_view
from ...presenters.history import history_view
from ...presenters.quotas import quota_view
from ...presenters.submissions import look, status as status_of, submission_view
from ...services import catalogue, drafts, queue, quotas, solutions, stopping, submissions, workspaces
from ...services.exceptions import ForbiddenError, InputError, LimitError, UnavailableError
from ..exercises.forms import SubmissionForm
from ..exercises.page import workspace
from .uploads import read_files, texts_of

if TYPE_CHECKING:
    from ...models import Exercise

bp = Blueprint("submissions", __name__)


@bp.post("/courses/<course>/exercises/<slug>/submissions")
@login_required
def create(course: str, slug: str) -> ResponseReturnValue:
    """Hand files in, then go to the page that waits for the verdict."""
    exercise = catalogue.exercise(course, slug)
    files = read_files()
    try:
        made = submissions.create(
            current_user,
            exercise,
            files,
            request.form.get("mode", ""),
            request.form.get("token", ""),
            automatic="automatic" in request.form,
            base=request.form.get("base"),
        )
    except SourceError as error:
        return _refuse(exercise, files, error.message.in_(locales.current()), 422)
    except LimitError as error:
        answer = make_response(_refuse(exercise, files, str(error.message), STATUS[LimitError]))
        answer.headers["Retry-After"] = str(error.retry_s)
        return answer
    except (ForbiddenError, InputError, UnavailableError) as error:
        return _refuse(exercise, files, str(error.message), STATUS[type(error)])
    view = submission_view(made, locales.current(), full=False)
    if wants_json():
        quota = quota_view(quotas.left(current_user, exercise))
        facts = {"id": view.id, "url": view.url, "events_url": view.events_url, "status_url": view.status_url}
        facts["revision"] = workspaces.revision_of(current_user, exercise, made.files)
        return jsonify(**facts, stop_url=view.stop_url, quota=quota), 201
    return redirect(view.url, 303)


@bp.get("/submissions/<int:id>")
@login_required
def show(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """A submission and its report, as far as it is known."""
    row = submissions.for_user(current_user, id)
    view = submission_view(row, locales.current())
    course, slug = row.exercise.course.slug, row.exercise.slug
    planned = with_reported(planned_rows(catalogue.bundle(row.version_id), locales.current()), view)
    may_read = solutions.is_open(current_user, row.exercise)
    return render_template(
        "submissions/show.html",
        submission=view,
        groups=exercise_groups(row.exercise, planned, view),
        solution_url=url_for("solutions.show", course=course, slug=slug) if may_read else "",
        exercise=exercise_view(row.exercise, locales.current()),
        events_url=view.events_url,
        status_url=view.status_url,
        may_stop=view.may_be_stopped_by(current_user.id),
        history_url=url_for("submissions.index", course=course, slug=slug),
    )


@bp.get("/submissions/<int:id>/events")
@login_required
def events(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """What happens to a submission, as it happens."""
    row = submissions.for_user(current_user, id)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    user_id, lang = current_user.id, locales.current()

    def look_again(after: int) -> streams.Look:
        return look(submissions.get(id), after, lang)

    topic = queue.topic(type(row), row.id)
    return streams.stream(app, user_id, topic, look_again, streams.last_seen())


@bp.get("/submissions/<int:id>/status")
@login_required
def status(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """The same for those who poll."""
    row = submissions.for_user(current_user, id)
    return jsonify(status_of(row, streams.last_seen(), locales.current()))


@bp.post("/submissions/<int:id>/stop")
@login_required
def stop(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """End one's own submission, then go back to its page."""
    row = stopping.stop(current_user, id)
    if wants_json():
        return jsonify(state=row.state), 202
    return redirect(url_for("submissions.show", id=row.id), 303)


@bp.get("/courses/<course>/exercises/<slug>/submissions")
@login_required
def index(course: str, slug: str) -> ResponseReturnValue:
    """One's own way through an exercise: what was handed in, what came of it, what changed."""
    exercise, lang = catalogue.exercise(course, slug), locales.current()
    rows = submissions.history(current_user, exercise, request.args.get("before", type=row_number))
    view = history_view(rows, exercise, lang)
    return render_template("submissions/index.html", history=view, exercise=exercise_view(exercise, lang))


def _refuse(exercise: Exercise, files: dict[str, bytes], message: str, code: int) -> ResponseReturnValue:
    """Say what is wrong and lose nothing of what was typed."""
    if wants_json():
        return jsonify(error=message, quota=quota_view(quotas.left(current_user, exercise))), code
    form, texts = SubmissionForm(formdata=None), texts_of(files)
    form.form_errors.append(message)
    drafts.rescue(current_user, exercise, texts)
    return workspace(exercise, form, texts), code
