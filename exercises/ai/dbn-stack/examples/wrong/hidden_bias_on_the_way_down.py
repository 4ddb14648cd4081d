# fails: test_way_up_and_down, test_dtype, test_deep_stack, test_edges
# because: on the way down the hidden biases are added instead of the visible ones
import torch


def up(v, rbm):
    weight, _, hidden_bias = rbm
    return torch.sigmoid(v @ weight + hidden_bias)


def down(h, rbm):
    weight, visible_bias, _ = rbm
    return torch.sigmoid(h @ weight.T + visible_bias)


def cd1(v, rbm, noise, rate):
    weight, visible_bias, hidden_bias = rbm
    p = up(v, rbm)
    seen = down((noise < p).to(p.dtype), rbm)
    q = up(seen, rbm)
    return (
        weight + rate * (v.T @ p - seen.T @ q) / len(v),
        visible_bias + rate * (v - seen).mean(dim=0),
        hidden_bias + rate * (p - q).mean(dim=0),
    )


def train_rbm(v, rbm, noise, rate):
    for numbers in noise:
        rbm = cd1(v, rbm, numbers, rate)
    return rbm


def pretrain(v, rbms, noise, rate):
    trained = []
    for rbm, numbers in zip(rbms, noise):
        trained.append(train_rbm(v, rbm, numbers, rate))
        v = up(v, trained[-1])
    return trained


def recognise(v, rbms):
    layers = []
    for rbm in rbms:
        v = up(v, rbm)
        layers.append(v)
    return layers


def generate(h, rbms):
    for rbm in reversed(rbms):
        weight, _, hidden_bias = rbm
        h = torch.sigmoid(h @ weight.T + hidden_bias)
    return h
