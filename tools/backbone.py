"""The data of feature-extraction and fine-tuning: a backbone, and a few pictures of kinds it never saw.

    python -m tools.backbone

The backbone is that of feature-extraction's reference. It learns the ten kinds of Fashion-MNIST as
`fashion_drawing` draws them; its head is thrown away and its weights are written as plain arrays. Few
pictures of five other kinds, with labels, are what a student has; many more are hidden. In fine-tuning these
five are knitted loosely, which no picture of the backbone was. Equal versions of torch on equal processors
give equal weights.
"""

from __future__ import annotations

import argparse
import math
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from tools.fashion_drawing import FASHION, OTHERS, Images, draw_images, knit

EXERCISE = Path(__file__).resolve().parents[1] / "exercises/ai/feature-extraction"
FINE_TUNING = EXERCISE.with_name("fine-tuning")
SOURCE_EACH, EPOCHS, BATCH, LEARNING_RATE = 240, 6, 32, 0.05
LABELLED_EACH, HIDDEN_EACH = 8, 120
SOURCE_SEED, LABELLED_SEED, HIDDEN_SEED, TRAINING_SEED = 30, 31, 32, 33
KNITTED_SEED, HIDDEN_KNITTED_SEED = 61, 62

Arrays = dict[str, Any]


def as_tensor(images: Images) -> Tensor:
    """Pictures as a network takes them: (N, 1, 16, 16), from 0 to 1."""
    return torch.from_numpy(images).float().div(255)[:, None]


def train_backbone(each: int = SOURCE_EACH, epochs: int = EPOCHS) -> tuple[Arrays, float]:
    """The weights of a backbone trained on so many pictures of each kind, and its accuracy on others."""
    backbone = runpy.run_path(str(EXERCISE / "reference/solution.py"))["Backbone"]
    torch.set_num_threads(1)
    torch.manual_seed(TRAINING_SEED)
    features: nn.Module = backbone()
    network = nn.Sequential(features, nn.Linear(128, len(FASHION)))
    images, labels = as_tensor(draw_images(FASHION, each, SOURCE_SEED)), _labels(len(FASHION), each)
    optimiser = torch.optim.SGD(network.parameters(), lr=LEARNING_RATE, momentum=0.9)
    steps, step = epochs * math.ceil(len(images) / BATCH), 0
    for _ in range(epochs):
        for batch in torch.split(torch.randperm(len(images)), BATCH):
            optimiser.param_groups[0]["lr"] = LEARNING_RATE * (1 - step / steps)
            loss = functional.cross_entropy(network(images[batch]), labels[batch])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            step += 1
    network.eval()
    fresh = as_tensor(draw_images(FASHION, 40, SOURCE_SEED + 100))
    with torch.no_grad():
        hits = (network(fresh).argmax(1) == _labels(len(FASHION), 40)).float().mean()
    return {name: tensor.numpy() for name, tensor in features.state_dict().items()}, float(hits)


def target_data() -> tuple[Arrays, Arrays]:
    """Pictures of the other kinds: the few with labels, and the many hidden ones."""
    return _drawn(LABELLED_EACH, LABELLED_SEED), _drawn(HIDDEN_EACH, HIDDEN_SEED)


def knitted_data() -> tuple[Arrays, Arrays]:
    """The same kinds knitted loosely: the few with labels, and the many hidden ones."""
    few, many = _drawn(LABELLED_EACH, KNITTED_SEED), _drawn(HIDDEN_EACH, HIDDEN_KNITTED_SEED)
    for arrays in (few, many):
        arrays["images"] = knit(arrays["images"])
    return few, many


def main() -> None:
    """Write the three files of each of the two exercises."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--to", type=Path, default=EXERCISE.parent, metavar="DIR", help="the folder of the exercises"
    )
    exercises: Path = parser.parse_args().to
    weights, accuracy = train_backbone()
    for exercise, (few, many) in ((EXERCISE, target_data()), (FINE_TUNING, knitted_data())):
        for name, arrays in (("public/backbone", weights), ("public/few", few), ("hidden/test", many)):
            path = exercises / exercise.name / f"data/{name}.npz"
            path.parent.mkdir(parents=True, exist_ok=True)
            np.savez_compressed(path, allow_pickle=False, **arrays)
    print(f"{exercises}: a backbone that recognises {accuracy:.1%} of fresh pictures of its own ten kinds")


def _drawn(each: int, seed: int) -> Arrays:
    return {
        "images": draw_images(OTHERS, each, seed),
        "labels": _labels(len(OTHERS), each).numpy().astype(np.uint8),
    }


def _labels(kinds: int, each: int) -> Tensor:
    return torch.arange(kinds).repeat_interleave(each)


if __name__ == "__main__":
    main()
