# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: eps is the distance to the nearest point, within which there are never eight
import numpy as np
from scipy.spatial import cKDTree


def propose(history, points):
    nearest = cKDTree(points).query(points, k=2)[0][:, -1]
    return {"eps": float(np.quantile(nearest, 0.05 * (len(history) + 1))), "min_samples": 8}
