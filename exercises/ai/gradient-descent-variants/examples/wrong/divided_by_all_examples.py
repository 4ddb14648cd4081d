# fails: test_minibatch, test_last_batch, test_several_epochs, test_momentum, test_one_batch_is_batch_descent, test_arguments_stay_as_they_are, test_random_batches, test_path_of_torch, test_edge_cases
# because: the gradient of a batch is divided by the number of all examples
import numpy as np


def gradient(x, y, theta):
    return 2 / len(x) * x.T @ (x @ theta - y)


def batch_descent(x, y, theta, lr, epochs):
    path = []
    for _ in range(epochs):
        theta = theta - lr * gradient(x, y, theta)
        path.append(theta)
    return np.array(path)


def stochastic_descent(x, y, theta, lr, orders):
    path = []
    for order in orders:
        for i in order:
            theta = theta - lr * gradient(x[i : i + 1], y[i : i + 1], theta)
            path.append(theta)
    return np.array(path)


def minibatch_descent(x, y, theta, lr, orders, batch_size, momentum=0.0):
    path = []
    velocity = 0
    for order in orders:
        for start in range(0, len(order), batch_size):
            batch = order[start : start + batch_size]
            velocity = momentum * velocity + gradient(x[batch], y[batch], theta) * len(batch) / len(x)
            theta = theta - lr * velocity
            path.append(theta)
    return np.array(path)
