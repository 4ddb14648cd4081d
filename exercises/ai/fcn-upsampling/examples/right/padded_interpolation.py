# technique: a rim of zeros around the map, torch's interpolation, and the rim cut off again
import torch
import torch.nn.functional as F


def score(features, weight, bias):
    cells = features.permute(0, 2, 3, 1)
    return F.linear(cells, weight.flatten(1), bias).permute(0, 3, 1, 2)


def upsampling_weight(channels, size):
    factor = (size + 1) // 2
    weight = torch.zeros(channels, channels, size, size)
    for i in range(size):
        for j in range(size):
            down, right = abs(i - (size - 1) / 2), abs(j - (size - 1) / 2)
            for c in range(channels):
                weight[c, c, i, j] = (1 - down / factor) * (1 - right / factor)
    return weight


def upsample(x, factor):
    large = F.interpolate(F.pad(x, (1, 1, 1, 1)), scale_factor=factor, mode="bilinear", align_corners=False)
    return large[:, :, factor:-factor, factor:-factor]


def add_skip(coarse, skip):
    return upsample(coarse, 2)[:, :, : skip.shape[2], : skip.shape[3]] + skip


def segment(features, heads, stride, size):
    pool3, pool4, top = (score(f, *head) for f, head in zip(features, heads))
    routes = {
        32: lambda: top,
        16: lambda: add_skip(top, pool4),
        8: lambda: add_skip(add_skip(top, pool4), pool3),
    }
    large = upsample(routes[stride](), stride)
    return large[:, :, : size[0], : size[1]]
