# fails: test_dtype, test_fresh_inputs, test_edges, test_fresh_gradients
# because: a constant made without a dtype turns float64 into a detour through float32
import torch


def sigmoid(x):
    zero = torch.zeros_like(x)
    above = torch.exp(torch.minimum(x, zero))
    below = torch.exp(-torch.maximum(x, zero))
    return above / (above + below)


def tanh(x):
    return 2 * sigmoid(2 * x.float()) - 1


def relu(x):
    return leaky_relu(x, 0.0)


def leaky_relu(x, slope=0.01):
    return torch.where(x > 0, x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
