# fails: test_example, test_evaluation, test_gradient, test_dtype_and_arguments, test_module_modes, test_module_gradient, test_fresh_cases
# because: divided in training, and multiplied in evaluation as well
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x * (1 - p)
    if p == 1:
        return x * 0
    return x * (u >= p) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
