# technique: a product of vectors, and selecting the numbers before counting them
import torch


def average(x):
    return torch.ones_like(x) @ x / x.numel()


def above_average(x):
    return len(x[x > average(x)])
