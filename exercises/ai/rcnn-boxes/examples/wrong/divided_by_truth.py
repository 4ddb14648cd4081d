# fails: test_one_target, test_row_by_row, test_there_and_back, test_small_boxes, test_who_learns, test_threshold_is_strict, test_nobody_is_near, test_any_scene, test_arguments_stay_as_they_are, test_fresh_boxes, test_fresh_scenes
# because: the shift is divided by the size of the truth
import torch
from torch import Tensor


def encode(proposals: Tensor, truths: Tensor) -> Tensor:
    """Return the targets (tx, ty, tw, th) that lead from each proposal to the truth of its row."""
    centres, sizes = _centred(proposals)
    goals, extents = _centred(truths)
    return torch.cat([(goals - centres) / extents, torch.log(extents / sizes)], dim=1)


def decode(proposals: Tensor, deltas: Tensor) -> Tensor:
    """Return the boxes, as corners, to which the corrections lead from the proposals."""
    centres, sizes = _centred(proposals)
    goals = centres + sizes * deltas[:, :2]
    extents = sizes * torch.exp(deltas[:, 2:])
    return torch.cat([goals - extents / 2, goals + extents / 2], dim=1)


def training_targets(proposals: Tensor, truths: Tensor, threshold: float = 0.6) -> tuple[Tensor, Tensor]:
    """Return which proposals are near a truth, and the targets of these."""
    if len(truths) == 0:
        return torch.empty(0, dtype=torch.int64), proposals[:0]
    overlap, nearest = _iou(proposals, truths).max(dim=1)
    chosen = torch.nonzero(overlap > threshold).flatten()
    return chosen, encode(proposals[chosen], truths[nearest[chosen]])


def _centred(boxes: Tensor) -> tuple[Tensor, Tensor]:
    low, high = boxes[:, :2], boxes[:, 2:]
    return (low + high) / 2, high - low


def _iou(boxes: Tensor, others: Tensor) -> Tensor:
    low = torch.maximum(boxes[:, None, :2], others[:, :2])
    high = torch.minimum(boxes[:, None, 2:], others[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    areas, more = ((each[:, 2:] - each[:, :2]).prod(dim=1) for each in (boxes, others))
    return shared / (areas[:, None] + more - shared)
