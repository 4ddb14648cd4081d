# technique: the input is clipped where the result no longer changes, then the textbook formulas serve
import torch


def sigmoid(x):
    return 1 / (1 + torch.exp(-x.clamp(-80, 80)))


def tanh(x):
    power = torch.exp(-2 * x.clamp(-40, 40))
    return (1 - power) / (1 + power)


def relu(x):
    return x.masked_fill(x <= 0, 0)


def leaky_relu(x, slope=0.01):
    return x * (slope + (1 - slope) * (x > 0).to(x.dtype))


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True).detach())
    return powers / powers.sum(dim, keepdim=True)
