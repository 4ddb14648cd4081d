# fails: test_pairs, test_fresh_cases, test_edge_sizes, test_fresh_gradients
# because: the height of image and window is taken for the width too
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh = kw = as_pair(kernel_size)[0]
    sh = sw = as_pair(kernel_size if stride is None else stride)[0]
    ph = pw = as_pair(padding)[0]
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
