"""Answers of conv-output-size found by counting: every position of the kernel is tried, no formula is used."""

from __future__ import annotations

import ast
import re

SHAPE = re.compile(r"`\(N, ([\d, ]+)\)`")
CODE = re.compile(r"```python\n(.*?)\n```", re.DOTALL)
LAYER = re.compile(r"nn\.(Conv|MaxPool|AvgPool)\dd\((.*)\)")


def solve(question):
    """Return the output shape of the layers that the prompt shows, field by field."""
    prompt = question["prompt"]["en"]
    channels, *sizes = (int(size) for size in SHAPE.search(prompt)[1].split(","))
    for line in CODE.search(prompt)[1].splitlines():
        kind, arguments = LAYER.fullmatch(line.strip()).groups()
        numbers, named = read(arguments)
        channels = numbers[1] if kind == "Conv" else channels
        sizes = [count_positions(size, axis, kind, named) for axis, size in enumerate(sizes)]
    return dict(zip([field["name"] for field in question["fields"]], [channels, *sizes], strict=True))


def read(arguments):
    """Return the plain and the named arguments of a call."""
    call = ast.parse(f"f({arguments})", mode="eval").body
    plain = [ast.literal_eval(each) for each in call.args]
    return plain, {each.arg: ast.literal_eval(each.value) for each in call.keywords}


def count_positions(size, axis, kind, named):
    """Return at how many positions the kernel lies within the padded input, moving on by the stride."""
    kernel = along(named["kernel_size"], axis)
    stride = along(named.get("stride", 1 if kind == "Conv" else kernel), axis)
    padding = along(named.get("padding", 0), axis)
    dilation = along(named.get("dilation", 1), axis)
    padded = range(-padding, size + padding)
    starts = [start for start in padded if (start + padding) % stride == 0]
    return sum(all(start + tap * dilation in padded for tap in range(kernel)) for start in starts)


def along(value, axis):
    """Return a setting along one axis: a single number counts for all."""
    return value[axis] if isinstance(value, tuple) else value
