# fails: test_distances, test_neighbours, test_shares, test_worked_example, test_equal_distances, test_any_labels, test_arguments_stay_as_they_are, test_random_grids, test_against_scikit_learn, test_number_types, test_edge_cases
# because: features are scaled behind the caller's back, with the queries' own mean and deviation
import numpy as np


def scale(x):
    spread = x.std(axis=0) if len(x) else 1.0
    return (x - (x.mean(axis=0) if len(x) else 0.0)) / np.where(spread == 0, 1.0, spread)


def distances(x_train, x):
    gaps = scale(x.astype(float))[:, None] - scale(x_train.astype(float))
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
