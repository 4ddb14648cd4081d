# fails: test_two_modules
# because: one layer of each size is kept for all modules
import torch
from torch import nn

LAYERS = {}


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = LAYERS.setdefault((inputs, outputs), nn.Linear(inputs, outputs)).float()

    def forward(self, x):
        return torch.sigmoid(self.layer(x))
