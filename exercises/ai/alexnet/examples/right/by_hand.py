# technique: pooling before ReLU, the adaptive pooling and the dropout written by hand, a tuple of stages
import torch
import torch.nn.functional as F
from torch import nn


def averages(x, out=6):
    height, width = x.shape[2:]

    def spans(size):
        return [(i * size // out, -((-(i + 1) * size) // out)) for i in range(out)]

    rows = [
        torch.stack([x[:, :, a:b, c:d].mean(dim=(2, 3)) for c, d in spans(width)], 2)
        for a, b in spans(height)
    ]
    return torch.stack(rows, 2)


class AlexNet(nn.Module):
    def __init__(self, num_classes=1000, width=64, dropout=0.5):
        super().__init__()
        self.keep = 1 - dropout
        self.conv1 = nn.Conv2d(3, width, 11, 4, 2)
        self.conv2 = nn.Conv2d(width, width * 3, 5, 1, "same")
        self.conv3 = nn.Conv2d(width * 3, width * 6, 3, 1, "same")
        self.conv4 = nn.Conv2d(width * 6, width * 4, 3, 1, "same")
        self.conv5 = nn.Conv2d(width * 4, width * 4, 3, 1, "same")
        neurons = width * 64
        self.fc6 = nn.Linear(width * 4 * 36, neurons)
        self.fc7 = nn.Linear(neurons, neurons)
        self.fc8 = nn.Linear(neurons, num_classes)
        for layer in self.children():
            nn.init.normal_(layer.weight, std=0.01)
            nn.init.zeros_(layer.bias)

    def thin(self, x):
        if not self.training:
            return x
        return x * (torch.rand_like(x) < self.keep) / self.keep

    def stages(self, x):
        x1 = F.max_pool2d(self.conv1(x), 3, 2).clamp(min=0)
        x2 = F.max_pool2d(self.conv2(x1), 3, 2).clamp(min=0)
        x3 = self.conv3(x2).clamp(min=0)
        x4 = self.conv4(x3).clamp(min=0)
        x5 = F.max_pool2d(self.conv5(x4), 3, 2).clamp(min=0)
        return x1, x2, x3, x4, x5, averages(x5)

    def forward(self, x):
        x = self.stages(x)[5].reshape(len(x), -1)
        x = self.fc6(self.thin(x)).clamp(min=0)
        x = self.fc7(self.thin(x)).clamp(min=0)
        return self.fc8(x)
