# technique: one shifted, strided copy of the input per weight, summed up
import itertools

import torch


def output_shape(input_shape, filter_shape, stride=1):
    return tuple(1 + (n - k) // stride for n, k in zip(input_shape, filter_shape))


def shifted(x, offsets, places, stride):
    cut = [slice(start, start + stride * (count - 1) + 1, stride) for start, count in zip(offsets, places)]
    return x[(..., *cut)]


def conv1d(x, weight, bias=None, stride=1, padding=0):
    x = torch.nn.functional.pad(x, (padding, padding))
    places = output_shape(x.shape[2:], weight.shape[2:], stride)
    out = x.new_zeros(x.shape[0], weight.shape[0], *places)
    for k in range(weight.shape[2]):
        out = out + torch.tensordot(weight[:, :, k], shifted(x, (k,), places, stride), ([1], [1])).movedim(
            0, 1
        )
    return out if bias is None else out + bias[None, :, None]


def conv_full_depth(x, weight, stride=1):
    places = output_shape(x.shape[:2], weight.shape[1:3], stride)
    block = x.movedim(2, 0)
    out = 0
    for i, j in itertools.product(range(weight.shape[1]), range(weight.shape[2])):
        out = out + torch.einsum("lmh,fl->mhf", shifted(block, (i, j), places, stride), weight[:, i, j])
    return out


def conv_volume(x, weight, stride=1):
    places = output_shape(x.shape, weight.shape, stride)
    out = x.new_zeros(places)
    for offsets in itertools.product(*map(range, weight.shape)):
        out += weight[offsets] * shifted(x, offsets, places, stride)
    return out
