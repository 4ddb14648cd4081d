# technique: the map is framed by -inf until every region fits, then adaptive pooling makes the bins
import math

import torch
import torch.nn.functional as F


def to_cells(rois, spatial_scale):
    rows = [[math.floor(value * spatial_scale + 0.5) for value in row[1:]] for row in rois.tolist()]
    return torch.tensor(rows, dtype=torch.int64).reshape(-1, 4)


def roi_pool(x, rois, output_size, spatial_scale=1.0):
    cells = to_cells(rois, spatial_scale)
    if not len(cells):
        return x.new_zeros(0, x.shape[1], *output_size)
    more_right = max(0, int(cells[:, 2].max()) + 1 - x.shape[3])
    more_below = max(0, int(cells[:, 3].max()) + 1 - x.shape[2])
    wide = F.pad(x, (0, more_right, 0, more_below), value=-torch.inf)
    pooled = [
        F.adaptive_max_pool2d(wide[int(roi[0]), :, top : bottom + 1, left : right + 1], output_size)
        for roi, (left, top, right, bottom) in zip(rois, cells.tolist())
    ]
    result = torch.stack(pooled)
    return result.masked_fill(result.isinf(), 0.0)
