# fails: test_names_and_shapes, test_parameter_count, test_output_shape, test_same_levels, test_one_level_at_a_time, test_training_mode, test_double_precision, test_gradients, test_other_modules
# because: layers in plain lists are not registered
import torch
import torch.nn.functional as F
from torch import nn


def adaptive_average(x, bins):
    height, width = x.shape[2:]
    rows = []
    for i in range(bins):
        top, bottom = i * height // bins, -(-(i + 1) * height // bins)
        row = []
        for j in range(bins):
            left, right = j * width // bins, -(-(j + 1) * width // bins)
            row.append(x[:, :, top:bottom, left:right].mean(dim=(2, 3)))
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


class PyramidPooling(nn.Module):
    def __init__(self, channels, bins=(1, 2, 3, 6)):
        super().__init__()
        self.bins = bins
        reduced = channels // len(bins)
        self.convs = [nn.Conv2d(channels, reduced, 1, bias=False) for _ in bins]
        self.norms = [nn.BatchNorm2d(reduced) for _ in bins]

    def forward(self, x):
        levels = []
        for bins, conv, norm in zip(self.bins, self.convs, self.norms):
            level = F.relu(norm(conv(adaptive_average(x, bins))))
            level = F.interpolate(level, size=x.shape[2:], mode="bilinear", align_corners=True)
            levels.append(level)
        return torch.cat([x, *levels], dim=1)
