# technique: plain Python: a dictionary of places, loops over classes
import numpy as np


def confusion_matrix(true, predicted, labels=None):
    if labels is None:
        labels = sorted(set(true.tolist()) | set(predicted.tolist()))
    place = {name: index for index, name in enumerate(labels)}
    matrix = np.zeros((len(labels), len(labels)), dtype=np.int64)
    for t, p in zip(true.tolist(), predicted.tolist()):
        matrix[place[t], place[p]] += 1
    return matrix


def ratio(a, b):
    return a / b if b else 0.0


def accuracy(matrix):
    rows = matrix.tolist()
    return ratio(sum(row[i] for i, row in enumerate(rows)), sum(map(sum, rows)))


def precision(matrix):
    rows = matrix.tolist()
    return np.array([ratio(rows[i][i], sum(row[i] for row in rows)) for i in range(len(rows))], dtype=float)


def recall(matrix):
    rows = matrix.tolist()
    return np.array([ratio(row[i], sum(row)) for i, row in enumerate(rows)], dtype=float)


def f1(matrix):
    pairs = zip(precision(matrix).tolist(), recall(matrix).tolist())
    return np.array([ratio(2 * p * r, p + r) for p, r in pairs], dtype=float)


def macro(matrix):
    return tuple(
        ratio(sum(values.tolist()), len(values)) for values in (precision(matrix), recall(matrix), f1(matrix))
    )
