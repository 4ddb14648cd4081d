"""Answers of tree-reading found another way: by the region of each leaf, and by drawing examples one by one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import log


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    found = {
        "follow-path": follow,
        "leaf-probability": probability,
        "tree-shape": shape,
        "node-impurity": impurity,
        "information-gain": gain,
        "better-split": better,
    }[kind](facts)
    return {name: str(value) for name, value in found.items()}


def regions(facts):
    """Return for each leaf the conditions on the way to it, found from the leaf upwards."""
    above = {}
    for name, node in facts["nodes"].items():
        above |= {node[answer]: (name, answer) for answer in ("yes", "no")}
    ways = {}
    for leaf in facts["leaves"]:
        ways[leaf], here = [], leaf
        while here in above:
            here, answer = above[here]
            ways[leaf].insert(0, [here, answer])
    return ways


def holds(facts, condition, sample):
    """Return whether an example fulfils a condition."""
    name, answer = condition
    node = facts["nodes"][name]
    return (sample[node["feature"]] <= node["threshold"]) == (answer == "yes")


def reached(facts):
    """Return the one leaf whose region holds the example, and its conditions."""
    found = [
        (leaf, way)
        for leaf, way in regions(facts).items()
        if all(holds(facts, each, facts["sample"]) for each in way)
    ]
    ((leaf, way),) = found
    return leaf, way


def follow(facts):
    """Return leaf and number of questions."""
    leaf, way = reached(facts)
    return {"leaf": leaf, "questions": len(way)}


def probability(facts):
    """Return the commonest class of the leaf and two shares."""
    counts = facts["leaves"][reached(facts)[0]]
    examples = [place for place, count in enumerate(counts) for _ in range(count)]
    ((place, most),) = Counter(examples).most_common(1)
    return {
        "predicted": f"c{place}",
        "probability": Fraction(most, len(examples)),
        "other": Fraction(examples.count(facts["asked"]), len(examples)),
    }


def shape(facts):
    """Return what describes a tree."""
    ways, leaves = regions(facts), list(facts["leaves"].values())
    wrong, total = sum(sum(counts) - max(counts) for counts in leaves), sum(sum(counts) for counts in leaves)
    return {
        "depth": max(map(len, ways.values())),
        "leaves": len(facts["nodes"]) + 1,
        "pure": sum(counts.count(0) == len(counts) - 1 for counts in leaves),
        "errors": wrong,
        "accuracy": 1 - Fraction(wrong, total),
    }


def mixed_pairs(counts):
    """Return the Gini impurity as the chance that two examples, drawn with replacement, have different classes."""
    examples = [place for place, count in enumerate(counts) for _ in range(count)]
    return Fraction(sum(a != b for a in examples for b in examples), len(examples) ** 2)


def bits(counts):
    """Return the entropy in bits as the logarithm of n less the mean logarithm of the counts."""
    n = sum(counts)
    return (log(n) - sum(count * log(count) for count in counts if count) / n) / log(2)


def impurity(facts):
    """Return both impurities of a node."""
    return {"gini": mixed_pairs(facts["counts"]), "entropy": bits(facts["counts"])}


def gain(facts):
    """Return entropies before and after, and what lies between."""
    left, right = facts["sides"]
    n = sum(left) + sum(right)
    before = bits([a + b for a, b in zip(left, right)])
    after = (sum(left) * bits(left) + sum(right) * bits(right)) / n
    return {"before": before, "after": after, "gain": before - after}


def better(facts):
    """Return what is left after each split, and which leaves less."""
    after = {}
    for name, sides in facts["splits"].items():
        n = sum(map(sum, sides))
        after[name] = sum(Fraction(sum(side), n) * mixed_pairs(side) for side in sides)
    return {**after, "better": "A" if after["A"] < after["B"] else "B"}
