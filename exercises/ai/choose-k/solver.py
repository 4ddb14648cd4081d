"""Answers of choose-k found another way: by counting who is nearer, without sorting, and by reading the drawn regions."""

from __future__ import annotations

from fractions import Fraction


def solve(question):
    """Return the answers to one question, field by field."""
    facts = question["facts"]
    solvers = {
        "growing-k": solve_growing,
        "weighted": solve_weighted,
        "scaling": solve_scaling,
        "validation": solve_validation,
        "boundary": solve_boundary,
    }
    return solvers[question["question"]](facts)


def ranks(facts):
    """Return for each point how many others are nearer to the query."""
    here = complex(*facts["query"])
    far = [abs(complex(*point) - here) for point in facts["points"]]
    return [sum(other < own for other in far) for own in far]


def lead(facts, k, places):
    """Return by how many votes A leads among the k nearest."""
    return sum(1 if y == "A" else -1 for y, place in zip(facts["labels"], places, strict=True) if place < k)


def solve_growing(facts):
    """Return whom fewer than three beat, the sign of A's lead for odd k, and where it is zero for even k."""
    places = ranks(facts)
    near = ",".join(f"P{n}" for n, place in enumerate(places, 1) if place < 3)
    found = {f"label-{k}": "A" if lead(facts, k, places) > 0 else "B" for k in (1, 3, 5, 9)}
    ties = [str(k) for k in (2, 4, 6) if lead(facts, k, places) == 0]
    return found | {"near": near, "tie": ties[0] if ties else "none"}


def solve_weighted(facts):
    """Return the sums of inverse distances over their common denominator."""
    far = [Fraction(each) for each in facts["far"]]
    sums = dict.fromkeys("AB", Fraction(0))
    for distance, label in zip(far, facts["labels"], strict=True):
        sums[label] += Fraction(distance.denominator, distance.numerator)
    votes = facts["labels"]
    return {
        "sum-A": str(sums["A"]),
        "sum-B": str(sums["B"]),
        "heavy": "A" if sums["A"] > sums["B"] else "B",
        "plain": "A" if 2 * votes.count("A") > len(votes) else "B",
    }


def solve_scaling(facts):
    """Return who is nearest with and without common units."""
    age, pay = facts["spreads"]
    common = [(a * pay) ** 2 + (b * age) ** 2 for a, b in facts["moves"]]
    raw = [a**2 + b**2 for a, b in facts["moves"]]
    found = {f"d-P{n}": str(Fraction(each, (age * pay) ** 2)) for n, each in enumerate(common, 1)}
    return found | {
        "raw": f"P{1 + raw.index(min(raw))}",
        "scaled": f"P{1 + common.index(min(common))}",
    }


def solve_validation(facts):
    """Return the row with the best validation accuracy, its test accuracy, and the first row's gap."""
    rows = list(zip(facts["validation"], facts["ks"], facts["test"], facts["train"], strict=True))
    _, k, test, _ = max(rows)
    return {"k": str(k), "report": str(test), "gap": str(rows[0][3] - rows[0][0])}


def solve_boundary(facts):
    """Return the drawing in which every training point lies in a region of its own class."""
    drawn = list(zip(facts["points"], facts["labels"], strict=True))
    errors = [sum(cells[2 * y][2 * x] != label for (x, y), label in drawn) for cells in facts["maps"]]
    labels = facts["labels"]
    return {
        "one": str(1 + errors.index(0)),
        "train": "less" if errors[facts["asked"] - 1] else "all",
        "whole": "A" if 2 * labels.count("A") > len(labels) else "B",
    }
