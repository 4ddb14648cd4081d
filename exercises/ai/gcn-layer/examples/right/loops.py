# technique: one node after the other, each adding up what its neighbours send
import torch
from torch import nn


def normalise(adjacency):
    count = len(adjacency)
    degrees = [1 + sum(adjacency[i, j] for j in range(count)) for i in range(count)]
    result = torch.zeros_like(adjacency)
    for i in range(count):
        for j in range(count):
            weight = adjacency[i, j] + (1 if i == j else 0)
            result[i, j] = weight / (degrees[i] * degrees[j]) ** 0.5
    return result


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features) / in_features**0.5)
        self.bias = nn.Parameter(torch.zeros(out_features)) if bias else None

    def forward(self, features, adjacency):
        shares = normalise(adjacency)
        rows = []
        for node in range(len(features)):
            mixed = sum(shares[node, other] * features[other] for other in range(len(features)))
            rows.append(mixed @ self.weight)
        result = torch.stack(rows)
        return result if self.bias is None else result + self.bias
