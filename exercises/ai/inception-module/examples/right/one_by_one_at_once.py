# technique: the three 1x1 convolutions of the input as one matrix product, windows by unfold, one clamp at the end
import torch
import torch.nn.functional as F
from torch import nn


class Conv(nn.Module):
    def __init__(self, before, after, side):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(after, before, side, side) / (before * side * side) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(after))


def point(x, *convs):
    weight = torch.cat([conv.weight.flatten(1) for conv in convs])
    bias = torch.cat([conv.bias for conv in convs])
    mixed = torch.einsum("oc,nchw->nohw", weight, x) + bias[:, None, None]
    return mixed.split([len(conv.bias) for conv in convs], dim=1)


def windows(x, conv):
    side = conv.weight.shape[-1]
    columns = F.unfold(x, side, padding=side // 2)
    mixed = conv.weight.flatten(1) @ columns + conv.bias[:, None]
    return mixed.unflatten(2, x.shape[2:])


class Inception(nn.Module):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = Conv(in_channels, ch1x1, 1)
        self.branch2_reduce = Conv(in_channels, ch3x3red, 1)
        self.branch2 = Conv(ch3x3red, ch3x3, 3)
        self.branch3_reduce = Conv(in_channels, ch5x5red, 1)
        self.branch3 = Conv(ch5x5red, ch5x5, 5)
        self.branch4 = Conv(in_channels, pool_proj, 1)

    def forward(self, x):
        one, three, five = point(x, self.branch1, self.branch2_reduce, self.branch3_reduce)
        rows = F.pad(x, (0, 0, 1, 1), value=-torch.inf).unfold(2, 3, 1).amax(-1)
        largest = F.pad(rows, (1, 1), value=-torch.inf).unfold(3, 3, 1).amax(-1)
        (pooled,) = point(largest, self.branch4)
        branches = [one, windows(three.clamp(min=0), self.branch2), windows(five.clamp(min=0), self.branch3)]
        return torch.cat([*branches, pooled], dim=1).clamp(min=0)
