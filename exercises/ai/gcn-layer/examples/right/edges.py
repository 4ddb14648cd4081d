# technique: a list of edges; messages are scattered to their targets
import torch
from torch import nn


def normalise(adjacency):
    with_loops = adjacency.clone()
    with_loops.fill_diagonal_(1)
    root = torch.diag(with_loops.sum(0) ** -0.5)
    return root @ with_loops @ root


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(nn.init.kaiming_uniform_(torch.empty(in_features, out_features)))
        self.register_parameter("bias", nn.Parameter(torch.zeros(out_features)) if bias else None)

    def forward(self, features, adjacency):
        shares = normalise(adjacency)
        targets, sources = shares.nonzero(as_tuple=True)
        messages = features[sources] * shares[targets, sources, None]
        mixed = torch.zeros_like(features).index_add(0, targets, messages)
        result = mixed @ self.weight
        return result if self.bias is None else self.bias + result
