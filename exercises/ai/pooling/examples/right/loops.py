# technique: loops over the windows, clipped to the image instead of padded
import torch


def pairs(*sizes):
    return [(size, size) if isinstance(size, int) else tuple(size) for size in sizes]


def pooled(x, kernel_size, stride, padding, finish):
    (kh, kw), (sh, sw), (ph, pw) = pairs(kernel_size, kernel_size if stride is None else stride, padding)
    height, width = x.shape[2:]
    rows = []
    for top in range(-ph, height + ph - kh + 1, sh):
        row = []
        for left in range(-pw, width + pw - kw + 1, sw):
            seen = x[:, :, max(top, 0) : top + kh, max(left, 0) : left + kw]
            row.append(finish(seen, kh * kw))
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return pooled(x, kernel_size, stride, padding, lambda seen, area: seen.flatten(2).max(dim=2).values)


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return pooled(x, kernel_size, stride, padding, lambda seen, area: seen.sum(dim=(2, 3)) / area)
