"""Planted mistakes: an operation, right and wrong implementations of it, and the slip that names each.

Each row draws the arguments, and has the right result, the wrong one, the slips a check would name,
and the name that is expected.
"""

# ruff: noqa: PLW0108 - the lambdas name the arguments of a case, which torch calls otherwise
from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from graders import slips
from graders.slips.slip import Slip

Case = dict[str, Any]


@dataclass(frozen=True)
class Planted:
    """One mistake in one operation."""

    operation: str
    name: str
    draw: Callable[[torch.Generator], Case]
    right: Callable[..., Any]
    wrong: Callable[..., Any]
    slips: Callable[..., Iterable[Slip]]


def _conv_case(g, **options):
    case = {
        "x": torch.randn(2, 3, 7, 6, generator=g),
        "weight": torch.randn(4, 3, 3, 2, generator=g),
        "bias": torch.randn(4, generator=g),
        "stride": (2, 1),
        "padding": (1, 2),
        "dilation": 1,
        "groups": 1,
    }
    return case | options


def _square(g):
    return _conv_case(
        g,
        x=torch.randn(2, 3, 7, 7, generator=g),
        weight=torch.randn(3, 3, 3, 3, generator=g),
        bias=torch.randn(3, generator=g),
        stride=2,
        padding=1,
    )


def _dilated(g):
    return _conv_case(g, dilation=2)


def _grouped(g):
    return _conv_case(
        g,
        x=torch.randn(2, 4, 6, 6, generator=g),
        weight=torch.randn(4, 2, 3, 3, generator=g),
        groups=2,
        stride=1,
    )


def _conv(x, **options):
    return functional.conv2d(x, **options)


def _ceil(x, weight, bias, stride, padding, dilation, groups):
    ph, pw = padding
    return functional.conv2d(
        functional.pad(x, (pw, pw, ph, ph + 1)), weight, bias, stride, 0, dilation, groups
    )


def _loops(x, weight, bias, stride, padding, dilation, groups, *, kernel=lambda k: k, pad=None, batch=None):
    """A convolution window by window, written without torch's own, with a mistake where one is passed."""
    (sh, sw) = stride if isinstance(stride, tuple) else (stride, stride)
    (ph, pw) = padding if isinstance(padding, tuple) else (padding, padding)
    sides = (pw, pw, ph, ph) if pad is None else pad(ph, pw)
    x, weight = functional.pad(x, sides), kernel(weight)
    windows = x.unfold(2, weight.shape[2], sh).unfold(3, weight.shape[3], sw)
    out = torch.einsum("nchwij,ocij->nohw", windows, weight)
    return out + bias[:, None, None]


CONV = [
    ("flipped_kernel", _conv_case, lambda **c: _loops(**c, kernel=lambda k: k.flip(2, 3))),
    ("transposed_kernel", _square, lambda **c: _loops(**c, kernel=lambda k: k.mT)),
    ("kernel_upside_down", _conv_case, lambda **c: _loops(**c, kernel=lambda k: k.flip(2))),
    ("kernel_mirrored", _conv_case, lambda **c: _loops(**c, kernel=lambda k: k.flip(3))),
    ("weight_channels_swapped", _square, lambda **c: _loops(**c, kernel=lambda k: k.transpose(0, 1))),
    ("padding_ignored", _conv_case, lambda **c: _loops(**c | {"padding": 0})),
    ("padding_one_side", _conv_case, lambda **c: _loops(**c, pad=lambda h, w: (w, 0, h, 0))),
    ("padding_other_side", _conv_case, lambda **c: _loops(**c, pad=lambda h, w: (0, w, 0, h))),
    ("padding_swapped", _conv_case, lambda **c: _loops(**c | {"padding": (2, 1)})),
    ("padding_too_large", _square, lambda **c: _loops(**c | {"padding": 2})),
    ("padding_too_small", _conv_case, lambda **c: _loops(**c | {"padding": (0, 1)})),
    (
        "padding_repeats_border",
        _conv_case,
        lambda **c: _loops(**c | {"x": functional.pad(c["x"], (2, 2, 1, 1), mode="replicate"), "padding": 0}),
    ),
    (
        "padding_reflects",
        _conv_case,
        lambda **c: _loops(**c | {"x": functional.pad(c["x"], (2, 2, 1, 1), mode="reflect"), "padding": 0}),
    ),
    (
        "padding_same",
        lambda g: _square(g) | {"weight": torch.randn(3, 3, 5, 5, generator=g), "padding": 0},
        lambda **c: _loops(**c | {"padding": 2}),
    ),
    ("stride_ignored", _conv_case, lambda **c: _loops(**c | {"stride": 1})),
    ("stride_swapped", _conv_case, lambda **c: _loops(**c | {"stride": (1, 2)})),
    ("stride_too_small", lambda g: _square(g) | {"stride": 3}, lambda **c: _loops(**c | {"stride": 2})),
    ("stride_of_kernel", lambda g: _square(g) | {"stride": 1}, lambda **c: _loops(**c | {"stride": 3})),
    ("stride_as_dilation", _square, lambda **c: functional.conv2d(c["x"], c["weight"], c["bias"], 1, 1, 2)),
    ("stride_and_padding_swapped", _square, lambda **c: _loops(**c | {"stride": 1, "padding": 2})),
    ("size_rounded_up", lambda g: _conv_case(g, x=torch.randn(2, 3, 8, 6, generator=g)), _ceil),
    ("dilation_ignored", _dilated, lambda **c: _loops(**c)),
    ("groups_mixed_up", _grouped, lambda **c: _conv(**c | {"x": c["x"][:, [0, 2, 1, 3]]})),
    ("bias_missing", _conv_case, lambda **c: _loops(**c | {"bias": 0 * c["bias"]})),
    ("bias_twice", _conv_case, lambda **c: _loops(**c | {"bias": 2 * c["bias"]})),
    ("bias_subtracted", _conv_case, lambda **c: _loops(**c | {"bias": -c["bias"]})),
    (
        "bias_along_width",
        lambda g: _square(g) | {"x": torch.randn(2, 3, 5, 5, generator=g)},
        lambda **c: _loops(**c | {"bias": 0 * c["bias"]}) + c["bias"],
    ),
    (
        "first_channel_only",
        _conv_case,
        lambda **c: _loops(**c | {"x": c["x"][:, :1], "weight": c["weight"][:, :1]}),
    ),
    ("channels_averaged", _conv_case, lambda **c: _loops(**c | {"weight": c["weight"] / 3})),
    (
        "channels_not_summed",
        _square,
        lambda **c: torch.stack(
            [
                _loops(
                    **c
                    | {
                        "x": c["x"][:, i : i + 1],
                        "weight": c["weight"][i : i + 1, i : i + 1],
                        "bias": c["bias"][i : i + 1],
                    }
                )[:, 0]
                for i in range(3)
            ],
            1,
        ),
    ),
    (
        "first_filter_everywhere",
        _conv_case,
        lambda **c: _loops(**c | {"weight": c["weight"][:1].repeat(4, 1, 1, 1)}),
    ),
    ("first_image_everywhere", _conv_case, lambda **c: _loops(**c | {"x": c["x"][:1].repeat(2, 1, 1, 1)})),
    (
        "batch_summed",
        _conv_case,
        lambda **c: _loops(**c | {"x": c["x"].sum(0, keepdim=True).repeat(2, 1, 1, 1)}),
    ),
]


