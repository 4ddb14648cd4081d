# fails: test_any_labels, test_random_grids, test_against_scikit_learn, test_edge_cases
# because: labels are taken for column numbers, so gaps and negative labels go wrong
import numpy as np


def distances(x_train, x):
    gaps = x.astype(float)[:, None] - x_train.astype(float)
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    shares = np.zeros((len(x), max(y_train.max() + 1, 1)))
    for row, line in enumerate(votes):
        for label in line:
            shares[row, label] += 1 / k
    return shares


def predict(x_train, y_train, x, k):
    return predict_proba(x_train, y_train, x, k).argmax(axis=1)
