# fails: test_pairs, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: pairs are taken as (horizontal, vertical)
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kw, kh = as_pair(kernel_size)
    sw, sh = as_pair(kernel_size if stride is None else stride)
    pw, ph = as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
