"""Descriptions fit one network, drawings are what they are called, counts are those of PyTorch."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from torch import nn

from graders.quiz import Variant
from graders.quiz.figures import GraphFigure
from graders.quiz.variant import ChoiceKey, NumberKey, SeveralKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/network-zoo"
SEEDS = 300
KINDS = {"traits", "data", "structure", "parameters", "stacking", "statements"}


@pytest.fixture(scope="module")
def quiz() -> dict[str, Any]:
    """What variants.py defines; it is our own, so it may run here."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def variants(quiz: dict[str, Any]) -> list[Variant]:
    """Variants of many seeds."""
    return [quiz["generate"](random.Random(seed)).to_variant() for seed in range(SEEDS)]


def number_of(variant: Variant, name: str) -> float:
    """The right number of a field."""
    key = variant.keys[name]
    assert isinstance(key, NumberKey)
    return key.value


def test_all_kinds_come_up(variants: list[Variant]) -> None:
    """Every kind of question is asked often enough."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == KINDS
    assert min(kinds.values()) >= SEEDS / 12


def test_the_pool_is_large_and_without_doubles(quiz: dict[str, Any]) -> None:
    """Many descriptions, all different in both languages, as many for each network."""
    pools = [quiz[name] for name in ("TRAITS", "STORIES", "TRUE", "FALSE")]
    texts = [pair[:2] for pool in pools for pairs in pool.values() for pair in pairs]

    assert sum(map(len, quiz["TRAITS"].values())) >= 30
    assert all(set(pool) == set(quiz["NETWORKS"]) for pool in pools)
    assert all(len({pair[lang] for pair in texts}) == len(texts) for lang in (0, 1))
    assert all(
        re.search(r"[가-힣]", korean) and not re.search(r"[가-힣]", english) for english, korean in texts
    )


def test_no_description_names_its_network(quiz: dict[str, Any]) -> None:
    """The names of the five are never in a description that is to be matched with them."""
    for pairs in quiz["TRAITS"].values():
        for english, korean in pairs:
            assert not re.search(r"\b(DNN|CNN|RNN|RBM|DBN)\b|convolutional network|recurrent", english)
            assert not re.search(r"DNN|CNN|RNN|RBM|DBN|합성곱 신경망|순환 신경망|신뢰 신경망", korean)


def test_counts_are_those_of_torch(variants: list[Variant]) -> None:
    """Layers of the sizes that the prompt tells have as many parameters as the key says."""
    for variant in variants:
        if variant.question != "parameters":
            continue
        told = [int(each) for each in re.findall(r"\d+", variant.prompt.en)]
        steps, inputs, units, window = told[0], told[1], told[4], told[6]
        twice = "two biases" in variant.prompt.en
        layers: dict[str, nn.Module] = {
            "dense": nn.Linear(steps * inputs, units),
            "conv": nn.Conv1d(inputs, units, window),
            "rnn": nn.RNN(inputs, units),
        }
        for name, layer in layers.items():
            missing = units if name == "rnn" and not twice else 0
            assert number_of(variant, name) == sum(each.numel() for each in layer.parameters()) - missing


def test_drawings_are_what_the_key_says(variants: list[Variant]) -> None:
    """Only restricted Boltzmann machines have lines without heads, and letters stand for shared weights."""
    for variant in variants:
        if variant.question != "structure":
            continue
        (figure,) = variant.figures
        assert isinstance(figure, GraphFigure)
        key = variant.keys["network"]
        assert isinstance(key, ChoiceKey)
        labels = Counter(edge.label.en for edge in figure.edges if edge.label.en)
        assert (key.value == "RBM") == (not figure.directed)
        assert bool(labels) == (key.value in ("CNN", "RNN"))
        assert all(count > 1 or label == "V" for label, count in labels.items())
        joins = {frozenset((edge.start, edge.end)) for edge in figure.edges if not edge.label.en}
        assert number_of(variant, "weights") == len(labels) + len(joins)


def test_steps_come_in_the_only_order(variants: list[Variant]) -> None:
    """Each machine is trained on what the one before gives, and labels come last."""
    for variant in variants:
        if variant.question == "stacking":
            order = [
                key.value
                for name, key in variant.keys.items()
                if name.startswith("order") and isinstance(key, ChoiceKey)
            ]
            assert order == ["train-1", "up-1", "train-2", "up-2", "train-3", "tune"]  # fmt: skip


def test_true_statements_are_chosen_alone(quiz: dict[str, Any], variants: list[Variant]) -> None:
    """No statement of the false ones is in a key, and none of the true ones is left out."""
    true = {pair[0] for pairs in quiz["TRUE"].values() for pair in pairs}
    for variant in variants:
        if variant.question == "statements":
            key = variant.keys["true"]
            assert isinstance(key, SeveralKey)
            assert set(key.values) == {
                each.value for each in variant.fields[0].options if each.label.en in true
            }
