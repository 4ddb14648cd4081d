# fails: test_worked_example, test_silent_residual, test_identity_shortcut, test_projection_shortcut, test_option_a, test_training_mode, test_running_statistics, test_double_precision, test_gradients, test_other_blocks, test_input_stays
# because: normalisation and ReLU come before the second convolution and before the sum, as in a later paper
import torch
import torch.nn.functional as F
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1, option="B"):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        self.stride = stride
        self.extra = out_channels - in_channels
        if option == "B" and (stride != 1 or in_channels != out_channels):
            self.downsample = nn.Sequential(
                nn.Conv2d(in_channels, out_channels, 1, stride, bias=False), nn.BatchNorm2d(out_channels)
            )

    def skip(self, x):
        if self.downsample is not None:
            return self.downsample(x)
        x = x[:, :, :: self.stride, :: self.stride]
        zeros = x.new_zeros(len(x), self.extra, *x.shape[2:])
        return torch.cat([x, zeros], dim=1)

    def forward(self, x):
        out = self.conv2(F.relu(self.bn2(F.relu(self.bn1(self.conv1(x))))))
        return out + self.skip(x)
