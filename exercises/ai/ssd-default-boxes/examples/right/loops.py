# technique: loops over maps, rows, columns and kinds of boxes
import math

import torch


def map_scales(count, smallest=0.2, largest=0.9):
    step = (largest - smallest) / (count - 1)
    return torch.tensor([smallest + step * k for k in range(count + 1)], dtype=torch.float32)


def default_boxes(shapes, ratios, scales, clip=False):
    values = [float(scale) for scale in scales]
    found = []
    for k, (rows, columns) in enumerate(shapes):
        s, extra = values[k], math.sqrt(values[k] * values[k + 1])
        kinds = [(s, s), (extra, extra)]
        for r in ratios[k]:
            kinds.append((s * math.sqrt(r), s / math.sqrt(r)))
            kinds.append((s * math.sqrt(1 / r), s / math.sqrt(1 / r)))
        for i in range(rows):
            for j in range(columns):
                for w, h in kinds:
                    x, y = (j + 0.5) / columns, (i + 0.5) / rows
                    if clip:
                        x1, x2 = max(x - w / 2, 0.0), min(x + w / 2, 1.0)
                        y1, y2 = max(y - h / 2, 0.0), min(y + h / 2, 1.0)
                        found.append([(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1])
                    else:
                        found.append([x, y, w, h])
    return torch.tensor(found, dtype=torch.float32)
