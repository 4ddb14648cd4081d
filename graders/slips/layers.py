"""Slips of pooling, fully connected layers, batch normalisation and dropout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graders.slips.slip import Slip, known, lazily
from graders.slips.tensors import per_axis, tensor, torch

Size = int | tuple[int, ...]


def _pool(kind: str, x: Any, kernel: Size, stride: Size, padding: Size, **options: Any) -> Any:
    function = getattr(torch().nn.functional, f"{kind}_pool{x.ndim - 2}d")
    return function(x, kernel, stride, padding, **options)


def _pooling(kind: str, x: Any, kernel_size: Size, stride: Size | None, padding: Size) -> Iterator[Slip]:
    """What both ways of pooling have in common."""
    count = x.ndim - 2
    kernel, pads = per_axis(kernel_size, count), per_axis(padding, count)
    steps = kernel if stride is None else per_axis(stride, count)
    if steps != (1,) * count:
        yield known("stride_ignored", lambda: _pool(kind, x, kernel, (1,) * count, pads))
    if steps != kernel:
        yield known("stride_of_kernel", lambda: _pool(kind, x, kernel, kernel, pads))
    if steps != steps[::-1]:
        yield known("stride_swapped", lambda: _pool(kind, x, kernel, steps[::-1], pads))
    if kernel != kernel[::-1]:
        yield known("window_turned", lambda: _pool(kind, x, kernel[::-1], steps, pads))
    yield known("size_rounded_up", lambda: _pool(kind, x, kernel, steps, pads, ceil_mode=True))
    if any(pads):
        yield known("padding_ignored", lambda: _pool(kind, x, kernel, steps, 0))
    yield known("smallest_value", lambda: -_pool("max", -x, kernel, steps, pads))


@lazily
def max_pool2d(x: Any, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Iterator[Slip]:
    """Slips of max pooling over a batch `(N, C, …)`."""
    x = tensor(x)
    steps = kernel_size if stride is None else stride
    yield known("average_for_maximum", lambda: _pool("avg", x, kernel_size, steps, padding))
    sides = [pad for pad in reversed(per_axis(padding, x.ndim - 2)) for _ in range(2)]
    if any(sides):
        padded = torch().nn.functional.pad(x, sides)
        yield known("padded_with_zeros", lambda: _pool("max", padded, kernel_size, steps, 0))
    yield from _pooling("max", x, kernel_size, stride, padding)


@lazily
def avg_pool2d(x: Any, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> Iterator[Slip]:
    """Slips of average pooling over a batch `(N, C, …)`; padding counts, as torch has it."""
    x = tensor(x)
    steps = kernel_size if stride is None else stride
    area = 1
    for side in per_axis(kernel_size, x.ndim - 2):
        area *= side
    yield known("maximum_for_average", lambda: _pool("max", x, kernel_size, steps, padding))
    yield known("sum_for_mean", lambda: area * _pool("avg", x, kernel_size, steps, padding))
    if padding:
        counted = {"count_include_pad": False}
        yield known("padding_not_counted", lambda: _pool("avg", x, kernel_size, steps, padding, **counted))
    yield from _pooling("avg", x, kernel_size, stride, padding)


@lazily
def linear(x: Any, weight: Any, bias: Any = None) -> Iterator[Slip]:
    """Slips of `x @ weight.T + bias`, with `weight` `(out, in)`."""
    x, weight, bias = tensor(x), tensor(weight), tensor(bias)
    shift = 0 if bias is None else bias
    yield known("weight_transposed", lambda: x @ weight + shift)
    if bias is not None:
        yield known("bias_missing", lambda: x @ weight.T)
        yield known("bias_twice", lambda: x @ weight.T + 2 * bias)
        yield known("bias_subtracted", lambda: x @ weight.T - bias)
    yield known("result_transposed", lambda: (x @ weight.T + shift).transpose(-1, -2))


@lazily
def batch_norm(
    x: Any,
    weight: Any = None,
    bias: Any = None,
    running_mean: Any = None,
    running_var: Any = None,
    *,
    training: bool = True,
    eps: float = 1e-5,
) -> Iterator[Slip]:
    """Slips of batch normalisation of a batch `(N, C, …)`; `weight` and `bias` scale and shift."""
    x = tensor(x)
    axes = [axis for axis in range(x.ndim) if axis != 1]
    shape = [1, -1, *([1] * (x.ndim - 2))]
    mean, var = x.mean(axes, keepdim=True), x.var(axes, unbiased=False, keepdim=True)
    scale = 1 if weight is None else tensor(weight).reshape(shape)
    shift = 0 if bias is None else tensor(bias).reshape(shape)
    if running_mean is not None:
        kept = tensor(running_mean).reshape(shape), tensor(running_var).reshape(shape)
        name = "eval_for_train" if training else "train_for_eval"
        other = kept if training else (mean, var)
        yield known(name, lambda: (x - other[0]) / (other[1] + eps).sqrt() * scale + shift)
        if not training:
            mean, var = kept
    centred = x - mean
    if training:
        unbiased = x.var(axes, unbiased=True, keepdim=True)
        yield known("unbiased_variance", lambda: centred / (unbiased + eps).sqrt() * scale + shift)
        yield known("normalised_over_features", lambda: _layer_norm(x, eps) * scale + shift)
        flat = tuple(axis for axis in axes if axis)
        if flat:
            yield known("normalised_each_alone", lambda: _over(x, flat, eps) * scale + shift)
    yield known("eps_outside_root", lambda: centred / (var.sqrt() + eps) * scale + shift)
    yield known("eps_missing", lambda: centred / var.sqrt() * scale + shift)
    yield known("root_missing", lambda: centred / (var + eps) * scale + shift)
    yield known("mean_not_subtracted", lambda: x / (var + eps).sqrt() * scale + shift)
    if weight is not None:
        yield known("scale_missing", lambda: centred / (var + eps).sqrt() + shift)
    if bias is not None:
        yield known("shift_missing", lambda: centred / (var + eps).sqrt() * scale)
        yield known("shifted_before_scaled", lambda: (centred / (var + eps).sqrt() + shift) * scale)


def _over(x: Any, axes: tuple[int, ...], eps: float) -> Any:
    mean, var = x.mean(axes, keepdim=True), x.var(axes, unbiased=False, keepdim=True)
    return (x - mean) / (var + eps).sqrt()


def _layer_norm(x: Any, eps: float) -> Any:
    return _over(x, tuple(range(1, x.ndim)), eps)


@lazily
def running_statistics(
    before: Any, batch: Any, *, momentum: float = 0.1, variance: bool = False
) -> Iterator[Slip]:
    """Slips of a running mean (or variance) after a batch `(N, C, …)`: (1 − momentum)·old + momentum·new."""
    before, batch = tensor(before), tensor(batch)
    axes = [axis for axis in range(batch.ndim) if axis != 1]
    new = batch.var(axes, unbiased=True) if variance else batch.mean(axes)
    if variance:
        biased = batch.var(axes, unbiased=False)
        yield known("biased_variance", lambda: (1 - momentum) * before + momentum * biased)
        std = new.sqrt()
        yield known("deviation_for_variance", lambda: (1 - momentum) * before + momentum * std)
    yield known("momentum_swapped", lambda: momentum * before + (1 - momentum) * new)
    yield known("statistics_not_kept", lambda: new)
    yield known("statistics_unchanged", lambda: before)


@lazily
def dropout(x: Any, p: float, mask: Any = None, *, training: bool = True) -> Iterator[Slip]:
    """Slips of inverted dropout, which divides by 1 − p while training and does nothing afterwards.

    Where no mask is given while training, the given result's own zeros are taken for it.
    """
    x = tensor(x)

    def kept(got: Any) -> Any:
        return (tensor(got) != 0).to(x.dtype) if mask is None else tensor(mask).to(x.dtype)

    if training:
        yield known("dropout_unscaled", lambda _, got: x * kept(got))
        yield known("dropout_scaled_by_p", lambda _, got: x * kept(got) / p)
        yield known("dropout_scaled_down", lambda _, got: x * kept(got) * (1 - p))
        yield known("eval_for_train", lambda: x)
        if mask is not None:
            yield known("mask_inverted", lambda: x * (1 - kept(None)) / (1 - p))
        return
    yield known("scaled_in_eval", lambda: x * (1 - p))
    yield known("divided_in_eval", lambda: x / (1 - p))
    yield known("train_for_eval", lambda _, got: x * _dropped(got) / (1 - p))
    yield known("train_for_eval_unscaled", lambda _, got: x * _dropped(got))


def _dropped(got: Any) -> Any:
    """Which values survived; LookupError where all did."""
    kept = tensor(got) != 0
    if bool(kept.all()):
        raise LookupError
    return kept
