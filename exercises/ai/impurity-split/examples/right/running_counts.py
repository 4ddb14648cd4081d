# technique: one pass over the sorted rows with running counts of each class, all thresholds of a feature at once
import numpy as np


def impurity(counts, criterion):
    n = counts.sum(axis=-1, keepdims=True)
    p = counts / np.maximum(n, 1)
    if criterion == "gini":
        return (n[..., 0] > 0) * (1 - (p**2).sum(axis=-1))
    return -(p * np.log2(np.where(p > 0, p, 1))).sum(axis=-1)


def counted(labels):
    return np.unique(labels, return_counts=True)[1].astype(float)


def gini(labels):
    return float(impurity(counted(labels), "gini"))


def entropy(labels):
    return float(impurity(counted(labels), "entropy"))


def gain(labels, left, criterion="gini"):
    n, n_left = len(labels), left.sum()
    sides = n_left * impurity(counted(labels[left]), criterion)
    sides += (n - n_left) * impurity(counted(labels[~left]), criterion)
    return float(impurity(counted(labels), criterion) - sides / n)


def best_split(features, labels, criterion="gini", min_gain=0.0):
    names = np.unique(labels)
    if len(names) < 2:
        return None
    n, candidates = len(labels), []
    for feature in range(features.shape[1]):
        order = np.argsort(features[:, feature], kind="stable")
        x = features[order, feature].astype(float)
        left = np.cumsum(labels[order][:, None] == names, axis=0)[:-1]
        right = left[-1:] + (labels[order][-1:, None] == names) - left
        gains = (
            impurity(counted(labels), criterion)
            - (left.sum(axis=1) * impurity(left, criterion) + right.sum(axis=1) * impurity(right, criterion))
            / n
        )
        for place in np.flatnonzero(x[1:] != x[:-1]):
            candidates.append((-round(gains[place], 9), feature, (x[place] + x[place + 1]) / 2, gains[place]))
    if not candidates:
        return None
    _, feature, threshold, found = min(candidates)
    if found < min_gain - 1e-9:
        return None
    return feature, float(threshold), float(found)
