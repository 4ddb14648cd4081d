"""Pooling that remembers, unpooling that puts back, and a transposed convolution that stamps."""

from __future__ import annotations

import torch
from torch import Tensor

Size = int | tuple[int, int]


def max_pool(x: Tensor, kernel_size: int, stride: int) -> tuple[Tensor, Tensor]:
    """Return the maximum of each window, and its place in the map, counted row by row."""
    windows = x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(4)
    places = windows.argmax(dim=4)
    rows = torch.arange(places.shape[2])[:, None] * stride + places // kernel_size
    columns = torch.arange(places.shape[3]) * stride + places % kernel_size
    return windows.amax(dim=4), rows * x.shape[3] + columns


def unpool(values: Tensor, switches: Tensor, size: tuple[int, int]) -> Tensor:
    """Return maps of zeros with each value at the place of its switch."""
    height, width = size
    flat = values.new_zeros(*values.shape[:2], height * width)
    return flat.scatter(2, switches.flatten(2), values.flatten(2)).unflatten(2, (height, width))


def conv_transpose(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Size = 1,
    padding: Size = 0,
    output_padding: Size = 0,
) -> Tensor:
    """Return the transposed convolution: each entry puts down the kernel, and what overlaps is added."""
    (step_h, step_w), (cut_h, cut_w), (more_h, more_w) = map(_pair, (stride, padding, output_padding))
    reach_h, reach_w = (x.shape[2] - 1) * step_h + 1, (x.shape[3] - 1) * step_w + 1
    kernel_h, kernel_w = weight.shape[2:]
    height, width = reach_h + kernel_h - 1 + more_h, reach_w + kernel_w - 1 + more_w
    result = x.new_zeros(x.shape[0], weight.shape[1], height, width)
    for u in range(kernel_h):
        for v in range(kernel_w):
            share = torch.einsum("nchw,co->nohw", x, weight[:, :, u, v])
            result[:, :, u : u + reach_h : step_h, v : v + reach_w : step_w] += share
    result = result[:, :, cut_h : height - cut_h, cut_w : width - cut_w]
    return result if bias is None else result + bias[:, None, None]


def _pair(size: Size) -> tuple[int, int]:
    """Return the size for both directions."""
    return (size, size) if isinstance(size, int) else size
