# fails: test_f1, test_zero_division, test_macro, test_random_labels, test_against_scikit_learn, test_edge_cases
# because: TP over TP + FP + FN is the Jaccard index, not F1
import numpy as np


def confusion_matrix(true, predicted, labels=None):
    names = np.union1d(true, predicted) if labels is None else np.asarray(labels)
    return (names[:, None] == true).astype(np.int64) @ (predicted[:, None] == names)


def shares(parts, wholes):
    return parts / np.maximum(wholes, 1)


def accuracy(matrix):
    return shares(matrix.trace(), matrix.sum())


def precision(matrix):
    return shares(matrix.diagonal(), matrix.sum(axis=0))


def recall(matrix):
    return shares(matrix.diagonal(), matrix.sum(axis=1))


def f1(matrix):
    return shares(matrix.diagonal(), matrix.sum(axis=0) + matrix.sum(axis=1) - matrix.diagonal())


def macro(matrix):
    means = [shares(measure(matrix).sum(), len(matrix)) for measure in (precision, recall, f1)]
    return means[0], means[1], means[2]
