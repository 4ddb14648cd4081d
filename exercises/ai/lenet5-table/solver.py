"""Answers of lenet5-table found by laying kernels and listing weights: no formula for sizes or counts is used."""

from __future__ import annotations

from itertools import product


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    if kind == "wrong-count":
        return find_mistake(facts)
    if kind == "partial-c3":
        return count_partial(facts)
    found = fill_in(facts)
    return {field["name"]: found[field["name"]] for field in question["fields"]}


def fill_in(facts):
    """Return every cell of a network's table by its field's name."""
    cells, shapes = {}, []
    side, maps = facts["side"], facts["channels"]
    for conv, pool, kernel, filters, padding in zip(
        ("C1", "C3"), ("S2", "S4"), facts["kernels"], facts["maps"], (facts["padding"], 0), strict=True
    ):
        side = positions(side + 2 * padding, kernel, 1)
        cells |= {f"{conv}.side": side, f"{conv}.maps": filters, f"{conv}.kernel": kernel}
        shapes.append((conv, [(filters, maps, kernel, kernel), (filters,)]))
        side, maps = positions(side, 2, 2), filters
        cells |= {f"{pool}.side": side, f"{pool}.maps": maps, f"{pool}.parameters": 0}
    numbers = sum(1 for _ in product(range(maps), range(side), range(side)))
    for name, neurons in zip(("C5", "F6", "output"), facts["neurons"], strict=True):
        shapes.append((name, [(neurons, numbers), (neurons,)]))
        cells[f"{name}.maps"] = numbers = neurons
    for name, tensors in shapes:
        cells[f"{name}.parameters"] = sum(map(entries, tensors))
    cells["sum.parameters"] = sum(value for name, value in cells.items() if name.endswith(".parameters"))
    return cells


def find_mistake(facts):
    """Return which mistake leads to the count that was told, and the right count."""
    filters, before, kernel, side = facts["out"], facts["in"], facts["kernel"], facts["side"]
    weights = entries((filters, before, kernel, kernel))
    counted = {
        "bias": weights,
        "depth": entries((filters, kernel, kernel)) + filters,
        "biases": weights + entries((filters, before)),
        "sharing": (weights + filters) * entries((side, side)),
    }
    (mistake,) = [name for name, count in counted.items() if count == facts["told"]]
    return {"mistake": mistake, "C3.parameters": weights + filters}


def count_partial(facts):
    """Return the parameters of C3, map by map."""
    kernel, before = facts["kernel"], facts["before"]
    seen_by_map = [seen for count, seen in facts["groups"] for _ in range(count)]
    return {
        "partial": sum(entries((seen, kernel, kernel)) + 1 for seen in seen_by_map),
        "full": sum(entries((before, kernel, kernel)) + 1 for _ in seen_by_map),
        "why": "differ",
    }


def positions(size, kernel, stride):
    """Return at how many places a kernel lies within a row."""
    return sum(start + kernel <= size for start in range(0, size, stride))


def entries(shape):
    """Return how many numbers a tensor of this shape holds."""
    count = 1
    for size in shape:
        count *= len(range(size))
    return count
