"""What a bottleneck saves is counted on layers that PyTorch builds, points and all."""

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

COURSE = Path(__file__).resolve().parents[2] / "exercises/ai"
SEEDS = 150


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    found = runpy.run_path(str(COURSE / "bottleneck-savings/variants.py"))
    generate: Callable[[random.Random], Question] = found["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


@pytest.fixture(scope="module")
def bottleneck() -> Callable[..., nn.Module]:
    """The block of the exercise that builds one."""
    made: Callable[..., nn.Module] = runpy.run_path(str(COURSE / "bottleneck-block/reference/solution.py"))[
        "Bottleneck"
    ]
    return made


def keys_of(variant: Variant) -> dict[str, float]:
    """The right numbers, by field name."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey)}


def conv(before: int, after: int, kernel: int, stride: int = 1) -> nn.Conv2d:
    """A convolution as the question means it."""
    return nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False, device="meta")


def cost(layers: list[nn.Conv2d], side: int) -> tuple[int, int]:
    """Weights, and multiplications by the points that come out."""
    weights = multiplications = 0
    x = torch.zeros(1, layers[0].in_channels, side, side, device="meta")
    for layer in layers:
        x = layer(x)
        weights += layer.weight.numel()
        multiplications += layer.weight.numel() * x[0, 0].numel()
    return weights, multiplications


def row(channels: list[int], kernels: list[int], strides: list[int] | None = None) -> list[nn.Conv2d]:
    """Convolutions one after the other."""
    steps = strides or [1] * len(kernels)
    return [conv(*each) for each in zip(channels[:-1], channels[1:], kernels, steps, strict=True)]


def test_weights_and_multiplications(variants: list[Variant]) -> None:
    """Both ways cost what the layers cost."""
    for variant in variants:
        facts, keys = variant.facts, keys_of(variant)
        if variant.question == "weights":
            wide, narrow = facts["channels"], facts["width"]
            plain, _ = cost(row([wide] * 3, [3, 3]), 1)
            less, _ = cost(row([wide, narrow, narrow, wide], [1, 3, 1]), 1)
            assert keys == {"plain": plain, "narrow": less, "saved": pytest.approx(100 * (1 - less / plain))}
        if variant.question == "multiplications":
            before, few, after = facts["channels"]
            _, straight = cost(row([before, after], [facts["kernel"]]), facts["side"])
            _, reduced = cost(row([before, few, after], [1, facts["kernel"]]), facts["side"])
            assert keys.pop("factor") == pytest.approx(straight / reduced, abs=0.051)
            assert keys == pytest.approx({"straight": straight / 1e6, "reduced": reduced / 1e6})
        if variant.question == "stride-place":
            channels = [facts["before"], *2 * [facts["width"]], 4 * facts["width"]]
            _, second = cost(row(channels, [1, 3, 1], [1, 2, 1]), facts["side"])
            _, first = cost(row(channels, [1, 3, 1], [2, 1, 1]), facts["side"])
            assert keys == pytest.approx({"second": second / 1e6, "first": first / 1e6})


def test_blocks_are_those_that_are_built(variants: list[Variant], bottleneck: Callable[..., Any]) -> None:
    """Tables and right counts are those of the block that students write."""
    for variant in variants:
        facts, keys = variant.facts, keys_of(variant)
        if variant.question == "block-table":
            block = bottleneck(facts["before"], facts["width"])
            sizes = {name: each.numel() for name, each in block.named_parameters()}
            convs = {name: sizes[f"{name}.weight"] for name in ("conv1", "conv2", "conv3")}
            convs["projection"] = sizes["downsample.0.weight"]
            total = sum(sizes.values())
            assert keys == {**convs, "norms": total - sum(convs.values()), "sum": total}
        if variant.question == "wrong-count":
            block = bottleneck(4 * facts["width"], facts["width"])
            assert keys == {"right": sum(each.numel() for each in block.parameters())}
            assert facts["told"] != keys["right"]


def test_mistakes_lead_to_different_counts(variants: list[Variant]) -> None:
    """Blocks of one width are counted wrong in as many ways as there are mistakes."""
    told: dict[int, dict[str, int]] = {}
    for variant in variants:
        if variant.question == "wrong-count":
            mistake = variant.keys["mistake"].value  # type: ignore[union-attr]
            told.setdefault(variant.facts["width"], {})[str(mistake)] = variant.facts["told"]
            assert f" {variant.facts['told']:,}개로" in variant.prompt.ko
    assert all(len(set(counts.values())) == len(counts) for counts in told.values())


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and its variants ask for different things."""
    seen = Counter(variant.question for variant in variants)

    assert len(seen) == 5
    assert min(seen.values()) >= SEEDS / 12
    for kind, count in seen.items():
        assert len({each.prompt.en for each in variants if each.question == kind}) > 0.5 * count, kind
