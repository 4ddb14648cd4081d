"""Everyday work on tensors: axes, tiles, indices, slices, masks, broadcasting, devices."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


def channels_first(images: Tensor) -> Tensor:
    """Return images of shape (N, H, W, C) as (N, C, H, W)."""
    return images.permute(0, 3, 1, 2)


def tiles(image: Tensor, size: int) -> Tensor:
    """Return the square tiles of an image (H, W), row by row, as (T, size, size)."""
    height, width = image.shape
    cut = image.reshape(height // size, size, width // size, size)
    return cut.transpose(1, 2).reshape(-1, size, size)


def pick(scores: Tensor, labels: Tensor) -> Tensor:
    """Return the score of each row at its label."""
    return scores[torch.arange(len(labels)), labels]


def blank_border(image: Tensor, width: int) -> Tensor:
    """Return a copy of an image (H, W) whose border of a width is 0."""
    rows, columns = (slice(width, side - width) for side in image.shape)
    result = torch.zeros_like(image)
    result[rows, columns] = image[rows, columns]
    return result


def fill_missing(x: Tensor) -> Tensor:
    """Return rows in which each NaN is the mean of the other numbers of its row, or 0 where there are none."""
    known = ~x.isnan()
    means = x.nansum(1, keepdim=True) / known.sum(1, keepdim=True).clamp(min=1)
    return torch.where(known, x, means)


def outer_sum(a: Tensor, b: Tensor) -> Tensor:
    """Return the table of all sums of an entry of a and an entry of b."""
    return a[:, None] + b


def to_device(batch: Any, device: str) -> Any:
    """Return the same nested batch with every tensor on a device."""
    if isinstance(batch, Tensor):
        return batch.to(device)
    if isinstance(batch, dict):
        return {key: to_device(value, device) for key, value in batch.items()}
    if isinstance(batch, (list, tuple)):
        return type(batch)(to_device(value, device) for value in batch)
    return batch
