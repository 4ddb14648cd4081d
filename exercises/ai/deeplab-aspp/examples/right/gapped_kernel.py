# technique: zeros between the weights make an ordinary convolution atrous; layers from a helper
import torch
import torch.nn.functional as F
from torch import nn


def atrous_conv(x, weight, rate):
    out, inputs, k_h, k_w = weight.shape
    wide = weight.new_zeros(out, inputs, rate * (k_h - 1) + 1, rate * (k_w - 1) + 1)
    wide[:, :, ::rate, ::rate] = weight
    return F.conv2d(x, wide, padding=(wide.shape[2] // 2, wide.shape[3] // 2))


def plain(inputs, outputs, side=1, rate=1):
    return nn.Conv2d(inputs, outputs, side, padding=rate * (side // 2), dilation=rate, bias=False)


class ASPP(nn.Module):
    def __init__(self, channels, out=256, rates=(6, 12, 18)):
        super().__init__()
        self.convs = nn.ModuleList(
            [plain(channels, out), *(plain(channels, out, 3, rate) for rate in rates), plain(channels, out)]
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(out) for _ in self.convs)
        self.project = plain(len(self.convs) * out, out)
        self.project_norm = nn.BatchNorm2d(out)

    def forward(self, x):
        views = [self.norms[i](self.convs[i](x)) for i in range(len(self.convs) - 1)]
        whole = self.norms[-1](self.convs[-1](F.adaptive_avg_pool2d(x, 1)))
        views.append(whole.repeat(1, 1, *x.shape[2:]))
        return self.project_norm(self.project(torch.relu(torch.cat(views, dim=1)))).relu()


class Decoder(nn.Module):
    def __init__(self, low_channels, classes, channels=256, reduced=48):
        super().__init__()
        self.reduce, self.reduce_norm = plain(low_channels, reduced), nn.BatchNorm2d(reduced)
        self.convs = nn.ModuleList([plain(channels + reduced, channels, 3), plain(channels, channels, 3)])
        self.norms = nn.ModuleList(nn.BatchNorm2d(channels) for _ in range(2))
        self.classify = nn.Conv2d(channels, classes, 1)

    def forward(self, features, low, size):
        detail = self.reduce_norm(self.reduce(low)).clamp(min=0)
        x = torch.cat([nn.Upsample(low.shape[2:], mode="bilinear")(features), detail], 1)
        x = self.norms[0](self.convs[0](x)).clamp(min=0)
        x = self.norms[1](self.convs[1](x)).clamp(min=0)
        return nn.Upsample(tuple(size), mode="bilinear")(self.classify(x))
