# fails: test_large_scores, test_edges, test_fresh_gradients
# because: the largest score of the whole tensor is subtracted, so rows far below it become 0 / 0
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
    return torch.where(x > 0, x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.max())
    return powers / powers.sum(dim, keepdim=True)
