import torch
from torch import Tensor, nn


class AlexNet(nn.Module):
    """AlexNet in one stream; with `width` 64 it is the one that torchvision has."""

    def __init__(self, num_classes: int = 1000, width: int = 64, dropout: float = 0.5) -> None:
        super().__init__()
        # conv1 to conv5, fc6, fc7, fc8, and what drops out

    def stages(self, x: Tensor) -> list[Tensor]:
        """Return the maps after each of the six stages: (N, 3, H, W) -> six tensors."""
        raise NotImplementedError("write me")

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of a batch: (N, 3, H, W) -> (N, num_classes)."""
        raise NotImplementedError("write me")
