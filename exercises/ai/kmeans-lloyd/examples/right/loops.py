# technique: plain Python loops over points, centres and coordinates
import numpy as np


def distance(a, b):
    return sum((x - y) ** 2 for x, y in zip(a.tolist(), b.tolist()))


def assign(points, centres):
    return np.array([min(range(len(centres)), key=lambda j: distance(p, centres[j])) for p in points])


def update(points, labels, centres):
    moved = []
    for j, centre in enumerate(centres):
        members = [p for p, label in zip(points, labels) if label == j]
        moved.append(sum(members) / len(members) if members else centre)
    return np.array(moved)


def inertia(points, labels, centres):
    return sum(distance(p, centres[label]) for p, label in zip(points, labels))


def kmeans(points, centres, max_rounds=100):
    labels, rounds, changed = assign(points, centres), 0, True
    while changed and rounds < max_rounds:
        centres = update(points, labels, centres)
        new = assign(points, centres)
        changed, labels, rounds = bool((new != labels).any()), new, rounds + 1
    return centres, labels, inertia(points, labels, centres), rounds
