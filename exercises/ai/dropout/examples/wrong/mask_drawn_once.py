# fails: test_module_masks, test_entries_are_independent
# because: the mask of the first call is used for ever
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
        self.u = None

    def forward(self, x):
        if self.u is None or self.u.shape != x.shape:
            self.u = torch.rand_like(x)
        return dropout(x, self.p, self.u, self.training)
