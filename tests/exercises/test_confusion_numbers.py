"""The measures that a question asks for are those of scikit-learn, however the matrix is drawn."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn import metrics

from graders.quiz import Question, Variant
from graders.quiz.figures import MatrixFigure
from graders.quiz.variant import NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/confusion-numbers"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def examples_of(figure: MatrixFigure) -> tuple[list[str], list[str]]:
    """True and predicted classes, as somebody reads them from the drawn headings and counts."""
    true, predicted = [], []
    for row, counts in zip(figure.row_labels, figure.values, strict=True):
        for column, count in zip(figure.column_labels, counts, strict=True):
            pair = (row.en, column.en) if figure.row_title.en == "true class" else (column.en, row.en)
            true += [pair[0]] * int(count)
            predicted += [pair[1]] * int(count)
    return true, predicted


def measured(figure: MatrixFigure, positive: str) -> dict[str, Any]:
    """What scikit-learn says about a drawn matrix."""
    true, predicted = examples_of(figure)
    told = {"labels": [positive], "average": "macro", "zero_division": 0.0}
    pairs = list(zip(true, predicted, strict=True))
    return {
        "accuracy": metrics.accuracy_score(true, predicted),
        "precision": metrics.precision_score(true, predicted, **told),
        "recall": metrics.recall_score(true, predicted, **told),
        "f1": metrics.f1_score(true, predicted, **told),
        "tp": sum(a == b == positive for a, b in pairs),
        "fp": sum(a != positive == b for a, b in pairs),
        "fn": sum(a == positive != b for a, b in pairs),
        "tn": sum(a != positive != b for a, b in pairs),
    }


def figures_of(variant: Variant) -> list[MatrixFigure]:
    """The matrices of a question."""
    return [figure for figure in variant.figures if isinstance(figure, MatrixFigure)]


def test_the_key_is_what_scikit_learn_computes(variants: list[Variant]) -> None:
    """Counts and measures follow from the drawn headings and the class that the prompt names."""
    for variant in variants:
        positive = variant.prompt.en.split("**")[1]
        figures = figures_of(variant)
        found = [measured(figure, positive) for figure in figures]
        for name, key in variant.keys.items():
            if isinstance(key, NumberKey) and name != "value":
                assert key.value == pytest.approx(found[0][name])
        if variant.question == "two-models":
            measure = variant.keys["measure"].value  # type: ignore[union-attr]
            better = max((0, 1), key=lambda place: found[place][measure])
            assert variant.keys["value"].value == pytest.approx(found[better][measure])  # type: ignore[union-attr]
            assert variant.keys["better"].value == "AB"[better]  # type: ignore[union-attr]


def test_no_measure_is_zero_by_zero(variants: list[Variant]) -> None:
    """Precision and F1 are asked where something was predicted positive."""
    for variant in variants:
        if variant.question == "always-negative":
            assert not {"precision", "f1"} & set(variant.keys)
            continue
        positive = variant.prompt.en.split("**")[1]
        assert all(positive in examples_of(figure)[1] for figure in figures_of(variant))


def test_no_measure_passes_for_another(variants: list[Variant]) -> None:
    """The measures of one question differ by more than what an answer may be off."""
    for variant in variants:
        values = [key.value for key in variant.keys.values() if isinstance(key, NumberKey) and key.tolerance]

        assert all(abs(a - b) > 0.005 for place, a in enumerate(values) for b in values[:place])


def test_matrices_are_drawn_both_ways(variants: list[Variant]) -> None:
    """The truth stands in rows and in columns, and every kind of question comes up."""
    ways = Counter(figure.row_title.en for variant in variants for figure in figures_of(variant))
    kinds = Counter(variant.question for variant in variants)

    assert min(ways["true class"], ways["predicted class"]) > SEEDS / 4
    assert set(kinds) == {"cells", "measures", "three-classes", "always-negative", "two-models"}
    assert min(kinds.values()) >= SEEDS / 20
