# fails: test_ten_valid_proposals
# because: the last proposal repeats a whole entry of the history, with its score
import numpy as np
from scipy.spatial import cKDTree


def propose(history, points):
    if len(history) < 9:
        eighth = cKDTree(points).query(points, k=9)[0][:, -1]
        return {"eps": float(np.quantile(eighth, 0.52 + 0.025 * len(history))), "min_samples": 8}
    return max(history, key=lambda each: each["score"])
