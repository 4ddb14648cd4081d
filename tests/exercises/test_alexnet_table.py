"""The tables of alexnet-table are those of networks that PyTorch builds, and the known numbers come up."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from graders.quiz import Variant
from graders.quiz.variant import ChoiceKey, NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/alexnet-table"
SEEDS = 200
PAPER = {"side": 227, "padding": 0, "maps": [96, 256, 384, 384, 256], "neurons": 4096, "classes": 1000}
FORMS: dict[str, dict[str, Any]] = {
    "2012": PAPER | {"groups": [1, 2, 1, 2, 2]},
    "neither": PAPER | {"groups": [1, 1, 1, 1, 1]},
    "2014": PAPER | {"side": 224, "padding": 2, "maps": [64, 192, 384, 256, 256], "groups": [1, 1, 1, 1, 1]},
}


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, float | str]:
    """The right numbers and choices, by field name."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey | ChoiceKey)}


def measured(facts: dict[str, Any]) -> dict[str, int]:
    """The cells of the network a question is about, from layers that are built and run."""
    cells: dict[str, int] = {}
    layers: dict[str, nn.Module] = {}
    before = 3
    with torch.device("meta"):
        for i, kernel in enumerate((11, 5, 3, 3, 3)):
            name, padding = f"conv{i + 1}", (facts["padding"], 2, 1, 1, 1)[i]
            layers[name] = nn.Conv2d(
                before, facts["maps"][i], kernel, 1 if i else 4, padding, groups=facts["groups"][i]
            )
            before = facts["maps"][i]
            if i in (0, 1, 4):
                layers[f"pool{i + 1}"] = nn.MaxPool2d(3, 2)
        layers["average"] = nn.AdaptiveAvgPool2d(6)
        layers["fc6"] = nn.Linear(36 * before, facts["neurons"])
        layers["fc7"] = nn.Linear(facts["neurons"], facts["neurons"])
        layers["fc8"] = nn.Linear(facts["neurons"], facts["classes"])
        x = torch.zeros(1, 3, facts["side"], facts["side"])
        for name, layer in layers.items():
            x = layer(x.flatten(1) if isinstance(layer, nn.Linear) else x)
            cells[f"{name}.maps"], cells[f"{name}.side"] = x.shape[1], x.shape[-1]
            cells[f"{name}.parameters"] = sum(each.numel() for each in layer.parameters())
            if isinstance(layer, nn.Conv2d):
                cells[f"{name}.seen"] = layer.weight.shape[1]
    cells["sum.parameters"] = sum(each.numel() for layer in layers.values() for each in layer.parameters())
    return cells


def test_the_tables_are_those_of_networks(variants: list[Variant]) -> None:
    """Sides, maps, what a map sees and parameters are what the layers give when they are built and run."""
    for variant in variants:
        if variant.question in ("single-stream", "resized", "two-towers"):
            cells, keys = measured(variant.facts), keys_of(variant)

            assert keys == {name: cells[name] for name in keys}


def test_windows_are_those_of_a_convolution(variants: list[Variant]) -> None:
    """Sides come from a convolution; the last rows change nothing, and a larger image gives one more."""
    for variant in variants:
        if variant.question != "first-side":
            continue
        facts, keys = variant.facts, keys_of(variant)
        layer = nn.Conv1d(1, 1, facts["kernel"], facts["stride"], device="meta")
        padded = nn.Conv1d(1, 1, facts["kernel"], facts["stride"], facts["padding"], device="meta")
        sides = {n: layer(torch.zeros(1, n, device="meta")).shape[-1] for n in range(30, 330)}

        assert keys["bare"] == sides[facts["side"]]
        assert keys["left"] == sum(sides[n] == keys["bare"] for n in range(30, facts["side"]))
        assert keys["wanted"] == min(n for n, side in sides.items() if side == sides[facts["side"]] + 1)
        assert keys["padded"] == padded(torch.zeros(1, facts["side"], device="meta")).shape[-1]


def test_the_mistake_gives_the_count_and_no_other_does(variants: list[Variant]) -> None:
    """The right count is that of a grouped convolution, and the one told is another."""
    for variant in variants:
        if variant.question == "wrong-count":
            facts = variant.facts
            layer = nn.Conv2d(facts["before"], facts["maps"], facts["kernel"], groups=2, device="meta")
            right = sum(each.numel() for each in layer.parameters())

            assert keys_of(variant)["parameters"] == right != facts["told"]


def test_each_fact_holds_for_one_network_only(variants: list[Variant]) -> None:
    """What is said is true of the keyed form and of neither of the others."""
    tables = {form: measured(facts) for form, facts in FORMS.items()}
    for variant in variants:
        if variant.question == "which-network":
            for place, (layer, what, value) in enumerate(variant.facts["said"]):
                holds = [form for form, cells in tables.items() if cells[f"{layer or 'sum'}.{what}"] == value]

                assert holds == [keys_of(variant)[f"facts.fact{place}"]]
    assert {form: cells["sum.parameters"] for form, cells in tables.items()} == {
        "2012": 60_965_224,
        "2014": 61_100_840,
        "neither": 62_378_344,
    }


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and its variants ask for different things."""
    seen = Counter(variant.question for variant in variants)

    assert len(seen) == 6
    assert min(seen.values()) >= SEEDS / 25
    for kind, count in seen.items():
        asked = {(v.prompt.en, tuple(v.keys), str(v.facts)) for v in variants if v.question == kind}
        assert len(asked) > 0.5 * count, kind
