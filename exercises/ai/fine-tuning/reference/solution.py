"""A backbone whose last block learns on, slowly, beneath a new head that learns faster."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

FEATURES = 128
BATCH = 8


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
    """A backbone that is frozen but for its last block, and a new head."""

    def __init__(self, weights: Mapping[str, Tensor], classes: int) -> None:
        super().__init__()
        self.backbone = Backbone()
        self.backbone.load_state_dict(weights)
        self.backbone.requires_grad_(requires_grad=False)
        for layer in self.last_block():
            layer.requires_grad_(requires_grad=True)
        self.head = nn.Linear(FEATURES, classes)

    def last_block(self) -> tuple[nn.Module, ...]:
        """Return the layers of the backbone that learn."""
        return self.backbone.conv3, self.backbone.bn3

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of a batch."""
        return self.head(self.backbone(x))


def build_model(weights: Mapping[str, Tensor], classes: int) -> nn.Module:
    """Return a classifier on this backbone, of which the last block and the new head can learn."""
    return Classifier(weights, classes)


def fine_tune(
    model: Classifier,
    images: Tensor,
    labels: Tensor,
    epochs: int,
    seed: int,
    log: Callable[..., None],
    head_rate: float,
    block_rate: float,
) -> None:
    """Train the head and the last block in place, each at its own rate; log each mini-batch."""
    generator = torch.Generator().manual_seed(seed)
    block = [parameter for layer in model.last_block() for parameter in layer.parameters()]
    optimiser = torch.optim.SGD(
        [{"params": model.head.parameters(), "lr": head_rate}, {"params": block, "lr": block_rate}]
    )
    model.train()
    model.backbone.bn1.eval()
    model.backbone.bn2.eval()
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
