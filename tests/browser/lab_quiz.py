"""A quiz of the laboratory that asks for every kind of answer and shows every kind of figure."""

from __future__ import annotations

from pathlib import Path

SLUG = "every-kind"
MANIFEST = """schema = 1
kind = "quiz"
title = { en = "Every kind of answer", ko = "모든 답의 종류" }
"""
QUIZ = Path(__file__).with_name("every_kind.toml").read_text(encoding="utf-8")


def write(folder: Path) -> None:
    """Write the quiz into its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("exercise.toml", MANIFEST),
        ("quiz.toml", QUIZ),
        ("prompt.en.md", "One question of each kind.\n"),
        ("prompt.ko.md", "종류마다 문항이 하나씩 있습니다.\n"),
    ):
        (folder / name).write_text(text, encoding="utf-8")
