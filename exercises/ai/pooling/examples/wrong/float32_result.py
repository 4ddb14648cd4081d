# fails: test_channels_and_batch, test_fresh_cases
# because: the result is written into torch.zeros, which is float32 whatever the input is
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(kernel_size if stride is None else stride)
    ph, pw = as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    best = windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))
    return torch.zeros(best.shape) + best.float()


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    mean = windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
    return torch.zeros(mean.shape) + mean.float()
