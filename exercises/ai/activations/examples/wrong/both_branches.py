# fails: test_gradients_of_large_inputs, test_fresh_gradients
# because: where() picks a finite branch, but the other one is differentiated too
import torch


def sigmoid(x):
    return torch.where(x > 0, 1 / (1 + torch.exp(-x)), torch.exp(x) / (1 + torch.exp(x)))


def tanh(x):
    return 2 * sigmoid(2 * x) - 1


def relu(x):
    return leaky_relu(x, 0.0)


def leaky_relu(x, slope=0.01):
    return torch.where(x > 0, x, slope * x)


def softmax(x, dim=-1):
    powers = torch.exp(x - x.amax(dim, keepdim=True))
    return powers / powers.sum(dim, keepdim=True)
