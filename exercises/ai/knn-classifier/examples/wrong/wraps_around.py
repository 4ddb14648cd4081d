# fails: test_number_types
# because: unsigned integers are subtracted as they are, so 3 - 5 is 254
import numpy as np


def distances(x_train, x):
    gaps = x[:, None] - x_train
    return np.sqrt((gaps**2).sum(axis=2))


def neighbours(x_train, x, k):
    return np.argsort(distances(x_train, x), axis=1, kind="stable")[:, :k]


def predict_proba(x_train, y_train, x, k):
    votes = y_train[neighbours(x_train, x, k)]
    return np.stack([(votes == label).mean(axis=1) for label in np.unique(y_train)], axis=1)


def predict(x_train, y_train, x, k):
    return np.unique(y_train)[predict_proba(x_train, y_train, x, k).argmax(axis=1)]
