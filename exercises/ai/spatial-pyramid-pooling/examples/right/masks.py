# technique: a mask says which cells a bin holds; everything outside of it becomes -inf
import torch


def pyramid_bins(size, count):
    starts = torch.arange(count) * size // count
    ends = (torch.arange(1, count + 1) * size + count - 1) // count
    return list(zip(starts.tolist(), ends.tolist()))


def inside(size, count):
    """(count, size): whether a cell lies in a bin."""
    cells = torch.arange(size)
    return torch.stack([(cells >= start) & (cells < end) for start, end in pyramid_bins(size, count)])


def spatial_pyramid_pool(x, levels=(4, 2, 1)):
    parts = []
    for n in levels:
        rows = torch.where(inside(x.shape[2], n)[:, :, None], x[:, :, None], -torch.inf).amax(dim=3)
        bins = torch.where(inside(x.shape[3], n), rows[:, :, :, None], -torch.inf).amax(dim=4)
        parts.append(bins.reshape(x.shape[0], -1))
    return torch.hstack(parts)
