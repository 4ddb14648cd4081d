"""Answers of supervised-kinds from a list of its own: which tasks and models predict amounts, and which choose."""

from __future__ import annotations

from bisect import bisect_left

AMOUNTS = set("rent heat ride power calf car cafe battery pressure rice parcel dust tree".split())
YES_OR_NO = set("spam fraud tumour cancel part rain exam mushroom".split())
ONE_OF_SEVERAL = set("digit iris language motion waste sign office bird".split())
VOTING = {"logistic", "knn-vote", "tree-vote", "softmax", "margin"}


def kind_of(name):
    """Return the kind of a task."""
    if name in AMOUNTS:
        return "number"
    if name in YES_OR_NO:
        return "two"
    return "many" if name in ONE_OF_SEVERAL else "labels"


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    if kind == "models":
        return {
            f"model.{name}": "classification" if name in VOTING else "regression" for name in facts["models"]
        }
    found = [kind_of(name) for name in facts["tasks"]]
    if kind == "kinds":
        found = ["regression" if each == "number" else "classification" for each in found]
    if kind in ("kinds", "classes"):
        return {f"kind.{letter}": each for letter, each in zip("ABCDE", found, strict=False)}
    return {"columns": columns, "measure": measured, "thresholds": cut}[kind](facts, found[0])


def columns(facts, kind):
    """Return which column is the target."""
    target = facts["names"]["target"]
    return {"target": target, "features": [each for each in "abc" if each != target], "kind": kind}


def measured(facts, kind):
    """Return the measure, and its value."""
    pairs = list(zip(facts["truth"], facts["guesses"], strict=True))
    if kind == "number":
        return {"measure": "rmse", "value": str((sum(abs(a - b) ** 2 for a, b in pairs) / len(pairs)) ** 0.5)}
    return {"measure": "accuracy", "value": str(sum(a == b for a, b in pairs) / len(pairs))}


def cut(facts, kind):
    """Return the kinds before and after, and the class of one number."""
    place = bisect_left(facts["cuts"], facts["value"])
    return {
        "before": kind,
        "after": "two" if len(facts["cuts"]) == 1 else "many",
        "class": f"class{place}",
    }
