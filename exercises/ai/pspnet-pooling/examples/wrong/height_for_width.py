# fails: test_overlapping_regions, test_any_number_of_regions, test_one_level_at_a_time, test_other_modules, test_other_regions
# because: maps are taken to be squares: columns are divided like rows
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
            left, right = j * height // bins, -(-(j + 1) * height // bins)
            row.append(x[:, :, top:bottom, left:right].mean(dim=(2, 3)))
        rows.append(torch.stack(row, dim=-1))
    return torch.stack(rows, dim=-2)


class PyramidPooling(nn.Module):
    def __init__(self, channels, bins=(1, 2, 3, 6)):
        super().__init__()
        self.bins = bins
        reduced = channels // len(bins)
        self.convs = nn.ModuleList([nn.Conv2d(channels, reduced, 1, bias=False) for _ in bins])
        self.norms = nn.ModuleList([nn.BatchNorm2d(reduced) for _ in bins])

    def forward(self, x):
        levels = []
        for bins, conv, norm in zip(self.bins, self.convs, self.norms):
            level = F.relu(norm(conv(adaptive_average(x, bins))))
            level = F.interpolate(level, size=x.shape[2:], mode="bilinear", align_corners=True)
            levels.append(level)
        return torch.cat([x, *levels], dim=1)
