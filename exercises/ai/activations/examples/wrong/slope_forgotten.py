# fails: test_leaky_relu, test_large_inputs, test_gradients, test_gradients_at_zero, test_any_tensor, test_fresh_inputs, test_edges, test_fresh_gradients
# because: the slope is always 0.01
import torch


def sigmoid(x):
    zero = torch.zeros_like(x)
    above = torch.exp(torch.minimum(x, zero))
    below = torch.exp(-torch.maximum(x, zero))
    return above / (above + below)


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def relu(x):
    return torch.where(x > 0, x, torch.zeros_like(x))


def leaky_relu(x, slope=0.01):
    return torch.where(x > 0, x, 0.01 * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
