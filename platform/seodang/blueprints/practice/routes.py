"""Trying again what was missed: the queue, the next question of it, and taking something out."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ... import locales
from ...presenters.practice import practice_view
from ...services import practice, quizzes

bp = Blueprint("practice", __name__, url_prefix="/practice")
PATIENCE_S = 3.0  # a variant takes a few dozen milliseconds to make


@bp.app_template_global("practice_count")
def count() -> practice.Count:
    """How much there is to practise; asked by pages that lead back to the queue."""
    return practice.count(current_user)


@bp.get("")
@login_required
def index() -> str:
    """What is due, and what comes later."""
    view = practice_view(practice.entries(current_user), locales.current())
    return render_template("practice/index.html", practice=view)


@bp.post("/<int:id>/tries")
@login_required
def create(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """Go to a new variant of a card's question, or to its exercise."""
    card = practice.for_user(current_user, id)
    if card.exercise.kind != "quiz":
        course, slug = card.exercise.course.slug, card.exercise.slug
        return redirect(url_for("exercises.show", course=course, slug=slug), 303)
    row = quizzes.issue(current_user, card.exercise, PATIENCE_S, card.question)
    return redirect(url_for("quizzes.show", id=row.id), 303)


@bp.post("/<int:id>/removal")
@login_required
def delete(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """Take a card out of the queue."""
    practice.remove(current_user, id)
    flash(_("Taken out of your practice."), "success")
    return redirect(url_for("practice.index"), 303)
