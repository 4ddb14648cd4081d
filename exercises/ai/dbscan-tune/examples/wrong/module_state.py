# fails: test_same_history_same_proposal
# because: a list in the module is used up instead of reading the history; the next search finds the rest of it
import numpy as np
from scipy.spatial import cKDTree

SHARES = [0.5, 0.525, 0.55, 0.575, 0.6, 0.625, 0.65, 0.675, 0.7, 0.725]


def propose(history, points):
    SHARES.append(SHARES.pop(0))
    eighth = cKDTree(points).query(points, k=9)[0][:, -1]
    return {"eps": float(np.quantile(eighth, SHARES[0])), "min_samples": 8}
