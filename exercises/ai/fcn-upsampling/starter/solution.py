import torch
from torch import Tensor


def score(features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return scores by a 1×1 convolution: (N, C, H, W), (K, C, 1, 1), (K,) -> (N, K, H, W)."""
    raise NotImplementedError("write me")


def upsampling_weight(channels: int, size: int) -> Tensor:
    """Return bilinear weights for a transposed convolution: (channels, channels, size, size)."""
    raise NotImplementedError("write me")


def upsample(x: Tensor, factor: int) -> Tensor:
    """Return the maps enlarged: (N, K, H, W) -> (N, K, factor * H, factor * W)."""
    raise NotImplementedError("write me")


def add_skip(coarse: Tensor, skip: Tensor) -> Tensor:
    """Return `coarse` enlarged by 2 and cropped, plus `skip`; the shape is that of `skip`."""
    raise NotImplementedError("write me")


def segment(features, heads, stride: int, size: tuple[int, int]) -> Tensor:
    """Return the scores of every pixel by FCN-32s, FCN-16s or FCN-8s: (N, K, *size)."""
    raise NotImplementedError("write me")
