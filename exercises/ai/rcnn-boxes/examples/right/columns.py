# technique: four columns of numbers, logarithms subtracted, an argmax that keeps the first of equals
import torch


def encode(proposals, truths):
    px1, py1, px2, py2 = proposals.unbind(1)
    gx1, gy1, gx2, gy2 = truths.unbind(1)
    pw, ph = px2 - px1, py2 - py1
    tx = ((gx1 + gx2) - (px1 + px2)) / (2 * pw)
    ty = ((gy1 + gy2) - (py1 + py2)) / (2 * ph)
    return torch.stack([tx, ty, (gx2 - gx1).log() - pw.log(), (gy2 - gy1).log() - ph.log()], dim=-1)


def decode(proposals, deltas):
    x1, y1, x2, y2 = proposals.T
    dx, dy, dw, dh = deltas.T
    w, h = x2 - x1, y2 - y1
    x, y = x1 + w * (0.5 + dx), y1 + h * (0.5 + dy)
    half_w, half_h = 0.5 * w * dw.exp(), 0.5 * h * dh.exp()
    return torch.column_stack([x - half_w, y - half_h, x + half_w, y + half_h])


def training_targets(proposals, truths, threshold=0.6):
    best = torch.full((len(proposals),), -1.0, dtype=proposals.dtype)
    partner = torch.zeros_like(proposals)
    for truth in truths:
        width = torch.relu(
            torch.minimum(proposals[:, 2], truth[2]) - torch.maximum(proposals[:, 0], truth[0])
        )
        height = torch.relu(
            torch.minimum(proposals[:, 3], truth[3]) - torch.maximum(proposals[:, 1], truth[1])
        )
        shared = width * height
        area = (proposals[:, 2] - proposals[:, 0]) * (proposals[:, 3] - proposals[:, 1])
        iou = shared / (area + (truth[2] - truth[0]) * (truth[3] - truth[1]) - shared)
        better = iou > best
        best = torch.where(better, iou, best)
        partner = torch.where(better[:, None], truth, partner)
    chosen = (best > threshold).nonzero(as_tuple=True)[0]
    return chosen, encode(proposals[chosen], partner[chosen])
