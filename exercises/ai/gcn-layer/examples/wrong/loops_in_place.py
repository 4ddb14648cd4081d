# fails: test_arguments_stay_as_they_are
# because: the loops are written into the caller's matrix
import torch
from torch import nn


def normalise(adjacency):
    loops = adjacency.fill_diagonal_(1)
    scale = loops.sum(dim=1) ** -0.5
    return scale[:, None] * loops * scale[None, :]


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(in_features, out_features)))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, features, adjacency):
        result = normalise(adjacency) @ features @ self.weight
        return result if self.bias is None else result + self.bias
