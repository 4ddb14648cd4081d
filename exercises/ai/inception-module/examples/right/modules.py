# technique: ReLU and pooling as modules, steps of a branch in a loop, results collected in one tensor
import torch
from torch import nn


class Inception(nn.Module):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = nn.Conv2d(in_channels, ch1x1, kernel_size=1)
        self.branch2_reduce = nn.Conv2d(in_channels, ch3x3red, kernel_size=1)
        self.branch2 = nn.Conv2d(ch3x3red, ch3x3, kernel_size=3, padding="same")
        self.branch3_reduce = nn.Conv2d(in_channels, ch5x5red, kernel_size=1)
        self.branch3 = nn.Conv2d(ch5x5red, ch5x5, kernel_size=5, padding="same")
        self.branch4 = nn.Conv2d(in_channels, pool_proj, kernel_size=1)
        self.pool = nn.MaxPool2d(3, stride=1, padding=1)
        self.relu = nn.ReLU()

    def forward(self, x):
        branches = (
            (self.branch1,),
            (self.branch2_reduce, self.branch2),
            (self.branch3_reduce, self.branch3),
            (self.pool, self.branch4),
        )
        joined = x[:, :0]
        for steps in branches:
            value = x
            for step in steps:
                value = step(value)
                if step is not self.pool:
                    value = self.relu(value)
            joined = torch.cat((joined, value), dim=1)
        return joined
