# fails: test_sample, test_edges
# because: a unit is turned on where number and probability are equal
import torch


def hidden_probabilities(v, weight, hidden_bias):
    return torch.sigmoid(v @ weight + hidden_bias)


def visible_probabilities(h, weight, visible_bias):
    return torch.sigmoid(h @ weight.T + visible_bias)


def sample(p, noise):
    return (noise <= p).to(p.dtype)


def free_energy(v, weight, visible_bias, hidden_bias):
    z = v @ weight + hidden_bias
    return -(v @ visible_bias) - torch.logaddexp(z, torch.zeros_like(z)).sum(dim=1)


def cd1(v, weight, visible_bias, hidden_bias, noise, rate):
    p = hidden_probabilities(v, weight, hidden_bias)
    seen = visible_probabilities(sample(p, noise), weight, visible_bias)
    again = hidden_probabilities(seen, weight, hidden_bias)
    return (
        weight + rate * (v.T @ p - seen.T @ again) / len(v),
        visible_bias + rate * (v - seen).mean(dim=0),
        hidden_bias + rate * (p - again).mean(dim=0),
    )
