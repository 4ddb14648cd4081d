# technique: dropped entries are filled with 0 in a copy, the rest is divided
import torch


def dropout(x, p, u, training=True):
    if not training or p == 0:
        return x
    if p == 1:
        return torch.zeros_like(x)
    return (x / (1 - p)).masked_fill(u < p, 0.0)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        return dropout(x, self.p, torch.rand(x.shape, dtype=x.dtype))
