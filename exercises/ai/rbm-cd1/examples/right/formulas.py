# technique: the formulas written out; softplus from the larger of z and 0
import torch


def hidden_probabilities(v, weight, hidden_bias):
    return 1 / (1 + torch.exp(-(v @ weight + hidden_bias)))


def visible_probabilities(h, weight, visible_bias):
    return 1 / (1 + torch.exp(-(torch.einsum("nh,vh->nv", h, weight) + visible_bias)))


def sample(p, noise):
    return torch.where(p > noise, torch.ones_like(p), torch.zeros_like(p))


def free_energy(v, weight, visible_bias, hidden_bias):
    z = torch.einsum("nv,vh->nh", v, weight) + hidden_bias
    soft = z.clamp(min=0) + torch.log1p(torch.exp(-z.abs()))
    return -(v * visible_bias).sum(1) - soft.sum(1)


def cd1(v, weight, visible_bias, hidden_bias, noise, rate):
    positive = hidden_probabilities(v, weight, hidden_bias)
    states = sample(positive, noise)
    fantasy = visible_probabilities(states, weight, visible_bias)
    negative = hidden_probabilities(fantasy, weight, hidden_bias)
    data = torch.einsum("nv,nh->nvh", v, positive).mean(0)
    model = torch.einsum("nv,nh->nvh", fantasy, negative).mean(0)
    return (
        weight + rate * (data - model),
        visible_bias + rate * (v.mean(0) - fantasy.mean(0)),
        hidden_bias + rate * (positive.mean(0) - negative.mean(0)),
    )
