# technique: the elbow of the sorted k-distances, farthest from the chord, then steps around the best try
import numpy as np
from scipy.spatial import cKDTree


def propose(history, points):
    if history:
        best = max(history, key=lambda each: each["score"])
        steps = [1.0, 1.1, 0.9, 1.2, 0.8, 1.3, 0.7, 1.05, 0.95, 1.0]
        counts = [8, 8, 8, 8, 8, 8, 8, 8, 10, 10]
        turn = len(history)
        return {
            "eps": history[0]["eps"] * steps[turn] if turn < 7 else best["eps"] * steps[turn],
            "min_samples": counts[turn],
        }
    distances = np.sort(cKDTree(points).query(points, k=8)[0][:, -1])
    distances = distances[: int(0.95 * len(distances))]
    x, y = np.linspace(0, 1, len(distances)), (distances - distances[0]) / (distances[-1] - distances[0])
    return {"eps": float(distances[np.argmax(x - y)]), "min_samples": 8}
