"""The numbers inside generated tensors and arrays.

Sizes and options are choices of their own, so they shrink; the numbers of a tensor follow from one choice,
its *filling*, and the grading's secret seed, so that drawing a large tensor costs one choice and nobody can
predict it. Filling 0 counts whole numbers up, the next few hold random whole numbers, all others random
numbers of the kind asked for.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graders.incell import context
from graders.incell.origins import Origin, made

#: fillings from 1 below this one hold whole numbers
_WHOLE = 4
_SEEDS = 2**32


def public_seed(*parts: object) -> int:
    """A seed that may be shown: hashed from the secret one, it tells nothing about any other."""
    return context.derived_key("fill", *parts) % _SEEDS


def fill(
    shape: tuple[int, ...],
    dtype: str,
    filling: int,
    part: str = "",
    *,
    low: float | None = None,
    high: float | None = None,
) -> npt.NDArray[Any]:
    """An array; `part` tells the arrays of one case apart."""
    name = np.dtype(dtype).name
    seed = public_seed(part, filling, shape, name) if filling else None
    array: npt.NDArray[Any] = made(Origin(seed, shape, name, low, high, filling < _WHOLE))
    return array


def tensor(
    shape: tuple[int, ...],
    dtype: str,
    filling: int,
    part: str = "",
    *,
    low: float | None = None,
    high: float | None = None,
    requires_grad: bool = False,
) -> Any:
    """A torch tensor, as `fill`."""
    name = str(dtype).removeprefix("torch.")
    seed = public_seed(part, filling, shape, name) if filling else None
    return made(Origin(seed, shape, name, low, high, filling < _WHOLE, True, requires_grad))
