"""Answers of network-zoo found by cue words, by walking along drawn edges, and by listing weights one by one."""

from __future__ import annotations

import re
from itertools import product

#: words of which each belongs to one network, looked for in this order
CUES = (
    ("DBN", r"one after the other|two highest|layers below are frozen|2006|next block|at a time|each frozen|stacked, one"),
    ("RBM", r"restricted|single layer of hidden|two layers|independent of each other|energy|up, down and up|one matrix|Boltzmann|block|without direction|both directions|in both"),
    ("CNN", r"whole image|window|pooling|512|pattern|feature map|in space|Photographs|X-ray|images of|satellite|Neighbouring"),
    ("RNN", r"state|word by word|unrolled|in time|one step later|explode|Sentences|a second|note|piece by piece|any number"),
    ("DNN", r"."),
)  # fmt: skip
#: words of the statements that are false
FALSE = (
    r"at least one convolution|shared between the nodes|always|larger the image|has its own filter|weights of its own|"
    r"one length only|before every step|joined to each other|only from the visible|several hidden|each step of training|"
    r"trained last|the same as one"
)


def solve(question):
    """Return the answers to one question, field by field."""
    kind = question["question"]
    if kind == "traits":
        return {field["name"]: network_of(field["label"]["en"]) for field in question["fields"]}
    if kind == "data":
        name = network_of(
            question["prompt"]["en"].removesuffix("Which of the five is made for this, and why?")
        )
        return {"network": name, "reason": name}
    if kind == "statements":
        options = question["fields"][0]["options"]
        return {
            "true": ",".join(each["value"] for each in options if not re.search(FALSE, each["label"]["en"]))
        }
    return {"structure": walked, "parameters": listed, "stacking": stacked}[kind](question)


def network_of(text):
    """Return the first network of which a cue stands in a text."""
    return next(name for name, cue in CUES if re.search(cue, text))


def walked(question):
    """Return network and number of weights by what the edges are like."""
    edges, directed = question["facts"]["edges"], question["facts"]["directed"]
    pairs = {(edge[0], edge[1]) for edge in edges}
    weights = {edge[2] if len(edge) == 3 else tuple(sorted(edge)) for edge in edges}
    if not directed:
        name = "RBM"
    elif any((end, start) in pairs for start, end in pairs):
        name = "DBN"
    elif any(start[0] == end[0] for start, end in pairs):
        name = "RNN"
    else:
        name = "CNN" if any(len(edge) == 3 for edge in edges) else "DNN"
    return {"network": name, "shows": name, "weights": str(len(weights))}


def weights_of(steps, inputs, units, window, biases):
    """Return the parameters of the three layers by listing each of them."""
    return {
        "dense": len([*product(range(steps), range(inputs), range(units)), *range(units)]),
        "conv": len([*product(range(window), range(inputs), range(units)), *range(units)]),
        "rnn": len([*product(range(inputs + units), range(units)), *product(range(biases), range(units))]),
    }


def listed(question):
    """Return the counts, and the one that a change sets apart, found by trying the change."""
    facts, text = question["facts"], question["prompt"]["en"]
    before = weights_of(**facts)
    key, by = (
        ("units", 2) if "units or filters" in text else ("window", 0) if "two more" in text else ("steps", 2)
    )
    after = weights_of(**{**facts, key: facts[key] * by or facts[key] + 2})
    least = 2 if key == "units" else 1
    apart = next(name for name in before if after[name] > least * before[name])
    return {**{name: str(count) for name, count in before.items()}, "grows": apart}


def stacked(question):
    """Return the order by the sizes that each step names, and the parameters of one machine as a list."""
    sizes, place = question["facts"]["sizes"], question["facts"]["place"]
    options = question["fields"][0]["options"]

    def when(option):
        text = option["label"]["en"]
        named = [int(each) for each in re.findall(r"\d+", text)]
        return (
            (len(sizes), 0)
            if not named
            else (sizes.index(named[0]) - text.startswith("Freeze"), len(named) < 2)
        )

    order = [each["value"] for each in sorted(options, key=when)]
    low, high = sizes[place - 1], sizes[place]
    learning = len([*product(range(low), range(high)), *range(low), *range(high)])
    return {f"order.{n}": value for n, value in enumerate(order, start=1)} | {"learning": str(learning)}
