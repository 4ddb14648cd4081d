# technique: a module with a forward of its own, a DataLoader and a learning-rate schedule
import math

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding="same")
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, 3, padding="same")
        self.bn2 = nn.BatchNorm2d(16)
        self.fc = nn.Linear(256, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(torch.relu(self.bn1(self.conv1(x))), 2)
        x = nn.functional.max_pool2d(torch.relu(self.bn2(self.conv2(x))), 2)
        return self.fc(x.flatten(1))


def build_network():
    return Network()


def train(network, images, labels, epochs, seed, log):
    generator = torch.Generator().manual_seed(seed)
    loader = DataLoader(TensorDataset(images, labels), batch_size=32, shuffle=True, generator=generator)
    steps = epochs * math.ceil(len(images) / 32)
    optimiser = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    criterion = nn.CrossEntropyLoss()
    network.train()
    step = 0
    for _ in range(epochs):
        for x, y in loader:
            optimiser.zero_grad()
            scores = network(x)
            loss = criterion(scores, y)
            loss.backward()
            optimiser.step()
            schedule.step()
            log(step=step, loss=loss.item(), accuracy=(scores.argmax(1) == y).float().mean().item())
            step += 1
