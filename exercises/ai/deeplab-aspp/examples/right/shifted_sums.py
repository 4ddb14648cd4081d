# technique: one shifted copy of the map per tap, in the module too; matrices enlarge
import torch
import torch.nn.functional as F
from torch import nn


def atrous_conv(x, weight, rate):
    k_h, k_w = weight.shape[2:]
    rim_h, rim_w = rate * (k_h - 1) // 2, rate * (k_w - 1) // 2
    padded = F.pad(x, (rim_w, rim_w, rim_h, rim_h))
    height, width = x.shape[2:]
    total = 0
    for u in range(k_h):
        for v in range(k_w):
            part = padded[:, :, u * rate : u * rate + height, v * rate : v * rate + width]
            total = total + torch.einsum("nchw,oc->nohw", part, weight[:, :, u, v])
    return total


class Weight(nn.Module):
    def __init__(self, inputs, outputs, side, rate=1, bias=False):
        super().__init__()
        self.rate = rate
        self.weight = nn.Parameter(torch.empty(outputs, inputs, side, side).normal_(std=0.05))
        if bias:
            self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        result = atrous_conv(x, self.weight, self.rate)
        return result + self.bias[:, None, None] if hasattr(self, "bias") else result


def spread(old, new, like):
    position = ((torch.arange(new, dtype=torch.float64) + 0.5) * old / new - 0.5).clamp(0, old - 1)
    distance = (position[:, None] - torch.arange(old)).abs()
    return (1 - distance).clamp(min=0).to(like.dtype)


def enlarge(x, size):
    return spread(x.shape[2], size[0], x) @ x @ spread(x.shape[3], size[1], x).T


class ASPP(nn.Module):
    def __init__(self, channels, out=256, rates=(6, 12, 18)):
        super().__init__()
        sides = [(1, 1), *((3, rate) for rate in rates), (1, 1)]
        self.convs = nn.ModuleList(Weight(channels, out, side, rate) for side, rate in sides)
        self.norms = nn.ModuleList(nn.BatchNorm2d(out) for _ in sides)
        self.project = Weight(out * len(sides), out, 1)
        self.project_norm = nn.BatchNorm2d(out)

    def forward(self, x):
        whole = x.mean((2, 3), keepdim=True)
        total = []
        for index, (conv, norm) in enumerate(zip(self.convs, self.norms)):
            last = index == len(self.convs) - 1
            total.append(norm(conv(whole if last else x)).relu().expand(-1, -1, *x.shape[2:]))
        return self.project_norm(self.project(torch.cat(total, 1))).relu()


class Decoder(nn.Module):
    def __init__(self, low_channels, classes, channels=256, reduced=48):
        super().__init__()
        self.reduce = Weight(low_channels, reduced, 1)
        self.reduce_norm = nn.BatchNorm2d(reduced)
        self.convs = nn.ModuleList([Weight(channels + reduced, channels, 3), Weight(channels, channels, 3)])
        self.norms = nn.ModuleList([nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)])
        self.classify = Weight(channels, classes, 1, bias=True)

    def forward(self, features, low, size):
        x = torch.cat([enlarge(features, low.shape[2:]), self.reduce_norm(self.reduce(low)).relu()], 1)
        for conv, norm in zip(self.convs, self.norms):
            x = norm(conv(x)).relu()
        return enlarge(self.classify(x), size)
