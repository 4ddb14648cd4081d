"""Answers of svm-margin found another way: lengths along the normal, nearest points, costs in whole numbers."""

from __future__ import annotations

import math
from fractions import Fraction


def solve(question):
    """Return the answers to one question, field by field."""
    solvers = {
        "width": solve_width,
        "support-vectors": solve_holding,
        "two-points": solve_two_points,
        "slack": solve_slack,
        "price": solve_price,
        "gamma": solve_gamma,
    }
    return {name: str(value) for name, value in solvers[question["question"]](question["facts"]).items()}


def root(value):
    """Return the square root of a fraction that has one."""
    return Fraction(math.isqrt(value.numerator), math.isqrt(value.denominator))


def read(facts):
    """Return w and b as fractions."""
    return [Fraction(each) for each in facts["w"]], Fraction(facts["b"])


def level(w, b, point):
    """Return the decision function."""
    return sum((p * q for p, q in zip(w, point, strict=True)), b)


def foot(w, b, point):
    """Return the squared distance of a point from its foot on the border."""
    step = -level(w, b, point) / level(w, 0, w)
    return sum((step * each) ** 2 for each in w)


def street(w, b):
    """Return the width of the street: from a point on one edge straight to the other."""
    start = [each * (-1 - b) / level(w, 0, w) for each in w]
    end = [each * (1 - b) / level(w, 0, w) for each in w]
    return root(sum((p - q) ** 2 for p, q in zip(start, end, strict=True)))


def solve_width(facts):
    """Return what follows from feet on the border and on the edges."""
    w, b = read(facts)
    value = level(w, b, facts["point"])
    return {
        "norm": 2 / street(w, b),
        "margin": street(w, b),
        "value": value,
        "side": "plus" if value > 0 else "minus",
        "far": root(foot(w, b, facts["point"])),
    }


def solve_holding(facts):
    """Return the points that are nearest to the border."""
    w, b = read(facts)
    far = [foot(w, b, point) for point in facts["points"]]
    near = [f"P{n}" for n, each in enumerate(far, 1) if each == min(far)]
    return {"holding": ",".join(near), "margin": 2 * root(min(far))}


def solve_two_points(facts):
    """Return the plane that is -1 at one point and 1 at the other, and does not change across the line between them."""
    (a, b), (c, d) = facts["low"], facts["high"]
    size = Fraction((c - a) ** 2 + (d - b) ** 2)
    first, second = 2 * (c - a) / size, 2 * (d - b) / size
    return {"margin": root(size), "w1": first, "w2": second, "b": -1 - first * a - second * b}


def solve_slack(facts):
    """Return how far each point is short of its edge."""
    w, b = read(facts)
    found, errors = {}, 0
    for n, (point, y) in enumerate(zip(facts["points"], facts["classes"], strict=True), 1):
        value = level(w, b, point)
        short = (1 - value) if y == 1 else (1 + value)
        found[f"P{n}"] = short if short > 0 else 0
        errors += (value > 0) != (y == 1)
    return found | {"errors": errors}


def solve_price(facts):
    """Return costs, and who is cheaper, by doubled costs."""
    doubled = {}
    for c in (Fraction(facts["little"]), Fraction(facts["much"])):
        doubled[c] = [Fraction(norm) ** 2 + 2 * c * Fraction(loss) for norm, loss in facts["order"]]
    (small, large), norms = doubled.values(), [Fraction(norm) for norm, _ in facts["order"]]
    return {
        "cost-1": small[0] / 2,
        "cost-2": small[1] / 2,
        "little": 1 if small[0] < small[1] else 2,
        "much": 1 if large[0] < large[1] else 2,
        "wide": 1 if norms[0] < norms[1] else 2,
    }


def solve_gamma(facts):
    """Return gammas from the logarithm of two values of each curve."""
    found = {}
    for name, points in facts["curves"].items():
        slope = -math.log(points[1][1]) / points[1][0] ** 2
        found[f"curve.{name}"] = min(facts["found"], key=lambda value, slope=slope: abs(float(value) - slope))
    narrow = min(facts["curves"], key=lambda name: facts["curves"][name][0][1])
    return found | {"bends": narrow, "scaled": Fraction(facts["old"]) / facts["factor"] ** 2}
