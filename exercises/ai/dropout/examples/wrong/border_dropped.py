# fails: test_example, test_given_numbers, test_nothing_and_everything
# because: an entry with u equal to p is dropped, so p = 0 may drop one
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    if p == 1:
        return x * 0
    return x * (u > p) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
