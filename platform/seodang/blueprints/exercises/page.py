"""The workspace of an exercise, shown by itself and again when handing in was refused."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from flask_login import current_user

from ... import locales
from ...presenters.checks import exercise_groups
from ...presenters.drafts import draft_facts
from ...presenters.exercises import exercise_view
from ...presenters.hints import hints_view
from ...presenters.quotas import quota_view
from ...presenters.standing import standing_view
from ...presenters.submissions import submission_view
from ...services import preferences, quotas
from ...services.workspaces import open_desk
from .forms import SubmissionForm

if TYPE_CHECKING:
    from ...models import Exercise


def workspace(exercise: Exercise, form: SubmissionForm, texts: Mapping[str, str] | None = None) -> str:
    """Prompt, editor and results; `texts` are what was just sent, else the reader's draft is shown."""
    lang = locales.current()
    desk = open_desk(current_user, exercise, texts)
    place: dict[str, Any] = {"course": exercise.course.slug, "slug": exercise.slug}
    view = exercise_view(exercise, lang, desk.files)
    latest = submission_view(desk.latest, lang) if desk.latest else None
    return render_template(
        "exercises/show.html",
        exercise=view,
        form=form,
        latest=latest,
        groups=exercise_groups(exercise, view.checks, latest),
        standing=standing_view(current_user, exercise, lang),
        hints=hints_view(current_user, exercise, lang),
        fits=desk.fits,
        draft=draft_facts(desk.draft),
        can_undo_reset=desk.draft.can_undo_reset,
        moment=time.time(),
        preferences=preferences.of(current_user),
        history_url=url_for("submissions.index", **place),
        quota=quota_view(quotas.left(current_user, exercise)),
        submit_url=url_for("submissions.create", **place),
        draft_url=url_for("drafts.update", **place),
        restore_url=url_for("drafts.restore", **place),
        compare_url=url_for("exercises.compare", **place),
        run_on_pause_url=url_for("exercises.run_on_pause", **place),
    )
