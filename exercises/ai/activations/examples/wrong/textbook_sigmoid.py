# fails: test_gradients_of_large_inputs, test_fresh_gradients
# because: 1 / (1 + exp(-x)) has the right values, but its gradient is infinity over infinity
import torch


def sigmoid(x):
    return 1 / (1 + torch.exp(-x))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def relu(x):
    return leaky_relu(x, 0.0)


def leaky_relu(x, slope=0.01):
    return torch.where(x > 0, x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
