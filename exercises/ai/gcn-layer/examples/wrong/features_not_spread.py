# fails: test_worked_layer, test_without_bias, test_negative_values_stay, test_float64, test_gradients, test_arguments_stay_as_they_are, test_any_graph, test_fresh_graphs, test_two_layers
# because: the layer is a linear map of each node alone
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
        result = features @ self.weight
        return result if self.bias is None else result + self.bias
