"""Prompts read well on the page: every mark of their Markdown is understood, in both languages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from seodang.markdown import render

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
PROMPTS = sorted(EXERCISES.glob("*/*/prompt.*.md"))
FOLDERS = sorted({path.parent for path in PROMPTS})
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_DISPLAYED = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
_INLINE = re.compile(r"(?<!\$)\$([^$\n]+)\$(?!\$)")
#: words between formulas, and the marks that a sentence of either language puts behind one
_WORDED = re.compile(r"\\text\{[^}]*\}|\\q?quad|[\s.,;()]")
_SET = re.compile(r"<(code|pre|span|div)\b[^>]*>.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("path", PROMPTS, ids=lambda path: path.relative_to(EXERCISES).as_posix())
def test_no_mark_is_left_over(path: Path) -> None:
    """No asterisk, dollar sign or backtick of the source shows outside code and formulas.

    Korean particles follow a word without a space, where CommonMark may not see that an emphasis ends.
    """
    shown = _SET.sub("", render(path.read_text(encoding="utf-8"), lambda figure: figure))

    assert re.findall(r".{0,30}(?:\*\*|[$`]).{0,30}", shown) == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_both_languages_show_the_same_things(folder: Path) -> None:
    """Both prompts have the same headings by level, formulas, code blocks, tables and figures."""
    english, korean = (
        render((folder / f"prompt.{language}.md").read_text(encoding="utf-8"), lambda figure: figure)
        for language in ("en", "ko")
    )
    for tag in ("<h2", "<pre", "<tr", "<img", "<li", '"math display"'):
        assert english.count(tag) == korean.count(tag), tag


def prompts_of(folder: Path) -> tuple[str, str]:
    """The sources of both prompts, English first."""
    english, korean = (
        (folder / f"prompt.{language}.md").read_text(encoding="utf-8") for language in ("en", "ko")
    )
    return english, korean


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_both_languages_hold_the_same_code_and_formulas(folder: Path) -> None:
    """Code blocks are equal, and so are formulas but for the words between them: neither is translated."""
    english, korean = prompts_of(folder)

    assert _FENCED.findall(english) == _FENCED.findall(korean)
    english, korean = (_FENCED.sub("", text) for text in (english, korean))
    for text in (english, korean):
        assert text.count("$$") % 2 == 0
    displayed = [[_WORDED.sub("", each) for each in _DISPLAYED.findall(text)] for text in (english, korean)]
    assert displayed[0] == displayed[1]
    inline = [{re.sub(r"\s", "", each) for each in _INLINE.findall(text)} for text in (english, korean)]
    assert inline[0] == inline[1]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_prompt_names_whatever_the_checks_use(folder: Path) -> None:
    """Each function or class that the checks ask the submission for is a word of both prompts."""
    checks = folder / "checks.py"
    tree = ast.parse(checks.read_text(encoding="utf-8") if checks.exists() else "")
    asked = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "submission"
    } - {"last_call"}

    for prompt in prompts_of(folder):
        assert {name for name in asked if not re.search(rf"\b{name}\b", prompt)} == set()
