# fails: test_stride, test_padding_of_the_maximum, test_padding_of_the_mean, test_pairs, test_any_maximum, test_any_mean, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the stride that was asked for is never used
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size)
    ph, pw = as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
