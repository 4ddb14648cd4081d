# technique: the Hessian and the gradient at zero of each batch; momentum from the difference of two positions
import numpy as np


def gradient(x, y, theta):
    hessian = np.einsum("ni,nj->ij", x, x) * (2 / len(x))
    return hessian @ theta - 2 * np.mean(x * y[:, None], axis=0)


def batch_descent(x, y, theta, lr, epochs):
    return minibatch_descent(x, y, theta, lr, np.arange(len(x))[None].repeat(epochs, axis=0), len(x))


def stochastic_descent(x, y, theta, lr, orders):
    return minibatch_descent(x, y, theta, lr, orders, 1)


def minibatch_descent(x, y, theta, lr, orders, batch_size, momentum=0.0):
    here, before, path = theta.copy(), theta.copy(), []
    for order in orders:
        for batch in np.split(order, np.arange(batch_size, len(order), batch_size)):
            step = momentum * (here - before) - lr * gradient(x[batch], y[batch], here)
            before, here = here, here + step
            path.append(here.copy())
    return np.stack(path)
