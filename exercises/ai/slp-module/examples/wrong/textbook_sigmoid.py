# fails: test_large_sums
# because: exp overflows for large negative sums, and the gradient becomes NaN
import torch
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return 1 / (1 + torch.exp(-self.layer(x)))
