# technique: the bias is the last weight of a column of ones; classes become signs
import numpy as np


def predict(x, weights, bias):
    return np.where(np.c_[x, np.ones(len(x))] @ np.r_[weights, bias] > 0, 1, 0)


def update(weights, bias, x, y, lr):
    wb, row = np.r_[weights, bias], np.r_[x, 1.0]
    wb = wb + lr * (y - np.heaviside(row @ wb, 0.0)) * row
    return wb[:-1], wb[-1]


def train(x, y, lr=1.0, max_epochs=100):
    rows, wb, counts = np.c_[x, np.ones(len(x))], np.zeros(x.shape[1] + 1), []
    while len(counts) < max_epochs and 0 not in counts:
        mistakes = 0
        for row, label in zip(rows, y):
            error = label - np.heaviside(row @ wb, 0.0)
            wb += lr * error * row
            mistakes += abs(int(error))
        counts.append(mistakes)
    return wb[:-1], wb[-1], len(counts), sum(counts), counts[-1] == 0
