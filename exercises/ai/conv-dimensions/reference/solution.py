"""Convolutions along one, two and three axes: view all windows, contract the axes that the filter spans."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def output_shape(input_shape: Sequence[int], filter_shape: Sequence[int], stride: int = 1) -> tuple[int, ...]:
    """Return how many places a filter has along each axis of its input."""
    return tuple((side - reach) // stride + 1 for side, reach in zip(input_shape, filter_shape))


def conv1d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """Return the convolution of a batch of sequences."""
    windows = F.pad(x, (padding, padding)).unfold(2, weight.shape[2], stride)
    result = torch.einsum("nctk,ock->not", windows, weight)
    return result if bias is None else result + bias[:, None]


def conv_full_depth(x: Tensor, weight: Tensor, stride: int = 1) -> Tensor:
    """Return one map for each filter that is as deep as its input; the maps are the last axis."""
    windows = x.unfold(0, weight.shape[1], stride).unfold(1, weight.shape[2], stride)
    return torch.einsum("mhlij,fijl->mhf", windows, weight)


def conv_volume(x: Tensor, weight: Tensor, stride: int = 1) -> Tensor:
    """Return the volume of sums that one filter gives as it moves along all three axes."""
    for axis, reach in enumerate(weight.shape):
        x = x.unfold(axis, reach, stride)
    return torch.einsum("mhlijk,ijk->mhl", x, weight)
