"""The pools of fine-tuning-strategy agree with themselves, and its counts with modules of PyTorch."""

from __future__ import annotations

import itertools
import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/fine-tuning-strategy"
MODULE = runpy.run_path(str(FOLDER / "variants.py"))
SEEDS = 400
KINDS = {"case", "sort", "why", "diagnosis", "rates", "count", "share"}


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = MODULE["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: getattr(key, "value", getattr(key, "values", None)) for name, key in variant.keys.items()}


def tasks() -> list[tuple[str, str, str, str]]:
    """Every described task: its case, what decides it, English, Korean."""
    return [(case, *entry) for case, pool in MODULE["SITUATIONS"].items() for entry in pool]


def test_the_pool_is_large() -> None:
    """There are more than thirty tasks, as many of each case, and none twice."""
    assert len(tasks()) > 30
    assert len({len(pool) for pool in MODULE["SITUATIONS"].values()}) == 1
    for place in (2, 3):
        assert len({task[place] for task in tasks()}) == len(tasks())


@pytest.mark.parametrize("task", tasks(), ids=lambda task: task[2][:40])
def test_a_task_says_what_decides_it(task: tuple[str, str, str, str]) -> None:
    """Both languages name the count; the count and the two kinds of images make the case."""
    case, what, english, korean = task
    old, new, count = what.split()
    images = int(count.replace(",", ""))

    assert f" {count} " in english
    assert re.search(rf"(?<![\d,]){count}장", korean)
    assert images <= 2_000 or images >= 50_000
    size, likeness = ("little" if images <= 2_000 else "much"), ("similar" if old == new else "unlike")
    assert case == f"{size}-{likeness}"


def test_counts_are_those_of_modules(variants: list[Variant]) -> None:
    """The parameters that learn, counted by PyTorch on the meta device."""
    asked = [variant for variant in variants if variant.question == "count"]
    for variant in asked:
        facts, keys = variant.facts, answers_of(variant)
        channels = [facts["channels"], *facts["widths"]]
        with torch.device("meta"):
            blocks = [
                nn.Sequential(nn.Conv2d(before, after, 3), nn.BatchNorm2d(after))
                for before, after in itertools.pairwise(channels)
            ]
            head = nn.Linear(channels[-1] * (facts["side"] // 8) ** 2, facts["classes"])
        sizes = [sum(parameter.numel() for parameter in part.parameters()) for part in [*blocks, head]]

        assert keys == {"head": sizes[-1], "last": sum(sizes[-2:]), "all": sum(sizes)}
    assert len(asked) > SEEDS / 20


def test_resnet18_has_the_published_size() -> None:
    """Stages and the original head add up to the parameters that torchvision states."""
    assert sum(MODULE["RESNET18"].values()) + 513 * 1000 == 11_689_512


def test_rates_move_weights_as_sgd_does(variants: list[Variant]) -> None:
    """One step by an optimiser with a group for each part; the frozen one keeps its weight."""
    for variant in variants:
        if variant.question != "rates":
            continue
        keys = answers_of(variant)
        eta, slope, weight = (float(Fraction(variant.facts[name])) for name in ("eta", "gradient", "weight"))
        for name, rate in (("head", eta), ("last", keys["rate.last"]), ("before", keys["rate.before"])):
            part = nn.Parameter(torch.tensor(weight, dtype=torch.float64))
            part.grad = torch.full_like(part, slope)
            torch.optim.SGD([{"params": [part], "lr": rate}]).step()
            assert keys[f"weight.{name}"] == pytest.approx(part.item(), abs=1e-12)
        assert keys["weight.first"] == pytest.approx(weight)
        assert keys["rate.before"] < keys["rate.last"] < eta


def test_offered_answers_differ_from_the_key(variants: list[Variant]) -> None:
    """No wrong option says what the right one says, and what is unclear of a case is not offered."""
    for pool in (MODULE["REASONS"], MODULE["CONSEQUENCES"], MODULE["CAUSES"], MODULE["REMEDIES"]):
        for lang in ("en", "ko"):
            assert len({text[lang] for text in pool.values()}) == len(pool)
    for variant in variants:
        if variant.question == "why" and answers_of(variant)["reason"] == "much-unlike":
            assert MODULE["CONSEQUENCES"]["unused"]["en"] not in repr(variant.fields)


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, each task and each failed run turns up, and few variants are alike."""
    kinds = Counter(variant.question for variant in variants)
    texts = " ".join(variant.prompt.en for variant in variants)
    causes = {answers_of(each)["cause"] for each in variants if each.question == "diagnosis"}

    assert set(kinds) == KINDS
    assert min(kinds.values()) >= SEEDS / 20
    assert all(english in texts for _, _, english, _ in tasks())
    assert causes == set(MODULE["RUNS"])
    assert len({repr((variant.prompt, variant.keys)) for variant in variants}) > 0.6 * SEEDS
