"""Linear regression by least squares, and three measures of how well it fits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def fit(x: Floats, y: Floats) -> tuple[Floats, float]:
    """Return the shortest weights with the least squared residuals, and their intercept."""
    middle = x.mean(axis=0)
    # Centred columns are orthogonal to a constant, so the mean of the target need not be taken away.
    weights = np.linalg.lstsq(x - middle, y.ravel(), rcond=1e-10)[0]
    return weights, y.mean() - middle @ weights


def predict(x: Floats, weights: Floats, intercept: float) -> Floats:
    """Return one prediction for each row."""
    return x @ weights + intercept


def mse(y: Floats, prediction: Floats) -> float:
    """Return the mean of the squared residuals, entry by entry whatever the shapes are."""
    return ((y.ravel() - prediction.ravel()) ** 2).mean()


def rmse(y: Floats, prediction: Floats) -> float:
    """Return the root of the mean squared error, in the unit of the target."""
    return np.sqrt(mse(y, prediction))


def r_squared(y: Floats, prediction: Floats) -> float:
    """Return the share of the target's variance that the predictions explain."""
    spread, rest = y.var(), mse(y, prediction)
    if np.ptp(y) == 0:
        return 1.0 if rest == 0 else 0.0
    return 1 - rest / spread
