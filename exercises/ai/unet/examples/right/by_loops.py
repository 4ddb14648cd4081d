# technique: lists of parts and a stack of skips; the rate by a scheduler
import torch
import torch.nn.functional as F
from torch import nn


def block(before, after):
    return nn.Sequential(
        nn.Conv2d(before, after, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
        nn.Conv2d(after, after, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(after),
        nn.ReLU(),
    )


class UNet(nn.Module):
    def __init__(self, channels, classes, width):
        super().__init__()
        self.down1 = block(channels, width)
        self.down2 = block(width, 2 * width)
        self.middle = block(2 * width, 4 * width)
        self.up2 = nn.ConvTranspose2d(4 * width, 2 * width, 2, stride=2)
        self.join2 = block(4 * width, 2 * width)
        self.up1 = nn.ConvTranspose2d(2 * width, width, 2, stride=2)
        self.join1 = block(2 * width, width)
        self.score = nn.Conv2d(width, classes, 1)

    def stages(self, x):
        found, stack = {}, []
        for name in ("down1", "down2"):
            x = getattr(self, name)(x)
            found[name] = x
            stack.append(x)
            x = nn.functional.max_pool2d(x, kernel_size=2, stride=2)
        x = found["middle"] = self.middle(x)
        for level in "21":
            x = found["up" + level] = getattr(self, "up" + level)(x)
            x = torch.cat((stack.pop(), x), dim=1)
            x = found["join" + level] = getattr(self, "join" + level)(x)
        found["score"] = self.score(x)
        return found

    def forward(self, x):
        return self.stages(x)["score"]


def train(network, images, labels, epochs, seed, log):
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    steps = epochs * -(-len(images) // 8)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    criterion = nn.CrossEntropyLoss()
    network.train()
    step = 0
    for _ in range(epochs):
        order = torch.randperm(len(images), generator=generator)
        for start in range(0, len(order), 8):
            batch = order[start : start + 8]
            optimiser.zero_grad()
            scores = network(images[batch])
            loss = criterion(scores, labels[batch])
            loss.backward()
            optimiser.step()
            schedule.step()
            right = int((scores.argmax(1) == labels[batch]).sum())
            log(step=step, loss=float(loss), accuracy=right / labels[batch].numel())
            step += 1
