# technique: the module multiplies by a Bernoulli mask of its own, the function chooses with where
import torch


def dropout(x, p, u, training=True):
    if training:
        factor = torch.where(u < p, 0.0, 1.0 / (1.0 - p) if p != 1 else 0.0)
        return x * factor.to(x.dtype)
    return x.clone()


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.keep = 1 - p

    def forward(self, x):
        if self.training and self.keep:
            return x * torch.bernoulli(torch.full_like(x, self.keep)) / self.keep
        return x if not self.training else x * 0
