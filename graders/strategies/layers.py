"""Arguments of the layers of a network."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as base
from hypothesis.strategies import composite

from graders.strategies.numbers import FILLINGS, between, tensor

_BOOLEANS = base.booleans()


@composite
def conv2d_cases(
    draw: base.DrawFn,
    max_side: int = 7,
    *,
    max_batch: int = 2,
    max_channels: int = 3,
    max_kernel: int = 3,
    max_stride: int = 3,
    max_padding: int = 2,
    dtype: str = "float32",
    bias: bool | None = None,
) -> dict[str, Any]:
    """Arguments of a 2-D convolution: x, weight, bias, stride and padding.

    Inputs and kernels may be rectangular, and the kernel always fits into the padded input. Stride and
    padding are equal in both directions. `bias` True or False always or never gives one.
    """
    kernel = draw(between(1, max_kernel)), draw(between(1, max_kernel))
    padding = draw(between(0, max_padding))
    least = [max(1, side - 2 * padding) for side in kernel]
    height, width = (draw(between(low, max(low, max_side))) for low in least)
    batch, channels, filters = (draw(between(1, n)) for n in (max_batch, max_channels, max_channels))
    with_bias = draw(_BOOLEANS) if bias is None else bias
    stride = draw(between(1, max_stride))
    # One choice fills all three tensors: each choice costs time, and more of them would shrink no better.
    filling = draw(between(0, FILLINGS))
    return {
        "x": tensor(filling, (batch, channels, height, width), dtype, "x"),
        "weight": tensor(filling, (filters, channels, *kernel), dtype, "weight"),
        "bias": tensor(filling, (filters,), dtype, "bias") if with_bias else None,
        "stride": stride,
        "padding": padding,
    }
