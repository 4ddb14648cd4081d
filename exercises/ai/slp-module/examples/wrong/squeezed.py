# fails: test_one_example, test_batches, test_other_sizes, test_large_sums
# because: the axis of a single output is squeezed away
import torch
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return torch.sigmoid(self.layer(x)).squeeze(-1)
