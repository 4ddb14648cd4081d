"""A convolution with its backward pass: all windows at once, contracted with weights or gradients."""

from __future__ import annotations

from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor


class Conv2d(torch.autograd.Function):
    """A convolution with a backward pass of its own."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, weight: Tensor, bias: Tensor | None, stride: int, padding: int
    ) -> Tensor:
        """Return the convolution, and keep in ctx what backward needs."""
        ctx.save_for_backward(x, weight, bias)
        ctx.sizes = stride, padding
        result = torch.einsum("nchwij,ocij->nohw", _windows(x, weight, stride, padding), weight)
        return result if bias is None else result + bias[:, None, None]

    @staticmethod
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients of x, weight and bias, and None for stride and padding."""
        x, weight, bias = ctx.saved_tensors
        stride, padding = ctx.sizes
        grad_weight = torch.einsum("nohw,nchwij->ocij", grad, _windows(x, weight, stride, padding))
        # Each window gets the kernel times its gradient back; fold adds up where windows overlap.
        columns = torch.einsum("nohw,ocij->ncijhw", grad, weight).flatten(1, 3).flatten(2)
        grad_x = F.fold(columns, x.shape[2:], weight.shape[2:], stride=stride, padding=padding)
        grad_bias = None if bias is None else grad.sum((0, 2, 3))
        return grad_x, grad_weight, grad_bias, None, None


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """Return the convolution of a batch of images, differentiable by `Conv2d`."""
    return Conv2d.apply(x, weight, bias, stride, padding)


def two_layers(x: Tensor, first: Tensor, second: Tensor) -> Tensor:
    """Return x after a convolution with the first weight and padding 1, then one with the second weight."""
    return conv2d(conv2d(x, first, padding=1), second)


def _windows(x: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
    """All windows of the padded images: images, channels, rows, columns, kernel rows, kernel columns."""
    padded = F.pad(x, (padding, padding, padding, padding))
    return padded.unfold(2, weight.shape[2], stride).unfold(3, weight.shape[3], stride)
