# fails: test_full_depth, test_bank_of_filters, test_any_depth, test_arguments_stay_as_they_are, test_fresh_blocks
# because: the first axis of the block is taken for the depth, as torch's channels are
import torch
import torch.nn.functional as F


def output_shape(input_shape, filter_shape, stride=1):
    return tuple((n - k) // stride + 1 for n, k in zip(input_shape, filter_shape))


def conv1d(x, weight, bias=None, stride=1, padding=0):
    windows = F.pad(x, (padding, padding)).unfold(2, weight.shape[2], stride)
    out = torch.einsum("nctk,ock->not", windows, weight)
    return out if bias is None else out + bias[:, None]


def conv_full_depth(x, weight, stride=1):
    x, weight = x.permute(1, 2, 0), weight.permute(0, 2, 3, 1)
    windows = x.unfold(0, weight.shape[1], stride).unfold(1, weight.shape[2], stride)
    depth = min(windows.shape[2], weight.shape[3])
    return torch.einsum("mhlij,fijl->mhf", windows[:, :, :depth], weight[..., :depth])


def conv_volume(x, weight, stride=1):
    a, b, c = weight.shape
    windows = x.unfold(0, a, stride).unfold(1, b, stride).unfold(2, c, stride)
    return torch.einsum("mhlijk,ijk->mhl", windows, weight)
