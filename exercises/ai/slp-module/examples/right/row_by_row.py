# technique: each output by itself, and a sigmoid from tanh, which is stable as well
import torch
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.LazyLinear(outputs)
        self.layer(torch.zeros(1, inputs))

    def forward(self, x):
        rows = zip(self.layer.weight, self.layer.bias)
        sums = [(x * weight).sum(1) + bias for weight, bias in rows]
        return (torch.tanh(torch.stack(sums, dim=1) / 2) + 1) / 2
