import torch
from torch import Tensor


class Conv2d(torch.autograd.Function):
    """A convolution with a backward pass of its own."""

    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor, bias: Tensor | None, stride: int, padding: int) -> Tensor:
        """Return the convolution, and keep in ctx what backward needs."""
        raise NotImplementedError("write me")

    @staticmethod
    def backward(ctx, grad: Tensor):
        """Return the gradients of x, weight and bias, and None for stride and padding."""
        raise NotImplementedError("write me")


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """Return the convolution of a batch of images, differentiable by `Conv2d`."""
    return Conv2d.apply(x, weight, bias, stride, padding)


def two_layers(x: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Return x after a convolution with the first weight and padding 1, then one with the second weight."""
    return conv2d(conv2d(x, first, padding=1), second)
