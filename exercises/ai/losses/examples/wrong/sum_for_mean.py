# fails: test_mse, test_cross_entropy, test_any_shape, test_any_batch, test_large_logits, test_confident_mistake, test_dtype, test_arguments_stay_as_they_are, test_any_logits, test_edges, test_fresh_batches
# because: both losses are sums
import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).sum()


def mse_grad(prediction, target):
    return 2 * (prediction - target) / prediction.numel()


def log_p(logits):
    logits = logits - logits.amax(1, keepdim=True)
    return logits - logits.exp().sum(1, keepdim=True).log()


def cross_entropy(logits, target):
    return -log_p(logits)[torch.arange(len(target)), target].sum()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
