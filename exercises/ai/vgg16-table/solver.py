"""Answers of vgg16-table found by laying windows, marking pixels and listing weights: no formula is used."""

from __future__ import annotations

from itertools import product


def solve(question):
    """Return the answers to one question, field by field."""
    facts, kind = question["facts"], question["question"]
    ways = {
        "receptive-field": see,
        "stack-or-kernel": compare,
        "reading-a-list": read,
        "wrong-count": find_mistake,
    }
    if kind in ways:
        return ways[kind](facts)
    found = fill_in(facts)
    return {field["name"]: found[field["name"]] for field in question["fields"]}


def fill_in(facts):
    """Return every cell of a network's table by its field's name."""
    cells, counts, side, maps = {}, {}, facts["side"], 3
    blocks = " ".join(map(str, facts["entries"])).split("M")
    for number, block in enumerate(blocks[:-1], start=1):
        for place, text in enumerate(block.split(), start=1):
            name, side = f"conv{number}_{place}", positions(side + 2, 3, 1)
            counts[name] = entries((int(text), maps, 3, 3)) + int(text)
            maps = int(text)
            cells |= {f"{name}.side": side, f"{name}.maps": maps}
        side = positions(side, 2, 2)
        cells |= {f"pool{number}.side": side, f"pool{number}.maps": maps}
    numbers = sum(1 for _ in product(range(maps), range(side), range(side)))
    for index, neurons in enumerate(facts["neurons"], start=1):
        counts[f"fc{index}"] = sum(numbers + 1 for _ in range(neurons))
        numbers = neurons
    return (
        cells
        | {f"{name}.parameters": count for name, count in counts.items()}
        | {"sum.parameters": sum(counts.values())}
    )


def see(facts):
    """Return how many pixels one value depends on, found by going back from it."""
    return {"sees": len(pixels(facts["entries"])), "alone": len(pixels(["3×3"] * facts["alone"]))}


def pixels(layers):
    """Return the places of a row of the image that the value at place 100 depends on."""
    places = {100}
    for layer in reversed(layers):
        if layer == "M":
            places = {2 * place + offset for place in places for offset in (0, 1)}
        else:
            places = {place + offset for place in places for offset in (-1, 0, 1)}
    return places


def compare(facts):
    """Return the kernel that sees as much as a stack, and the weights of both."""
    kernel, channels = len(pixels(["3×3"] * facts["count"])), facts["channels"]
    stack = sum(entries((channels, channels, 3, 3)) for _ in range(facts["count"]))
    return {
        "kernel": kernel,
        "stack": stack,
        "one": entries((channels, channels, kernel, kernel)),
        "gain": "bends",
    }


def read(facts):
    """Return how many layers have weights, and what arrives at the fully connected ones."""
    side, maps, layers = facts["side"], 3, 3
    for entry in facts["entries"]:
        if entry == "M":
            side = positions(side, 2, 2)
        else:
            maps, layers = entry, layers + 1
    return {"layers": layers, "side": side, "numbers": entries((maps, side, side))}


def find_mistake(facts):
    """Return which mistake leads to the count that was told, and the right count."""
    maps, before, neurons = facts["maps"], facts["before"], facts["neurons"]
    side = positions(before, 2, 2)
    weights = entries((neurons, maps, side, side))
    counted = {
        "pooling": entries((neurons, maps, before, before)) + neurons,
        "single": entries((neurons, maps)) + neurons,
        "bias": weights,
        "row": entries((neurons, maps, side)) + neurons,
    }
    (mistake,) = [name for name, count in counted.items() if count == facts["told"]]
    return {"mistake": mistake, "parameters": weights + neurons}


def positions(size, kernel, stride):
    """Return at how many places a kernel lies within a row."""
    return sum(start + kernel <= size for start in range(0, size, stride))


def entries(shape):
    """Return how many numbers a tensor of this shape holds."""
    count = 1
    for size in shape:
        count *= len(range(size))
    return count
