# technique: one example at a time with outer products, gradients added up
import numpy as np


def forward(params, x):
    hidden = [np.tanh(row @ params["W1"] + params["b1"]) for row in x]
    return np.stack(hidden), np.stack([h @ params["W2"] + params["b2"] for h in hidden])


def loss(params, x, y):
    _, z = forward(params, x)
    total = 0.0
    for row, label in zip(z, y):
        total += np.log(np.sum(np.exp(row - row.max()))) + row.max() - row[label]
    return total / len(y)


def backward(params, x, y):
    grads = {name: np.zeros_like(value) for name, value in params.items()}
    for features, label in zip(x, y):
        (h,), (z,) = forward(params, features[None])
        e = np.exp(z - z.max())
        dz = e / e.sum()
        dz[label] -= 1
        da = (params["W2"] @ dz) * (1 - h * h)
        grads["W2"] += np.outer(h, dz)
        grads["b2"] += dz
        grads["W1"] += np.outer(features, da)
        grads["b1"] += da
    return {name: value / len(y) for name, value in grads.items()}


def step(params, x, y, rate):
    grads = backward(params, x, y)
    return {name: params[name] - rate * grads[name] for name in params}
