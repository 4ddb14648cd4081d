# fails: test_large_logits, test_confident_mistake, test_edges, test_fresh_batches
# because: large logits overflow, since the largest of each row is not subtracted
import torch


def mse(prediction, target):
    return ((prediction - target) ** 2).mean()


def mse_grad(prediction, target):
    return 2 * (prediction - target) / prediction.numel()


def log_p(logits):
    return logits - logits.exp().sum(1, keepdim=True).log()


def cross_entropy(logits, target):
    return -log_p(logits)[torch.arange(len(target)), target].mean()


def cross_entropy_grad(logits, target):
    p = log_p(logits).exp()
    p[torch.arange(len(target)), target] -= 1
    return p / len(target)
