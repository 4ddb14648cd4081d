# fails: test_module_share, test_module_masks, test_module_modes, test_fresh_cases
# because: a row is kept or dropped as a whole
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
        return dropout(x, self.p, torch.rand(x.shape[:-1] + (1,), dtype=x.dtype).expand_as(x), self.training)
