# technique: a product in the frequency domain, then every stride-th entry
import torch
import torch.nn.functional as F


def as_pair(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def conv2d(x, weight, bias=None, stride=1, padding=0):
    (sh, sw), (ph, pw) = as_pair(stride), as_pair(padding)
    padded = F.pad(x, (pw, pw, ph, ph)).double()
    size = padded.shape[-2:]
    spectrum = torch.fft.rfft2(padded)
    kernels = torch.fft.rfft2(weight.double(), s=size).conj()
    full = torch.fft.irfft2(torch.einsum("nchw,ochw->nohw", spectrum, kernels), s=size)
    valid = full[..., : size[0] - weight.shape[2] + 1 : sh, : size[1] - weight.shape[3] + 1 : sw]
    if bias is not None:
        valid = valid + bias.double().view(1, -1, 1, 1)
    return valid.to(x.dtype)
