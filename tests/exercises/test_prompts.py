"""Prompts read well on the page: every mark of their Markdown is understood, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seodang.markdown import render

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
PROMPTS = sorted(EXERCISES.glob("*/*/prompt.*.md"))
_SET = re.compile(r"<(code|pre|span|div)\b[^>]*>.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.relative_to(EXERCISES).as_posix())
def test_no_mark_is_left_over(path: Path) -> None:
    """No asterisk, dollar sign or backtick of the source shows outside code and formulas.

    Korean particles follow a word without a space, where CommonMark may not see that an emphasis ends.
    """
    shown = _SET.sub("", render(path.read_text(encoding="utf-8"), lambda figure: figure))

    assert re.findall(r".{0,30}(?:\*\*|[$`]).{0,30}", shown) == []


@pytest.mark.parametrize("folder", sorted({path.parent for path in PROMPTS}), ids=lambda path: path.name)
def test_both_languages_show_the_same_things(folder: Path) -> None:
    """Both prompts have the same headings by level, formulas, code blocks, tables and figures."""
    english, korean = (
        render((folder / f"prompt.{language}.md").read_text(encoding="utf-8"), lambda figure: figure)
        for language in ("en", "ko")
    )
    for tag in ("<h2", "<pre", "<tr", "<img", "<li", '"math display"'):
        assert english.count(tag) == korean.count(tag), tag
