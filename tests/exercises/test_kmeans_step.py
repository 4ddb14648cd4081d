"""The rounds that a question asks for are those of scikit-learn, and so are the failures."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.cluster import KMeans

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/kmeans-step"
SEEDS = 150


@pytest.fixture(scope="module")
def variants() -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = runpy.run_path(str(FOLDER / "variants.py"))["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def answers_of(variant: Variant) -> dict[str, Any]:
    """The key, by field name."""
    return {name: key.value for name, key in variant.keys.items()}  # type: ignore[union-attr]


def one_round(facts: dict[str, Any]) -> tuple[KMeans, np.ndarray, np.ndarray]:
    """The labels before a move, the moved centres, and scikit-learn's run of one round."""
    points, centres = np.array(facts["points"], float), np.array(facts["centres"], float)
    labels = ((points[:, None] - centres) ** 2).sum(axis=2).argmin(axis=1)
    run = KMeans(len(centres), init=centres, n_init=1, max_iter=1, algorithm="lloyd")
    moved = np.array([points[labels == place].mean(axis=0) for place in range(len(centres))])
    return run.fit(points), labels, moved


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_a_round_is_that_of_scikit_learn(variants: list[Variant]) -> None:
    """Assignments, means and inertia follow from points and centres."""
    for variant in variants:
        if variant.question == "when-it-fails":
            continue
        run, labels, moved = one_round(variant.facts)
        points, keys = np.array(variant.facts["points"], float), answers_of(variant)
        assert np.allclose(run.cluster_centers_, moved)
        found: dict[str, Any] = {f"nearest.P{n}": "ABC"[label] for n, label in enumerate(labels, start=1)}
        for name, (x, y) in zip("ABC", moved, strict=False):
            found |= {f"{name}.x": x, f"{name}.y": y}
        found["inertia"] = found["after"] = ((points - moved[labels]) ** 2).sum()
        found["before"] = ((points - np.array(variant.facts["centres"])[labels]) ** 2).sum()
        found["changed"] = int((run.predict(points) != labels).sum())
        found["then"] = "goes" if found["changed"] else "stops"

        for name, right in keys.items():
            assert right == (found[name] if isinstance(right, str) else pytest.approx(found[name]))


def test_no_point_is_equally_far_from_two_centres(variants: list[Variant]) -> None:
    """No rule for ties is needed, before the move or after it."""
    for variant in variants:
        if variant.question != "when-it-fails":
            points = np.array(variant.facts["points"], float)
            for centres in (np.array(variant.facts["centres"], float), one_round(variant.facts)[2]):
                far = np.sort(((points[:, None] - centres) ** 2).sum(axis=2), axis=1)
                assert (far[:, 1] - far[:, 0] > 1e-6).all()


def test_k_means_fails_where_the_key_says_so(variants: list[Variant]) -> None:
    """The best of many runs finds the drawn groups exactly where they are round and far apart."""
    seen = Counter()
    for variant in variants:
        if variant.question == "when-it-fails":
            groups, keys = variant.facts["groups"], answers_of(variant)
            true = np.repeat([0, 1], [len(group) for group in groups])
            labels = KMeans(2, n_init=30, random_state=0).fit_predict(np.array(groups[0] + groups[1]))
            finds = (labels == true).all() or (labels != true).all()
            seen[keys["why"]] += 1

            assert keys["finds"] == ("yes" if finds else "no")
            assert (keys["why"] == "round") == finds

    assert set(seen) == {"round", "ring", "long", "wide"}


def test_every_kind_of_question_comes_up_anew(variants: list[Variant]) -> None:
    """Each kind has a fair share, and no two variants are alike."""
    kinds = Counter(variant.question for variant in variants)

    assert set(kinds) == {"assign", "whole-round", "inertia", "next-round", "when-it-fails"}
    assert min(kinds.values()) >= SEEDS / 20
    assert len({repr(variant.facts) for variant in variants}) == SEEDS


def test_questions_say_how_exact(variants: list[Variant]) -> None:
    """A question that may ask for decimals says itself how to give them, for those who come from practice."""
    for variant in variants:
        if variant.question in ("whole-round", "inertia"):
            assert "exactly" in variant.prompt.en
            assert "정확하게" in variant.prompt.ko
