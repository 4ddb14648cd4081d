# fails: test_relu_after_each_convolution, test_same_values, test_any_input, test_double_precision, test_gradients, test_other_sizes, test_input_stays
# because: the reductions are linear: no ReLU between the 1x1 and the next convolution
import torch
import torch.nn.functional as F
from torch import nn


class Inception(nn.Module):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = nn.Conv2d(in_channels, ch1x1, 1)
        self.branch2_reduce = nn.Conv2d(in_channels, ch3x3red, 1)
        self.branch2 = nn.Conv2d(ch3x3red, ch3x3, 3, padding=1)
        self.branch3_reduce = nn.Conv2d(in_channels, ch5x5red, 1)
        self.branch3 = nn.Conv2d(ch5x5red, ch5x5, 5, padding=2)
        self.branch4 = nn.Conv2d(in_channels, pool_proj, 1)

    def forward(self, x):
        first = F.relu(self.branch1(x))
        second = F.relu(self.branch2(self.branch2_reduce(x)))
        third = F.relu(self.branch3(self.branch3_reduce(x)))
        fourth = F.relu(self.branch4(F.max_pool2d(x, 3, stride=1, padding=1)))
        return torch.cat([first, second, third, fourth], dim=1)
