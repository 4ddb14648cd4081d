# technique: plain numbers, one box after the other
import math

import torch


def parts(box):
    x1, y1, x2, y2 = box
    return x1 + (x2 - x1) / 2, y1 + (y2 - y1) / 2, x2 - x1, y2 - y1


def target(proposal, truth):
    px, py, pw, ph = parts(proposal)
    gx, gy, gw, gh = parts(truth)
    return [(gx - px) / pw, (gy - py) / ph, math.log(gw / pw), math.log(gh / ph)]


def overlap(a, b):
    width = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return width * height / (sum(areas) - width * height)


def rows_of(rows, like):
    return torch.tensor(rows, dtype=like.dtype).reshape(-1, 4)


def encode(proposals, truths):
    pairs = zip(proposals.tolist(), truths.tolist(), strict=True)
    return rows_of([target(proposal, truth) for proposal, truth in pairs], proposals)


def decode(proposals, deltas):
    rows = []
    for proposal, (dx, dy, dw, dh) in zip(proposals.tolist(), deltas.tolist(), strict=True):
        px, py, pw, ph = parts(proposal)
        x, y, w, h = pw * dx + px, ph * dy + py, pw * math.exp(dw), ph * math.exp(dh)
        rows.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return rows_of(rows, proposals)


def training_targets(proposals, truths, threshold=0.6):
    chosen, rows = [], []
    candidates = truths.tolist()
    for index, proposal in enumerate(proposals.tolist()):
        best = max(candidates, key=lambda truth, box=proposal: overlap(box, truth), default=None)
        if best is not None and overlap(proposal, best) > threshold:
            chosen.append(index)
            rows.append(target(proposal, best))
    return torch.tensor(chosen, dtype=torch.int64), rows_of(rows, proposals)
