"""The classes that a question asks for are those of scikit-learn, and so are the drawn borders."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsClassifier

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/choose-k"
SEEDS = 150


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: getattr(key, "value", getattr(key, "values", None)) for name, key in variant.keys.items()}


def of(variants: list[Variant], question: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Facts and key of each variant of a question."""
    found = [(variant.facts, answers_of(variant)) for variant in variants if variant.question == question]
    assert found
    return found


def test_classes_are_those_of_scikit_learn(variants: list[Variant]) -> None:
    """For each odd k, and where the shares of both classes are equal for even ones."""
    for facts, key in of(variants, "growing-k"):
        points, query = np.array(facts["points"], float), np.array([facts["query"]], float)
        models = {k: KNeighborsClassifier(k).fit(points, facts["labels"]) for k in range(1, 10)}
        near = models[3].kneighbors(query)[1][0]
        ties = [str(k) for k in (2, 4, 6) if models[k].predict_proba(query)[0, 0] == 0.5]

        assert len(set(models[9].kneighbors(query)[0][0].round(9))) == 9
        assert key["near"] == [f"P{n + 1}" for n in near]
        assert [key[f"label-{k}"] for k in (1, 3, 5, 9)] == [
            models[k].predict(query)[0] for k in (1, 3, 5, 9)
        ]
        assert key["tie"] == (ties[0] if ties else "none")
        assert len(ties) <= 1


def test_weighted_votes_are_those_of_scikit_learn(variants: list[Variant]) -> None:
    """Neighbours on a line at the given distances, weighted by the inverse of their distance."""
    outcomes: Counter[bool] = Counter()
    for facts, key in of(variants, "weighted"):
        far = np.array([[float(Fraction(each))] for each in facts["far"]])
        for field, weights in (("heavy", "distance"), ("plain", "uniform")):
            model = KNeighborsClassifier(len(far), weights=weights).fit(far, facts["labels"])
            assert key[field] == model.predict([[0.0]])[0]
        inverse = 1 / far[:, 0]
        for label in "AB":
            assert key[f"sum-{label}"] == pytest.approx(inverse[np.array(facts["labels"]) == label].sum())
        outcomes[key["heavy"] != key["plain"]] += 1

    assert outcomes[True] > outcomes[False] > 0


def test_scaling_changes_who_is_nearest(variants: list[Variant]) -> None:
    """The key holds before and after a division by the spreads, and the two always differ."""
    for facts, key in of(variants, "scaling"):
        moves = np.array(facts["moves"], float)
        raw, scaled = (moves**2).sum(axis=1), ((moves / facts["spreads"]) ** 2).sum(axis=1)

        assert (key["raw"], key["scaled"]) == (f"P{raw.argmin() + 1}", f"P{scaled.argmin() + 1}")
        assert key["raw"] != key["scaled"]
        assert [key[f"d-P{n}"] for n in range(1, 5)] == pytest.approx(list(scaled))
        assert len(set(scaled)) == len(set(raw)) == 4


def test_the_best_k_is_neither_that_of_training_nor_that_of_the_test(variants: list[Variant]) -> None:
    """Whoever looks at the wrong column chooses another k."""
    for facts, key in of(variants, "validation"):
        best = {name: int(np.argmax(facts[name])) for name in ("train", "validation", "test")}

        assert Counter(facts["validation"])[max(facts["validation"])] == 1
        assert key["k"] == str(facts["ks"][best["validation"]])
        assert key["report"] == facts["test"][best["validation"]]
        assert best["validation"] not in (best["train"], best["test"])
        assert facts["train"] == sorted(facts["train"], reverse=True)
        assert key["gap"] == facts["train"][0] - facts["validation"][0]


def test_drawn_borders_are_those_of_scikit_learn(variants: list[Variant]) -> None:
    """The drawing of k = 1 makes no error on the training points; the other makes three or more."""
    side = np.arange(41) / 2
    cells = np.array([(x, y) for y in side for x in side])
    for facts, key in of(variants, "boundary"):
        points, labels = np.array(facts["points"], float), np.array(facts["labels"])
        one = facts["maps"][int(key["one"]) - 1]
        far = np.sort(((cells[:, None] - points) ** 2).sum(axis=2), axis=1)
        drawn = np.array([list(row) for row in one]).ravel()
        clear = far[:, 1] - far[:, 0] > 1e-9
        right = KNeighborsClassifier(1).fit(points, labels).predict(cells)
        errors = [sum(m[2 * y][2 * x] != own for (x, y), own in zip(facts["points"], labels, strict=True))
                  for m in facts["maps"]]  # fmt: skip

        assert (drawn == right)[clear].all()
        assert errors[int(key["one"]) - 1] == 0
        assert max(errors) >= 3
        assert key["train"] == ("less" if errors[facts["asked"] - 1] else "all")
        assert key["whole"] == Counter(facts["labels"]).most_common(1)[0][0]


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and no two variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == {"growing-k", "weighted", "scaling", "validation", "boundary"}
    assert min(kinds.values()) >= SEEDS / 20
    assert len({repr(variant.facts) for variant in variants}) == SEEDS
