"""The upward half of a fully convolutional network: scores, bilinear weights, skips."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

Head = tuple[Tensor, Tensor]


def score(features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return one map of scores per class, by a convolution of 1 × 1."""
    return F.conv2d(features, weight, bias)


def upsampling_weight(channels: int, size: int) -> Tensor:
    """Return the weight of a transposed convolution that interpolates each channel bilinearly."""
    distance = (torch.arange(size) - (size - 1) / 2).abs()
    profile = 1 - distance / ((size + 1) // 2)
    return torch.eye(channels)[:, :, None, None] * torch.outer(profile, profile)


def upsample(x: Tensor, factor: int) -> Tensor:
    """Return the maps `factor` times as high and as wide, by a transposed convolution."""
    weight = upsampling_weight(x.shape[1], 2 * factor - factor % 2)
    return F.conv_transpose2d(x, weight.to(x.dtype), stride=factor, padding=factor // 2)


def add_skip(coarse: Tensor, skip: Tensor) -> Tensor:
    """Return the sum of the finer scores and the coarse ones, made twice as large and cropped."""
    return _crop(upsample(coarse, 2), skip.shape[2:]) + skip


def segment(features: Sequence[Tensor], heads: Sequence[Head], stride: int, size: tuple[int, int]) -> Tensor:
    """Return the scores of every pixel by FCN-32s, FCN-16s or FCN-8s."""
    pool3, pool4, top = (score(maps, *head) for maps, head in zip(features, heads))
    scores = top
    if stride < 32:
        scores = add_skip(scores, pool4)
    if stride < 16:
        scores = add_skip(scores, pool3)
    return _crop(upsample(scores, stride), size)


def _crop(x: Tensor, size: Sequence[int]) -> Tensor:
    """Return the upper left part of the maps."""
    return x[:, :, : size[0], : size[1]]
