# fails: test_first_proposal, test_ten_valid_proposals, test_same_history_same_proposal, test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: min_samples is a share of the points instead of a whole number of them
import numpy as np
from scipy.spatial import cKDTree


def propose(history, points):
    eighth = cKDTree(points).query(points, k=9)[0][:, -1]
    return {"eps": float(np.quantile(eighth, 0.52 + 0.02 * len(history))), "min_samples": 0.01 * len(points)}
