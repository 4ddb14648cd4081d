# fails: test_large_inputs, test_gradients_of_large_inputs, test_edges, test_fresh_gradients
# because: exp(x) / (1 + exp(x)) is infinity over infinity for large inputs
import torch


def sigmoid(x):
    return torch.exp(x) / (1 + torch.exp(x))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def relu(x):
    return leaky_relu(x, 0.0)


def leaky_relu(x, slope=0.01):
    return torch.where(x > 0, x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
