"""The figures of the lessons, and those drawn here for prompts, are what their code draws."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graders.figures import why_refused
from tools.figures import FIGURES
from tools.figures.__main__ import ROOT, path_of


@pytest.mark.parametrize(("name", "draw"), FIGURES.items(), ids=list(FIGURES))
def test_a_figure_is_what_its_code_draws(name: str, draw: Callable[[], str]) -> None:
    """`python -m tools.figures` changes nothing; whoever edits a figure edits its code."""
    assert path_of(name).read_text(encoding="utf-8") == draw()


@pytest.mark.parametrize("draw", FIGURES.values(), ids=list(FIGURES))
def test_a_figure_follows_the_theme_and_has_a_title(draw: Callable[[], str]) -> None:
    """Light and dark readers see a figure in their colours, others hear what it is, and it may be shown."""
    drawn = draw()

    assert "prefers-color-scheme:dark" in drawn
    assert '<title id="t">' in drawn
    assert why_refused(drawn.encode()) == ""


def test_no_figure_is_without_code() -> None:
    """Every drawing of a lesson has its function."""
    assert {path.resolve() for path in ROOT.glob("*/lessons/figures/*")} == {
        path_of(name) for name in FIGURES if ":" not in name
    }


@pytest.mark.parametrize("name", [name for name in FIGURES if ":" in name])
def test_a_drawn_figure_stands_in_its_prompts(name: str) -> None:
    """What is drawn for an exercise is shown in both languages."""
    path = path_of(name)

    for lang in ("en", "ko"):
        prompt = (path.parents[1] / f"prompt.{lang}.md").read_text(encoding="utf-8")
        assert f"](figures/{path.name})" in prompt
