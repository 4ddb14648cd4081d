import torch
from torch import Tensor, nn


def normalise(adjacency: Tensor) -> Tensor:
    """Return the symmetrically normalised adjacency matrix, with a loop at each node.

    adjacency  (N, N), symmetric, zero diagonal
    result     (N, N)
    """
    raise NotImplementedError("write me")


class GCNLayer(nn.Module):
    """One graph convolution.

    weight  (in_features, out_features)
    bias    (out_features,), or None
    """

    def __init__(self, in_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        raise NotImplementedError("write me")

    def forward(self, features: Tensor, adjacency: Tensor) -> Tensor:
        """Return the new features of each node.

        features   (N, in_features)
        adjacency  (N, N)
        result     (N, out_features)
        """
        raise NotImplementedError("write me")
