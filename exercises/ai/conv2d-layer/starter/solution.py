import torch
from torch import Tensor


def conv2d(
    x: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> Tensor:
    """Return the 2-D convolution of a batch of images.

    x       (N, C_in, H, W)
    weight  (C_out, C_in, K_h, K_w)
    bias    (C_out,) or None
    result  (N, C_out, H_out, W_out)
    """
    raise NotImplementedError("write me")
