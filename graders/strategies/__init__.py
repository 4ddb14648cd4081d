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

from graders.strategies.data import labelled_data
from graders.strategies.layers import conv2d_cases
from graders.strategies.requests import optional, request, request_sequences
from graders.strategies.tensors import arrays, shapes, tensors

__all__ = [
    "SearchStrategy",
    "arrays",
    "booleans",
    "composite",
    "conv2d_cases",
    "dictionaries",
    "floats",
    "integers",
    "just",
    "labelled_data",
    "lists",
    "none",
    "one_of",
    "optional",
    "request",
    "request_sequences",
    "sampled_from",
    "shapes",
    "tensors",
    "text",
    "tuples",
]
