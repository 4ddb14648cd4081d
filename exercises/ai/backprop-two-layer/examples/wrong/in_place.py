# fails: test_arguments_stay_as_they_are
# because: the parameters of the caller are moved
import numpy as np


def forward(params, x):
    h = np.tanh(x @ params["W1"] + params["b1"])
    return h, h @ params["W2"] + params["b2"]


def log_softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def loss(params, x, y):
    h, z = forward(params, x)
    return -log_softmax(z)[np.arange(len(y)), y].mean()


def backward(params, x, y):
    h, z = forward(params, x)
    dz = np.exp(log_softmax(z))
    dz[np.arange(len(y)), y] -= 1
    dz = dz / len(y)
    dh = dz @ params["W2"].T
    da = dh * (1 - h**2)
    return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": h.T @ dz, "b2": dz.sum(axis=0)}


def step(params, x, y, rate):
    grads = backward(params, x, y)
    for name in params:
        params[name] -= rate * grads[name]
    return params
