# fails: test_one_example, test_several_outputs, test_batches, test_two_modules, test_gradients, test_float64, test_other_sizes, test_large_sums
# because: nn.Sigmoid is the class; called with a tensor it tries to make a module
from torch import nn


class SLP(nn.Module):
    def __init__(self, inputs, outputs=1):
        super().__init__()
        self.layer = nn.Linear(inputs, outputs)
        self.activation = nn.Sigmoid

    def forward(self, x):
        return self.activation(self.layer(x))
