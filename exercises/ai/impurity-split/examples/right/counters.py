# technique: plain Python: counters, loops over sorted values
import math
from collections import Counter

TIE = 1e-9


def gini(labels):
    n = len(labels)
    return 1 - sum((k / n) ** 2 for k in Counter(labels.tolist()).values()) if n else 0.0


def entropy(labels):
    n = len(labels)
    return -sum(k / n * math.log2(k / n) for k in Counter(labels.tolist()).values()) if n else 0.0


def gain(labels, left, criterion="gini"):
    measure = gini if criterion == "gini" else entropy
    after = 0.0
    for side in (labels[left], labels[~left]):
        after += len(side) / len(labels) * measure(side)
    return float(measure(labels) - after)


def best_split(features, labels, criterion="gini", min_gain=0.0):
    if len(set(labels.tolist())) <= 1:
        return None
    best = None
    for feature in range(features.shape[1]):
        values = sorted(set(features[:, feature].tolist()))
        for low, high in zip(values, values[1:]):
            threshold = (low + high) / 2
            found = gain(labels, features[:, feature] <= threshold, criterion)
            if best is None or found > best[2] + TIE:
                best = (feature, threshold, found)
    if best is None or best[2] < min_gain - TIE:
        return None
    return best
