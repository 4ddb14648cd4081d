# fails: test_equal_votes, test_any_labels, test_random_grids, test_against_scikit_learn, test_edge_cases
# because: at equal votes the label met first wins, as in Counter.most_common
from collections import Counter

import numpy as np


def distances(x_train, x):
    gaps = x.astype(float)[:, None] - x_train.astype(float)
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)].tolist()
    return np.array([Counter(line).most_common(1)[0][0] for line in votes], dtype=np.int64)
