# technique: as the Caffe layer does it: bin by bin, borders cut off at the map
import math

import torch


def to_cells(rois, spatial_scale):
    return (rois[:, 1:].double() * spatial_scale).add(0.5).floor().long()


def roi_pool(x, rois, output_size, spatial_scale=1.0):
    channels, height, width = x.shape[1:]
    pooled_h, pooled_w = output_size
    out = torch.zeros(len(rois), channels, pooled_h, pooled_w, dtype=x.dtype)
    for r, cells in enumerate(to_cells(rois, spatial_scale)):
        left, top, right, bottom = cells.tolist()
        bin_h = max(bottom - top + 1, 1) / pooled_h
        bin_w = max(right - left + 1, 1) / pooled_w
        for i in range(pooled_h):
            start_h = min(max(top + math.floor(i * bin_h), 0), height)
            end_h = min(max(top + math.ceil((i + 1) * bin_h), 0), height)
            for j in range(pooled_w):
                start_w = min(max(left + math.floor(j * bin_w), 0), width)
                end_w = min(max(left + math.ceil((j + 1) * bin_w), 0), width)
                if start_h < end_h and start_w < end_w:
                    out[r, :, i, j] = x[int(rois[r, 0]), :, start_h:end_h, start_w:end_w].amax(dim=(1, 2))
    return out
