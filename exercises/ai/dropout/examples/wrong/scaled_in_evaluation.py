# fails: test_example, test_given_numbers, test_evaluation, test_gradient, test_dtype_and_arguments, test_module_share, test_module_masks, test_module_modes, test_module_gradient, test_any_tensor, test_entries_are_independent, test_fresh_cases
# because: the first form of dropout: nothing is divided in training, evaluation multiplies by 1 − p
import torch


def dropout(x, p, u, training=True):
    if not training:
        return x * (1 - p)
    if p == 1:
        return x * 0
    return x * (u >= p)


class Dropout(torch.nn.Module):
    def __init__(self, p=0.5):
        super().__init__()
        self.p = p

    def forward(self, x):
        return dropout(x, self.p, torch.rand_like(x), self.training)
