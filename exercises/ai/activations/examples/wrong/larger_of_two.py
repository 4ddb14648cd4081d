# fails: test_leaky_relu, test_gradients_at_zero, test_edges
# because: the larger of x and slope * x is x * slope for slopes above 1, and splits the gradient at 0
import torch


def sigmoid(x):
    zero = torch.zeros_like(x)
    above = torch.exp(torch.minimum(x, zero))
    below = torch.exp(-torch.maximum(x, zero))
    return above / (above + below)


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def relu(x):
    return leaky_relu(x, 0.0)


def leaky_relu(x, slope=0.01):
    return torch.maximum(x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
