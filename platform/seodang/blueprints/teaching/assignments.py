"""Assignments of a course: a list, and one form to make or change one; for instructors of the course."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ... import locales
from ...presenters.assigning import assignment_rows, choices
from ...presenters.texts import pick
from ...services import assigning, catalogue, enrolments
from ...services.exceptions import InputError
from .forms import AssignmentForm
from .routes import bp

if TYPE_CHECKING:
    from ...models import Assignment, Course

PREFIX = "/courses/<course>/assignments"


@bp.get(PREFIX)
@login_required
def assignments(course: str) -> ResponseReturnValue:
    """The assignments of a course."""
    found = _taught(course)
    rows = assignment_rows(found, assigning.in_course(found), locales.current())
    return render_template("teaching/assignments.html", course=_named(found), assignments=rows)


@bp.route(f"{PREFIX}/new", methods=["GET", "POST"])
@login_required
def new_assignment(course: str) -> ResponseReturnValue:
    """Make an assignment."""
    return _edit(_taught(course), None)


@bp.route(f"{PREFIX}/<key>", methods=["GET", "POST"])
@login_required
def assignment(course: str, key: str) -> ResponseReturnValue:
    """Change an assignment."""
    found = _taught(course)
    return _edit(found, assigning.get(found, key))


@bp.post(f"{PREFIX}/<key>/delete")
@login_required
def delete_assignment(course: str, key: str) -> ResponseReturnValue:
    """Take an assignment away; what was handed in stays."""
    found = _taught(course)
    assigning.delete(current_user, found, assigning.get(found, key))
    flash(_("The assignment is gone. What was handed in stays."), "success")
    return redirect(url_for("teaching.assignments", course=course), 303)


def _edit(course: Course, row: Assignment | None) -> ResponseReturnValue:
    """Show the form, or do what it says."""
    offered = choices(course, catalogue.published(course), assigning.assigned(course), row, locales.current())
    form = AssignmentForm() if request.method == "POST" else AssignmentForm(data=_values(row))
    form.exercises.choices = [(each.id, each.title) for group in offered for each in group.choices]
    if form.validate_on_submit():
        try:
            assigning.save(current_user, course, row, _terms(form))
            flash(_("The assignment is saved."), "success")
            return redirect(url_for("teaching.assignments", course=course.slug), 303)
        except InputError as error:
            form[error.field].errors = [*form[error.field].errors, str(error.message)]
    page = render_template(
        "teaching/assignment.html",
        form=form,
        course=_named(course),
        offered=offered,
        delete_url=url_for("teaching.delete_assignment", course=course.slug, key=row.key) if row else "",
        zone=locales.timezone().key,
        zone_chosen=locales.zone_chosen(),
    )
    return page, 422 if request.method == "POST" else 200


def _terms(form: AssignmentForm) -> assigning.Terms:
    """What the form says; its times are those of the reader's zone."""
    title = {"en": (form.title_en.data or "").strip(), "ko": (form.title_ko.data or "").strip()}
    opens, due, closes = (_moment(field.data) for field in (form.opens, form.due, form.closes))
    return assigning.Terms(title, form.exercises.data or [], opens, due, closes, form.attempts.data)


def _values(row: Assignment | None) -> dict[str, object]:
    """What the form shows of an assignment."""
    if row is None:
        return {}
    zone = locales.timezone()
    times = {"opens": row.opens_at, "due": row.due_at, "closes": row.closes_at}
    local = {name: moment.astimezone(zone).replace(tzinfo=None) for name, moment in times.items() if moment}
    return {
        "title_en": row.title.get("en", ""),
        "title_ko": row.title.get("ko", ""),
        "exercises": [item.exercise_id for item in row.items],
        "attempts": row.attempts,
        **local,
    }


def _moment(local: datetime | None) -> datetime | None:
    """A time that was typed in the reader's zone, as a moment."""
    return local.replace(tzinfo=locales.timezone()).astimezone(UTC) if local is not None else None


def _named(course: Course) -> dict[str, str]:
    """What pages say of a course."""
    return {"slug": course.slug, "title": pick(course.title, locales.current())}


def _taught(course: str) -> Course:
    """The course, for its instructors."""
    return enrolments.visible_course(current_user, catalogue.course(course))
