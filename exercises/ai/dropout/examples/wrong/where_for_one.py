# fails: test_gradient
# because: the value for p = 1 is right, but the branch that is not chosen has an infinite gradient
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    return torch.where(u < p, 0.0, x * torch.tensor(1.0, dtype=x.dtype).div(1 - p))


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
