# technique: layers made in a loop under computed names, blocks chained by their channels; shortcut as a module
import torch.nn.functional as F
from torch import nn


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, in_channels, width, stride=1, stride_at="conv2"):
        super().__init__()
        channels = [in_channels, width, width, width * 4]
        for place in (1, 2, 3):
            before, after = channels[place - 1 : place + 1]
            name, side = f"conv{place}", 3 if place == 2 else 1
            step = stride if name == stride_at else 1
            conv = nn.Conv2d(before, after, side, stride=step, padding=side // 2, bias=False)
            self.add_module(name, conv)
            self.add_module(f"bn{place}", nn.BatchNorm2d(after))
        self.downsample = nn.Identity()
        if (stride, in_channels) != (1, width * 4):
            project = nn.Conv2d(in_channels, width * 4, 1, stride=stride, bias=False)
            self.downsample = nn.Sequential(project, nn.BatchNorm2d(width * 4))

    def forward(self, x):
        out = x
        for place in (1, 2, 3):
            out = getattr(self, f"bn{place}")(getattr(self, f"conv{place}")(out))
            if place < 3:
                out = F.relu(out)
        return F.relu(out + self.downsample(x))


class Stage(nn.Sequential):
    def __init__(self, channels, width, blocks, stride, stride_at):
        made = []
        while len(made) < blocks:
            made.append(Bottleneck(channels, width, stride, stride_at))
            channels, stride = 4 * width, 1
        super().__init__(*made)


def stage(in_channels, width, blocks, stride=1, stride_at="conv2"):
    return Stage(in_channels, width, blocks, stride, stride_at)
