# fails: test_gradients, test_large_sums
# because: the graph is cut before the sigmoid
import torch
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return torch.sigmoid(self.layer(x).detach())
