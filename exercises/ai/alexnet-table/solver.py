"""Answers of alexnet-table found by laying windows and listing weights: no formula for sizes or counts is used."""

from __future__ import annotations

from itertools import product


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    if kind == "first-side":
        return lay_windows(facts)
    if kind == "wrong-count":
        return find_mistake(facts)
    if kind == "which-network":
        return tell_apart(facts["said"])
    found = fill_in(facts)
    return {field["name"]: found[field["name"]] for field in question["fields"]}


def fill_in(facts):
    """Return every cell of a network's table by its field's name."""
    cells, counts = {}, []
    side, maps = facts["side"], 3
    paddings = (facts["padding"], 2, 1, 1, 1)
    for place, (kernel, padding) in enumerate(zip((11, 5, 3, 3, 3), paddings, strict=True)):
        name, filters, groups = f"conv{place + 1}", facts["maps"][place], facts["groups"][place]
        side = positions(side + 2 * padding, kernel, 4 if place == 0 else 1)
        seen = len(range(0, maps, groups))
        counts.append((name, entries((filters, seen, kernel, kernel)) + filters))
        cells |= {f"{name}.side": side, f"{name}.maps": filters, f"{name}.seen": seen}
        maps = filters
        if place in (0, 1, 4):
            side = positions(side, 3, 2)
            cells |= {f"pool{place + 1}.side": side, f"pool{place + 1}.maps": maps}
    if facts["adapted"]:
        side = 6
    numbers = sum(1 for _ in product(range(maps), range(side), range(side)))
    for name, neurons in (("fc6", facts["neurons"]), ("fc7", facts["neurons"]), ("fc8", facts["classes"])):
        counts.append((name, sum(numbers + 1 for _ in range(neurons))))
        numbers = neurons
    cells |= {f"{name}.parameters": count for name, count in counts}
    cells["sum.parameters"] = sum(count for _, count in counts)
    return cells


def lay_windows(facts):
    """Return the sides that windows give, laid one by one, and the next image that holds one more."""
    side, kernel, stride, padding = (facts[key] for key in ("side", "kernel", "stride", "padding"))
    bare = positions(side, kernel, stride)
    reached = {
        row
        for start in range(0, side, stride)
        if start + kernel <= side
        for row in range(start, start + kernel)
    }
    wanted = side
    while positions(wanted, kernel, stride) <= bare:
        wanted += 1
    return {
        "bare": bare,
        "left": side - 1 - max(reached),
        "padded": positions(side + 2 * padding, kernel, stride),
        "wanted": wanted,
    }


def find_mistake(facts):
    """Return which mistake leads to the count that was told, and the right count."""
    maps, kernel, side = facts["maps"], facts["kernel"], facts["side"]
    tower = entries((len(range(0, maps, 2)), len(range(0, facts["before"], 2)), kernel, kernel))
    biases = len(range(maps))
    counted = {
        "whole": entries((maps, facts["before"], kernel, kernel)) + biases,
        "tower": tower + len(range(0, maps, 2)),
        "bias": tower + tower,
        "positions": (tower + tower + biases) * entries((side, side)),
    }
    (mistake,) = [name for name, count in counted.items() if count == facts["told"]]
    return {"mistake": mistake, "parameters": tower + tower + biases}


def tell_apart(said):
    """Return the form that each fact belongs to, from the tables of all three."""
    paper = {"side": 227, "padding": 0, "maps": [96, 256, 384, 384, 256], "neurons": 4096, "classes": 1000}
    forms = {
        "2012": paper | {"groups": [1, 2, 1, 2, 2], "adapted": False},
        "neither": paper | {"groups": [1, 1, 1, 1, 1], "adapted": False},
        "2014": paper
        | {
            "side": 224,
            "padding": 2,
            "maps": [64, 192, 384, 256, 256],
            "groups": [1, 1, 1, 1, 1],
            "adapted": True,
        },
    }
    tables = {form: fill_in(facts) for form, facts in forms.items()}
    answers = {}
    for place, (layer, what, value) in enumerate(said):
        (form,) = [form for form, cells in tables.items() if cells[f"{layer or 'sum'}.{what}"] == value]
        answers[f"facts.fact{place}"] = form
    return answers


def positions(size, kernel, stride):
    """Return at how many places a kernel lies within a row."""
    return sum(start + kernel <= size for start in range(0, size, stride))


def entries(shape):
    """Return how many numbers a tensor of this shape holds."""
    count = 1
    for size in shape:
        count *= len(range(size))
    return count
