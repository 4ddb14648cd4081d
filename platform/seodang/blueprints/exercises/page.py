"""The workspace of an exercise, shown by itself and again when handing in was refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flask import render_template, url_for
from flask_login import current_user

from ... import locales
from ...presenters.exercises import exercise_view
from ...presenters.quotas import quota_view
from ...presenters.submissions import submission_view
from ...services import drafts, quotas, submissions
from .forms import SubmissionForm

if TYPE_CHECKING:
    from ...models import Exercise


def workspace(exercise: Exercise, form: SubmissionForm, texts: Mapping[str, str] | None = None) -> str:
    """Prompt, editor and results; `texts` are what was just sent, else the reader's draft is shown."""
    lang = locales.current()
    latest = submissions.latest(current_user, exercise)
    own = dict(texts) if texts is not None else drafts.load(current_user, exercise)
    if texts is None and not own and latest is not None:
        own = dict(latest.files)
    course, slug = exercise.course.slug, exercise.slug
    create_url = url_for("submissions.create", course=course, slug=slug)
    return render_template(
        "exercises/show.html",
        exercise=exercise_view(exercise, lang, own),
        form=form,
        latest=submission_view(latest, lang) if latest else None,
        history_url=url_for("submissions.index", course=course, slug=slug),
        quota=quota_view(quotas.left(current_user, exercise)),
        run_url=create_url,
        submit_url=create_url,
        draft_url=url_for("drafts.update", course=course, slug=slug),
    )
