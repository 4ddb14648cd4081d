"""Max and average pooling: pad, view all windows at once, finish each with one number."""

from __future__ import annotations

import torch.nn.functional as F
from torch import Tensor

Size = int | tuple[int, int]


def max_pool2d(x: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """Return the largest entry of each window; the border is smaller than any number."""
    return _windows(x, kernel_size, stride, padding, float("-inf")).amax(dim=(4, 5))


def avg_pool2d(x: Tensor, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Tensor:
    """Return the mean of each window; the border counts as zeros."""
    return _windows(x, kernel_size, stride, padding, 0.0).mean(dim=(4, 5))


def _windows(x: Tensor, kernel_size: Size, stride: Size | None, padding: Size, border: float) -> Tensor:
    """Return the windows of the padded images, shape (N, C, H_out, W_out, K_h, K_w)."""
    kernel_h, kernel_w = _pair(kernel_size)
    stride_h, stride_w = _pair(kernel_size if stride is None else stride)
    padding_h, padding_w = _pair(padding)
    padded = F.pad(x, (padding_w, padding_w, padding_h, padding_h), value=border)
    return padded.unfold(2, kernel_h, stride_h).unfold(3, kernel_w, stride_w)


def _pair(size: Size) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size
