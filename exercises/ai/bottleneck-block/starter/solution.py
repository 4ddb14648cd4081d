from torch import Tensor, nn


class Bottleneck(nn.Module):
    """A 1x1 convolution to few channels, a 3x3 on these, a 1x1 to four times as many, and a shortcut."""

    expansion = 4

    def __init__(self, in_channels: int, width: int, stride: int = 1, stride_at: str = "conv2") -> None:
        super().__init__()
        # conv1, bn1, conv2, bn2, conv3, bn3 and, where shapes change, downsample

    def forward(self, x: Tensor) -> Tensor:
        """Return ReLU of residual and shortcut together.

        x       (N, in_channels, H, W)
        result  (N, 4 * width, H', W'), where H' is H divided by the stride and rounded up
        """
        raise NotImplementedError("write me")


def stage(
    in_channels: int, width: int, blocks: int, stride: int = 1, stride_at: str = "conv2"
) -> nn.Sequential:
    """Return blocks in a row, of which the first alone changes channels and sides."""
    raise NotImplementedError("write me")
