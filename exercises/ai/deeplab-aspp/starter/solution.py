import torch
from torch import Tensor, nn


def atrous_conv(x: Tensor, weight: Tensor, rate: int) -> Tensor:
    """Return the atrous convolution: (N, C, H, W), (O, C, K_h, K_w) -> (N, O, H, W)."""
    raise NotImplementedError("write me")


class ASPP(nn.Module):
    """Atrous spatial pyramid pooling of DeepLab v3."""

    def __init__(self, channels: int, out: int = 256, rates: tuple[int, ...] = (6, 12, 18)) -> None:
        super().__init__()
        # convs, norms, project, project_norm

    def forward(self, x: Tensor) -> Tensor:
        """Return the mixed views: (N, channels, H, W) -> (N, out, H, W)."""
        raise NotImplementedError("write me")


class Decoder(nn.Module):
    """The decoder of DeepLab v3+."""

    def __init__(self, low_channels: int, classes: int, channels: int = 256, reduced: int = 48) -> None:
        super().__init__()
        # reduce, reduce_norm, convs, norms, classify

    def forward(self, features: Tensor, low: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the scores of every pixel: (N, classes, *size)."""
        raise NotImplementedError("write me")
