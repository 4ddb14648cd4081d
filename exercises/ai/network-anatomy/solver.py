"""Answers of network-anatomy found another way: by walking along single connections, by listing, by keywords."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

#: a word of each statement that only one part can be meant by
WORDS = (
    ("as they come", "input"), ("features", "input"), ("neither bias", "input"),
    ("between two other layers", "hidden"), ("neither data", "hidden"), ("deep networks", "hidden"),
    ("network's answer", "output"), ("exclusive", "output"), ("follows from the task", "output"),
    ("connection between", "weight"), ("ignore", "weight"), ("multiplies", "weight"),
    ("whatever the inputs", "bias"), ("all inputs are 0", "bias"), ("shifts", "bias"),
    ("adds up", "transfer"), ("into its one", "transfer"), ("computes $z$", "transfer"),
    ("from $z$", "activation"), ("without it", "activation"), ("sigmoid", "activation"),
    ("compares", "loss"), ("makes smaller", "loss"), ("needs the labels", "loss"),
)  # fmt: skip


def solve(question):
    """Return the answers to one question, field by field."""
    facts = question["facts"]
    found = {
        "neuron": neuron,
        "forward": forward,
        "changes": changes,
        "parameter-count": count,
        "parts": name,
        "output-layer": head,
    }[question["question"]](facts)
    return {key: str(value) for key, value in found.items()}


def total(weights, inputs, bias):
    """Return a weighted sum, added up in quarters from the last connection to the first."""
    quarters = int(4 * Fraction(bias))
    for weight, value in list(zip(weights, inputs))[::-1]:
        quarters += int(4 * Fraction(weight) * Fraction(value))
    return Fraction(quarters, 4)


def neuron(facts):
    """Return sum and output."""
    z = total(facts["weights"], facts["inputs"], facts["bias"])
    bent = {"relu": (z + abs(z)) / 2, "step": 1 if z >= 0 else 0, "none": z}
    return {"z": z, "a": bent[facts["function"]]}


def forward(facts):
    """Return the output as a sum over all open ways from the inputs, and the hidden values."""
    found = {}
    y = Fraction(facts["bias"])
    for n, (row, bias, out) in enumerate(zip(facts["first"], facts["biases"], facts["last"]), start=1):
        parts = [Fraction(bias), *(Fraction(w) * Fraction(x) for w, x in zip(row, facts["inputs"]))]
        is_open = sum(parts) > 0
        found[f"h{n}"] = sum(parts) if is_open else 0
        y += sum(Fraction(out) * part for part in parts) if is_open else 0
    return {**found, "y": y}


def changes(facts):
    """Return the difference of two sums, and the bias that undoes the sum of products."""
    before = total(facts["weights"], facts["inputs"], facts["bias"])
    moved = [Fraction(x) for x in facts["inputs"]]
    moved[facts["place"]] += facts["more"]
    return {
        "change": total(facts["weights"], moved, facts["bias"]) - before,
        "bias": -total(facts["weights"], facts["inputs"], 0),
    }


def count(facts):
    """Return numbers of parameters by listing every connection and every node."""
    layers = [[(place, n) for n in range(size)] for place, size in enumerate(facts["sizes"])]
    lines = [list(product(a, b)) for a, b in zip(layers, layers[1:])]
    weights, biases = sum(map(len, lines)), len([node for layer in layers[1:] for node in layer])
    return {"first": len(lines[0]), "weights": weights, "biases": biases, "total": weights + biases}


def name(facts):
    """Return the part that each statement is about."""
    found = {}
    for n, said in enumerate(facts["said"], start=1):
        fitting = [part for word, part in WORDS if word in said]
        found[f"part.s{n}"] = fitting[-1] if "needs the labels" in said else fitting[0]
    return found


def head(facts):
    """Return the output layer: bounded values need a sigmoid or softmax, exclusive ones the latter."""
    bounded, exclusive = facts["kind"] in ("yes-no", "one-of", "any-of"), facts["kind"] == "one-of"
    several = facts["kind"] not in ("number", "yes-no")
    return {
        "nodes": facts["n"] if several else 1,
        "head": ("softmax" if exclusive else "sigmoid") if bounded else "identity",
    }
