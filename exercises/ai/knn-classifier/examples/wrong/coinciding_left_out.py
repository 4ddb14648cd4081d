# fails: test_equal_distances, test_random_grids, test_edge_cases
# because: a training point at distance 0 is taken for the query itself and left out
import numpy as np


def distances(x_train, x):
    gaps = x.astype(np.float64)[:, None] - x_train.astype(np.float64)
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    found = distances(x_train, x)
    found[found == 0] = np.inf
    return np.argsort(found, axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    labels = y_train[neighbours(x_train, x, k)]
    return (labels[:, :, None] == np.unique(y_train)).mean(axis=1)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
