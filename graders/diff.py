"""How two arrays of one shape differ, as data that a page can draw.

Whatever the size of the arrays, the answer is small: at most three maps of 16 × 16 cells and 64 channels.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from graders.closeness import Array, close, widen
from graders.incell.formatting import number_text

MAPS = 3
SIDE = 16
CHANNELS = 64
#: axes that a shape, an index or a label names; arrays of more axes are rare and hard to read anyway
_AXES = 32


def describe_difference(
    got: Array, expected: Array, tolerance: tuple[float, float], dtype: str
) -> dict[str, Any]:
    """Counts, the largest errors, errors by channel and maps of the worst slices.

    A number that is not finite is None; complex numbers are drawn by their absolute value.
    """
    wrong = ~close(got, expected, tolerance)
    # Wide, since unsigned numbers and booleans have no differences of their own.
    wide_got, wide_expected = widen(got, expected)
    with np.errstate(all="ignore"):
        errors = np.where(wrong, np.abs(wide_got - wide_expected), 0.0)
        relative = errors / np.abs(wide_expected)
    return {
        "shape": [int(side) for side in expected.shape[:_AXES]],
        "dtype": dtype,
        "total": int(expected.size),
        "wrong": int(np.count_nonzero(wrong)),
        "nan": int(np.count_nonzero(np.isnan(wide_got))),
        "infinite": int(np.count_nonzero(np.isinf(wide_got))),
        "max_abs": _largest(errors, got, expected),
        "max_rel": _largest(relative, got, expected),
        "channels": _channels(errors),
        "maps": _maps(errors, wide_got, wide_expected),
    }


def _largest(errors: Array, got: Array, expected: Array) -> dict[str, Any] | None:
    """The largest finite error, and where it is."""
    known = np.where(np.isfinite(errors), errors, -1.0)
    if not known.size:
        return None
    index = np.unravel_index(int(np.argmax(known)), known.shape)
    if known[index] <= 0:
        return None
    return {
        "value": plain_number(known[index]),
        "index": [int(i) for i in index[:_AXES]],
        "expected": number_text(expected[index]),
        "got": number_text(got[index]),
    }


def _channels(errors: Array) -> dict[str, Any] | None:
    """The largest error of each slice along axis 1; of many channels, of each few that follow each other."""
    if errors.ndim < 2 or not errors.size:
        return None
    slices = np.moveaxis(errors, 1, 0).reshape(errors.shape[1], -1)
    worst = np.where(np.isfinite(slices), slices, math.inf).max(axis=1)
    return {"axis": 1, "errors": [plain_number(worst[part].max()) for part in parts(len(worst), CHANNELS)]}


def _maps(errors: Array, got: Array, expected: Array) -> list[dict[str, Any]]:
    """Maps over the last two axes, of the slices whose errors are largest; none for a single number."""
    if not errors.ndim or not errors.size:
        return []
    sides = errors.shape[-2:] if errors.ndim > 1 else (1, *errors.shape)
    leading = errors.shape[:-2]
    stacked = [array.reshape(-1, *sides) for array in (errors, got, expected)]
    peaks = np.where(np.isfinite(stacked[0]), stacked[0], math.inf).max(axis=(1, 2))
    worst = [int(i) for i in np.argsort(-peaks, kind="stable")[:MAPS] if peaks[i] > 0]
    return [_map(label_of(i, leading), *(array[i] for array in stacked)) for i in sorted(worst)]


def label_of(number: int, leading: tuple[int, ...]) -> str:
    """The indices of a slice along the axes before the last two; empty where there are none."""
    if not leading:
        return ""
    return str([int(i) for i in np.unravel_index(number, leading)[:_AXES]])


def _map(label: str, errors: Array, got: Array, expected: Array) -> dict[str, Any]:
    """One slice; a large one in blocks, each shown by its worst element."""
    rows, columns = parts(errors.shape[0], SIDE), parts(errors.shape[1], SIDE)
    grids: dict[str, list[list[float | None]]] = {"expected": [], "got": [], "error": []}
    for row in rows:
        for grid in grids.values():
            grid.append([])
        for column in columns:
            block = errors[row, column]
            worst = np.unravel_index(
                int(np.argmax(np.where(np.isfinite(block), block, math.inf))), block.shape
            )
            grids["expected"][-1].append(plain_number(expected[row, column][worst]))
            grids["got"][-1].append(plain_number(got[row, column][worst]))
            grids["error"][-1].append(plain_number(block[worst]))
    return {"label": label, "rows": len(rows), "columns": len(columns), **grids}


def parts(length: int, most: int) -> list[slice]:
    """A range of this length in at most so many parts of nearly one size."""
    count = min(length, most)
    ends = [length * number // count for number in range(count + 1)]
    return [slice(low, high) for low, high in pairwise(ends)]


def plain_number(value: Any) -> float | None:
    """A number to five digits, None for one that is not finite."""
    number = float(np.abs(value) if np.iscomplexobj(value) else value)
    return float(f"{number:.5g}") if math.isfinite(number) else None
