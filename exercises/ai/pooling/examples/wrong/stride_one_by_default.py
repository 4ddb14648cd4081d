# fails: test_worked_example, test_channels_and_batch, test_padding_of_the_maximum, test_padding_of_the_mean, test_pairs, test_arguments_stay_as_they_are, test_gradients, test_fresh_cases
# because: without a stride the window moves by 1, as a convolution's does
import torch
import torch.nn.functional as F


def as_pair(size):
    return (size, size) if isinstance(size, int) else tuple(size)


def windows(x, kernel_size, stride, padding, border):
    kh, kw = as_pair(kernel_size)
    sh, sw = as_pair(1 if stride is None else stride)
    ph, pw = as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph), value=border)
    return padded.unfold(2, kh, sh).unfold(3, kw, sw)


def max_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, -torch.inf).amax(dim=(4, 5))


def avg_pool2d(x, kernel_size, stride=None, padding=0):
    return windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))
