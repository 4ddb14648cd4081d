# fails: test_volume_of_full_depth, test_any_volume, test_fresh_blocks
# because: a depth of 1 is squeezed away
import torch
import torch.nn.functional as F


def output_shape(input_shape, filter_shape, stride=1):
    return tuple((n - k) // stride + 1 for n, k in zip(input_shape, filter_shape))


def conv1d(x, weight, bias=None, stride=1, padding=0):
    windows = F.pad(x, (padding, padding)).unfold(2, weight.shape[2], stride)
    out = torch.einsum("nctk,ock->not", windows, weight)
    return out if bias is None else out + bias[:, None]


def conv_full_depth(x, weight, stride=1):
    windows = x.unfold(0, weight.shape[1], stride).unfold(1, weight.shape[2], stride)
    return torch.einsum("mhlij,fijl->mhf", windows, weight)


def conv_volume(x, weight, stride=1):
    a, b, c = weight.shape
    windows = x.unfold(0, a, stride).unfold(1, b, stride).unfold(2, c, stride)
    return torch.einsum("mhlijk,ijk->mhl", windows, weight).squeeze(2)
