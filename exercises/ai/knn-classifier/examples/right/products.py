# technique: squared distances from inner products, lexsort, votes by a one-hot matrix
import numpy as np


def squares(x_train, x):
    a, b = np.asarray(x, np.float64), np.asarray(x_train, np.float64)
    found = (a * a).sum(1)[:, None] + (b * b).sum(1) - 2 * a @ b.T
    return np.maximum(found, 0)


def distances(x_train, x):
    return np.sqrt(squares(x_train, x))


def neighbours(x_train, x, k):
    far = squares(x_train, x)
    index = np.broadcast_to(np.arange(far.shape[1]), far.shape)
    return np.lexsort((index, far), axis=1)[:, :k]


def predict_proba(x_train, y_train, x, k):
    classes, codes = np.unique(y_train, return_inverse=True)
    one_hot = np.eye(len(classes))[codes]
    return one_hot[neighbours(x_train, x, k)].sum(axis=1) / k


def predict(x_train, y_train, x, k):
    classes, codes = np.unique(y_train, return_inverse=True)
    found = np.zeros(len(x), dtype=np.int64)
    for row, rows in enumerate(neighbours(x_train, x, k)):
        found[row] = classes[np.bincount(codes[rows]).argmax()]
    return found
