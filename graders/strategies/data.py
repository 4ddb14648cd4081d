"""Labelled data sets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as base
from hypothesis.strategies import composite

from graders.incell import context
from graders.strategies.numbers import FILLINGS


@composite
def labelled_data(
    draw: base.DrawFn, *, max_rows: int = 40, max_features: int = 4, max_classes: int = 3, spread: float = 0.5
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Points around one centre for each class, and their labels; every class has at least two points."""
    classes = draw(base.integers(2, max(2, max_classes)))
    rows = draw(base.integers(2 * classes, max(2 * classes, max_rows)))
    features = draw(base.integers(1, max_features))
    random = context.generator("labelled", draw(base.integers(0, FILLINGS)), rows, features, classes)
    labels = np.arange(rows) % classes
    centres = random.normal(scale=3.0, size=(classes, features))
    points = centres[labels] + random.normal(scale=spread, size=(rows, features))
    order = random.permutation(rows)
    return points[order], labels[order].astype(np.int64)
