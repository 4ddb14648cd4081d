# technique: rows first, then columns: maximum and mean of a rectangle can be taken axis by axis
import torch.nn.functional as F


def along(x, axis, kernel, stride, padding, border, finish):
    x = F.pad(x.movedim(axis, -1), (padding, padding), value=border)
    return finish(x.unfold(-1, kernel, stride)).movedim(-1, axis)


def both(x, kernel_size, stride, padding, border, finish):
    stride = kernel_size if stride is None else stride
    for axis in (2, 3):
        kernel, step, pad = (
            size if isinstance(size, int) else size[axis - 2] for size in (kernel_size, stride, padding)
        )
        x = along(x, axis, kernel, step, pad, border, finish)
    return x


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return both(x, kernel_size, stride, padding, float("-inf"), lambda windows: windows.max(dim=-1).values)


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return both(x, kernel_size, stride, padding, 0.0, lambda windows: windows.mean(dim=-1))
