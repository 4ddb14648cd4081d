"""Answers of activation-graphs from the drawn points and from slopes measured in small steps; no derivative is written."""

from __future__ import annotations

import math
from itertools import pairwise

STEP = 1e-5
PLACES = [n / 4 for n in range(-48, 49) if n]


def functions(slope):
    """Return the four functions, written in another way than the formulas usually are."""
    return {
        "sigmoid": lambda x: (
            (1 + (math.exp(x / 2) - math.exp(-x / 2)) / (math.exp(x / 2) + math.exp(-x / 2))) / 2
        ),
        "tanh": lambda x: 2 / (1 + math.exp(-2 * x)) - 1,
        "relu": lambda x: (x + abs(x)) / 2,
        "leaky": lambda x: (x + abs(x)) / 2 + slope * (x - abs(x)) / 2,
    }


def measured(curve):
    """Return the slope of a function, from two places close by."""
    return lambda x: (curve(x + STEP) - curve(x - STEP)) / (2 * STEP)


def solve(question):
    """Return the answers to one question, field by field."""
    return {
        "which-curve": recognise,
        "derivative": match,
        "values": evaluate,
        "read-slope": read,
        "properties": test,
    }[question["question"]](question)


def points(figure, number=0):
    """Return the points of a drawn curve, without its breaks."""
    return [(x, y) for x, y in figure["curves"][number]["points"] if y is not None]


def recognise(question):
    """Return the option whose curve runs through every drawn point."""
    plain = functions(question["facts"]["slope"])
    curves = plain | {f"{name}-slope": measured(curve) for name, curve in plain.items()}
    seen = [(x, y) for x, y in points(question["figures"][0]) if x]
    values = [option["value"] for option in question["fields"][0]["options"]]
    (found,) = [v for v in values if all(abs(curves[v](x) - y) < 1e-3 for x, y in seen)]
    return {"function": found}


def match(question):
    """Return the curve that says how steep the drawn function is, interval by interval."""
    function, slopes = question["figures"]
    steep = [((a + b) / 2, (d - c) / (b - a)) for (a, c), (b, d) in pairwise(points(function))]
    gaps = {}
    for number, curve in enumerate(slopes["curves"]):
        seen = points(slopes, number)
        gaps[curve["label"]["en"]] = sum(abs(height(seen, x) - rise) for x, rise in steep)
    return {"derivative": min(gaps, key=gaps.get)}


def height(seen, x):
    """Return where a drawn line is above x."""
    for (a, c), (b, d) in pairwise(seen):
        if a <= x <= b and a < b:
            return c + (d - c) * (x - a) / (b - a)
    raise ValueError(f"nothing is drawn above {x}")


def evaluate(question):
    """Return value and slope at a place."""
    facts = question["facts"]
    x = facts["x"] if "x" in facts else facts["sign"] * math.log(facts["log_of"])
    curve = functions(facts.get("slope", 0))[facts["function"]]
    return {"value": f"{curve(x):.6f}", "slope": f"{measured(curve)(x):.6f}"}


def read(question):
    """Return the slope of a drawn line left of zero, and where it leads."""
    seen = points(question["figures"][0])
    (a, c), (b, d) = seen[0], seen[1]
    slope, far = (d - c) / (b - a), question["fields"][1]["label"]["en"]
    (e, g), (h, i) = seen[-2:]
    place = int(far.removeprefix("$f(").removesuffix(")$"))
    return {"a": f"{slope:.6f}", "far": f"{slope * place:.6f}", "positive": round((i - g) / (h - e), 6)}


def test(question):
    """Return which functions have a property, tried at many places."""
    facts = question["facts"]
    holds = {
        "negative": lambda f, d: any(f(x) < 0 for x in PLACES),
        "bounded": lambda f, d: all(f(x) <= 1 for x in PLACES),
        "dead": lambda f, d: all(abs(d(x)) < 1e-9 for x in PLACES if x < 0),
        "quarter": lambda f, d: all(d(x) <= 0.25 for x in PLACES),
        "vanish": lambda f, d: abs(d(12.0)) < 1e-3,
        "passes": lambda f, d: all(abs(d(x) - 1) < 1e-6 for x in PLACES if x > 0),
        "origin": lambda f, d: abs(f(0)) < 1e-12,
        "odd": lambda f, d: all(abs(f(-x) + f(x)) < 1e-9 for x in PLACES),
    }[facts["property"]]
    found = [name for name, f in functions(facts["slope"]).items() if holds(f, measured(f))]
    return {"functions": ",".join(found)}
