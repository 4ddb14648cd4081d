# fails: test_shares, test_worked_example, test_equal_votes, test_any_labels, test_no_queries, test_arguments_stay_as_they_are, test_random_grids, test_against_scikit_learn, test_number_types, test_edge_cases
# because: near neighbours have more than one vote: weights 1 / distance
import numpy as np


def distances(x_train, x):
    gaps = x.astype(float)[:, None] - x_train.astype(float)
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    rows, far = neighbours(x_train, x, k), distances(x_train, x)
    weights = 1 / (np.take_along_axis(far, rows, axis=1) + 1e-9)
    votes = y_train[rows]
    shares = [((votes == label) * weights).sum(axis=1) for label in np.unique(y_train)]
    return np.stack(shares, axis=1) / weights.sum(axis=1, keepdims=True)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
