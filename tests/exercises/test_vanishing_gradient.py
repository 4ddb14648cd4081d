"""The products of vanishing-gradient are those of autograd through layers of one node."""

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

from graders.quiz import Question, Variant
from graders.quiz.figures import CurveFigure

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/vanishing-gradient"
SEEDS = 240
ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
}


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {
        name: getattr(key, "value", None) or getattr(key, "values", 0) for name, key in variant.keys.items()
    }


def gradient_through(activation: str, weights: list[float], sums: list[float]) -> float:
    """What autograd finds for a chain of layers whose biases make the weighted sums these."""
    start = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
    value = start
    for weight, weighted_sum in zip(weights, sums, strict=True):
        bias = weighted_sum - weight * value.item()
        value = ACTIVATIONS[activation](weight * value + bias)
    return torch.autograd.grad(value, start)[0].item()


def test_products_are_those_of_autograd(variants: list[Variant]) -> None:
    """Chains and comparisons give what a network with these sums has as its gradient."""
    for variant in variants:
        facts, keys = variant.facts, keys_of(variant)
        if variant.question == "chain":
            sums = [sign * math.log(k) for k, sign in zip(facts["k"], facts["sign"], strict=True)]
            found = gradient_through(facts["activation"], facts["weight"], sums)
            assert keys["product"] == pytest.approx(found)
            assert keys["size"] == ("grows" if abs(found) > 1 else "shrinks")
        elif variant.question == "compare":
            sums = [facts["sign"] * math.log(facts["k"])] * facts["layers"]
            sizes = {name: gradient_through(name, [1.0] * len(sums), sums) for name in ACTIVATIONS}
            assert {name: keys[name] for name in sizes} == pytest.approx(sizes)
            assert keys["largest"] == max(sizes, key=lambda name: sizes[name])


def test_the_bound_holds_and_is_reached(variants: list[Variant]) -> None:
    """At z = 0 the product is the bound; one layer fewer is not below the threshold."""
    for variant in variants:
        if variant.question == "bound":
            facts, keys = variant.facts, keys_of(variant)
            weights = [float(facts["weight"])] * facts["layers"]
            assert keys["most"] == pytest.approx(gradient_through("sigmoid", weights, [0.0] * len(weights)))
            sizes = [(facts["weight"] / 4) ** n for n in (keys["layers"] - 1, keys["layers"])]
            assert sizes[1] < 10.0 ** -facts["power"] <= sizes[0]


def test_a_shortcut_adds_one(variants: list[Variant]) -> None:
    """Both products follow from blocks that autograd goes through."""
    for variant in variants:
        if variant.question == "residual":
            facts, keys = variant.facts, keys_of(variant)
            for name, kept in (("plain", 0), ("kept", 1)):
                x = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
                y = x
                for _ in range(facts["layers"]):
                    y = kept * y + facts["slope"] * y
                assert keys[name] == pytest.approx(torch.autograd.grad(y, x)[0].item())


def test_each_curve_fits_one_network(variants: list[Variant]) -> None:
    """The drawn slope is that of the key and of no other network offered."""
    for variant in variants:
        if variant.question == "curves":
            (figure,) = variant.figures
            assert isinstance(figure, CurveFigure)
            slopes = [
                math.log10(gradient_through(name, [w], [math.log(k)]))
                for name, k, w in variant.facts["networks"]
            ]
            for curve in figure.curves:
                x, y = curve.points[-1]
                assert y is not None
                fits = [n for n, slope in enumerate(slopes) if abs(slope * x - y) < 0.05]
                assert [str(n) for n in fits] == [keys_of(variant)[f"networks.{curve.label.en}"]]


def test_every_kind_of_question_comes_up(variants: list[Variant]) -> None:
    """Each kind has a fair share, and numbers vary."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == {"bound", "chain", "compare", "curves", "residual", "remedies"}
    assert min(kinds.values()) >= SEEDS / 20
    assert len({str(variant.prompt.en) for variant in variants}) > SEEDS / 2
