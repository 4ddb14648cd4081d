"""IoU of classes over a data set: one matrix of all pixels, then a share for each class."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor


def pixel_matrix(target: Tensor, predicted: Tensor, num_classes: int, ignore_index: int = 255) -> Tensor:
    """Return how many pixels of each class (rows) were given each label (columns)."""
    kept = target != ignore_index
    pairs = target[kept] * num_classes + predicted[kept]
    return pairs.bincount(minlength=num_classes * num_classes).reshape(num_classes, num_classes)


def class_iou(matrix: Tensor) -> Tensor:
    """Return the IoU of each class, NaN for one that neither occurs nor was predicted."""
    hits = matrix.diagonal().double()
    return hits / (matrix.sum(dim=0) + matrix.sum(dim=1) - hits)


def mean_iou(
    targets: Iterable[Tensor], predictions: Iterable[Tensor], num_classes: int, ignore_index: int = 255
) -> float:
    """Return the mean IoU of the classes that have one, over all images together."""
    matrices = [pixel_matrix(*pair, num_classes, ignore_index) for pair in zip(targets, predictions)]
    return class_iou(sum(matrices, torch.zeros(num_classes, num_classes, dtype=torch.int64))).nanmean().item()
