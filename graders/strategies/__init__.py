"""Strategies for `given`: tensors, arrays and the cases that layers, models and apps are tested with.

Sizes and options are Hypothesis choices, so they shrink, each on its own; whatever is random is drawn from
the job's seed. The smallest case of each kind holds small whole numbers, which read well in a message.
"""

from __future__ import annotations

from hypothesis.strategies import (
    SearchStrategy,
    booleans,
    composite,
    dictionaries,
    floats,
    integers,
    just,
    lists,
    none,
    one_of,
    sampled_from,
    text,
    tuples,
)

from graders.strategies.boxes import box_pairs, boxes, nms_cases
from graders.strategies.data import labelled_data, mini_batch_cases
from graders.strategies.graphs import graph_layer_cases, graphs
from graders.strategies.images import images
from graders.strategies.layers import (
    batch_norm_cases,
    conv1d_cases,
    conv2d_cases,
    conv3d_cases,
    conv_cases,
    conv_transpose_cases,
    linear_cases,
    pool_cases,
)
from graders.strategies.requests import optional, request, request_sequences
from graders.strategies.tensors import arrays, shapes, tensors

__all__ = [
    "SearchStrategy",
    "arrays",
    "batch_norm_cases",
    "booleans",
    "box_pairs",
    "boxes",
    "composite",
    "conv1d_cases",
    "conv2d_cases",
    "conv3d_cases",
    "conv_cases",
    "conv_transpose_cases",
    "dictionaries",
    "floats",
    "graph_layer_cases",
    "graphs",
    "images",
    "integers",
    "just",
    "labelled_data",
    "linear_cases",
    "lists",
    "mini_batch_cases",
    "nms_cases",
    "none",
    "one_of",
    "optional",
    "pool_cases",
    "request",
    "request_sequences",
    "sampled_from",
    "shapes",
    "tensors",
    "text",
    "tuples",
]
