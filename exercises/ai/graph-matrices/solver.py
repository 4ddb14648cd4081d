"""Answers of graph-matrices found on the drawn edges: by listing neighbours and walking, without a matrix product."""

from __future__ import annotations


def solve(question):
    """Return the answers to one question, field by field."""
    kind, facts = question["question"], question["facts"]
    edges = drawn_edges(question["figures"][0])
    found = {
        "adjacency": read_rows,
        "directed": read_rows,
        "weighted": weigh,
        "features": add_up,
        "normalised": normalise,
        "walks": walk,
    }[kind](facts, edges)
    return {field["name"]: str(found[field["name"]]) for field in question["fields"]}


def drawn_edges(figure):
    """Return the weight of each pair of nodes that the drawing joins, both ways where there are no arrows."""
    edges = {}
    for edge in figure["edges"]:
        a, b = int(edge["start"][1:]), int(edge["end"][1:])
        label = edge.get("label", {"en": ""})["en"]
        edges[a, b] = int(label) if label else 1
        if not figure.get("directed"):
            edges[b, a] = edges[a, b]
    return edges


def read_rows(facts, edges):
    """Return the missing rows, and degrees and edges counted one by one."""
    size, asked = len(facts["matrix"]), facts["asked"]
    found = {f"a{i}{j}": int((i, j) in edges) for i in facts["rows"] for j in range(size)}
    out, into = (sum(edge[end] == asked for edge in edges) for end in (0, 1))
    return {
        **found,
        "degree": out,
        "edges": len({frozenset(edge) for edge in edges}),
        "out": out,
        "into": into,
    }


def weigh(facts, edges):
    """Return entries and sums of weights."""
    entry, nothing = (edges.get(tuple(pair), 0) for pair in facts["entries"])
    degree = sum(weight for (a, _), weight in edges.items() if a == facts["asked"])
    return {"entry": entry, "nothing": nothing, "degree": degree, "trace": sum(edges.values())}


def add_up(facts, edges):
    """Return the features of the neighbours, added one after the other."""
    near, own = [0, 0], list(facts["known"][facts["asked"]])
    for start, end in edges:
        if end == facts["asked"]:
            for place, value in enumerate(facts["known"][start]):
                near[place] += value
                own[place] += value
    shape = f"{len(facts['known'])} × {len(facts['known'][0])}"
    return {"first": near[0], "second": near[1], "own_first": own[0], "own_second": own[1], "shape": shape}


def normalise(facts, edges):
    """Return entries of D^(-1/2) (A + I) D^(-1/2), where each node is its own neighbour."""
    near = {node: {node} | {b for a, b in edges if a == node} for node in range(5)}

    def entry(a, b):
        return (b in near[a]) * len(near[a]) ** -0.5 * len(near[b]) ** -0.5

    loop = facts["loop"]
    return {
        "degree": len(near[facts["pair"][0]]),
        "pair": entry(*facts["pair"]),
        "loop": entry(loop, loop),
        "nothing": entry(*facts["apart"]),
    }


def walk(facts, edges):
    """Return walks of two steps, made one by one."""
    made = [(a, b, d) for a, b in edges for c, d in edges if b == c]
    start, end = facts["pair"]
    through = [b for a, b, d in made if (a, d) == (start, end)]
    back = sum(a == d == facts["back"] for a, _, d in made)
    return {"between": len(through), "back": back, "through": sum(through)}
