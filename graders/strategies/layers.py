"""Arguments of the layers of a network: convolutions, pooling, linear maps, batch normalisation.

Every case is a dictionary to be passed on as keywords. Sizes may be rectangular, kernels always fit, and the
smallest case has one of everything.
"""

from __future__ import annotations

from typing import Any

from hypothesis.strategies import SearchStrategy

from graders.strategies.cases import Pick, cases
from graders.strategies.numbers import tensor

Case = dict[str, Any]


@cases
def conv_cases(
    pick: Pick,
    dims: int = 2,
    max_side: int = 7,
    *,
    max_batch: int = 2,
    max_channels: int = 3,
    max_kernel: int = 3,
    max_stride: int = 3,
    max_padding: int = 2,
    max_dilation: int | None = None,
    dtype: str = "float32",
    bias: bool | None = None,
) -> Case:
    """Arguments of a convolution over `dims` axes: x, weight, bias, stride and padding.

    The kernel always fits into the padded input. Stride, padding and dilation are equal in all directions;
    there is a dilation only with `max_dilation`. `bias` True or False always or never gives one.
    """
    kernel = tuple(pick.between(1, max_kernel) for _ in range(dims))
    padding = pick.between(0, max_padding)
    dilation = 1 if max_dilation is None else pick.between(1, max_dilation)
    least = [max(1, dilation * (side - 1) + 1 - 2 * padding) for side in kernel]
    sides = tuple(pick.between(low, max(low, max_side)) for low in least)
    batch, channels, filters = (pick.between(1, n) for n in (max_batch, max_channels, max_channels))
    with_bias = pick.flag() if bias is None else bias
    stride = pick.between(1, max_stride)
    # One choice fills all tensors: each choice costs time, and more of them would shrink no better.
    filling = pick.filling()
    case: Case = {
        "x": tensor((batch, channels, *sides), dtype, filling, "x"),
        "weight": tensor((filters, channels, *kernel), dtype, filling, "weight"),
        "bias": tensor((filters,), dtype, filling, "bias") if with_bias else None,
        "stride": stride,
        "padding": padding,
    }
    return case if max_dilation is None else {**case, "dilation": dilation}


def conv1d_cases(max_side: int = 9, **bounds: Any) -> SearchStrategy[Case]:
    """Arguments of a 1-D convolution; bounds as in `conv_cases`."""
    return conv_cases(1, max_side, **bounds)


def conv2d_cases(max_side: int = 7, **bounds: Any) -> SearchStrategy[Case]:
    """Arguments of a 2-D convolution; bounds as in `conv_cases`."""
    return conv_cases(2, max_side, **bounds)


def conv3d_cases(max_side: int = 4, **bounds: Any) -> SearchStrategy[Case]:
    """Arguments of a 3-D convolution; bounds as in `conv_cases`."""
    return conv_cases(3, max_side, **bounds)


@cases
def conv_transpose_cases(
    pick: Pick,
    dims: int = 2,
    max_side: int = 4,
    *,
    max_batch: int = 2,
    max_channels: int = 3,
    max_kernel: int = 3,
    max_stride: int = 3,
    max_padding: int = 1,
    output_padding: bool = True,
    dtype: str = "float32",
    bias: bool | None = None,
) -> Case:
    """Arguments of a transposed convolution, with `weight` of shape (C_in, C_out, …).

    x, weight, bias, stride, padding and output_padding, which `output_padding=False` leaves out. The result
    has at least one entry along each axis.
    """
    kernel = tuple(pick.between(1, max_kernel) for _ in range(dims))
    stride = pick.between(1, max_stride)
    # (side − 1)·stride − 2·padding + kernel must be at least 1 for a side of 1.
    padding = pick.between(0, min(max_padding, (min(kernel) - 1) // 2))
    sides = tuple(pick.between(1, max_side) for _ in range(dims))
    batch, channels, filters = (pick.between(1, n) for n in (max_batch, max_channels, max_channels))
    with_bias = pick.flag() if bias is None else bias
    extra = pick.between(0, stride - 1) if output_padding else 0
    filling = pick.filling()
    case: Case = {
        "x": tensor((batch, channels, *sides), dtype, filling, "x"),
        "weight": tensor((channels, filters, *kernel), dtype, filling, "weight"),
        "bias": tensor((filters,), dtype, filling, "bias") if with_bias else None,
        "stride": stride,
        "padding": padding,
    }
    return {**case, "output_padding": extra} if output_padding else case


@cases
def pool_cases(
    pick: Pick,
    dims: int = 2,
    max_side: int = 7,
    *,
    max_batch: int = 2,
    max_channels: int = 2,
    max_kernel: int = 3,
    max_stride: int = 3,
    max_padding: int = 1,
    dtype: str = "float32",
) -> Case:
    """Arguments of a pooling over `dims` axes: x, kernel_size, stride and padding.

    As torch wants it, the padding is at most half of the kernel, and the kernel fits into the padded input.
    """
    kernel = pick.between(1, max_kernel)
    stride = pick.between(1, max_stride)
    padding = pick.between(0, min(max_padding, kernel // 2))
    least = max(1, kernel - 2 * padding)
    sides = tuple(pick.between(least, max(least, max_side)) for _ in range(dims))
    batch, channels = pick.between(1, max_batch), pick.between(1, max_channels)
    x = tensor((batch, channels, *sides), dtype, pick.filling(), "x")
    return {"x": x, "kernel_size": kernel, "stride": stride, "padding": padding}


@cases
def linear_cases(
    pick: Pick,
    *,
    max_batch: int = 4,
    max_features: int = 4,
    dtype: str = "float32",
    bias: bool | None = None,
) -> Case:
    """Arguments of a linear layer: x (N, in), weight (out, in) and bias (out,) or None."""
    batch = pick.between(1, max_batch)
    inputs, outputs = pick.between(1, max_features), pick.between(1, max_features)
    with_bias = pick.flag() if bias is None else bias
    filling = pick.filling()
    return {
        "x": tensor((batch, inputs), dtype, filling, "x"),
        "weight": tensor((outputs, inputs), dtype, filling, "weight"),
        "bias": tensor((outputs,), dtype, filling, "bias") if with_bias else None,
    }


@cases
def batch_norm_cases(
    pick: Pick,
    dims: int = 2,
    max_side: int = 3,
    *,
    max_batch: int = 4,
    max_channels: int = 3,
    dtype: str = "float32",
    training: bool | None = None,
) -> Case:
    """Arguments of a batch normalisation: x (N, C, …), weight, bias, running_mean, running_var, training.

    There are at least two entries a channel, so that they have a variance; running variances are positive.
    `training` True or False settles what chance would.
    """
    batch, channels = pick.between(2, max(2, max_batch)), pick.between(1, max_channels)
    sides = tuple(pick.between(1, max_side) for _ in range(dims))
    mode = pick.flag() if training is None else training
    filling = pick.filling()
    return {
        "x": tensor((batch, channels, *sides), dtype, filling, "x"),
        "weight": tensor((channels,), dtype, filling, "weight"),
        "bias": tensor((channels,), dtype, filling, "bias"),
        "running_mean": tensor((channels,), dtype, filling, "mean"),
        "running_var": tensor((channels,), dtype, filling, "var", low=1.0, high=4.0),
        "training": mode,
    }
