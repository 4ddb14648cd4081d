# technique: four loops around plain numbers, a list of labels
import math

import torch


def make_anchors(rows, columns, stride=16, scales=(128, 256, 512), ratios=(0.5, 1.0, 2.0)):
    found = []
    for row in range(rows):
        for column in range(columns):
            x, y = stride * (column + 0.5), stride * (row + 0.5)
            for ratio in ratios:
                for scale in scales:
                    w = math.sqrt(scale**2 / ratio)
                    h = w * ratio
                    found.append([x - w / 2, y - h / 2, x + w / 2, y + h / 2])
    return torch.tensor(found, dtype=torch.float32).reshape(-1, 4)


def overlap(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    if w <= 0 or h <= 0:
        return 0.0
    return w * h / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - w * h)


def label_anchors(anchors, truths, width, height, positive=0.7, negative=0.3):
    labels = [-1] * len(anchors)
    boxes, things = anchors.tolist(), truths.tolist()
    inside = [
        i for i, (x1, y1, x2, y2) in enumerate(boxes) if x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height
    ]
    for i in inside:
        best = max((overlap(boxes[i], thing) for thing in things), default=0.0)
        labels[i] = 1 if best >= positive else 0 if best < negative else -1
    for thing in things:
        values = {i: overlap(boxes[i], thing) for i in inside}
        top = max(values.values(), default=0.0)
        if top > 0:
            for i, value in values.items():
                if value == top:
                    labels[i] = 1
    return torch.tensor(labels, dtype=torch.int64)
