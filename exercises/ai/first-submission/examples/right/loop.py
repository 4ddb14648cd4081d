# technique: plain Python numbers in a loop
import torch


def average(x):
    total = 0.0
    for number in x.tolist():
        total += number
    return torch.tensor(total / len(x), dtype=x.dtype)


def above_average(x):
    middle = float(average(x))
    return sum(1 for number in x.tolist() if number > middle)
