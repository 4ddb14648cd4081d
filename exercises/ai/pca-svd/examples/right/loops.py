# technique: Jacobi's rotations on a covariance matrix, number by number, without a decomposition from a library
import math

import numpy as np


def fit(points, n_components):
    n, d = points.shape
    mean = [sum(float(row[j]) for row in points) / n for j in range(d)]
    centred = [[float(row[j]) - mean[j] for j in range(d)] for row in points]
    a = np.array([[sum(r[i] * r[j] for r in centred) / (n - 1) for j in range(d)] for i in range(d)])
    v = np.eye(d)
    for _ in range(30):
        for p in range(d):
            for q in range(p + 1, d):
                if abs(a[p, q]) < 1e-300:
                    continue
                angle = 0.5 * math.atan2(2 * a[p, q], a[q, q] - a[p, p])
                turn = np.eye(d)
                turn[p, p] = turn[q, q] = math.cos(angle)
                turn[p, q], turn[q, p] = math.sin(angle), -math.sin(angle)
                a, v = turn.T @ a @ turn, v @ turn
    order = sorted(range(d), key=lambda j: -a[j, j])[:n_components]
    variances = [a[j, j] for j in order]
    total = sum(a[j, j] for j in range(d))
    found = mean, [v[:, j] for j in order], variances, [each / total for each in variances]
    return tuple(np.array(each, dtype=points.dtype) for each in found)


def project(points, mean, components):
    return np.array([[np.dot(x - mean, c) for c in components] for x in points], dtype=points.dtype)


def reconstruct(scores, mean, components):
    return np.array(
        [mean + sum(s * c for s, c in zip(row, components)) for row in scores], dtype=scores.dtype
    )
