"""Labelled data sets, and the batches they are cut into."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from graders.strategies.cases import Pick, cases
from graders.strategies.numbers import fill, public_seed

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


@cases
def labelled_data(
    pick: Pick,
    *,
    max_rows: int = 40,
    max_features: int = 4,
    max_classes: int = 3,
    spread: float = 0.5,
    one_class: bool = False,
    ties: bool = False,
    constant_feature: bool = False,
) -> tuple[Points, Labels]:
    """Points around one centre for each class, to two decimals, and their labels.

    Each class has at least two points. With `one_class` there may be a single class; with `ties` coordinates
    may be whole, and a point of the first class lie where one of the last does; with `constant_feature` the
    last feature may be 1 everywhere.
    """
    classes = pick.between(1 if one_class else 2, max(2, max_classes))
    rows = pick.between(2 * classes, max(2 * classes, max_rows))
    features = pick.between(1, max_features)
    tied = ties and pick.flag()
    flat = constant_feature and pick.flag()
    labels = np.arange(rows) % classes
    points = _points(pick.filling(), labels, features, spread)
    if tied:
        points = np.round(points)
        points[classes - 1] = points[0]
    if flat:
        points[:, -1] = 1.0
    return points, labels.astype(np.int64)


def _points(filling: int, labels: npt.NDArray[Any], features: int, spread: float) -> Points:
    """Points for these labels; whole ones, four apart from class to class, for filling 0."""
    rows = len(labels)
    if filling == 0:
        across = np.arange(rows)[:, None] + np.arange(features)
        simple: Points = (4 * labels[:, None] + across % 3).astype(np.float64)
        return simple
    classes = int(labels.max()) + 1
    random = np.random.default_rng(public_seed("labelled", filling, rows, features, classes))
    centres = random.normal(scale=3.0, size=(classes, features))
    points: Points = np.round(centres[labels] + random.normal(scale=spread, size=(rows, features)), 2)
    return points


@cases
def mini_batch_cases(
    pick: Pick, *, max_rows: int = 12, max_features: int = 3, dtype: str = "float64"
) -> dict[str, Any]:
    """A data set to be cut into batches: x, y, order, batch_size and drop_last.

    `order` is a permutation of the rows; `batch_size` may divide their number or not, and be as large.
    """
    rows = pick.between(1, max_rows)
    batch_size = pick.between(1, rows)
    features = pick.between(1, max_features)
    drop_last = pick.flag()
    filling = pick.filling()
    order = np.arange(rows)
    if filling:
        order = np.random.default_rng(public_seed("order", filling, rows)).permutation(rows)
    return {
        "x": fill((rows, features), dtype, filling, "x"),
        "y": np.arange(rows) % 2,
        "order": order,
        "batch_size": batch_size,
        "drop_last": drop_last,
    }
