# technique: the entries spread out by zeros, then an ordinary convolution with the kernel turned; one-hot windows
import torch
import torch.nn.functional as F


def pair(value):
    return (value, value) if isinstance(value, int) else value


def max_pool(x, kernel_size, stride):
    numbers = torch.arange(x.shape[2] * x.shape[3]).reshape(x.shape[2:]).expand(x.shape)
    windows = x.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(4)
    numbers = numbers.unfold(2, kernel_size, stride).unfold(3, kernel_size, stride).flatten(4)
    best = windows.amax(dim=-1)
    last = x.shape[2] * x.shape[3]
    candidates = torch.where(windows == best[..., None], numbers, last)
    return best, candidates.amin(dim=-1)


def unpool(values, switches, size):
    places = F.one_hot(switches.flatten(2), size[0] * size[1]).to(values.dtype)
    return torch.einsum("nck,nckp->ncp", values.flatten(2), places).reshape(*values.shape[:2], *size)


def conv_transpose(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    (sh, sw), (ph, pw), (eh, ew) = pair(stride), pair(padding), pair(output_padding)
    kh, kw = weight.shape[2:]
    n, c, h, w = x.shape
    spread = x.new_zeros(n, c, (h - 1) * sh + 1, (w - 1) * sw + 1)
    spread[:, :, ::sh, ::sw] = x
    around = (kw - 1, kw - 1 + ew, kh - 1, kh - 1 + eh)
    full = F.conv2d(F.pad(spread, around), weight.flip(2, 3).transpose(0, 1), bias)
    return full[:, :, ph : full.shape[2] - ph, pw : full.shape[3] - pw]
