"""Graphs: an adjacency matrix and a row of features for each node."""

from __future__ import annotations

from typing import Any

from graders.incell.origins import tensor_of
from graders.strategies.cases import Pick, cases
from graders.strategies.numbers import tensor

Case = dict[str, Any]


@cases
def graphs(
    pick: Pick,
    max_nodes: int = 5,
    *,
    max_edges: int = 6,
    max_features: int = 3,
    directed: bool = False,
    self_loops: bool = False,
    weighted: bool = False,
    connected: bool = False,
    dtype: str = "float32",
) -> Case:
    """A graph: adjacency (n, n) and features (n, f).

    Undirected graphs are symmetric, and no node points to itself unless that is asked for; weights are whole
    numbers from 1 to 3. Isolated nodes occur, but not in `connected` graphs.
    """
    return _graph(pick, max_nodes, max_edges, max_features, directed, self_loops, weighted, connected, dtype)


@cases
def graph_layer_cases(
    pick: Pick,
    max_nodes: int = 5,
    *,
    max_edges: int = 6,
    max_features: int = 3,
    directed: bool = False,
    self_loops: bool = False,
    weighted: bool = False,
    connected: bool = False,
    bias: bool | None = None,
    dtype: str = "float32",
) -> Case:
    """A graph as of `graphs`, with the weight (f, out) and the bias (out,) or None of a layer."""
    graph = _graph(pick, max_nodes, max_edges, max_features, directed, self_loops, weighted, connected, dtype)
    outputs = pick.between(1, max_features)
    with_bias = pick.flag() if bias is None else bias
    filling = pick.filling()
    features = graph["features"].shape[1]
    return {
        **graph,
        "weight": tensor((features, outputs), dtype, filling, "weight"),
        "bias": tensor((outputs,), dtype, filling, "bias") if with_bias else None,
    }


def _graph(
    pick: Pick,
    max_nodes: int,
    max_edges: int,
    max_features: int,
    directed: bool,
    self_loops: bool,
    weighted: bool,
    connected: bool,
    dtype: str,
) -> Case:
    nodes = pick.between(1, max_nodes)
    adjacency = [[0.0] * nodes for _ in range(nodes)]

    def join(one: int, other: int, weight: int) -> None:
        adjacency[one][other] = float(weight)
        if not directed:
            adjacency[other][one] = float(weight)

    if connected:
        for node in range(1, nodes):
            join(node - 1, node, 1)
    for _ in pick.several(0, max_edges if nodes > 1 or self_loops else 0):
        one, step = pick.between(0, nodes - 1), pick.between(0 if self_loops else 1, max(1, nodes - 1))
        join(one, (one + step) % nodes, pick.between(1, 3) if weighted else 1)
    features = pick.between(1, max_features)
    return {
        "adjacency": tensor_of(adjacency, dtype),
        "features": tensor((nodes, features), dtype, pick.filling(), "features"),
    }
