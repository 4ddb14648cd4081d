# fails: test_one_example, test_several_outputs, test_batches, test_two_modules, test_gradients, test_float64, test_other_sizes, test_large_sums
# because: the weighted sum is returned as it is
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)

    def forward(self, x):
        return self.layer(x)
