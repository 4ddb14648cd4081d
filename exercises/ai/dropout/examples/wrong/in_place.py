# fails: test_gradient, test_dtype_and_arguments, test_module_gradient
# because: dropped entries are overwritten in the tensor of the caller
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    if p == 1:
        return x * 0
    x.data[u < p] = 0
    return x / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
