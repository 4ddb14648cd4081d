# fails: test_practice_very_good, test_others_very_good
# because: with min_samples 1 there is no noise, each lonely point becomes a cluster of its own
import numpy as np
from scipy.spatial import cKDTree


def propose(history, points):
    fourth = cKDTree(points).query(points, k=5)[0][:, -1]
    return {"eps": float(np.quantile(fourth, 0.64 + 0.015 * len(history))), "min_samples": 1}
