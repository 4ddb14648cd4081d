# technique: parameters of its own, windows by unfold, pooling by reshaping, regions averaged by hand
import math

import torch
from torch import nn

A = [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"]
B = [64, *A[:2], 128, *A[2:]]
D = [*B[:8], 256, *B[8:11], 512, *B[11:14], 512, "M"]
E = [*D[:9], 256, *D[9:13], 512, *D[13:17], 512, "M"]
CONFIGURATIONS = {"A": A, "B": B, "D": D, "E": E}


def pool(x):
    n, c, h, w = x.shape
    x = x[:, :, : h // 2 * 2, : w // 2 * 2]
    return x.reshape(n, c, h // 2, 2, w // 2, 2).amax(dim=(3, 5))


def weights(size, out):
    rows = torch.zeros(out, size, dtype=torch.float64)
    for i in range(out):
        a, b = i * size // out, math.ceil((i + 1) * size / out)
        rows[i, a:b] = 1 / (b - a)
    return rows


class VGG(nn.Module):
    def __init__(self, configuration, num_classes=1000, hidden=4096, dropout=0.5):
        super().__init__()
        self.steps, self.keep, self.values = tuple(configuration), 1 - dropout, nn.ParameterList()
        before = 3
        for entry in self.steps:
            if entry != "M":
                self.add(entry, before, 3, 3)
                before = entry
        for numbers, neurons in ((before * 49, hidden), (hidden, hidden), (hidden, num_classes)):
            self.add(neurons, numbers)

    def add(self, *shape):
        self.values.append(nn.Parameter(torch.randn(shape) / math.sqrt(math.prod(shape[1:]))))
        self.values.append(nn.Parameter(torch.zeros(shape[0])))

    def stages(self, x):
        made, place = [], 0
        for entry in self.steps:
            if entry == "M":
                x = pool(x)
            else:
                windows = nn.functional.pad(x, (1, 1, 1, 1)).unfold(2, 3, 1).unfold(3, 3, 1)
                x = torch.einsum("nchwij,ocij->nohw", windows, self.values[place])
                x = (x + self.values[place + 1][:, None, None]).clamp(min=0)
                place += 2
            made.append(x)
        return made

    def forward(self, x):
        x = self.stages(x)[-1]
        rows, columns = (weights(size, 7).to(x.dtype) for size in x.shape[2:])
        x = torch.einsum("rh,nchw,sw->ncrs", rows, x, columns).reshape(len(x), -1)
        for place in (-6, -4):
            x = (x @ self.values[place].t() + self.values[place + 1]).clamp(min=0)
            if self.training:
                x = x * (torch.rand(x.shape) < self.keep) / self.keep
        return x @ self.values[-2].t() + self.values[-1]
