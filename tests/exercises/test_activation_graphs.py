"""The curves that a question draws, and the values it asks for, are those of PyTorch."""

from __future__ import annotations

import math
import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn.functional import leaky_relu

from graders.quiz import Question, Variant
from graders.quiz.figures import CurveFigure
from graders.quiz.variant import Field

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/activation-graphs"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def value_of(variant: Variant, field: str) -> Any:
    """The key of one field."""
    return variant.keys[field].value  # type: ignore[union-attr]


def computed(name: str, places: list[float], slope: float) -> torch.Tensor:
    """A function or its derivative at some places, as autograd has it."""
    x = torch.tensor(places, dtype=torch.float64, requires_grad=True)
    functions = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
    plain = name.removesuffix("-slope")
    y = functions[plain](x) if plain in functions else leaky_relu(x, slope)
    return y if name == plain else torch.autograd.grad(y.sum(), x)[0]


def seen(figure: CurveFigure, label: str = "") -> tuple[list[float], torch.Tensor]:
    """The drawn points of a curve, but for the place where a derivative may jump."""
    (curve,) = [curve for curve in figure.curves if curve.label.en == label]
    points = [(x, y) for x, y in curve.points if x and y is not None]
    return [x for x, _ in points], torch.tensor([y for _, y in points], dtype=torch.float64)


def test_exactly_one_option_is_drawn(variants: list[Variant]) -> None:
    """Of the functions offered only the key runs through the drawn points."""
    for variant in variants:
        if variant.question == "which-curve":
            places, heights = seen(variant.figures[0])  # type: ignore[arg-type]
            slope = variant.facts["slope"]
            fits = [
                option.value
                for option in variant.fields[0].options
                if torch.allclose(computed(option.value, places, slope), heights, rtol=0, atol=1e-3)
            ]

            assert fits == [value_of(variant, "function")]


def test_the_derivative_is_the_key(variants: list[Variant]) -> None:
    """Of the four curves the key is what autograd gives for the drawn function."""
    for variant in variants:
        if variant.question == "derivative":
            function, slopes = variant.figures
            places, heights = seen(function)  # type: ignore[arg-type]
            left = heights[places.index(min(places))] / min(places)
            (name,) = [
                name
                for name in ("sigmoid", "tanh", "relu", "leaky")
                if torch.allclose(computed(name, places, float(left)), heights, rtol=0, atol=1e-3)
                and (name != "leaky" or left > 0.01)
            ]
            fits = []
            for label in "ABCD":
                places, heights = seen(slopes, label)  # type: ignore[arg-type]
                if torch.allclose(computed(f"{name}-slope", places, float(left)), heights, rtol=0, atol=1e-3):
                    fits.append(label)

            assert fits == [value_of(variant, "derivative")]


def test_values_and_derivatives_are_those_of_autograd(variants: list[Variant]) -> None:
    """At the place that the question names."""
    for variant in variants:
        if variant.question == "values":
            facts = variant.facts
            place = facts["x"] if "x" in facts else facts["sign"] * math.log(facts["log_of"])
            for field, name in (("value", facts["function"]), ("slope", f"{facts['function']}-slope")):
                found = computed(name, [place], facts.get("slope", 0.0)).item()

                assert value_of(variant, field) == pytest.approx(found)


def test_drawings_can_be_read_without_seeing_them(variants: list[Variant]) -> None:
    """A description lists points of every curve, in both languages, and no name of a function."""
    for variant in variants:
        for figure in variant.figures:
            for text in (figure.description.en, figure.description.ko):
                assert text.count("(") >= 6 * len(figure.curves)  # type: ignore[union-attr]
                assert not any(word in text for word in ("sigmoid", "tanh", "ReLU", "시그모이드", "렐루"))


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share; options come in any order."""
    kinds = Counter(variant.question for variant in variants)
    first: Callable[[Field], str] = lambda field: field.options[0].value  # noqa: E731
    offered = {first(v.fields[0]) for v in variants if v.question == "which-curve"}

    assert set(kinds) == {"which-curve", "derivative", "values", "read-slope", "properties"}
    assert min(kinds.values()) >= SEEDS / 20
    assert len(offered) == 8


def test_zero_is_always_in_sight(variants: list[Variant]) -> None:
    """A step that starts above zero is not drawn along the lower edge, as if it were one from zero."""
    ranges = [
        figure.y_range for each in variants for figure in each.figures if isinstance(figure, CurveFigure)
    ]

    assert ranges
    assert all(found is not None and found[0] < 0 < found[1] for found in ranges)
