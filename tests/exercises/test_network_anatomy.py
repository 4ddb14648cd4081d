"""What a question asks about a drawn network is what torch computes with the drawn numbers."""

from __future__ import annotations

import itertools
import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from graders.quiz import Question, Variant
from graders.quiz.figures import GraphFigure

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/network-anatomy"
SEEDS = 240


@pytest.fixture(scope="module")
def module() -> dict[str, Any]:
    """The generator's names."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def variants(module: dict[str, Any]) -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = module["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: key.value for name, key in variant.keys.items()}  # type: ignore[union-attr]


def read(text: str) -> float:
    """The number behind an equals sign, or alone."""
    return float(text.rpartition("=")[2].strip().replace("−", "-"))


def network_of(variant: Variant) -> tuple[torch.Tensor, list[nn.Linear]]:
    """Inputs and layers as somebody reads them from the drawing."""
    (figure,) = (figure for figure in variant.figures if isinstance(figure, GraphFigure))
    columns = sorted({node.x for node in figure.nodes})
    layers = [sorted((n for n in figure.nodes if n.x == x), key=lambda n: -n.y) for x in columns]
    weights = {(edge.start, edge.end): read(edge.label.en) for edge in figure.edges}
    linear = []
    for before, after in itertools.pairwise(layers):
        layer = nn.Linear(len(before), len(after), dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor([[weights[a.id, b.id] for a in before] for b in after]))
            layer.bias.copy_(torch.tensor([read(node.label.en) for node in after]))
        linear.append(layer)
    return torch.tensor([read(node.label.en) for node in layers[0]], dtype=torch.float64), linear


def test_sums_are_those_of_torch(variants: list[Variant]) -> None:
    """Neurons, networks and changes follow from what is drawn."""
    for variant in variants:
        keys = answers_of(variant)
        if variant.question == "neuron":
            x, (layer,) = network_of(variant)
            z = layer(x)
            bent = {"is ReLU": z.relu(), "step function": (z >= 0).double(), "is no act": z}
            a = next(value for word, value in bent.items() if word in variant.prompt.en)
            assert (keys["z"], keys["a"]) == (z.item(), a.item())
        if variant.question == "forward":
            x, (first, last) = network_of(variant)
            hidden = first(x).relu()
            assert [keys["h1"], keys["h2"], keys["y"]] == [*hidden.tolist(), last(hidden).item()]
        if variant.question == "changes":
            x, (layer,) = network_of(variant)
            told = re.search(r"\$x_(\d)\$ alone (grows|falls) by (\d+)", variant.prompt.en)
            assert told
            moved = x.clone()
            moved[int(told[1]) - 1] += int(told[3]) * (1 if told[2] == "grows" else -1)
            assert keys["change"] == (layer(moved) - layer(x)).item()
            assert keys["bias"] + (layer(x) - layer.bias).item() == 0


def test_parameters_are_those_of_torch(variants: list[Variant]) -> None:
    """Weights and biases are counted as linear layers hold them."""
    for variant in variants:
        if variant.question == "parameter-count":
            told = re.search(r"layers of ([\d–]+) nodes", variant.prompt.en)
            assert told
            sizes = [int(size) for size in told[1].split("–")]
            layers = [nn.Linear(a, b) for a, b in itertools.pairwise(sizes)]
            weights = sum(layer.weight.numel() for layer in layers)
            biases = sum(layer.bias.numel() for layer in layers)
            expected = [layers[0].weight.numel(), weights, biases, weights + biases]
            assert list(answers_of(variant).values()) == expected


def test_statements_tell_parts_apart(module: dict[str, Any]) -> None:
    """Each part has three statements, no statement is there twice, and every task has its reason."""
    parts = Counter(part for part, _ in module["SAID"])

    assert set(parts) == set(module["PARTS"])
    assert set(parts.values()) == {3}
    for lang in ("en", "ko"):
        assert len({text[lang] for _, text in module["SAID"]}) == len(module["SAID"])
        assert len({text[lang] for _, text in module["TASKS"]}) == len(module["TASKS"])
    assert {kind for kind, _ in module["TASKS"]} == set(module["WHY"])


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and hardly any two variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert len(kinds) == 6
    assert min(kinds.values()) >= SEEDS / 12
    assert len({variant.prompt.en + repr(variant.facts) for variant in variants}) > 0.8 * SEEDS
