# fails: test_confident_mistake, test_fresh_batches
# because: the logarithm of a probability that became 0 is infinite
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
    return -p.log().mean()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
