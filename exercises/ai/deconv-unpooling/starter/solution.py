import torch
from torch import Tensor


def max_pool(x: Tensor, kernel_size: int, stride: int) -> tuple[Tensor, Tensor]:
    """Return the maxima of the windows and their switches: (N, C, H, W) -> two of (N, C, H_out, W_out)."""
    raise NotImplementedError("write me")


def unpool(values: Tensor, switches: Tensor, size: tuple[int, int]) -> Tensor:
    """Return zeros with the values at their switches: (N, C, h, w) -> (N, C, *size)."""
    raise NotImplementedError("write me")


def conv_transpose(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    output_padding: int | tuple[int, int] = 0,
) -> Tensor:
    """Return the transposed convolution: (N, C_in, H, W), (C_in, C_out, K_h, K_w) -> (N, C_out, H_out, W_out)."""
    raise NotImplementedError("write me")
