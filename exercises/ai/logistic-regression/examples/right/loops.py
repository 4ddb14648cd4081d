# technique: loops over rows and features for the parts, accelerated descent for the fit
import math

import numpy as np


def one_sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))


def sigmoid(z):
    return np.array([one_sigmoid(each) for each in z.ravel()]).reshape(z.shape)


def logits(x, weights, bias):
    return [sum(a * w for a, w in zip(row, weights)) + bias for row in x.tolist()]


def predict_proba(x, weights, bias):
    return np.array([one_sigmoid(z) for z in logits(x, weights, bias)], dtype=float)


def predict(x, weights, bias, threshold=0.5):
    return np.array([1 if p >= threshold else 0 for p in predict_proba(x, weights, bias)], dtype=np.int64)


def loss(x, y, weights, bias, strength):
    total = 0.0
    for z, label in zip(logits(x, weights, bias), y):
        wrong_way = -z if label else z
        total += max(wrong_way, 0.0) + math.log1p(math.exp(-abs(wrong_way)))
    return total / len(y) + strength / 2 * sum(float(w) ** 2 for w in weights)


def gradient(x, y, weights, bias, strength):
    slope, total = [0.0] * len(weights), 0.0
    for row, p, label in zip(x, predict_proba(x, weights, bias), y):
        total += p - label
        for j, value in enumerate(row):
            slope[j] += (p - label) * value
    return np.array([s / len(y) + strength * w for s, w in zip(slope, weights)]), total / len(y)


def learning_rate(x, strength):
    squares = [1 + sum(value**2 for value in row) for row in x.tolist()]
    return 1 / (strength + sum(squares) / (4 * len(squares)))


def fit(x, y, strength):
    rate = learning_rate(x, strength)
    weights, bias = np.zeros(x.shape[1]), 0.0
    ahead, ahead_bias, pace = weights, bias, 1.0
    for _ in range(20_000):
        error = 1 / (1 + np.exp(-(x @ ahead + ahead_bias))) - y
        slope, bias_slope = x.T @ error / len(y) + strength * ahead, error.mean()
        if max(abs(slope).max(), abs(bias_slope)) <= 1e-7:
            break
        new, new_bias = ahead - rate * slope, ahead_bias - rate * bias_slope
        after = (1 + math.sqrt(1 + 4 * pace**2)) / 2
        push = (pace - 1) / after
        if slope @ (new - weights) + bias_slope * (new_bias - bias) > 0:
            after, push = 1.0, 0.0
        ahead, ahead_bias = new + push * (new - weights), new_bias + push * (new_bias - bias)
        weights, bias, pace = new, new_bias, after
    return ahead, ahead_bias
