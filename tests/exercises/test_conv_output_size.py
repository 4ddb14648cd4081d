"""The sizes a question asks for are those that PyTorch computes."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from torch import nn

from graders.bundle import load_bundle
from graders.grading import Grader
from graders.quiz import Question, Variant, issue
from graders.quiz.variant import NumberKey

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/conv-output-size"
SEEDS = 200


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def key_of(variant: Variant) -> list[int]:
    """The right answers, in the order of the fields."""
    keys = [variant.keys[field.name] for field in variant.fields]
    return [int(key.value) for key in keys if isinstance(key, NumberKey)]


def run_layers(prompt: str) -> list[int]:
    """The output shape of the layers in a prompt, found by running them on a tensor without content."""
    shown = re.search(r"`\(N, ([\d, ]+)\)`", prompt)
    code = re.search(r"```python\n(.*?)\n```", prompt, re.DOTALL)
    assert shown
    assert code
    x = torch.zeros(1, *map(int, shown[1].split(",")), device="meta")
    for line in code[1].splitlines():
        x = eval(line, {"nn": nn}).to("meta")(x)
    return list(x.shape[1:])


def test_the_key_is_what_torch_computes(variants: list[Variant]) -> None:
    """Running the layers as shown, in either language, gives the key."""
    for variant in variants:
        assert run_layers(variant.prompt.en) == run_layers(variant.prompt.ko) == key_of(variant)


def test_the_worked_solution_ends_in_the_key(variants: list[Variant]) -> None:
    """The last shape that a worked solution names is the answer, in both languages."""
    for variant in variants:
        for text in (variant.worked.en, variant.worked.ko):
            assert re.findall(r"`\(N, ([\d, ]+)\)`", text)[-1] == ", ".join(map(str, key_of(variant)))


def test_the_kinds_of_questions_all_come_up(variants: list[Variant]) -> None:
    """Convolutions, dilation and pooling in one to three dimensions, and chains of layers."""
    seen = Counter((variant.question, len(variant.fields) - 1) for variant in variants)
    single = {(kind, axes) for kind in ("convolution", "dilation", "pooling") for axes in (1, 2, 3)}

    assert set(seen) == single | {("chain", 1), ("chain", 2)}


def test_variants_rarely_repeat(variants: list[Variant]) -> None:
    """Another variant is another question."""
    assert len({variant.prompt.en for variant in variants}) > 0.98 * SEEDS


def test_a_cell_issues_the_same_variant(variants: list[Variant], grader: Grader) -> None:
    """A variant issued by a grader cell is the one its seed stands for."""
    assert issue(load_bundle(FOLDER), 7, grader) == variants[7]
