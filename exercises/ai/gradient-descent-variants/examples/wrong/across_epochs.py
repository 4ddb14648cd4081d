# fails: test_last_batch, test_momentum, test_one_batch_is_batch_descent, test_random_batches, test_path_of_torch
# because: the orders of all epochs become one long line, which is cut into batches
import numpy as np


def gradient(x, y, theta):
    return 2 * x.T @ (x @ theta - y) / len(y)


def minibatch_descent(x, y, theta, lr, orders, batch_size, momentum=0.0):
    path, velocity, line = [], np.zeros_like(theta), orders.ravel()
    for first in range(0, len(line), batch_size):
        batch = line[first : first + batch_size]
        velocity = momentum * velocity + gradient(x[batch], y[batch], theta)
        theta = theta - lr * velocity
        path.append(theta)
    return np.array(path)


def stochastic_descent(x, y, theta, lr, orders):
    return minibatch_descent(x, y, theta, lr, orders, 1)


def batch_descent(x, y, theta, lr, epochs):
    return minibatch_descent(x, y, theta, lr, np.tile(np.arange(len(y)), (epochs, 1)), len(y))
