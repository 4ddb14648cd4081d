# technique: one mask for each class and cell; NaN replaced afterwards; F1 from the four counts
import numpy as np


def confusion_matrix(true, predicted, labels=None):
    names = sorted({*true.tolist(), *predicted.tolist()}) if labels is None else labels
    counts = [[np.count_nonzero((true == a) & (predicted == b)) for b in names] for a in names]
    return np.array(counts, dtype=np.int64).reshape(len(names), len(names))


def counts_of(matrix):
    tp = np.diagonal(matrix).astype(float)
    return tp, matrix.sum(axis=0) - tp, matrix.sum(axis=1) - tp


def cleaned(a, b):
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(np.asarray(a) / np.asarray(b))


def accuracy(matrix):
    return float(cleaned(np.float64(np.diagonal(matrix).sum()), np.float64(matrix.sum())))


def precision(matrix):
    tp, fp, _ = counts_of(matrix)
    return cleaned(tp, tp + fp)


def recall(matrix):
    tp, _, fn = counts_of(matrix)
    return cleaned(tp, tp + fn)


def f1(matrix):
    tp, fp, fn = counts_of(matrix)
    return cleaned(tp, tp + (fp + fn) / 2)


def macro(matrix):
    table = np.stack([precision(matrix), recall(matrix), f1(matrix)])
    means = table.sum(axis=1) / max(1, table.shape[1])
    return tuple(means.tolist())
