"""Ten radii from the distances to the eighth neighbour: from the middle one up to where those of the noise begin."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 8


def propose(history: list[dict[str, Any]], points: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Return eps and min_samples of the next try."""
    distances, _ = NearestNeighbors(n_neighbors=NEIGHBOURS).fit(points).kneighbors()
    eps = np.quantile(distances.max(axis=1), 0.5 + 0.025 * len(history))
    return {"eps": eps, "min_samples": NEIGHBOURS}
