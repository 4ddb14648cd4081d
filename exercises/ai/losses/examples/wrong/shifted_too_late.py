# fails: test_large_logits
# because: the logarithm of the sum is put together again before the logit is subtracted, so digits are lost
import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mse_grad(prediction, target):
    return 2 * (prediction - target) / prediction.numel()


def log_p(logits):
    top = logits.amax(1, keepdim=True)
    return logits - (top + (logits - top).exp().sum(1, keepdim=True).log())


def cross_entropy(logits, target):
    return -log_p(logits)[torch.arange(len(target)), target].mean()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
