"""Answers of kmeans-step found another way: by bisectors in place of distances, and by inertia from pairs of points."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations


def solve(question):
    """Return the answers to one question, field by field."""
    facts = question["facts"]
    if question["question"] == "when-it-fails":
        return judge(facts["groups"])
    points, centres = facts["points"], facts["centres"]
    owners = [owner(point, centres) for point in points]
    clusters = [[p for p, own in zip(points, owners, strict=True) if own == n] for n in range(len(centres))]
    means = [
        [Fraction(sum(axis), len(cluster)) for axis in zip(*cluster, strict=True)] for cluster in clusters
    ]
    found = {f"nearest.P{n}": "ABC"[own] for n, own in enumerate(owners, start=1)}
    for name, (x, y) in zip("ABC", means, strict=False):
        found |= {f"{name}.x": x, f"{name}.y": y}
    found["after"] = found["inertia"] = sum(map(spread, clusters))
    moves = zip(clusters, means, centres, strict=True)
    found["before"] = found["after"] + sum(len(own) * squared(mean, old) for own, mean, old in moves)
    found["changed"] = sum(owner(p, means) != own for p, own in zip(points, owners, strict=True))
    found["then"] = "goes" if found["changed"] else "stops"
    return {field["name"]: str(found[field["name"]]) for field in question["fields"]}


def owner(point, centres):
    """Return the centre on whose side of every bisector a point lies."""
    for number, centre in enumerate(centres):
        others = [other for other in centres if other is not centre]
        if all(side(point, centre, other) > 0 for other in others):
            return number
    raise ValueError(f"{point} is equally far from two centres")


def side(point, centre, other):
    """Return a positive number on the centre's side of the bisector of two centres."""
    return sum((a - b) * (2 * x - a - b) for x, a, b in zip(point, centre, other, strict=True))


def squared(one, other):
    """Return the squared distance of two places."""
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def spread(cluster):
    """Return the inertia about the mean, from the pairs of a cluster."""
    return Fraction(sum(squared(*pair) for pair in combinations(cluster, 2)), len(cluster))


def judge(groups):
    """Return whether the best of many runs finds the groups, and which shape they have."""
    points = [tuple(point) for group in groups for point in group]
    wanted = {frozenset(map(tuple, group)) for group in groups}
    best = min((run(points, start) for start in combinations(points, 2)), key=cost)
    return {"finds": "yes" if {frozenset(part) for part in best} == wanted else "no", "why": look(groups)}


def run(points, centres):
    """Return the clusters at which k-means ends."""
    while True:
        parts = [[], []]
        for point in points:
            parts[squared(point, centres[1]) < squared(point, centres[0])].append(point)
        means = tuple(mean(part) for part in parts)
        if means == centres:
            return parts
        centres = means


def cost(parts):
    """Return the inertia of clusters."""
    return sum(squared(point, mean(part)) for part in parts for point in part)


def mean(part):
    """Return the mean of some points."""
    return tuple(sum(axis) / len(part) for axis in zip(*part, strict=True))


def look(groups):
    """Return the shape of two groups from their means and extents."""
    wide, narrow = sorted(groups, key=lambda group: cost([group]) / len(group), reverse=True)
    extents = [max(axis) - min(axis) for axis in zip(*wide, strict=True)]
    if squared(mean(wide), mean(narrow)) < 2:
        return "ring"
    if max(extents) > 4 * min(extents):
        return "long"
    return "wide" if cost([wide]) / len(wide) > 9 * cost([narrow]) / len(narrow) else "round"
