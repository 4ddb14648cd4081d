"""Quiz variants: asking for one, seeing it, answering it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from graders.quiz import QuizResult

from ... import locales
from ...presenters.exercises import exercise_view
from ...presenters.quizzes import front_view, variant_view
from ...services import catalogue, mastery, quizzes

if TYPE_CHECKING:
    from ...models import QuizVariant

bp = Blueprint("quizzes", __name__)
PATIENCE_S = 3.0  # a variant takes a few dozen milliseconds to make


@bp.post("/courses/<course>/exercises/<slug>/variants")
@login_required
def create(course: str, slug: str) -> ResponseReturnValue:
    """Issue another variant, of one question or of the next to be learnt, and go to it."""
    exercise, question = catalogue.exercise(course, slug), request.form.get("question", "")
    row = quizzes.issue(current_user, exercise, PATIENCE_S, question[:60])
    return redirect(url_for("quizzes.show", id=row.id), 303)


@bp.get("/variants/<int:id>")
@login_required
def show(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """A variant, with its result and worked solution once it is answered."""
    return _page(quizzes.for_user(current_user, id))


@bp.post("/variants/<int:id>/answers")
@login_required
def answer(id: int) -> ResponseReturnValue:  # noqa: A002 - the name in the address
    """Answer a variant; what cannot be read as an answer is said and costs nothing."""
    row = quizzes.for_user(current_user, id)
    given = {name: ",".join(request.form.getlist(name)) for name in request.form if name != "csrf_token"}
    result = quizzes.answer(current_user, row, given)
    if result.malformed:
        return _page(row, result, given), 422
    return redirect(url_for("quizzes.show", id=row.id), 303)


def _page(row: QuizVariant, result: QuizResult | None = None, values: dict[str, str] | None = None) -> str:
    """The page of a variant."""
    quizzes.require_made(row)
    lang, stored = locales.current(), quizzes.answer_to(row)
    own = row.user_id == current_user.id
    view = variant_view(row, stored, lang, result=result, values=values, own=own)
    standing = mastery.of_user(current_user, row.exercise) if own and stored is not None else None
    return render_template(
        "quizzes/variant.html",
        variant=view,
        exercise=exercise_view(row.exercise, lang),
        quiz=front_view(standing, (), lang) if standing else None,
    )
