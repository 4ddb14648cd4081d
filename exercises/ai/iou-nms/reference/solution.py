"""Overlap of boxes as a matrix, and greedy non-maximum suppression by looking it up."""

from __future__ import annotations

import torch
from torch import Tensor


def iou_matrix(boxes_a: Tensor, boxes_b: Tensor) -> Tensor:
    """Return the IoU of each box of the first set with each of the second."""
    low = torch.maximum(boxes_a[:, None, :2], boxes_b[None, :, :2])
    high = torch.minimum(boxes_a[:, None, 2:], boxes_b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    union = _areas(boxes_a)[:, None] + _areas(boxes_b) - shared
    return torch.where(union > 0, shared / union, 0.0)


def nms(boxes: Tensor, scores: Tensor, threshold: float) -> Tensor:
    """Return the indices of the boxes that are kept, best score first."""
    suppresses = iou_matrix(boxes, boxes) > threshold
    kept: list[int] = []
    for index in sorted(range(len(boxes)), key=scores.tolist().__getitem__, reverse=True):
        if not suppresses[index, kept].any():
            kept.append(index)
    return torch.tensor(kept, dtype=torch.int64)


def _areas(boxes: Tensor) -> Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
