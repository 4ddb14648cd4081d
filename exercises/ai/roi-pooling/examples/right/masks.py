# technique: comparisons say which cells a bin holds, for all regions at once; the others become -inf
import torch


def to_cells(rois, spatial_scale):
    return torch.floor(rois[:, 1:] * spatial_scale + 0.5).long()


def inside(first, last, count, size):
    """(R, count, size): whether a cell lies in a bin of a region."""
    side = (last - first + 1)[:, None]
    bins = torch.arange(count)
    start = first[:, None] + bins * side // count
    end = first[:, None] + ((bins + 1) * side + count - 1) // count
    cells = torch.arange(size)
    return (cells >= start[..., None]) & (cells < end[..., None])


def roi_pool(x, rois, output_size, spatial_scale=1.0):
    left, top, right, bottom = to_cells(rois, spatial_scale).unbind(1)
    rows = inside(top, bottom, output_size[0], x.shape[2])
    columns = inside(left, right, output_size[1], x.shape[3])
    maps = x[rois[:, 0].long()]
    bands = torch.where(rows[:, None, :, :, None], maps[:, :, None], -torch.inf).amax(dim=3)
    bins = torch.where(columns[:, None, None], bands[:, :, :, None], -torch.inf).amax(dim=4)
    return torch.where(bins == -torch.inf, torch.zeros_like(bins), bins)
