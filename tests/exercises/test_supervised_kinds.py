"""The pool is large and told in both languages; measures and kinds of models are those of scikit-learn."""

from __future__ import annotations

import random
import runpy
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sklearn import metrics
from sklearn.base import is_classifier, is_regressor
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from graders.quiz import Question, Variant

FOLDER = Path(__file__).resolve().parents[2] / "exercises/ai/supervised-kinds"
SEEDS = 400
ESTIMATORS = {
    "logistic": LogisticRegression(),
    "linear": LinearRegression(),
    "knn-vote": KNeighborsClassifier(),
    "knn-mean": KNeighborsRegressor(),
    "tree-vote": DecisionTreeClassifier(),
    "tree-mean": DecisionTreeRegressor(),
    "softmax": MLPClassifier(),
    "one-unit": MLPRegressor(),
    "margin": SVC(kernel="linear"),
    "polynomial": make_pipeline(PolynomialFeatures(), LinearRegression()),
}


@pytest.fixture(scope="module")
def module() -> dict[str, Any]:
    """The names of the generator."""
    return runpy.run_path(str(FOLDER / "variants.py"))


@pytest.fixture(scope="module")
def variants(module: dict[str, Any]) -> list[Variant]:
    """Variants of many seeds, generated here since the generator is our own."""
    generate: Callable[[random.Random], Question] = module["generate"]
    return [generate(random.Random(seed)).to_variant() for seed in range(SEEDS)]


def test_the_pool_is_large_and_told_in_both_languages(module: dict[str, Any]) -> None:
    """At least thirty tasks, of every kind several, none told twice."""
    tasks = module["TASKS"]
    kinds = Counter(each.kind for each in tasks)

    assert len(tasks) >= 30
    assert min(kinds[kind] for kind in module["KINDS"]) >= 6
    for lang in ("en", "ko"):
        assert len({each.target[lang] for each in tasks}) == len(tasks)
        for each in tasks:
            assert len({each.target[lang], each.first[lang], each.second[lang]}) == 3
    assert all(any("가" <= letter <= "힣" for letter in each.target["ko"]) for each in tasks)


def test_models_are_what_scikit_learn_calls_them(module: dict[str, Any]) -> None:
    """Logistic regression is a classifier there, too."""
    assert {name for name, _, _ in module["MODELS"]} == set(ESTIMATORS)
    for name, kind, _ in module["MODELS"]:
        assert is_classifier(ESTIMATORS[name]) == (kind == "classification")
        assert is_regressor(ESTIMATORS[name]) == (kind == "regression")


def test_measures_are_those_of_scikit_learn(variants: list[Variant]) -> None:
    """Accuracy for classes, RMSE for amounts."""
    found: Counter[str] = Counter()
    for variant in variants:
        if variant.question == "measure":
            truth, guesses = variant.facts["truth"], variant.facts["guesses"]
            name, value = (variant.keys[field].value for field in ("measure", "value"))  # type: ignore[union-attr]
            assert name == ("accuracy" if isinstance(truth[0], str) else "rmse")
            judge = metrics.accuracy_score if name == "accuracy" else metrics.root_mean_squared_error
            assert value == pytest.approx(judge(truth, guesses))
            found[name] += 1
    assert min(found["accuracy"], found["rmse"]) > 5


def test_every_task_and_both_answers_come_up(variants: list[Variant], module: dict[str, Any]) -> None:
    """Chance leaves no task out, and no answer is the usual one."""
    tasks = Counter(name for variant in variants for name in variant.facts.get("tasks", []))
    broad = Counter(
        key.value  # type: ignore[union-attr]
        for variant in variants
        if variant.question in ("kinds", "models")
        for key in variant.keys.values()
    )

    assert set(tasks) == {each.name for each in module["TASKS"]}
    assert 0.6 < broad["classification"] / broad["regression"] < 1.7
