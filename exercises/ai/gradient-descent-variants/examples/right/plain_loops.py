# technique: Python numbers and loops over examples and features
import numpy as np


def gradient(x, y, theta):
    total = [0.0] * len(theta)
    for row, target in zip(x, y):
        error = sum(t * v for t, v in zip(theta, row)) - target
        for j, value in enumerate(row):
            total[j] += 2 * error * value
    return np.array([each / len(x) for each in total])


def batch_descent(x, y, theta, lr, epochs):
    rows = []
    for _ in range(epochs):
        slope = gradient(x, y, theta)
        theta = np.array([t - lr * g for t, g in zip(theta, slope)])
        rows.append(theta.tolist())
    return np.array(rows)


def stochastic_descent(x, y, theta, lr, orders):
    rows, here = [], list(theta)
    for i in orders.ravel():
        error = sum(t * v for t, v in zip(here, x[i])) - y[i]
        here = [t - lr * 2 * error * v for t, v in zip(here, x[i])]
        rows.append(here)
    return np.array(rows)


def minibatch_descent(x, y, theta, lr, orders, batch_size, momentum=0.0):
    rows, here, velocity = [], list(theta), [0.0] * len(theta)
    for order in orders:
        waiting = list(order)
        while waiting:
            batch, waiting = waiting[:batch_size], waiting[batch_size:]
            slope = gradient(x[batch], y[batch], here)
            velocity = [momentum * v + g for v, g in zip(velocity, slope)]
            here = [t - lr * v for t, v in zip(here, velocity)]
            rows.append(here)
    return np.array(rows)
