from torch import Tensor, nn


class BasicBlock(nn.Module):
    """Two 3x3 convolutions with batch normalisation, and a shortcut past both."""

    def __init__(self, in_channels: int, out_channels: int, stride: int = 1, option: str = "B") -> None:
        super().__init__()
        # conv1, bn1, conv2, bn2 and, where option B needs one, downsample

    def forward(self, x: Tensor) -> Tensor:
        """Return ReLU of residual and shortcut together.

        x       (N, in_channels, H, W)
        result  (N, out_channels, H', W'), where H' is H divided by the stride and rounded up
        """
        raise NotImplementedError("write me")
