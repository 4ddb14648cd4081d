"""VGG networks from configuration lists."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

Configuration = list[int | str]

CONFIGURATIONS: dict[str, Configuration] = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "B": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "D": [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"],
    "E": [64, 64, "M", 128, 128, "M", *[256] * 4, "M", *[512] * 4, "M", *[512] * 4, "M"],
}


class VGG(nn.Module):
    """Convolutions and poolings as a list says, then three fully connected layers."""

    def __init__(
        self, configuration: Configuration, num_classes: int = 1000, hidden: int = 4096, dropout: float = 0.5
    ) -> None:
        super().__init__()
        channels = 3
        self.features = nn.ModuleList()
        for entry in configuration:
            if isinstance(entry, str):
                self.features.append(nn.MaxPool2d(2))
            else:
                convolution = nn.Conv2d(channels, entry, kernel_size=3, padding=1)
                self.features.append(nn.Sequential(convolution, nn.ReLU()))
                channels = entry
        self.classifier = nn.Sequential(
            nn.Linear(channels * 7 * 7, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, num_classes),
        )

    def stages(self, x: Tensor) -> list[Tensor]:
        """Return the maps after each entry of the configuration."""
        made = []
        for step in self.features:
            x = step(x)
            made.append(x)
        return made

    def forward(self, x: Tensor) -> Tensor:
        """Return a score for each class and image."""
        x = F.adaptive_avg_pool2d(self.stages(x)[-1], 7)
        return self.classifier(torch.flatten(x, 1))
