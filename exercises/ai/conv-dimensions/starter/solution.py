from collections.abc import Sequence

from torch import Tensor


def output_shape(input_shape: Sequence[int], filter_shape: Sequence[int], stride: int = 1) -> tuple[int, ...]:
    """Return how many places a filter has along each axis of its input."""
    raise NotImplementedError("write me")


def conv1d(
    x: Tensor, weight: Tensor, bias: Tensor | None = None, stride: int = 1, padding: int = 0
) -> Tensor:
    """Return the convolution of a batch of sequences.

    x       (N, C_in, T)
    weight  (C_out, C_in, K)
    bias    (C_out,) or None
    result  (N, C_out, T_out)
    """
    raise NotImplementedError("write me")


def conv_full_depth(x: Tensor, weight: Tensor, stride: int = 1) -> Tensor:
    """Return one map for each filter that is as deep as its input.

    x       (M, H, L)
    weight  (F, k1, k2, L)
    result  (M_out, H_out, F)
    """
    raise NotImplementedError("write me")


def conv_volume(x: Tensor, weight: Tensor, stride: int = 1) -> Tensor:
    """Return the sums of one filter that moves along all three axes.

    x       (M, H, L)
    weight  (k1, k2, l), l <= L
    result  (M_out, H_out, L_out)
    """
    raise NotImplementedError("write me")
