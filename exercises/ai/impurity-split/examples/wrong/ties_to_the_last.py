# fails: test_worked_example, test_thresholds, test_ties, test_no_split, test_min_gain, test_arguments_stay_as_they_are, test_edge_cases
# because: of equal gains the last one is kept
from itertools import pairwise

import numpy as np

#: gains this near to each other count as equal
TIE = 1e-9


def shares(labels):
    counts = np.unique(labels, return_counts=True)[1]
    return counts / len(labels)


def gini(labels):
    p = shares(labels)
    return (p * (1 - p)).sum()


def entropy(labels):
    p = shares(labels)
    return (p * np.log2(1 / p)).sum()


def gain(labels, left, criterion="gini"):
    measure = {"gini": gini, "entropy": entropy}[criterion]
    share = left.mean()
    return measure(labels) - share * measure(labels[left]) - (1 - share) * measure(labels[~left])


def best_split(features, labels, criterion="gini", min_gain=0.0):
    best = None
    if len(np.unique(labels)) < 2:
        return None
    for feature, column in enumerate(features.T):
        for low, high in pairwise(np.unique(column)):
            found = gain(labels, column <= low, criterion)
            if found >= min_gain - TIE and (best is None or found >= best[2] - TIE):
                best = feature, (low + high) / 2, found
    return best
