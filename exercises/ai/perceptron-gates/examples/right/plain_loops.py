# technique: plain Python numbers and loops; NumPy only for the arrays that are returned
import numpy as np


def weighted_sum(weights, bias, row):
    total = bias
    for weight, value in zip(weights, row):
        total += weight * value
    return total


def predict(x, weights, bias):
    return np.array([1 if weighted_sum(weights, bias, row) > 0 else 0 for row in x], dtype=np.int64)


def update(weights, bias, x, y, lr):
    prediction = 1 if weighted_sum(weights, bias, x) > 0 else 0
    if prediction == y:
        return weights.copy(), bias
    sign = 1 if y == 1 else -1
    return np.array([w + sign * lr * value for w, value in zip(weights, x)]), bias + sign * lr


def train(x, y, lr=1.0, max_epochs=100):
    weights, bias, epochs, updates, clean = [0.0] * x.shape[1], 0, 0, 0, False
    while epochs < max_epochs and not clean:
        epochs, clean = epochs + 1, True
        for row, label in zip(x.tolist(), y.tolist()):
            if (weighted_sum(weights, bias, row) > 0) != (label == 1):
                sign = 1 if label else -1
                weights = [w + sign * lr * value for w, value in zip(weights, row)]
                bias += sign * lr
                updates, clean = updates + 1, False
    return np.array(weights), bias, epochs, updates, clean
