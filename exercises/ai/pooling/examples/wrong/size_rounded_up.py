# fails: test_stride, test_padding_of_the_maximum, test_pairs, test_any_maximum, test_any_mean, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the size is rounded up: a window that sticks out is kept
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    ph, pw = as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    padded = F.pad(padded, (0, -(padded.shape[3] - kw) % sw, 0, -(padded.shape[2] - kh) % sh), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
