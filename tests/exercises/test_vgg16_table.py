"""The tables of vgg16-table are those of networks that PyTorch builds; kernels see what they should."""

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

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/vgg16-table"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def keys_of(variant: Variant) -> dict[str, float | str]:
    """The right numbers and choices, by field name."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey | ChoiceKey)}


def counted(layer: nn.Module) -> int:
    """The parameters of a layer."""
    return sum(each.numel() for each in layer.parameters())


def measured(facts: dict[str, Any]) -> dict[str, int]:
    """The cells of the network a question is about, from layers that are built and run."""
    cells: dict[str, int] = {}
    block, place = 1, 0
    with torch.device("meta"):
        x = torch.zeros(1, 3, facts["side"], facts["side"])
        for entry in facts["entries"]:
            place += 1
            pooled = entry == "M"
            name = f"pool{block}" if pooled else f"conv{block}_{place}"
            layer = nn.MaxPool2d(2) if pooled else nn.Conv2d(x.shape[1], entry, 3, padding=1)
            x = layer(x)
            cells |= {f"{name}.maps": x.shape[1], f"{name}.side": x.shape[3]}
            cells[f"{name}.parameters"] = counted(layer)
            block, place = (block + 1, 0) if pooled else (block, place)
        x = x.flatten(1)
        for index, neurons in enumerate(facts["neurons"], start=1):
            dense = nn.Linear(x.shape[1], neurons)
            x, cells[f"fc{index}.parameters"] = dense(x), counted(dense)
    return cells | {"sum.parameters": sum(v for name, v in cells.items() if name.endswith(".parameters"))}


def test_the_tables_are_those_of_networks(variants: list[Variant]) -> None:
    """Sides, maps and parameters are what the layers give; VGG16 has 138,357,544 of them."""
    for variant in variants:
        if variant.question in ("vgg16", "made-up"):
            cells, keys = measured(variant.facts), keys_of(variant)

            assert keys == {name: cells[name] for name in keys}
            assert variant.question == "made-up" or keys["sum.parameters"] == 138_357_544


def test_what_is_seen_is_where_gradients_arrive(variants: list[Variant]) -> None:
    """The gradient of one value in the middle reaches exactly the pixels that it sees."""
    for variant in variants:
        if variant.question == "receptive-field":
            x = torch.zeros(1, 1, 400, dtype=torch.float64, requires_grad=True)
            value = x
            for layer in variant.facts["entries"]:
                kernel, stride = (2, 2) if layer == "M" else (3, 1)
                weight = torch.ones(1, 1, kernel, dtype=torch.float64)
                value = nn.functional.conv1d(value, weight, stride=stride, padding=2 - stride)
            (gradient,) = torch.autograd.grad(value[0, 0, value.shape[2] // 2], x)
            keys = keys_of(variant)

            assert keys["sees"] == int((gradient != 0).sum())
            assert keys["alone"] == 2 * variant.facts["alone"] + 1


def test_stacks_and_kernels_weigh_what_layers_do(variants: list[Variant]) -> None:
    """The weights are those of convolutions without biases that see as much."""
    for variant in variants:
        if variant.question == "stack-or-kernel":
            channels, keys = variant.facts["channels"], keys_of(variant)
            small = nn.Conv2d(channels, channels, 3, bias=False, device="meta")
            large = nn.Conv2d(channels, channels, int(keys["kernel"]), bias=False, device="meta")

            assert keys["stack"] == variant.facts["count"] * counted(small)
            assert keys["one"] == counted(large) > counted(small) * variant.facts["count"]
            assert keys["gain"] == "bends"


def test_lists_are_read_as_they_are_built(variants: list[Variant]) -> None:
    """Names count convolutions and fully connected layers, and sides are those of poolings."""
    for variant in variants:
        facts, keys = variant.facts, keys_of(variant)
        if variant.question == "reading-a-list":
            cells = measured(facts | {"neurons": [1, 1, 1]})
            learning = [
                name for name, n in cells.items() if name.endswith(".parameters") and n and "sum" not in name
            ]

            assert keys["layers"] == len(learning)
            assert keys["numbers"] == cells["fc1.parameters"] - 1
            assert keys["side"] == cells[f"pool{facts['entries'].count('M')}.side"]
        elif variant.question == "wrong-count":
            layer = nn.Linear(facts["maps"] * (facts["before"] // 2) ** 2, facts["neurons"], device="meta")

            assert keys["parameters"] == counted(layer) != facts["told"]


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and its variants ask for different things."""
    seen = Counter(variant.question for variant in variants)

    assert len(seen) == 6
    assert min(seen.values()) >= SEEDS / 25
    for kind, count in seen.items():
        asked = {(v.prompt.en, tuple(v.keys)) for v in variants if v.question == kind}
        assert len(asked) > 0.5 * count, kind
