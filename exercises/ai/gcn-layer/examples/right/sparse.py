# technique: einsum, and division by the square root of an outer product of degrees
import torch
from torch import nn


def normalise(adjacency):
    loops = adjacency + torch.diag(torch.ones_like(adjacency[:, 0]))
    degree = torch.einsum("ij->i", loops)
    return loops / torch.outer(degree, degree).sqrt()


class GCNLayer(nn.Module):
    def __init__(self, in_features, out_features, bias=True):
        super().__init__()
        linear = nn.Linear(in_features, out_features)
        self.weight = nn.Parameter(linear.weight.detach().T.clone())
        if bias:
            self.bias = nn.Parameter(torch.zeros_like(linear.bias))

    def forward(self, features, adjacency):
        result = torch.einsum("ij,jf,fo->io", normalise(adjacency), features, self.weight)
        if "bias" in dict(self.named_parameters()):
            result = result + self.bias
        return result
