# technique: a block for each entry, other names, dropout and pooling by functions, stages without a list of layers
import torch.nn.functional as F
from torch import nn


def repeated(*counts):
    channels = [64, 128, 256, 512, 512]
    return [entry for maps, count in zip(channels, counts) for entry in [maps] * count + ["M"]]


CONFIGURATIONS = {
    "A": repeated(1, 1, 2, 2, 2),
    "B": repeated(2, 2, 2, 2, 2),
    "D": repeated(2, 2, 3, 3, 3),
    "E": repeated(2, 2, 4, 4, 4),
}


class Block(nn.Module):
    def __init__(self, before, maps):
        super().__init__()
        self.filters = nn.Conv2d(before, maps, (3, 3), padding="same")

    def forward(self, x):
        return self.filters(x).clamp(min=0)


class VGG(nn.Module):
    def __init__(self, configuration, num_classes=1000, hidden=4096, dropout=0.5):
        super().__init__()
        self.plan, self.p = list(configuration), dropout
        numbers = [3] + [entry for entry in self.plan if entry != "M"]
        self.blocks = nn.ModuleList(Block(a, b) for a, b in zip(numbers[:-1], numbers[1:]))
        self.first = nn.Linear(numbers[-1] * 7 * 7, hidden)
        self.second = nn.Linear(hidden, hidden)
        self.third = nn.Linear(hidden, num_classes)

    def stages(self, x):
        blocks = iter(self.blocks)
        made = [x]
        for entry in self.plan:
            made.append(F.max_pool2d(made[-1], 2) if entry == "M" else next(blocks)(made[-1]))
        return made[1:]

    def forward(self, x):
        x = F.adaptive_avg_pool2d(self.stages(x)[-1], 7).flatten(1)
        for layer in (self.first, self.second):
            x = F.dropout(layer(x).relu(), self.p, self.training)
        return self.third(x)
