import torch
from torch import Tensor, nn


def adaptive_average(x: Tensor, bins: int) -> Tensor:
    """Return the means over a grid of regions: (N, C, H, W) -> (N, C, bins, bins)."""
    raise NotImplementedError("write me")


class PyramidPooling(nn.Module):
    """The pyramid pooling module of PSPNet."""

    def __init__(self, channels: int, bins: tuple[int, ...] = (1, 2, 3, 6)) -> None:
        super().__init__()
        # convs and norms, one of each for every level

    def forward(self, x: Tensor) -> Tensor:
        """Return the map and its levels, joined: (N, C, H, W) -> (N, C + L * (C // L), H, W)."""
        raise NotImplementedError("write me")
