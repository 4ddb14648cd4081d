# fails: test_neighbours, test_shares, test_worked_example, test_equal_distances, test_equal_votes, test_any_labels, test_no_queries, test_arguments_stay_as_they_are, test_random_grids, test_against_scikit_learn, test_number_types, test_edge_cases
# because: the slice ends one too early
import numpy as np


def distances(x_train, x):
    gaps = x.astype(float)[:, None] - x_train.astype(float)
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    order = np.argsort(distances(x_train, x), axis=1, kind="stable")
    return order[:, : max(k - 1, 1)]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
