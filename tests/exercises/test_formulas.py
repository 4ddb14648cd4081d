"""Formulas that no file holds as they are shown: of questions drawn by chance, and of manifests."""

from __future__ import annotations

import random
import runpy
import tomllib
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from graders.quiz import Variant
from seodang.markdown import render, short

EXERCISES = Path(__file__).resolve().parents[2] / "exercises"
MANIFESTS = sorted(EXERCISES.glob("*/*/*.toml"))
GENERATORS = sorted(EXERCISES.glob("*/*/variants.py"))
SEEDS = 40
UNSET = '<code class="math">'


def texts(found: object) -> Iterator[str]:
    """Every text within tables and lists that holds a formula."""
    if isinstance(found, str):
        yield from [found] if "$" in found else []
    elif isinstance(found, dict):
        for value in found.values():
            yield from texts(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from texts(value)


def folder(path: Path) -> str:
    """An exercise as test names show it."""
    return path.parent.name


@pytest.mark.parametrize("path", GENERATORS, ids=folder)
def test_questions_have_formulas_that_can_be_set(path: Path) -> None:
    """Whatever numbers chance draws, question and worked solution are set."""
    generate = runpy.run_path(str(path))["generate"]
    for seed in range(SEEDS):
        variant: Variant = generate(random.Random(seed)).to_variant()
        for text in texts(msgspec.to_builtins(variant)):
            assert UNSET not in render(text), text
            assert UNSET not in short(text), text


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_manifests_have_formulas_that_can_be_set(path: Path) -> None:
    """So are titles, hints and static questions."""
    for text in texts(tomllib.loads(path.read_text(encoding="utf-8"))):
        assert UNSET not in render(text), text
