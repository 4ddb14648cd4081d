# fails: test_worked_layer, test_negative_values_stay, test_float64, test_gradients, test_any_graph, test_fresh_graphs, test_two_layers
# because: the bias is added before the features are spread
import torch
from torch import nn


def normalise(adjacency):
    loops = adjacency + torch.eye(len(adjacency), dtype=adjacency.dtype)
    scale = loops.sum(dim=1) ** -0.5
    return scale[:, None] * loops * scale[None, :]


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(in_features, out_features)))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, features, adjacency):
        mapped = features @ self.weight
        return normalise(adjacency) @ (mapped if self.bias is None else mapped + self.bias)
