# technique: statistics of one example after the other, as outer products
import torch
import torch.nn.functional as F


def hidden_probabilities(v, weight, hidden_bias):
    return torch.stack([torch.sigmoid(F.linear(row, weight.T, hidden_bias)) for row in v])


def visible_probabilities(h, weight, visible_bias):
    return torch.stack([torch.sigmoid(weight @ row + visible_bias) for row in h])


def sample(p, noise):
    return torch.gt(p, noise).type_as(p)


def free_energy(v, weight, visible_bias, hidden_bias):
    energies = []
    for row in v:
        energies.append(-row.dot(visible_bias) - F.softplus(row @ weight + hidden_bias).sum())
    return torch.stack(energies)


def cd1(v, weight, visible_bias, hidden_bias, noise, rate):
    steps = torch.zeros_like(weight), torch.zeros_like(visible_bias), torch.zeros_like(hidden_bias)
    for row, numbers in zip(v, noise):
        first = hidden_probabilities(row[None], weight, hidden_bias)[0]
        seen = visible_probabilities(sample(first, numbers)[None], weight, visible_bias)[0]
        last = hidden_probabilities(seen[None], weight, hidden_bias)[0]
        steps[0].add_(torch.outer(row, first) - torch.outer(seen, last))
        steps[1].add_(row - seen)
        steps[2].add_(first - last)
    old = weight, visible_bias, hidden_bias
    return tuple(each + rate / len(v) * step for each, step in zip(old, steps))
