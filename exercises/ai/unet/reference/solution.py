"""A U-Net of two levels that names the class of each pixel, and the loop that trains it."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BATCH = 8
LEARNING_RATE = 0.1


def block(before: int, after: int) -> nn.Sequential:
    """Return two convolutions that keep the size, each with batch normalisation and ReLU."""
    layers: list[nn.Module] = []
    for channels in (before, after):
        layers += [
            nn.Conv2d(channels, after, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(after),
            nn.ReLU(),
        ]
    return nn.Sequential(*layers)


class UNet(nn.Module):
    """Down twice, through the middle, up twice; each way up is joined by what the way down saw."""

    def __init__(self, channels: int, classes: int, width: int) -> None:
        super().__init__()
        self.down1 = block(channels, width)
        self.down2 = block(width, 2 * width)
        self.middle = block(2 * width, 4 * width)
        self.up2 = nn.ConvTranspose2d(4 * width, 2 * width, kernel_size=2, stride=2)
        self.join2 = block(4 * width, 2 * width)
        self.up1 = nn.ConvTranspose2d(2 * width, width, kernel_size=2, stride=2)
        self.join1 = block(2 * width, width)
        self.score = nn.Conv2d(width, classes, kernel_size=1)

    def stages(self, x: Tensor) -> dict[str, Tensor]:
        """Return what each stage gives, from the way down to the scores."""
        down1 = self.down1(x)
        down2 = self.down2(F.max_pool2d(down1, 2))
        middle = self.middle(F.max_pool2d(down2, 2))
        up2 = self.up2(middle)
        join2 = self.join2(torch.cat([down2, up2], dim=1))
        up1 = self.up1(join2)
        join1 = self.join1(torch.cat([down1, up1], dim=1))
        return {
            "down1": down1,
            "down2": down2,
            "middle": middle,
            "up2": up2,
            "join2": join2,
            "up1": up1,
            "join1": join1,
            "score": self.score(join1),
        }

    def forward(self, x: Tensor) -> Tensor:
        """Return the scores of each pixel: (N, channels, H, W) -> (N, classes, H, W)."""
        return self.stages(x)["score"]


def train(
    network: nn.Module,
    images: Tensor,
    labels: Tensor,
    epochs: int,
    seed: int,
    log: Callable[..., None],
) -> None:
    """Train in place at a falling rate and log loss and accuracy of each mini-batch."""
    generator = torch.Generator().manual_seed(seed)
    optimiser = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum=0.9)
    steps = epochs * -(-len(images) // BATCH)
    network.train()
    step = 0
    for _ in range(epochs):
        for batch in torch.randperm(len(images), generator=generator).split(BATCH):
            optimiser.param_groups[0]["lr"] = LEARNING_RATE * (1 - step / steps)
            scores = network(images[batch])
            loss = F.cross_entropy(scores, labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            hits = (scores.argmax(dim=1) == labels[batch]).float().mean()
            log(step=step, loss=loss.item(), accuracy=hits.item())
            step += 1
