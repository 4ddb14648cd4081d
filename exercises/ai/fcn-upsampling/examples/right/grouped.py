# technique: one kernel for each channel and as many groups, so no zeros are multiplied
import torch
import torch.nn.functional as F


def score(features, weight, bias):
    return F.conv2d(features, weight) + bias[:, None, None]


def kernel(size):
    rows, columns = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    middle, factor = (size - 1) / 2, (size + 1) // 2
    return (1 - (rows - middle).abs() / factor) * (1 - (columns - middle).abs() / factor)


def upsampling_weight(channels, size):
    return torch.diag_embed(kernel(size).expand(channels, size, size).permute(1, 2, 0)).permute(2, 3, 0, 1)


def upsample(x, factor):
    channels = x.shape[1]
    weight = kernel(2 * factor - factor % 2).to(x).expand(channels, 1, -1, -1)
    large = F.conv_transpose2d(x, weight, stride=factor, groups=channels)
    cut = factor // 2
    return large[:, :, cut : cut + factor * x.shape[2], cut : cut + factor * x.shape[3]]


def add_skip(coarse, skip):
    large = upsample(coarse, 2)
    return large.narrow(2, 0, skip.shape[2]).narrow(3, 0, skip.shape[3]) + skip


def segment(features, heads, stride, size):
    scores = score(features[2], *heads[2])
    for level, step in ((1, 16), (0, 8)):
        if stride <= step:
            scores = add_skip(scores, score(features[level], *heads[level]))
    return upsample(scores, stride)[:, :, : size[0], : size[1]]
