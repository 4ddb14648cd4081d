# fails: test_same_aspp, test_rates_of_the_paper, test_training_mode, test_gradients, test_double_precision, test_other_pyramids
# because: the view of the whole image takes the maximum, not the mean
import torch
import torch.nn.functional as F
from torch import nn


def atrous_conv(x, weight, rate):
    k_h, k_w = weight.shape[2:]
    padding = (rate * (k_h - 1) // 2, rate * (k_w - 1) // 2)
    return F.conv2d(x, weight, padding=padding, dilation=rate)


class ASPP(nn.Module):
    def __init__(self, channels, out=256, rates=(6, 12, 18)):
        super().__init__()
        layers = [nn.Conv2d(channels, out, 1, bias=False)]
        for rate in rates:
            layers.append(nn.Conv2d(channels, out, 3, padding=rate, dilation=rate, bias=False))
        layers.append(nn.Conv2d(channels, out, 1, bias=False))
        self.convs = nn.ModuleList(layers)
        self.norms = nn.ModuleList([nn.BatchNorm2d(out) for _ in layers])
        self.project = nn.Conv2d(out * len(layers), out, 1, bias=False)
        self.project_norm = nn.BatchNorm2d(out)

    def forward(self, x):
        views = []
        for conv, norm in zip(self.convs[:-1], self.norms[:-1]):
            views.append(F.relu(norm(conv(x))))
        whole = x.amax(dim=(2, 3), keepdim=True)
        whole = F.relu(self.norms[-1](self.convs[-1](whole)))
        whole = F.interpolate(whole, size=x.shape[2:], mode="bilinear", align_corners=False)
        views.append(whole)
        return F.relu(self.project_norm(self.project(torch.cat(views, dim=1))))


class Decoder(nn.Module):
    def __init__(self, low_channels, classes, channels=256, reduced=48):
        super().__init__()
        self.reduce = nn.Conv2d(low_channels, reduced, 1, bias=False)
        self.reduce_norm = nn.BatchNorm2d(reduced)
        first = nn.Conv2d(channels + reduced, channels, 3, padding=1, bias=False)
        second = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.convs = nn.ModuleList([first, second])
        self.norms = nn.ModuleList([nn.BatchNorm2d(channels), nn.BatchNorm2d(channels)])
        self.classify = nn.Conv2d(channels, classes, 1)

    def forward(self, features, low, size):
        low = F.relu(self.reduce_norm(self.reduce(low)))
        features = F.interpolate(features, size=low.shape[2:], mode="bilinear", align_corners=False)
        x = torch.cat([features, low], dim=1)
        for conv, norm in zip(self.convs, self.norms):
            x = F.relu(norm(conv(x)))
        x = self.classify(x)
        return F.interpolate(x, size=size, mode="bilinear", align_corners=False)
