# fails: test_entries_are_independent
# because: exactly a share p of the entries is dropped in each call
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    if p == 1:
        return x * 0
    return x * (u >= p) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(
            x, self.p, (torch.randperm(x.numel()) / x.numel()).to(x.dtype).reshape(x.shape), self.training
        )
