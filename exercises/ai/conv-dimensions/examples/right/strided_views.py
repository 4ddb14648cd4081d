# technique: as_strided lays out all windows, one matrix product contracts them
import torch
import torch.nn.functional as F


def output_shape(input_shape, filter_shape, stride=1):
    sizes = torch.tensor(input_shape) - torch.tensor(filter_shape)
    return tuple((sizes.div(stride, rounding_mode="floor") + 1).tolist())


def windows(x, reach, stride):
    """Windows over the first axes of a contiguous tensor: (*places, *reach, *rest)."""
    x = x.contiguous()
    n = len(reach)
    places = output_shape(tuple(x.shape[:n]), tuple(reach), stride)
    steps = [stride * step for step in x.stride()[:n]]
    return x.as_strided((*places, *reach, *x.shape[n:]), (*steps, *x.stride()[:n], *x.stride()[n:]))


def conv1d(x, weight, bias=None, stride=1, padding=0):
    out_channels, _, reach = weight.shape
    padded = F.pad(x, (padding, padding)).permute(2, 1, 0)
    columns = windows(padded, (reach,), stride).permute(3, 0, 2, 1).flatten(2)
    out = columns @ weight.reshape(out_channels, -1).T
    if bias is not None:
        out = out + bias
    return out.transpose(1, 2)


def conv_full_depth(x, weight, stride=1):
    columns = windows(x, weight.shape[1:3], stride).flatten(2)
    return columns @ weight.flatten(1).T


def conv_volume(x, weight, stride=1):
    return windows(x, weight.shape, stride).flatten(3) @ weight.flatten()
