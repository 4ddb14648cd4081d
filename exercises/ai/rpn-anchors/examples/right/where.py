# technique: broadcasting over five axes, and one torch.where for the labels
import torch


def make_anchors(rows, columns, stride=16, scales=(128, 256, 512), ratios=(0.5, 1.0, 2.0)):
    y = ((torch.arange(rows) + 0.5) * stride).view(-1, 1, 1, 1)
    x = ((torch.arange(columns) + 0.5) * stride).view(1, -1, 1, 1)
    ratio = torch.tensor(ratios, dtype=torch.float64).view(1, 1, -1, 1)
    scale = torch.tensor(scales, dtype=torch.float64).view(1, 1, 1, -1)
    w, h = scale * ratio.rsqrt(), scale * ratio.sqrt()
    sides = torch.broadcast_tensors(x - w / 2, y - h / 2, x + w / 2, y + h / 2)
    return torch.stack(sides, dim=-1).reshape(-1, 4).float()


def label_anchors(anchors, truths, width, height, positive=0.7, negative=0.3):
    if len(anchors) == 0:
        return torch.zeros(0, dtype=torch.long)
    frame = torch.tensor([[0.0, 0.0, width, height]], dtype=anchors.dtype)
    inside = (torch.maximum(anchors[:, :2], frame[:, :2]) == anchors[:, :2]).all(1)
    inside &= (torch.minimum(anchors[:, 2:], frame[:, 2:]) == anchors[:, 2:]).all(1)
    everything = torch.cat([truths, anchors.new_tensor([[-9e3, -9e3, -8e3, -8e3]])])  # one that nobody meets
    a, b = anchors.unsqueeze(1), everything.unsqueeze(0)
    sides = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp_min(0)
    shared = sides.prod(-1)
    iou = shared / ((a[..., 2:] - a[..., :2]).prod(-1) + (b[..., 2:] - b[..., :2]).prod(-1) - shared)
    iou = torch.where(inside[:, None], iou, torch.full_like(iou, -1.0))
    top = iou.max(0).values
    best = ((iou == top) & (top > 0)).any(1)
    high = iou.max(1).values
    return torch.where(best | (high >= positive), 1, torch.where(inside & (high < negative), 0, -1))
