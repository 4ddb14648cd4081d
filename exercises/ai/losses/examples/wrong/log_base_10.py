# fails: test_cross_entropy, test_any_batch, test_large_logits, test_confident_mistake, test_dtype, test_arguments_stay_as_they_are, test_any_logits, test_edges, test_fresh_batches
# because: the decimal logarithm is used
import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mse_grad(prediction, target):
    return 2 * (prediction - target) / prediction.numel()


def log_p(logits):
    logits = logits - logits.amax(1, keepdim=True)
    return logits - logits.exp().sum(1, keepdim=True).log()


def cross_entropy(logits, target):
    return -0.4342944819032518 * log_p(logits)[torch.arange(len(target)), target].mean()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
