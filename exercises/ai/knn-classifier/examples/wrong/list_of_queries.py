# fails: test_no_queries
# because: an empty batch gives an array without shape and of the wrong dtype
import numpy as np


def distances(x_train, x):
    return np.array([np.linalg.norm(x_train.astype(float) - query, axis=1) for query in x])


def neighbours(x_train, x, k):
    return np.array([row.argsort(kind="stable")[:k] for row in distances(x_train, x)])


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    classes = np.unique(y_train)
    return np.array([classes[shares.argmax()] for shares in predict_proba(x_train, y_train, x, k)])
