# technique: biases as weights of units that are always on; free energy by logsigmoid
import torch
import torch.nn.functional as F


def joined(weight, visible_bias, hidden_bias):
    corner = weight.new_zeros(1, 1)
    left = torch.cat([weight, hidden_bias[None]])
    return torch.cat([left, torch.cat([visible_bias[:, None], corner])], dim=1)


def with_one(x):
    return torch.cat([x, x.new_ones(len(x), 1)], dim=1)


def hidden_probabilities(v, weight, hidden_bias):
    return torch.sigmoid(with_one(v) @ torch.cat([weight, hidden_bias[None]]))


def visible_probabilities(h, weight, visible_bias):
    return torch.sigmoid(with_one(h) @ torch.cat([weight.T, visible_bias[None]]))


def sample(p, noise):
    return torch.ceil(p - noise).clamp(min=0)


def free_energy(v, weight, visible_bias, hidden_bias):
    return F.logsigmoid(-(v @ weight + hidden_bias)).sum(-1) - (v @ visible_bias[:, None])[:, 0]


def cd1(v, weight, visible_bias, hidden_bias, noise, rate):
    p = hidden_probabilities(v, weight, hidden_bias)
    seen = visible_probabilities(sample(p, noise), weight, visible_bias)
    again = hidden_probabilities(seen, weight, hidden_bias)
    step = (with_one(v).T @ with_one(p) - with_one(seen).T @ with_one(again)) / v.shape[0]
    new = joined(weight, visible_bias, hidden_bias) + rate * step
    return new[:-1, :-1].clone(), new[:-1, -1].clone(), new[-1, :-1].clone()
