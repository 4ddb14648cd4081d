# fails: test_weighted_edges, test_any_graph, test_fresh_graphs
# because: the degree is the number of edges, whatever they weigh
import torch
from torch import nn


def normalise(adjacency):
    loops = adjacency + torch.eye(len(adjacency), dtype=adjacency.dtype)
    scale = (loops > 0).sum(dim=1) ** -0.5
    return scale[:, None] * loops * scale[None, :]


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(nn.init.xavier_uniform_(torch.empty(in_features, out_features)))
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, features, adjacency):
        result = normalise(adjacency) @ features @ self.weight
        return result if self.bias is None else result + self.bias
