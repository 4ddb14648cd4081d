"""Tables of layers say what networks that PyTorch builds make and learn."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from graders.quiz import Stack, both, count_formula, layer_lines, layer_table, side_formula

NAMES = {
    "conv": both("a convolution", "합성곱"),
    "halves": both("in two groups", "두 묶음"),
    "pool": both("a pooling", "풀링"),
    "dense": both("fully connected", "완전 연결"),
}


@pytest.fixture
def stack() -> Stack:
    """A small network with every kind of layer."""
    made = Stack(side=31, channels=3)
    made.conv("conv", 8, 5, stride=4, padding=2)
    made.conv("halves", 6, 3, padding=1, groups=2)
    made.pool("pool", 3, 2)
    made.dense("dense", 10)
    return made


def test_sizes_and_counts_are_those_of_a_network(stack: Stack) -> None:
    """Maps, sides and parameters agree with layers that are built and run."""
    layers = [
        nn.Conv2d(3, 8, 5, stride=4, padding=2),
        nn.Conv2d(8, 6, 3, padding=1, groups=2),
        nn.MaxPool2d(3, 2),
        nn.Linear(6 * 3 * 3, 10),
    ]
    x = torch.zeros(1, 3, 31, 31)
    for row, layer in zip(stack.layers, layers, strict=True):
        x = layer(x.flatten(1) if isinstance(layer, nn.Linear) else x)

        assert (row.maps, row.side or 1) == (x.shape[1], x.shape[-1] if x.ndim == 4 else 1)
        assert row.parameters == sum(each.numel() for each in layer.parameters())
    assert [row.seen for row in stack.layers] == [3, 4, None, 54]
    assert stack.total == sum(each.numel() for layer in layers for each in layer.parameters())


def test_adaptive_pooling_sets_the_side(stack: Stack) -> None:
    """Whatever side arrives, the layers after it see maps of the side that it makes."""
    made = Stack(side=9, channels=2)
    made.adapt("pool", 6)
    made.dense("dense", 1)

    assert made["pool"].side == 6
    assert made["dense"].parameters == 2 * 36 + 1


def test_a_table_asks_for_the_cells_that_are_wanted(stack: Stack) -> None:
    """Asked cells are fields with the right key; the others are shown."""
    part = layer_table(stack, NAMES, both("layers", "층"), {("conv", "side"), ("dense", "parameters")})

    assert {field.name for field in part.fields} == {"conv.side", "dense.parameters", "sum.parameters"}
    assert part.keys["conv.side"].value == 8  # type: ignore[union-attr]
    assert part.keys["sum.parameters"].value == stack.total  # type: ignore[union-attr]
    assert part.fields[0].label.ko == "합성곱: 특성 맵의 한 변"


def test_the_whole_table_has_a_line_for_each_layer(stack: Stack) -> None:
    """Heading, rule, layers and sum; what a layer does not have is a dash."""
    lines = layer_lines(stack, NAMES, "en", ("layer", "kernel", "maps", "parameters")).splitlines()

    assert lines[2] == "| a convolution | 5\u00a0×\u00a05 | 8 | 608 |"
    assert lines[5:] == ["| fully connected | – | 10 | 550 |", f"| **sum** |  |  | **{stack.total:,}** |"]


def test_formulas_hold_the_numbers(stack: Stack) -> None:
    """A floor is written where something is cut off, and a group sees its own maps only."""
    halved = Stack(side=8, channels=1)
    halved.pool("pool")

    assert side_formula(stack["conv"]) == r"\left\lfloor \frac{31 + 2 \cdot 2 - 5}{4} \right\rfloor + 1 = 8"
    assert side_formula(stack["halves"]) == r"8 + 2 \cdot 1 - 3 + 1 = 8"
    assert side_formula(stack["pool"]) == r"\left\lfloor \frac{8 - 3}{2} \right\rfloor + 1 = 3"
    assert side_formula(halved["pool"]) == "8 / 2 = 4"
    assert count_formula(stack["halves"]) == r"(3 \cdot 3 \cdot 4 + 1) \cdot 6 = 222"
    assert count_formula(stack["dense"]) == r"(54 + 1) \cdot 10 = 550"
