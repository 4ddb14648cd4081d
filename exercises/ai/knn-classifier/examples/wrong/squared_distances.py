# fails: test_distances, test_arguments_stay_as_they_are, test_random_grids, test_against_scikit_learn, test_number_types
# because: the square root is forgotten; the order, and so the labels, stay right
import numpy as np


def distances(x_train, x):
    return ((x.astype(float)[:, None] - x_train.astype(float)) ** 2).sum(axis=2)


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
