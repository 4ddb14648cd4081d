# fails: test_overlapping_regions, test_any_number_of_regions, test_one_level_at_a_time, test_other_modules, test_other_regions
# because: average pooling with windows of one size, as in spatial pyramids of fixed windows
import torch
import torch.nn.functional as F
from torch import nn


def adaptive_average(x, bins):
    kernel = [-(-side // bins) for side in x.shape[2:]]
    steps = [max(1, side // bins) for side in x.shape[2:]]
    means = F.avg_pool2d(x, kernel, steps)[:, :, :bins, :bins]
    more = (0, bins - means.shape[3], 0, bins - means.shape[2])
    return F.pad(means, more, mode="replicate")


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
