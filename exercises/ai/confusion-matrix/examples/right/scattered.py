# technique: places by searchsorted, counts by bincount of pairs; division with `where`
import numpy as np


def confusion_matrix(true, predicted, labels=None):
    names = (
        np.unique(np.concatenate([true, predicted])) if labels is None else np.array(labels, dtype=np.int64)
    )
    k = len(names)
    order = np.argsort(names)
    rows = order[np.searchsorted(names, true, sorter=order)] if k else true
    columns = order[np.searchsorted(names, predicted, sorter=order)] if k else predicted
    return np.bincount(rows * k + columns, minlength=k * k).reshape(k, k)


def divide(a, b):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.divide(a, b, out=np.zeros_like(a), where=b > 0)


def accuracy(matrix):
    return float(divide(np.trace(matrix), matrix.sum()))


def precision(matrix):
    return divide(np.diag(matrix), matrix.sum(0))


def recall(matrix):
    return divide(np.diag(matrix), matrix.sum(1))


def f1(matrix):
    p, r = precision(matrix), recall(matrix)
    return divide(2 * p * r, p + r)


def macro(matrix):
    if matrix.size == 0:
        return 0.0, 0.0, 0.0
    return float(np.mean(precision(matrix))), float(np.mean(recall(matrix))), float(np.mean(f1(matrix)))
