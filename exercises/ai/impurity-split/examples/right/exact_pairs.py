# technique: Gini by fractions, where equal gains are equal; entropy by scipy, compared after rounding
from fractions import Fraction

import numpy as np
from scipy.stats import entropy as scipy_entropy


def exact_gini(labels):
    n = len(labels)
    counts = [int(np.count_nonzero(labels == name)) for name in set(labels.tolist())]
    return 1 - sum(Fraction(k, n) ** 2 for k in counts) if n else Fraction(0)


def gini(labels):
    return float(exact_gini(labels))


def entropy(labels):
    if not len(labels):
        return 0.0
    return float(scipy_entropy(np.unique(labels, return_counts=True)[1], base=2))


def exact_gain(labels, left, criterion):
    measure = exact_gini if criterion == "gini" else entropy
    share = Fraction(int(left.sum()), len(labels))
    if criterion == "entropy":
        share = float(share)
    return measure(labels) - share * measure(labels[left]) - (1 - share) * measure(labels[~left])


def gain(labels, left, criterion="gini"):
    return float(exact_gain(labels, left, criterion))


def best_split(features, labels, criterion="gini", min_gain=0.0):
    if np.all(labels == labels[:1]):
        return None
    best, most = None, None
    for feature, column in enumerate(features.T.tolist()):
        values = sorted(set(column))
        for low, high in zip(values[:-1], values[1:]):
            threshold = low + (high - low) / 2
            found = exact_gain(labels, np.array(column) <= threshold, criterion)
            rank = found if criterion == "gini" else round(found, 10)
            if most is None or rank > most:
                best, most = (feature, threshold, float(found)), rank
    return best if best is not None and best[2] + 1e-9 >= min_gain else None
