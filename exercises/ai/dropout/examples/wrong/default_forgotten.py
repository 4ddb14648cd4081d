# fails: test_module_share, test_module_masks, test_module_modes, test_module_gradient, test_fresh_cases
# because: the module always uses 0.5
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
        self.p = 0.5

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
