"""Slips of convolution layers, in one to three dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from graders.slips.slip import Slip, known, lazily
from graders.slips.tensors import per_axis, tensor, torch

Size = int | tuple[int, ...]


@dataclass(frozen=True)
class _Case:
    """The arguments of one convolution."""

    x: Any
    weight: Any
    bias: Any
    stride: tuple[int, ...]
    padding: tuple[int, ...]
    dilation: tuple[int, ...]
    groups: int

    @property
    def axes(self) -> int:
        """Axes of an image."""
        return len(self.stride)

    def run(self, **changed: Any) -> Any:
        """The result, with some arguments changed."""
        case = replace(self, **changed)
        function = getattr(torch().nn.functional, f"conv{self.axes}d")
        return function(case.x, case.weight, case.bias, case.stride, case.padding, case.dilation, case.groups)

    def spread(self, bias: Any) -> Any:
        """A bias in a shape that follows the channels."""
        return bias.reshape(-1, *([1] * self.axes))


@lazily
def conv2d(
    x: Any,
    weight: Any,
    bias: Any = None,
    stride: Size = 1,
    padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Iterator[Slip]:
    """Slips of a convolution of a batch `(N, C_in, …)` with `weight` `(C_out, C_in / groups, …)`."""
    count = weight.ndim - 2
    sizes = [per_axis(each, count) for each in (stride, padding, dilation)]
    case = _Case(tensor(x), tensor(weight), tensor(bias), sizes[0], sizes[1], sizes[2], groups)
    yield from _of_kernels(case)
    yield from _of_padding(case)
    yield from _of_stride(case)
    yield from _of_channels(case)
    if case.bias is not None:
        yield known("bias_missing", lambda: case.run(bias=None))
        yield known("bias_twice", lambda: case.run(bias=2 * case.bias))
        yield known("bias_subtracted", lambda: case.run(bias=-case.bias))
        yield known("bias_along_width", lambda: case.run(bias=None) + case.bias)


#: the same slips: how many axes there are is read off the weight
conv1d = conv2d
conv3d = conv2d


def _of_kernels(case: _Case) -> Iterator[Slip]:
    spatial = tuple(range(2, case.weight.ndim))
    yield known("flipped_kernel", lambda: case.run(weight=case.weight.flip(spatial)))
    if case.axes == 2:
        yield known("transposed_kernel", lambda: case.run(weight=case.weight.transpose(2, 3)))
        yield known("kernel_upside_down", lambda: case.run(weight=case.weight.flip(2)))
        yield known("kernel_mirrored", lambda: case.run(weight=case.weight.flip(3)))
    yield known("weight_channels_swapped", lambda: case.run(weight=case.weight.transpose(0, 1)))


def _of_padding(case: _Case) -> Iterator[Slip]:
    pads = case.padding
    if any(pads):
        yield known("padding_ignored", lambda: case.run(padding=(0,) * case.axes))
        yield known("padding_one_side", lambda: _padded_before(case))
        yield known("padding_other_side", lambda: _padded_after(case))
        yield known("padding_repeats_border", lambda: _padded_by(case, "replicate"))
        yield known("padding_reflects", lambda: _padded_by(case, "reflect"))
    if pads != pads[::-1]:
        yield known("padding_swapped", lambda: case.run(padding=pads[::-1]))
    yield known("padding_too_large", lambda: case.run(padding=tuple(pad + 1 for pad in pads)))
    if min(pads) > 0 and max(pads) > 1:
        yield known("padding_too_small", lambda: case.run(padding=tuple(pad - 1 for pad in pads)))
    yield known(
        "padding_same",
        lambda: case.run(padding=tuple(side // 2 for side in case.weight.shape[2:])),
    )


def _padded_by(case: _Case, mode: str) -> Any:
    """The result for an image padded in another way than with zeros."""
    sides = [pad for pad in reversed(case.padding) for _ in range(2)]
    x = torch().nn.functional.pad(case.x, sides, mode=mode)
    return case.run(x=x, padding=(0,) * case.axes)


def _padded_before(case: _Case) -> Any:
    sides = [each for pad in reversed(case.padding) for each in (pad, 0)]
    return case.run(x=torch().nn.functional.pad(case.x, sides), padding=(0,) * case.axes)


def _padded_after(case: _Case) -> Any:
    sides = [each for pad in reversed(case.padding) for each in (0, pad)]
    return case.run(x=torch().nn.functional.pad(case.x, sides), padding=(0,) * case.axes)


def _of_stride(case: _Case) -> Iterator[Slip]:
    ones = (1,) * case.axes
    if case.stride != ones:
        yield known("stride_ignored", lambda: case.run(stride=ones))
        yield known("stride_as_dilation", lambda: case.run(stride=ones, dilation=case.stride))
        yield known("size_rounded_up", lambda: _rounded_up(case))
        if max(case.stride) > 2:
            smaller = tuple(max(1, step - 1) for step in case.stride)
            yield known("stride_too_small", lambda: case.run(stride=smaller))
    if case.stride != case.stride[::-1]:
        yield known("stride_swapped", lambda: case.run(stride=case.stride[::-1]))
    if case.dilation != ones:
        yield known("dilation_ignored", lambda: case.run(dilation=ones))
    if case.stride != case.padding and min(case.padding) > 0:
        yield known("stride_and_padding_swapped", lambda: case.run(stride=case.padding, padding=case.stride))
    yield known(
        "stride_of_kernel", lambda: case.run(stride=tuple(int(side) for side in case.weight.shape[2:]))
    )


def _rounded_up(case: _Case) -> Any:
    """The result with windows that stick out of the image, over zeros."""
    sides = []
    for axis in reversed(range(case.axes)):
        reach = case.dilation[axis] * (case.weight.shape[2 + axis] - 1) + 1
        over = (case.x.shape[2 + axis] + 2 * case.padding[axis] - reach) % case.stride[axis]
        more = case.stride[axis] - over if over else 0
        sides += [case.padding[axis], case.padding[axis] + more]
    return case.run(x=torch().nn.functional.pad(case.x, sides), padding=(0,) * case.axes)


def _of_channels(case: _Case) -> Iterator[Slip]:
    channels = case.x.shape[1]
    if channels > 1 and case.groups == 1:
        first = {"x": case.x[:, :1], "weight": case.weight[:, :1]}
        yield known("first_channel_only", lambda: case.run(**first))
        yield known("channels_averaged", lambda: case.run(weight=case.weight / channels))
        yield known("channels_not_summed", lambda: _one_by_one(case))
    if case.groups > 1:
        yield known("groups_mixed_up", lambda: _regrouped(case))
    if case.weight.shape[0] > 1:
        yield known("first_filter_everywhere", lambda: _first_filter(case))
    if case.x.shape[0] > 1:
        yield known("first_image_everywhere", lambda: case.run(x=case.x[:1].expand(case.x.shape)))
        yield known("batch_summed", lambda: _batch_summed(case))


def _one_by_one(case: _Case) -> Any:
    """Each input channel with its own kernel, without the sum: as many results as products."""
    filters, channels = case.weight.shape[:2]
    kernels = case.weight.transpose(0, 1).reshape(filters * channels, 1, *case.weight.shape[2:])
    every = case.run(weight=kernels, bias=None, groups=channels)
    if filters == channels:
        own = range(0, filters * channels, filters + 1)
        diagonal = every[:, list(own)]
        return diagonal if case.bias is None else diagonal + case.spread(case.bias)
    return every


def _regrouped(case: _Case) -> Any:
    """The input channels dealt out to the groups in turns."""
    order = torch().arange(case.x.shape[1]).reshape(-1, case.groups).T.reshape(-1)
    return case.run(x=case.x[:, order])


def _first_filter(case: _Case) -> Any:
    return case.run(weight=case.weight[:1].expand(case.weight.shape))


def _batch_summed(case: _Case) -> Any:
    return case.run(x=case.x.sum(0, keepdim=True).expand(case.x.shape))
