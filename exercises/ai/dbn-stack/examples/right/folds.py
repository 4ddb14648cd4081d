# technique: accumulate and reduce
from functools import reduce
from itertools import accumulate

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
    return reduce(lambda machine, numbers: cd1(v, machine, numbers, rate), noise.unbind(0), rbm)


def pretrain(v, rbms, noise, rate):
    def add(stack, task):
        x, done = stack
        machine = train_rbm(x, task[0], task[1], rate)
        return up(x, machine), [*done, machine]

    return reduce(add, zip(rbms, noise), (v, []))[1]


def recognise(v, rbms):
    return list(accumulate(rbms, up, initial=v))[1:]


def generate(h, rbms):
    return reduce(down, rbms[::-1], h)
