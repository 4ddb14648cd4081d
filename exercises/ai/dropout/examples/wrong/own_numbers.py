# fails: test_example, test_given_numbers, test_evaluation, test_gradient, test_dtype_and_arguments, test_any_tensor, test_fresh_cases
# because: the function draws its own numbers and ignores those it was given
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x
    if p == 1:
        return x * 0
    return x * (torch.rand_like(x) >= p) / (1 - p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
