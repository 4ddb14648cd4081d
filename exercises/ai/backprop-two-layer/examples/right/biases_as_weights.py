# technique: biases are a last row of the weights, a column of ones stands for them
import numpy as np


def ones(x):
    return np.hstack([x, np.ones((len(x), 1))])


def stacked(params):
    return np.vstack([params["W1"], params["b1"]]), np.vstack([params["W2"], params["b2"]])


def forward(params, x):
    first, second = stacked(params)
    h = np.tanh(ones(x) @ first)
    return h, ones(h) @ second


def probabilities(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def loss(params, x, y):
    _, z = forward(params, x)
    gaps = z - z[np.arange(len(y)), y][:, None]
    return np.mean(np.logaddexp.reduce(gaps, axis=1))


def backward(params, x, y):
    first, second = stacked(params)
    h, z = forward(params, x)
    dz = (probabilities(z) - np.eye(z.shape[1])[y]) / len(y)
    d_second = ones(h).T @ dz
    slope = np.cosh(np.clip(ones(x) @ first, -300, 300)) ** -2.0
    da = (dz @ second.T)[:, :-1] * slope
    d_first = ones(x).T @ da
    return {"W1": d_first[:-1], "b1": d_first[-1], "W2": d_second[:-1], "b2": d_second[-1]}


def step(params, x, y, rate):
    return {name: params[name] - rate * grad for name, grad in backward(params, x, y).items()}
