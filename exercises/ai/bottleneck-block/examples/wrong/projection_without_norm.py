# fails: test_state_names_and_shapes, test_parameter_count, test_projection_shortcut, test_stride_on_the_first, test_stage, test_training_mode, test_double_precision, test_gradients, test_other_blocks, test_other_stages
# because: the projection has no batch normalisation
import torch.nn.functional as F
from torch import nn


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, in_channels, width, stride=1, stride_at="conv2"):
        super().__init__()
        out_channels = 4 * width
        stride1 = stride if stride_at == "conv1" else 1
        stride2 = stride if stride_at == "conv2" else 1
        self.conv1 = nn.Conv2d(in_channels, width, 1, stride1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride2, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            self.downsample = nn.Sequential(nn.Conv2d(in_channels, out_channels, 1, stride, bias=False))

    def forward(self, x):
        skip = x if self.downsample is None else self.downsample(x)
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return F.relu(out + skip)


def stage(in_channels, width, blocks, stride=1, stride_at="conv2"):
    layers = [Bottleneck(in_channels, width, stride, stride_at)]
    for _ in range(1, blocks):
        layers.append(Bottleneck(4 * width, width))
    return nn.Sequential(*layers)
