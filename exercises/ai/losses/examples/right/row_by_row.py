# technique: plain Python loops and the math module
import math

import torch


def mse(prediction, target):
    pairs = list(zip(prediction.flatten().tolist(), target.flatten().tolist()))
    return torch.tensor(sum((a - b) ** 2 for a, b in pairs) / len(pairs), dtype=prediction.dtype)


def mse_grad(prediction, target):
    pairs = zip(prediction.flatten().tolist(), target.flatten().tolist())
    values = [2 * (a - b) / prediction.numel() for a, b in pairs]
    return torch.tensor(values, dtype=prediction.dtype).reshape(prediction.shape)


def cross_entropy(logits, target):
    total = 0.0
    for row, label in zip(logits.tolist(), target.tolist()):
        top = max(row)
        total += math.log(sum(math.exp(z - top) for z in row)) - (row[label] - top)
    return torch.tensor(total / len(logits), dtype=logits.dtype)


def cross_entropy_grad(logits, target):
    result = []
    for row, label in zip(logits.tolist(), target.tolist()):
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        total = sum(powers)
        result.append([(e / total - (j == label)) / len(logits) for j, e in enumerate(powers)])
    return torch.tensor(result, dtype=logits.dtype)
