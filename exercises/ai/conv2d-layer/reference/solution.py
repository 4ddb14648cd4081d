"""2-D convolution: pad, view all windows at once, contract them with the weights."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

Size = int | tuple[int, int]


def conv2d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: Size = 1, padding: Size = 0
) -> Tensor:
    """Return the convolution of a batch of images with a bank of kernels."""
    stride_h, stride_w = _pair(stride)
    padding_h, padding_w = _pair(padding)
    kernel_h, kernel_w = weight.shape[2:]
    padded = F.pad(x, (padding_w, padding_w, padding_h, padding_h))
    windows = padded.unfold(2, kernel_h, stride_h).unfold(3, kernel_w, stride_w)
    result = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return result if bias is None else result + bias[:, None, None]


def _pair(size: Size) -> tuple[int, int]:
    return (size, size) if isinstance(size, int) else size
