# fails: test_sample, test_one_step, test_random_steps, test_data_between_zero_and_one, test_large_weights, test_dtype, test_arguments_stay_as_they_are, test_any_machine, test_many_steps, test_edges
# because: a unit is turned on where its number is larger than its probability
import torch


def hidden_probabilities(v, weight, hidden_bias):
    return torch.sigmoid(v @ weight + hidden_bias)


def visible_probabilities(h, weight, visible_bias):
    return torch.sigmoid(h @ weight.T + visible_bias)


def sample(p, noise):
    return (noise > p).to(p.dtype)


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
