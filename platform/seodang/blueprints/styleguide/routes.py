"""The design system on one page: what there is, what it is called and when it is used."""

from __future__ import annotations

from flask import Blueprint, render_template

from ...presenters import sample_questions, samples
from .forms import SampleForm

bp = Blueprint("styleguide", __name__)


@bp.get("/styleguide")
def show() -> str:
    """Tokens, components and states, with the macros that draw them."""
    form = SampleForm()
    form.wrong.errors = ("Say what was wrong, and what would be right.",)
    return render_template(
        "styleguide/show.html",
        form=form,
        tokens=samples.tokens(),
        samples=samples,
        pieces=sample_questions,
    )
