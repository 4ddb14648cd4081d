"""The pictures of the exercise fashion-cnn: drawn by rule, or made from a local copy of Fashion-MNIST.

    python -m tools.fashion_data                 draw them, as the repository ships them
    python -m tools.fashion_data --from DIR      take the real ones from DIR, where IDX files lie

Nothing is ever downloaded. DIR is the folder of train-images-idx3-ubyte and its three siblings, as they are
or with .gz, or one above it, as torchvision keeps them (DIR/FashionMNIST/raw). After either, run
`seodang measure exercises/ai/fashion-cnn`: thresholds follow from the data.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tools.fashion_drawing import FASHION, SIDE, Images, draw_images

FOLDER = Path(__file__).resolve().parents[1] / "exercises/ai/fashion-cnn/data"
TRAIN_EACH, TEST_EACH = 120, 80
TRAIN_SEED, TEST_SEED = 20, 21
KINDS = 10
#: first four bytes of an IDX file of bytes with three dimensions, and with one
_MAGIC = {3: b"\x00\x00\x08\x03", 1: b"\x00\x00\x08\x01"}

Labelled = tuple[Images, Images]


def drawn(each: int, seed: int) -> Labelled:
    """So many drawn pictures of each kind, kind by kind, and their labels."""
    return draw_images(FASHION, each, seed), np.repeat(np.arange(KINDS, dtype=np.uint8), each)


def real(folder: Path, part: str, each: int) -> Labelled:
    """The first pictures of each kind from a local copy, kind by kind; `part` is "train" or "t10k"."""
    images = read_idx(_find(folder, f"{part}-images-idx3-ubyte"), 3)
    labels = read_idx(_find(folder, f"{part}-labels-idx1-ubyte"), 1)
    if len(images) != len(labels) or images.shape[1:] != (28, 28):
        raise ValueError(f"{folder}: these are not pictures of 28 by 28 with a label each")
    chosen = np.concatenate([np.flatnonzero(labels == kind)[:each] for kind in range(KINDS)])
    if len(chosen) < KINDS * each:
        raise ValueError(f"{folder}: fewer than {each} pictures of some kind")
    return shrink(images[chosen]), labels[chosen]


def shrink(images: Images) -> Images:
    """28 by 28 to 16 by 16: the mean of each 2 by 2, and an empty edge around them."""
    halves = images.reshape(-1, 14, 2, 14, 2).mean(axis=(2, 4))
    small: Images = np.zeros((len(images), SIDE, SIDE), np.uint8)
    small[:, 1:-1, 1:-1] = np.floor(halves + 0.5)
    return small


def read_idx(path: Path, dimensions: int) -> Images:
    """The bytes of an IDX file (see yann.lecun.com/exdb/mnist for the format), with or without gzip."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    head = 4 + 4 * dimensions
    if data[:4] != _MAGIC[dimensions] or len(data) < head:
        raise ValueError(f"{path.name} is no IDX file of bytes with {dimensions} dimension(s)")
    shape = [int.from_bytes(data[at : at + 4], "big") for at in range(4, head, 4)]
    values: npt.NDArray[np.uint8] = np.frombuffer(data, np.uint8, offset=head)
    return values.reshape(shape)


def write(path: Path, data: Labelled) -> None:
    """Pictures and labels as a compressed file of plain arrays, no pickle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, images=data[0], labels=data[1])


def main() -> None:
    """Write both files of the exercise."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="source", type=Path, metavar="DIR", help="a copy of Fashion-MNIST")
    parser.add_argument("--to", type=Path, default=FOLDER, metavar="DIR", help="the exercise's data folder")
    args = parser.parse_args()
    if args.source:
        train, test = real(args.source, "train", TRAIN_EACH), real(args.source, "t10k", TEST_EACH)
    else:
        train, test = drawn(TRAIN_EACH, TRAIN_SEED), drawn(TEST_EACH, TEST_SEED)
    write(args.to / "public/train.npz", train)
    write(args.to / "hidden/test.npz", test)
    print(f"{args.to}: {len(train[0])} pictures to train with, {len(test[0])} to test")


def _find(folder: Path, name: str) -> Path:
    """The file of this name in the folder, or where torchvision puts it below."""
    for place in (folder, folder / "FashionMNIST/raw", folder / "raw"):
        for path in (place / name, place / f"{name}.gz"):
            if path.is_file():
                return path
    raise FileNotFoundError(f"{folder} holds no {name}")


if __name__ == "__main__":
    main()
