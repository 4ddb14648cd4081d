# fails: test_practice_better_than_chance, test_practice_good, test_practice_very_good, test_others_better_than_chance, test_others_good, test_others_very_good
# because: eps is the distance at which every point has its eight neighbours, the noise too
from scipy.spatial import cKDTree


def propose(history, points):
    eighth = cKDTree(points).query(points, k=8)[0][:, -1]
    return {"eps": float(eighth.max()) * (1 + 0.1 * len(history)), "min_samples": 8}
