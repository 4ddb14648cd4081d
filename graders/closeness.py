"""When two numbers count as equal, and how to get at the numbers of a tensor, an array or a plain value.

Values are close if |got − expected| ≤ atol + rtol·|expected|, with tolerances by dtype.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graders.incell import context

Array = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]

#: dtype -> relative and absolute tolerance: wide enough for sums in another order, no wider
TOLERANCES: Mapping[str, tuple[float, float]] = {
    "float16": (1e-3, 1e-3),
    "bfloat16": (1.6e-2, 1e-2),
    "float32": (1e-5, 1e-5),
    "float64": (1e-7, 1e-7),
    "complex64": (1e-5, 1e-5),
    "complex128": (1e-7, 1e-7),
}


@dataclass(frozen=True)
class Rules:
    """How strictly one comparison looks."""

    rtol: float | None = None
    atol: float | None = None
    check_dtype: bool = True
    equal_nan: bool = False

    def tolerance(self, *dtypes: str) -> tuple[float, float]:
        """Relative and absolute tolerance for values of these dtypes: the widest that apply."""
        own = context.current().tolerances
        known = [own.get(dtype) or TOLERANCES.get(dtype, (0.0, 0.0)) for dtype in dtypes]
        rtol = max(rtol for rtol, _ in known) if self.rtol is None else self.rtol
        atol = max(atol for _, atol in known) if self.atol is None else self.atol
        return rtol, atol


def is_tensor(value: Any) -> bool:
    """Whether a value is a torch tensor, found without importing torch."""
    return type(value).__module__.startswith("torch") and hasattr(value, "untyped_storage")


def dtype_of(value: Any) -> str:
    """The name of a tensor's or array's dtype."""
    return str(value.dtype).removeprefix("torch.")


def numbers_of(value: Any) -> Array:
    """The numbers of a tensor or array as a NumPy array."""
    if not is_tensor(value):
        return np.asarray(value)
    plain_tensor = value.detach().cpu().resolve_conj().resolve_neg()
    if dtype_of(value) == "bfloat16":
        plain_tensor = plain_tensor.float()
    numbers: Array = plain_tensor.numpy()
    return numbers


def widen(*arrays: Array) -> tuple[Array, ...]:
    """The arrays as float64, or as complex128 if one of them is complex."""
    wide = np.complex128 if any(array.dtype.kind == "c" for array in arrays) else np.float64
    return tuple(array.astype(wide) for array in arrays)


def allowed(expected: Array, tolerance: tuple[float, float]) -> Array:
    """The largest error that each expected value allows."""
    rtol, atol = tolerance
    with np.errstate(all="ignore"):
        bound: Array = atol + rtol * np.abs(expected)
    return bound


def close(got: Array, expected: Array, tolerance: tuple[float, float], *, equal_nan: bool = True) -> Mask:
    """Where arrays of one shape agree: infinities only with themselves, NaN with NaN if that is asked for."""
    if got.dtype.kind in "biu" and expected.dtype.kind in "biu":
        whole: Mask = np.asarray(got == expected)
        return whole
    got, expected = widen(got, expected)
    with np.errstate(all="ignore"):
        near = np.abs(got - expected) <= allowed(expected, tolerance)
    finite = np.isfinite(got) & np.isfinite(expected)
    agrees: Mask = np.where(finite, near, got == expected)
    if equal_nan:
        agrees |= np.isnan(got) & np.isnan(expected)
    return agrees
