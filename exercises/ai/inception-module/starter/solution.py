import torch
from torch import Tensor, nn


class Inception(nn.Module):
    """Four branches over one input, joined along the channels."""

    def __init__(
        self,
        in_channels: int,
        ch1x1: int,
        ch3x3red: int,
        ch3x3: int,
        ch5x5red: int,
        ch5x5: int,
        pool_proj: int,
    ) -> None:
        super().__init__()
        # branch1, branch2_reduce, branch2, branch3_reduce, branch3, branch4

    def forward(self, x: Tensor) -> Tensor:
        """Return the maps of all branches.

        x       (N, in_channels, H, W)
        result  (N, ch1x1 + ch3x3 + ch5x5 + pool_proj, H, W)
        """
        raise NotImplementedError("write me")
