# technique: the rest of the stack is trained by the same function
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
    if len(noise) == 0:
        return rbm
    return train_rbm(v, cd1(v, rbm, noise[0], rate), noise[1:], rate)


def pretrain(v, rbms, noise, rate):
    if not rbms:
        return []
    lowest = train_rbm(v, rbms[0], noise[0], rate)
    return [lowest, *pretrain(up(v, lowest), rbms[1:], noise[1:], rate)]


def recognise(v, rbms):
    if not rbms:
        return []
    first = up(v, rbms[0])
    return [first] + recognise(first, rbms[1:])


def generate(h, rbms):
    return h if not rbms else down(generate(h, rbms[1:]), rbms[0])
