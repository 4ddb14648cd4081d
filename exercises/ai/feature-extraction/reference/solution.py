"""A frozen backbone with a new head on top, and the loop that trains the head alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FEATURES = 128
BATCH = 8
LEARNING_RATE = 0.1


class Backbone(nn.Module):
    """Three blocks that turn an image of 16 by 16 into 128 numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.bn1 = nn.BatchNorm2d(8)
        self.conv2 = nn.Conv2d(8, 16, kernel_size=3, padding=1)
        self.bn2 = nn.BatchNorm2d(16)
        self.conv3 = nn.Conv2d(16, 32, kernel_size=3, padding=1)
        self.bn3 = nn.BatchNorm2d(32)

    def forward(self, x: Tensor) -> Tensor:
        """Return the features of a batch: (N, 1, 16, 16) -> (N, 128)."""
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.max_pool2d(F.relu(self.bn2(self.conv2(x))), 2)
        x = F.max_pool2d(F.relu(self.bn3(self.conv3(x))), 2)
        return torch.flatten(x, 1)


class Classifier(nn.Module):
    """A backbone that never learns and a head that does."""

    def __init__(self, weights: Mapping[str, Tensor], classes: int) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.backbone.load_state_dict(weights)
        self.backbone.requires_grad_(requires_grad=False)
        self.head = nn.Linear(FEATURES, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of a batch."""
        return self.head(self.backbone(x))


def build_classifier(weights: Mapping[str, Tensor], classes: int) -> nn.Module:
    """Return a classifier with this backbone, frozen, and a new head."""
    return Classifier(weights, classes)


def train_head(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    epochs: int,
    seed: int,
    log: Callable[..., None],
) -> None:
    """Train the head in place and log loss and accuracy of each mini-batch."""
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.SGD(model.head.parameters(), lr=LEARNING_RATE)
    model.train()
    model.backbone.eval()
    step = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=generator).split(BATCH):
            scores = model(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            hits = (scores.argmax(dim=1) == labels[batch]).float().mean()
            log(step=step, loss=loss.item(), accuracy=hits.item())
            step += 1
