"""The tables that a question asks for are those of networks that PyTorch builds."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from graders.quiz import Question, Variant
from graders.quiz.variant import NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/lenet5-table"
SEEDS = 150


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, float]:
    """The right numbers, by field name."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey)}


def build(facts: dict[str, Any]) -> dict[str, nn.Module]:
    """The layers of the network a question is about."""
    (first, second), (few, many), padding = facts["kernels"], facts["maps"], facts["padding"]
    wide, narrow, classes = facts["neurons"]
    with torch.device("meta"):
        layers: dict[str, nn.Module] = {
            "C1": nn.Conv2d(facts["channels"], few, first, padding=padding),
            "S2": nn.MaxPool2d(2),
            "C3": nn.Conv2d(few, many, second),
            "S4": nn.MaxPool2d(2),
        }
        x = torch.zeros(1, facts["channels"], facts["side"], facts["side"])
        for layer in layers.values():
            x = layer(x)
        sizes = [x.numel(), wide, narrow, classes]
        for name, before, after in zip(("C5", "F6", "output"), sizes[:-1], sizes[1:], strict=True):
            layers[name] = nn.Linear(before, after)
    return layers


def test_the_table_is_that_of_a_network(variants: list[Variant]) -> None:
    """Sides, maps and parameters are what the layers give when they are built and run."""
    for variant in variants:
        if variant.question not in ("original", "resized"):
            continue
        found, total = {}, 0
        x = torch.zeros(1, variant.facts["channels"], *2 * [variant.facts["side"]], device="meta")
        for name, layer in build(variant.facts).items():
            x = layer(x if isinstance(layer, nn.Conv2d | nn.MaxPool2d) else x.flatten(1))
            found[f"{name}.maps"], found[f"{name}.side"] = x.shape[1], x.shape[-1]
            found[f"{name}.parameters"] = sum(each.numel() for each in layer.parameters())
            total += found[f"{name}.parameters"]

        keys = keys_of(variant)
        assert keys == {name: {**found, "sum.parameters": total}[name] for name in keys}


def test_the_counts_of_c3_are_those_of_convolutions(variants: list[Variant]) -> None:
    """The right count of a mistaken one is that of the layer; partial connections are small layers."""
    for variant in variants:
        facts, keys = variant.facts, keys_of(variant)
        if variant.question == "wrong-count":
            layer = nn.Conv2d(facts["in"], facts["out"], facts["kernel"])

            assert keys == {"C3.parameters": sum(each.numel() for each in layer.parameters())}
        elif variant.question == "partial-c3":
            parts = [nn.Conv2d(seen, count, facts["kernel"]) for count, seen in facts["groups"]]
            layer = nn.Conv2d(facts["before"], sum(count for count, _ in facts["groups"]), facts["kernel"])

            assert keys["partial"] == sum(each.numel() for part in parts for each in part.parameters())
            assert keys["full"] == sum(each.numel() for each in layer.parameters())


def test_the_known_numbers_come_up(variants: list[Variant]) -> None:
    """LeNet-5 has 61,706 parameters for ten classes, and the C3 of 1998 has 1,516."""
    sums = {keys_of(each)["sum.parameters"] for each in variants if each.question == "original"}
    papers = {keys_of(each)["partial"] for each in variants if each.question == "partial-c3"}

    assert sums == {61706}
    assert 1516 in papers


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and its variants ask for different things."""
    seen = Counter(variant.question for variant in variants)

    assert set(seen) == {"original", "resized", "wrong-count", "partial-c3"}
    assert min(seen.values()) >= SEEDS / 20
    for kind, count in seen.items():
        asked = {(each.prompt.en, tuple(each.keys)) for each in variants if each.question == kind}
        assert len(asked) > 0.5 * count, kind
