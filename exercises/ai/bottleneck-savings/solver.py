"""Answers of bottleneck-savings found by listing the tensors of each layer and the points they are used at."""

from __future__ import annotations

from math import prod


def solve(question):
    """Return the answers to one question, field by field."""
    found = {
        "weights": weigh,
        "multiplications": multiply,
        "block-table": fill_in,
        "stride-place": compare_strides,
        "wrong-count": find_mistake,
    }[question["question"]](question["facts"])
    return {name: str(value) for name, value in found.items()}


def tensors(channels, kernels):
    """Return the shapes of the kernels of convolutions in a row."""
    return [(after, before, side, side) for before, after, side in zip(channels, channels[1:], kernels)]


def entries(shapes):
    """Return how many numbers tensors of these shapes hold."""
    return sum(map(prod, shapes))


def weigh(facts):
    """Return weights on both ways and the percentage saved."""
    wide, narrow = facts["channels"], facts["width"]
    plain = entries(tensors([wide, wide, wide], [3, 3]))
    less = entries(tensors([wide, narrow, narrow, wide], [1, 3, 1]))
    return {"plain": plain, "narrow": less, "saved": 100 - 100 * less / plain}


def steps(shape, side):
    """Return the multiplications of a convolution, filter by filter and row by row."""
    filters, *window = shape
    return sum(prod(window) * side for _ in range(filters) for _ in range(side))


def multiply(facts):
    """Return millions of multiplications on both ways and their ratio."""
    before, few, after = facts["channels"]
    straight = sum(steps(shape, facts["side"]) for shape in tensors([before, after], [facts["kernel"]]))
    reduced = sum(
        steps(shape, facts["side"]) for shape in tensors([before, few, after], [1, facts["kernel"]])
    )
    return {"straight": straight / 1e6, "reduced": reduced / 1e6, "factor": straight / reduced}


def layers(before, width, projected):
    """Return kernels and normalisations of a block by name."""
    first, second, third = tensors([before, width, width, 4 * width], [1, 3, 1])
    convs = {"conv1": first, "conv2": second, "conv3": third}
    if projected:
        convs |= {"projection": (4 * width, before, 1, 1)}
    return convs, [(2, shape[0]) for shape in convs.values()]


def fill_in(facts):
    """Return the cells of a block's table."""
    convs, norms = layers(facts["before"], facts["width"], True)
    cells = {name: prod(shape) for name, shape in convs.items()} | {"norms": entries(norms)}
    return {**cells, "sum": sum(cells.values())}


def compare_strides(facts):
    """Return millions of multiplications for both places, found by marking the points that are computed."""
    convs, _ = layers(facts["before"], facts["width"], False)
    whole, half = facts["side"], len(range(0, facts["side"], 2))
    found = {}
    for name, sides in (("second", (whole, half, half)), ("first", (half, half, half))):
        found[name] = sum(steps(shape, side) for shape, side in zip(convs.values(), sides)) / 1e6
    read = sum(x % 2 == y % 2 == 0 for x in range(whole) for y in range(whole))
    names = {1: "all", 2: "half", 4: "quarter", 9: "ninth"}
    return {**found, "points": names[whole * whole // read]}


def find_mistake(facts):
    """Return which mistake leads to the count that was told, and the right count."""
    width = facts["width"]
    convs, norms = layers(4 * width, width, False)
    more, norms_too = layers(4 * width, width, True)
    right = entries(convs.values()) + entries(norms)
    counted = {
        "norms": entries(convs.values()),
        "biases": right + sum(shape[0] for shape in convs.values()),
        "projection": entries(more.values()) + entries(norms_too),
        "wide": right - prod(convs["conv2"]) + prod((4 * width, 4 * width, 3, 3)),
        "once": right - prod(convs["conv3"]),
    }
    (mistake,) = [name for name, count in counted.items() if count == facts["told"]]
    return {"mistake": mistake, "right": right}
