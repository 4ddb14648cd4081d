# technique: itertools.product for the order, geometric means by logarithms, clipping by what is cut off each side
from itertools import product

import numpy as np
import torch


def map_scales(count, smallest=0.2, largest=0.9):
    k = np.arange(1, count + 2)
    return torch.from_numpy(smallest + (largest - smallest) * (k - 1) / (count - 1)).float()


def kinds_of(here, above, ratios):
    extra = np.exp((np.log(here) + np.log(above)) / 2)
    boxes = [[here, here], [extra, extra]]
    for ratio in ratios:
        boxes += [[here * ratio**0.5, here * ratio**-0.5], [here * ratio**-0.5, here * ratio**0.5]]
    return np.array(boxes)


def default_boxes(shapes, ratios, scales, clip=False):
    scales = np.asarray([float(each) for each in scales])
    rows_of = []
    for k, shape in enumerate(shapes):
        kinds = kinds_of(scales[k], scales[k + 1], ratios[k])
        for i, j in product(*map(range, shape)):
            centre = np.array([(j + 0.5) / shape[1], (i + 0.5) / shape[0]])
            rows_of.append(np.hstack([np.tile(centre, (len(kinds), 1)), kinds]))
    boxes = np.vstack(rows_of)
    if clip:
        centre, half = boxes[:, :2], boxes[:, 2:] / 2
        before = np.minimum(centre - half, 0)
        behind = np.maximum(centre + half - 1, 0)
        boxes = np.hstack([centre - (before + behind) / 2, 2 * half + before - behind])
    return torch.tensor(boxes, dtype=torch.float32)
