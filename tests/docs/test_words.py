"""Documents and pages use the glossary's words, not others for the same idea."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.source import ROOT

#: A word that came up for an idea -> the glossary's word for it.
INSTEAD = {
    "learner": "student",
    "lecturer": "instructor",
    "zygote": "fork server",
    "jail": "cell",
    "test case": "check",
    "testcase": "check",
    "homework": "exercise",
    "model answer": "reference",
}
TEXTS = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "platform" / "seodang" / "templates").rglob("*.html")),
    *sorted((ROOT / "exercises").rglob("prompt.en.md")),
]


def name(path: Path) -> str:
    """Return a text's path as a test's name."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("text", TEXTS, ids=name)
def test_text_uses_the_glossary(text: Path) -> None:
    """One idea has one word, so that a reader never wonders whether two words mean two things."""
    found = text.read_text(encoding="utf-8").lower()
    strange = {word: right for word, right in INSTEAD.items() if re.search(rf"\b{word}s?\b", found)}

    assert strange == {}
