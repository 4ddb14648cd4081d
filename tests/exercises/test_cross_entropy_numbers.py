"""The losses that a question asks for are those of torch, and no usual mistake passes for them."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/cross-entropy-numbers"
SEEDS = 300
KINDS = {"one-hot", "batch", "from-scores", "from-loss", "two-models", "squared-error", "binary"}


@pytest.fixture(scope="module")
def drawn() -> list[tuple[Variant, dict[str, Any]]]:
    """Variants of many seeds with what they were made of, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    questions = [generate(random.Random(seed)) for seed in range(SEEDS)]
    return [(question.to_variant(), dict(question.facts)) for question in questions]


def of_kind(
    drawn: list[tuple[Variant, dict[str, Any]]], kind: str
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Keys and facts of the questions of one kind."""
    return [
        ({name: key.value for name, key in variant.keys.items()}, facts)  # type: ignore[union-attr]
        for variant, facts in drawn
        if variant.question == kind
    ]


def nll(chances: Any, right: Any) -> float:
    """The mean loss of rows of probabilities, as torch finds it."""
    log = torch.tensor(chances, dtype=torch.float64).log()
    return functional.nll_loss(log, torch.tensor(right)).item()


def test_single_predictions(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """One prediction costs what torch says, as a cross-entropy and as a squared error."""
    for kind in ("one-hot", "squared-error"):
        for keys, facts in of_kind(drawn, kind):
            assert sum(facts["chances"]) == pytest.approx(1)
            assert keys["loss"] == pytest.approx(nll([facts["chances"]], [facts["right"]]))
            if kind == "squared-error":
                p = torch.tensor(facts["chances"], dtype=torch.float64)
                target = functional.one_hot(torch.tensor(facts["right"]), 3).double()
                assert keys["square"] == pytest.approx(functional.mse_loss(p, target).item())


def test_batches(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """Means are those of torch; neither the sum nor another logarithm comes near them."""
    for keys, facts in of_kind(drawn, "batch"):
        right = nll(facts["rows"], facts["rights"])
        assert keys["loss"] == pytest.approx(right)
        assert min(abs(right * factor - right) for factor in (3, 0.4343, 1.4427, 1 / 3)) > 0.02
    for keys, facts in of_kind(drawn, "two-models"):
        for name in "AB":
            assert keys[name] == pytest.approx(nll([[p, 1 - p] for p in facts[name]], [0] * 4))
        assert abs(keys["A"] - keys["B"]) > 0.1


def test_scores(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """Softmax and loss of scores are those of torch."""
    for keys, facts in of_kind(drawn, "from-scores"):
        scores = torch.tensor([facts["scores"]], dtype=torch.float64)
        assert keys["p"] == pytest.approx(scores.softmax(1)[0, facts["right"]].item())
        assert keys["loss"] == pytest.approx(
            functional.cross_entropy(scores, torch.tensor([facts["right"]])).item()
        )


def test_probabilities_of_losses(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """The probability leads back to the loss, and no probability is more than 1."""
    for keys, facts in of_kind(drawn, "from-loss"):
        other = keys["p"] * facts["factor"] if facts["grows"] else keys["p"] / facts["factor"]
        assert 0 < other < 1
        assert nll([[keys["p"]], [other]], [0, 0]) == pytest.approx((facts["loss"] + keys["after"]) / 2)


def test_binary(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """Binary losses are those of torch, and taking p for 1 − p gives others."""
    for keys, facts in of_kind(drawn, "binary"):
        p, y = (torch.tensor(facts[name], dtype=torch.float64) for name in ("chances", "answers"))
        each = functional.binary_cross_entropy(p, y, reduction="none").tolist()
        swapped = functional.binary_cross_entropy(1 - p, y, reduction="none").tolist()
        assert [keys["first"], keys["second"], keys["mean"]] == pytest.approx([*each, sum(each) / 2])
        assert all(abs(a - b) > 0.02 for a, b in zip(each, swapped, strict=True))


def test_variety(drawn: list[tuple[Variant, dict[str, Any]]]) -> None:
    """Every kind comes up, choices have every answer, and hardly any question comes twice."""
    kinds = Counter(variant.question for variant, _ in drawn)
    texts = Counter(variant.prompt.en + str(variant.figures) for variant, _ in drawn)

    assert set(kinds) == KINDS
    assert min(kinds.values()) >= SEEDS / 20
    assert len(texts) > 0.9 * SEEDS
    assert {keys["effect"] for keys, _ in of_kind(drawn, "one-hot")} == {"same", "falls", "rises"}
    assert {keys["worst"] for keys, _ in of_kind(drawn, "batch")} == {"1", "2", "3"}
    pairs = {(keys["lower"], keys["higher"]) for keys, _ in of_kind(drawn, "two-models")}
    assert {"A", "B"} == {lower for lower, _ in pairs}
    assert {True, False} == {lower == higher for lower, higher in pairs}
