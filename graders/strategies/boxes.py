"""Boxes as corners (x1, y1, x2, y2), alone, in pairs of sets, and with scores."""

from __future__ import annotations

from typing import Any

from graders.incell.origins import tensor_of
from graders.strategies.cases import Pick, cases

Case = dict[str, Any]

_COORDINATES = 4
_TENTHS = 10


@cases
def boxes(
    pick: Pick, max_boxes: int = 4, *, min_boxes: int = 0, max_side: int = 4, dtype: str = "float32"
) -> Any:
    """A tensor (n, 4) of boxes with whole corners and positive sides that overlap often."""
    rows = _rows(pick, min_boxes, max_boxes, max_side)
    return tensor_of(rows, dtype, (0, _COORDINATES))


@cases
def box_pairs(
    pick: Pick, max_boxes: int = 3, *, min_boxes: int = 0, max_side: int = 4, dtype: str = "float32"
) -> Case:
    """Two sets of boxes, `boxes_a` (n, 4) and `boxes_b` (m, 4), whose overlaps are to be measured."""
    one = _rows(pick, min_boxes, max_boxes, max_side)
    other = _rows(pick, min_boxes, max_boxes, max_side)
    return {
        "boxes_a": tensor_of(one, dtype, (0, _COORDINATES)),
        "boxes_b": tensor_of(other, dtype, (0, _COORDINATES)),
    }


@cases
def nms_cases(
    pick: Pick,
    max_boxes: int = 5,
    *,
    min_boxes: int = 0,
    max_side: int = 4,
    max_place: int | None = None,
    ties: bool = True,
    dtype: str = "float32",
) -> Case:
    """Boxes (n, 4) with their scores (n,) in tenths, and a threshold of their overlap.

    Upper left corners lie between 0 and `max_place`, without it `max_side`: the less, the more overlap. Equal
    scores occur unless `ties` is False; corners are whole, so an overlap is often the threshold itself.
    """
    threshold = pick.one_of((0.5, 0.25, 0.0, 0.75))
    rows, scores = [], []
    for number in pick.several(min_boxes, max_boxes):
        rows.append(_box(pick, max_side, max_side if max_place is None else max_place))
        tenths = pick.between(1, _TENTHS - 1)
        scores.append((tenths if ties else tenths + _TENTHS * number) / (_TENTHS if ties else 100))
    return {
        "boxes": tensor_of(rows, dtype, (0, _COORDINATES)),
        "scores": tensor_of(scores, dtype, (0,)),
        "threshold": threshold,
    }


def _rows(pick: Pick, least: int, most: int, max_side: int) -> list[list[float]]:
    return [_box(pick, max_side, max_side) for _ in pick.several(least, most)]


def _box(pick: Pick, max_side: int, max_place: int) -> list[float]:
    left, top = pick.between(0, max_place), pick.between(0, max_place)
    width, height = pick.between(1, max_side), pick.between(1, max_side)
    return [float(left), float(top), float(left + width), float(top + height)]
