# technique: a loop over levels, rows and columns of bins, one maximum each
import math

import torch


def pyramid_bins(size, count):
    return [(math.floor(i * size / count), math.ceil((i + 1) * size / count)) for i in range(count)]


def spatial_pyramid_pool(x, levels=(4, 2, 1)):
    features = []
    for n in levels:
        level = torch.empty(*x.shape[:2], n, n, dtype=x.dtype)
        for i, (top, bottom) in enumerate(pyramid_bins(x.shape[2], n)):
            for j, (left, right) in enumerate(pyramid_bins(x.shape[3], n)):
                level[:, :, i, j] = x[:, :, top:bottom, left:right].flatten(2).max(dim=2).values
        features.append(level.view(len(x), -1))
    return torch.cat(features, dim=1)
