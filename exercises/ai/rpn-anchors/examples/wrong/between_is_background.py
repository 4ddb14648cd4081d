# fails: test_seven_anchors, test_on_the_thresholds, test_border_of_the_image, test_nobody_and_nothing, test_on_a_grid, test_arguments_stay_as_they_are, test_fresh_scenes
# because: what is not positive is background
import torch
from torch import Tensor


def make_anchors(
    rows: int,
    columns: int,
    stride: float = 16,
    scales: tuple[float, ...] = (128, 256, 512),
    ratios: tuple[float, ...] = (0.5, 1.0, 2.0),
) -> Tensor:
    """Return the anchors of a feature map as corners: cell by cell, in each by ratio and then by scale."""
    half = torch.tensor([[s / r**0.5 / 2, s * r**0.5 / 2] for r in ratios for s in scales])
    y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    centres = (torch.stack([x, y], dim=2).reshape(-1, 1, 2) + 0.5) * stride
    return torch.cat([centres - half, centres + half], dim=2).reshape(-1, 4)


def label_anchors(
    anchors: Tensor,
    truths: Tensor,
    width: float,
    height: float,
    positive: float = 0.7,
    negative: float = 0.3,
) -> Tensor:
    """Return 1 for anchors that are to find an object, 0 for background, and -1 for those that are ignored."""
    overlaps = _iou(anchors, truths)
    edge = anchors.new_tensor([width, height])
    inside = (anchors[:, :2] >= 0).all(dim=1) & (anchors[:, 2:] <= edge).all(dim=1)
    overlaps[~inside] = 0
    labels = torch.full((len(anchors),), 0)
    labels[(overlaps < negative).all(dim=1)] = 0
    labels[(overlaps >= positive).any(dim=1)] = 1
    if len(anchors):
        best = overlaps.amax(dim=0)
        labels[((overlaps == best) & (best > 0)).any(dim=1)] = 1
    labels[~inside] = -1
    return labels


def _iou(boxes: Tensor, others: Tensor) -> Tensor:
    low = torch.maximum(boxes[:, None, :2], others[:, :2])
    high = torch.minimum(boxes[:, None, 2:], others[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    areas, more = ((each[:, 2:] - each[:, :2]).prod(dim=1) for each in (boxes, others))
    return shared / (areas[:, None] + more - shared)
