# technique: the dual form: how often each example was added or taken away says what the weights are
import numpy as np


def predict(x, weights, bias):
    return (np.dot(x, weights) > -bias).astype(int)


def update(weights, bias, x, y, lr):
    if predict(x[None], weights, bias)[0] == y:
        return weights, bias
    return (weights + lr * x, bias + lr) if y else (weights - lr * x, bias - lr)


def train(x, y, lr=1.0, max_epochs=100):
    products, times, updates = x @ x.T + 1, np.zeros(len(x)), 0
    for epoch in range(max_epochs):
        before = updates
        for i in range(len(x)):
            error = int(y[i]) - int(products[i] @ times > 0)
            times[i] += error
            updates += error != 0
        if updates == before:
            break
    return lr * times @ x, lr * times.sum(), epoch + 1, updates, updates == before
