# fails: test_nothing_and_everything, test_gradient, test_fresh_cases
# because: 0 / 0 for p = 1
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    return x * (u >= p) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
