# technique: one-hot memberships and matrix products; distances without the part that is equal for all centres
import numpy as np


def assign(points, centres):
    return (-2 * points @ centres.T + np.einsum("kd,kd->k", centres, centres)).argmin(axis=1)


def update(points, labels, centres):
    member = np.eye(len(centres))[labels]
    counts = member.sum(axis=0)[:, None]
    return np.where(counts > 0, member.T @ points / np.maximum(counts, 1), centres)


def inertia(points, labels, centres):
    return np.square(np.linalg.norm(points - centres[labels], axis=1)).sum()


def kmeans(points, centres, max_rounds=100, rounds=0, labels=None):
    labels = assign(points, centres) if labels is None else labels
    centres, rounds = update(points, labels, centres), rounds + 1
    new = assign(points, centres)
    if rounds == max_rounds or np.array_equal(new, labels):
        return centres, new, inertia(points, new, centres), rounds
    return kmeans(points, centres, max_rounds, rounds, new)