def _pool_case(g):
    return {
        "x": torch.randn(2, 3, 7, 8, generator=g),
        "kernel_size": (2, 3),
        "stride": (3, 1),
        "padding": (1, 1),
    }


def _even(g):
    return _pool_case(g) | {"x": torch.randn(2, 3, 8, 8, generator=g) - 2}


def _max(x, kernel_size, stride, padding, **options):
    return functional.max_pool2d(x, kernel_size, stride, padding, **options)


def _avg(x, kernel_size, stride, padding, **options):
    return functional.avg_pool2d(x, kernel_size, stride, padding, **options)


_INF = float("-inf")
MAX_POOL = [
    ("average_for_maximum", _pool_case, _avg),
    (
        "padded_with_zeros",
        _even,
        lambda **c: _max(**c | {"x": functional.pad(c["x"], (1, 1, 1, 1)), "padding": 0}),
    ),
    ("stride_ignored", _pool_case, lambda **c: _max(**c | {"stride": 1})),
    ("stride_of_kernel", _pool_case, lambda **c: _max(**c | {"stride": None})),
    ("stride_swapped", _pool_case, lambda **c: _max(**c | {"stride": (1, 3)})),
    (
        "window_turned",
        _pool_case,
        lambda **c: (
            functional.pad(c["x"], (1, 1, 1, 1), value=_INF).unfold(2, 3, 3).unfold(3, 2, 1).amax((-1, -2))
        ),
    ),
    ("size_rounded_up", lambda g: _pool_case(g) | {"stride": 2}, lambda **c: _max(**c, ceil_mode=True)),
    ("padding_ignored", _pool_case, lambda **c: _max(**c | {"padding": 0})),
    ("smallest_value", _pool_case, lambda **c: -_max(**c | {"x": -c["x"]})),
]
AVG_POOL = [
    ("maximum_for_average", _pool_case, _max),
    ("sum_for_mean", _pool_case, lambda **c: 6 * _avg(**c)),
    ("padding_not_counted", _pool_case, lambda **c: _avg(**c, count_include_pad=False)),
    ("padding_ignored", _pool_case, lambda **c: _avg(**c | {"padding": 0})),
]


def _linear_case(g):
    return {
        key: torch.randn(*shape, generator=g)
        for key, shape in {"x": (5, 4), "weight": (4, 4), "bias": (4,)}.items()
    }


def _linear(x, **options):
    return functional.linear(x, **options)


def _wide(g):
    return _linear_case(g) | {"weight": torch.randn(3, 4, generator=g), "bias": torch.randn(3, generator=g)}


LINEAR = [
    ("weight_transposed", _linear_case, lambda x, weight, bias: x @ weight + bias),
    ("bias_missing", _linear_case, lambda x, weight, bias: x @ weight.T),
    ("bias_twice", _linear_case, lambda x, weight, bias: x @ weight.T + bias + bias),
    ("bias_subtracted", _linear_case, lambda x, weight, bias: x @ weight.T - bias),
    ("result_transposed", _wide, lambda x, weight, bias: (x @ weight.T + bias).T),
]

LAYERS = [
    *(Planted("conv2d", name, draw, _conv, wrong, slips.conv2d) for name, draw, wrong in CONV),
    *(Planted("max_pool2d", name, draw, _max, wrong, slips.max_pool2d) for name, draw, wrong in MAX_POOL),
    *(Planted("avg_pool2d", name, draw, _avg, wrong, slips.avg_pool2d) for name, draw, wrong in AVG_POOL),
    *(Planted("linear", name, draw, _linear, wrong, slips.linear) for name, draw, wrong in LINEAR),
]
