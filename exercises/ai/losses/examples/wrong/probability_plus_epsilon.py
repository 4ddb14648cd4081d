# fails: test_confident_mistake, test_fresh_batches
# because: a small constant keeps the logarithm finite, and the loss too small
import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mse_grad(prediction, target):
    return 2 * (prediction - target) / prediction.numel()


def log_p(logits):
    logits = logits - logits.amax(1, keepdim=True)
    return logits - logits.exp().sum(1, keepdim=True).log()


def cross_entropy(logits, target):
    p = log_p(logits).exp()[torch.arange(len(target)), target]
    return -(p + 1e-12).log().mean()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
