"""Descriptions fit one detector, pipelines are chains, counts are those of arrays, whatever is drawn."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.quiz import Variant
from graders.quiz.variant import ChoiceKey, NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/detector-families"
SEEDS = 400
KINDS = {"family", "which", "steps", "runs", "counts", "changes"}
NAMES = ["R-CNN", "SPPnet", "Fast R-CNN", "Faster R-CNN", "YOLO", "SSD"]


@pytest.fixture(scope="module")
def quiz() -> dict[str, Any]:
    """What variants.py defines; it is our own, so it may run here."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def variants(quiz: dict[str, Any]) -> list[Variant]:
    """Variants of many seeds."""
    return [quiz["generate"](random.Random(seed)).to_variant() for seed in range(SEEDS)]


def numbers(variant: Variant) -> dict[str, float]:
    """The right numbers of a variant by field."""
    return {name: key.value for name, key in variant.keys.items() if isinstance(key, NumberKey)}


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and few variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == KINDS
    assert min(kinds.values()) >= SEEDS / 20
    assert len({repr((variant.prompt, variant.fields, variant.keys)) for variant in variants}) > 0.9 * SEEDS


def test_the_pool_is_large_and_without_doubles(quiz: dict[str, Any]) -> None:
    """There are more than thirty descriptions, as many of each, different in both languages."""
    pairs = [pair for pool in quiz["TRAITS"].values() for pair in pool]

    assert list(quiz["TRAITS"]) == list(quiz["DETECTORS"]) == list(quiz["PIPELINES"]) == NAMES
    assert len(pairs) >= 30
    assert min(map(len, quiz["TRAITS"].values())) >= 6
    for lang in (0, 1):
        assert len({pair[lang] for pair in pairs}) == len(pairs)
    assert all(re.search(r"[가-힣]", korean) for _, korean in pairs)


def test_no_description_names_its_detector(quiz: dict[str, Any]) -> None:
    """Neither the name of a detector nor the number of stages gives an answer away."""
    for pool in quiz["TRAITS"].values():
        for pair in pool:
            assert not re.search(r"CNN|SPP|YOLO|SSD|stage|단계 탐지기", " ".join(pair))


def test_families_are_those_of_the_papers(quiz: dict[str, Any], variants: list[Variant]) -> None:
    """YOLO and SSD have one stage, the line of R-CNN has two; each question shows both."""
    assert {name for name, kind in quiz["DETECTORS"].items() if kind == "one"} == {"YOLO", "SSD"}
    told = {pair[0]: name for name, pool in quiz["TRAITS"].items() for pair in pool}
    for variant in variants:
        keys = {name: key.value for name, key in variant.keys.items() if isinstance(key, ChoiceKey)}
        labels = {field.name: field.label.en for field in variant.fields}
        if variant.question == "which":
            assert all(told[labels[name]] == value for name, value in keys.items())
            assert len(set(keys.values())) == 3
        elif variant.question == "family":
            assert set(keys.values()) == {"one", "two"}
            assert all((told[labels[n]] in ("YOLO", "SSD")) == (value == "one") for n, value in keys.items())


def test_each_step_needs_the_one_before(quiz: dict[str, Any]) -> None:
    """No two steps of a pipeline could change places, and none is told twice."""
    for chain in quiz["PIPELINES"].values():
        assert [step[0] for step in chain] == ["", *(step[1] for step in chain[:-1])]
        assert len({step[1] for step in chain}) == len({step[2] for step in chain}) == len(chain) == 5


def test_runs_follow_from_what_is_shared(variants: list[Variant]) -> None:
    """Only the first of the line runs once for each region; one-stage detectors handle no regions."""
    for variant in variants:
        if variant.question != "runs":
            continue
        facts, found = variant.facts, numbers(variant)
        crops = np.ones((facts["images"], facts["regions"]))

        for place, name in enumerate(facts["names"], start=1):
            assert found[f"runs{place}"] == (crops.sum() if name == "R-CNN" else len(crops))
        assert found["judged"] == (0 if facts["looked"] in ("YOLO", "SSD") else crops.size)


def test_counts_are_sizes_of_arrays(variants: list[Variant]) -> None:
    """Boxes and outputs are as many as arrays of these shapes hold."""
    for variant in variants:
        if variant.question != "counts":
            continue
        facts, found = variant.facts, numbers(variant)
        if facts["kind"] == "anchors":
            each = facts["scales"] * facts["ratios"]
            boxes, more = np.zeros((facts["rows"], facts["columns"], each)).size, 6
        elif facts["kind"] == "cells":
            each = 5 * facts["boxes"] + facts["classes"]
            boxes = np.zeros((facts["side"], facts["side"], facts["boxes"])).size
            assert found["numbers"] == np.zeros((facts["side"], facts["side"], each)).size
            more = 0
        else:
            kinds = [2 + 2 * count for count in facts["extra"]]
            grids = [np.zeros((side, side, kind)) for side, kind in zip(facts["sides"], kinds, strict=True)]
            each, boxes, more = kinds[0], sum(grid.size for grid in grids), facts["classes"] + 4

        assert (found["each"], found["total"]) == (each, boxes)
        assert not more or found["numbers"] == boxes * more
