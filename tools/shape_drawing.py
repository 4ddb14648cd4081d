"""Scenes of discs and crosses with a class for each pixel: the data of the exercise unet.

    python -m tools.shape_drawing

Places, sizes, turns and grey values are drawn at random, and a grain lies over everything. A shape that is
drawn later covers what lies below it. Only sums, products, quotients and comparisons of doubles decide
about a pixel, so equal seeds draw equal bytes everywhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

EXERCISE = Path(__file__).resolve().parents[1] / "exercises/ai/unet"
SIDE = 24
#: grey values are multiples of this: half the noise, a third of the bytes
STEP = 17
#: with 160 scenes one training in fifty never tells crosses from discs; with 240 none of 280 failed to
TRAINING, HIDDEN = 240, 120
TRAINING_SEED, HIDDEN_SEED = 71, 72

Plane = npt.NDArray[np.float64]
Bytes = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def disc(x: Plane, y: Plane) -> Mask:
    """Where a disc of radius 1 lies."""
    return x * x + y * y < 1


def cross(x: Plane, y: Plane) -> Mask:
    """Where a cross of two bars lies."""
    far, near = np.maximum(np.abs(x), np.abs(y)), np.minimum(np.abs(x), np.abs(y))
    return (far < 1) & (near < 0.2)


#: class 0 is the ground
SHAPES: tuple[Callable[[Plane, Plane], Mask], ...] = (disc, cross)


def draw_scenes(count: int, seed: int) -> tuple[Bytes, Bytes]:
    """So many scenes: grey values (count, 24, 24) from 0 to 255, and the class of each pixel."""
    rng = np.random.Generator(np.random.PCG64(seed))
    scenes = [draw_scene(rng) for _ in range(count)]
    return np.stack([image for image, _ in scenes]), np.stack([labels for _, labels in scenes])


def draw_scene(rng: np.random.Generator) -> tuple[Bytes, Bytes]:
    """One scene of two or three shapes."""
    rows, columns = np.indices((SIDE, SIDE), dtype=float) + 0.5
    ground = 0.1 + 0.3 * float(rng.random())
    picture, labels = np.full((SIDE, SIDE), ground), np.zeros((SIDE, SIDE), dtype=np.uint8)
    for _ in range(int(rng.integers(2, 4))):
        kind, size = int(rng.integers(len(SHAPES))), 4 + 2.5 * float(rng.random())
        turn, left, top = (float(rng.random()) for _ in range(3))
        cosine, sine = (1 - turn * turn) / (1 + turn * turn), 2 * turn / (1 + turn * turn)
        across = (columns - 4 - (SIDE - 8) * left) / size
        down = (rows - 4 - (SIDE - 8) * top) / size
        inside = SHAPES[kind](cosine * across + sine * down, cosine * down - sine * across)
        picture[inside] = ground + 0.25 + 0.3 * float(rng.random())
        labels[inside] = kind + 1
    picture = np.clip(picture + 0.16 * (rng.random((SIDE, SIDE)) - 0.5), 0, 1)
    return (np.floor(picture * 255 / STEP + 0.5) * STEP).astype(np.uint8), labels


def main() -> None:
    """Write the two files of the exercise."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--to", type=Path, default=EXERCISE / "data", metavar="DIR", help="the data folder")
    folder: Path = parser.parse_args().to
    for name, count, seed in (
        ("public/train", TRAINING, TRAINING_SEED),
        ("hidden/test", HIDDEN, HIDDEN_SEED),
    ):
        path = folder / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        images, labels = draw_scenes(count, seed)
        np.savez_compressed(path, allow_pickle=False, images=images, labels=labels)


if __name__ == "__main__":
    main()
