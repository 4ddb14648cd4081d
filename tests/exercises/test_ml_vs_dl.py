"""The pools of ml-vs-dl agree with themselves: texts, keys, reasons and statements, whatever is drawn."""

from __future__ import annotations

import random
import re
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/ml-vs-dl"
MODULE = runpy.run_path(str(FOLDER / "variants.py"))
SEEDS = 400


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = MODULE["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: getattr(key, "value", getattr(key, "values", None)) for name, key in variant.keys.items()}


def test_the_pool_is_large() -> None:
    """There are more than thirty systems, at least ten of each kind, and none twice."""
    systems = [entry for pool in MODULE["SYSTEMS"].values() for entry in pool]

    assert len(systems) > 30
    assert min(map(len, MODULE["SYSTEMS"].values())) >= 10
    for place in range(3):
        assert len({entry[place] for entry in systems}) == len(systems)


def test_descriptions_say_enough() -> None:
    """Deep systems name their layers and raw inputs; the others never speak of layers, in either language."""
    for kind, pool in MODULE["SYSTEMS"].items():
        for name, english, korean in pool:
            layered = bool(re.search(r"\blayers?\b|\bdeep network\b", english))
            assert layered == (kind == "deep"), name
            assert bool(re.search(r"층|심층", korean)) == (kind == "deep"), name


def test_every_statement_is_as_true_as_its_key() -> None:
    """The three fields as sets of programs, each a proper part of the next, decide every statement."""
    fields = {"DL": {1, 2}, "ML": {1, 2, 3, 4}, "AI": {1, 2, 3, 4, 5, 6}}
    for truth, claim, english, _ in MODULE["STATEMENTS"]:
        word, one, other = claim.split()
        first, second = fields[one], fields[other]
        found = {
            "part": first.issubset(second),
            "rest": len(first.difference(second)) > 0,
            "apart": first.isdisjoint(second),
            "same": first == second,
        }

        assert found[word] == truth, english


def test_only_one_reason_is_true_of_a_situation(variants: list[Variant]) -> None:
    """The key is the one reason that the facts bear out; reasons of both ways are offered."""
    for variant in variants:
        if variant.question != "fits":
            continue
        data, keys = variant.facts["data"].split(), answers_of(variant)
        raw, count = data[0] == "raw", int(data[1])
        borne_out = {
            "few": not raw and count < 1000,
            "explain": "explain" in data,
            "chip": "chip" in data,
            "raw": raw and count > 100_000,
            "pretrained": raw and count < 1000 and "pretrained" in data,
        }
        offered = variant.facts["offered"]

        assert [name for name in offered if borne_out[name]] == [keys["why"]]
        assert keys["way"] == ("deep" if raw else "classical")
        assert {MODULE["REASONS"][name][0] for name in offered} == {"classical", "deep"}


def test_each_step_needs_the_one_before() -> None:
    """No two steps of a task could change places."""
    for english, _, steps in MODULE["ORDERS"]:
        needs, makes = [step[0] for step in steps], [step[1] for step in steps]

        assert needs == ["", *makes[:-1]], english
        assert len(set(makes)) == len(makes), english


def test_statements_leave_something_to_choose(variants: list[Variant]) -> None:
    """Among the four statements there are true ones and false ones."""
    for variant in variants:
        if variant.question == "circles":
            assert 1 <= len(answers_of(variant)["true"]) <= 3


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, each system turns up, and few variants are alike."""
    kinds = Counter(variant.question for variant in variants)
    texts = " ".join(variant.prompt.en for variant in variants)

    assert set(kinds) == {"kind", "learned", "order", "whose-step", "fits", "circles", "smallest"}
    assert min(kinds.values()) >= SEEDS / 20
    for pool in MODULE["SYSTEMS"].values():
        assert all(english in texts for _, english, _ in pool)
    assert len({repr((variant.prompt, variant.keys)) for variant in variants}) > 0.6 * SEEDS
