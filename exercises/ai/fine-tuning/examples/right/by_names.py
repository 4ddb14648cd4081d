# technique: each parameter finds its group by its name, in a Sequential
from collections import OrderedDict

import torch
import torch.nn.functional as F
from torch import nn

BATCH = 8


class Backbone(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3, padding=1)
        self.bn2 = nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.bn3 = nn.BatchNorm2d(32)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        x = F.max_pool2d(F.relu(self.bn3(self.conv3(x))), 2)
        return torch.flatten(x, 1)


def build_model(weights, classes):
    backbone = Backbone()
    backbone.load_state_dict(weights)
    for name, parameter in backbone.named_parameters():
        parameter.requires_grad = name.startswith(("conv3", "bn3"))
    return nn.Sequential(OrderedDict(backbone=backbone, head=nn.Linear(128, classes)))


def fine_tune(model, images, labels, epochs, seed, log, head_rate, block_rate):
    generator = torch.Generator().manual_seed(seed)
    groups = [
        {"params": [parameter], "lr": head_rate if name.startswith("head") else block_rate}
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    ]
    optimiser = torch.optim.SGD(groups)
    step = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=generator).split(BATCH):
            model.eval()
            model.backbone.bn3.train()
            scores = model(images[batch])
            loss = nn.CrossEntropyLoss()(scores, labels[batch])
            loss.backward()
            optimiser.step()
            model.zero_grad()
            hits = (scores.argmax(dim=1) == labels[batch]).sum().item()
            log(step=step, loss=loss.item(), accuracy=hits / len(batch))
            step += 1
