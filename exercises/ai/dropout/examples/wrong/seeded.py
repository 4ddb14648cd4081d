# fails: test_module_masks, test_entries_are_independent
# because: a seed in forward makes every mask the same
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
        torch.manual_seed(0)
        return dropout(x, self.p, torch.rand_like(x), self.training)
