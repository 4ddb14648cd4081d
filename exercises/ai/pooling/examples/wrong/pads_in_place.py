# fails: test_arguments_stay_as_they_are, test_fresh_gradients
# because: the padded image is written back into the caller's tensor
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    ph, pw = as_pair(padding)
    x.data = F.pad(x.data, (pw, pw, ph, ph), value=border)
    return x.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
