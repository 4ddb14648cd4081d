"""The pictures that exercises ship can be made again, and a local Fashion-MNIST takes their place."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tools import backbone, fashion_data
from tools.fashion_drawing import FASHION, OTHERS, draw_images

EXERCISES = Path(__file__).resolve().parents[2] / "exercises/ai"


def shipped(name: str) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """Pictures and labels of a file below exercises/ai, read without pickle."""
    with np.load(EXERCISES / name, allow_pickle=False) as data:
        return data["images"], data["labels"]


@pytest.mark.parametrize(
    ("name", "each", "seed"),
    [
        ("public/train", fashion_data.TRAIN_EACH, fashion_data.TRAIN_SEED),
        ("hidden/test", fashion_data.TEST_EACH, fashion_data.TEST_SEED),
    ],
)
def test_the_pictures_of_fashion_cnn_are_drawn_again_alike(name: str, each: int, seed: int) -> None:
    """Equal seeds draw equal pictures, byte by byte."""
    images, labels = shipped(f"fashion-cnn/data/{name}.npz")
    drawn = fashion_data.drawn(each, seed)

    assert images.dtype == labels.dtype == np.uint8
    assert np.array_equal(images, drawn[0])
    assert np.array_equal(labels, drawn[1])


def test_the_pictures_of_feature_extraction_are_drawn_again_alike() -> None:
    """The few with labels and the many hidden ones."""
    for name, arrays in zip(("public/few", "hidden/test"), backbone.target_data(), strict=True):
        images, labels = shipped(f"feature-extraction/data/{name}.npz")
        assert np.array_equal(images, arrays["images"])
        assert np.array_equal(labels, arrays["labels"])


def test_drawing_does_not_change() -> None:
    """One picture of each kind has the digest it has always had."""
    digest = hashlib.sha256(draw_images((*FASHION, *OTHERS), 1, 7).tobytes()).hexdigest()

    assert digest[:16] == "515ad6dac7f4ba56"


def test_no_picture_is_in_two_sets() -> None:
    """What is hidden is not among what is shown."""
    for exercise, shown in (("fashion-cnn", "train"), ("feature-extraction", "few")):
        train = {image.tobytes() for image in shipped(f"{exercise}/data/public/{shown}.npz")[0]}
        test = {image.tobytes() for image in shipped(f"{exercise}/data/hidden/test.npz")[0]}
        assert not train & test


def idx(values: npt.NDArray[np.uint8]) -> bytes:
    """An array as an IDX file."""
    head = bytes([0, 0, 8, values.ndim])
    return head + b"".join(side.to_bytes(4, "big") for side in values.shape) + values.tobytes()


@pytest.fixture
def local_copy(tmp_path: Path) -> Path:
    """A folder as torchvision makes it, with 30 pictures of each kind that show their label."""
    raw = tmp_path / "FashionMNIST/raw"
    raw.mkdir(parents=True)
    labels = np.tile(np.arange(10, dtype=np.uint8), 30)
    images = np.repeat(labels * 20, 28 * 28).reshape(-1, 28, 28)
    for part in ("train", "t10k"):
        (raw / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(images)))
        (raw / f"{part}-labels-idx1-ubyte").write_bytes(idx(labels))
    return tmp_path


def test_a_local_copy_is_read_and_shrunk(local_copy: Path) -> None:
    """Files with and without gzip are found, sorted by class and shrunk to 16 by 16 with an empty edge."""
    images, labels = fashion_data.real(local_copy, "train", 12)

    assert images.shape == (120, 16, 16)
    assert labels.tolist() == sorted(labels.tolist())
    assert all((image[1:-1, 1:-1] == 20 * label).all() for image, label in zip(images, labels, strict=True))
    assert not images[:, 0].any()


def test_too_few_pictures_are_refused(local_copy: Path) -> None:
    """Nothing is made from a copy that is too small, or from none."""
    with pytest.raises(ValueError, match="fewer than 31"):
        fashion_data.real(local_copy, "t10k", 31)
    with pytest.raises(FileNotFoundError):
        fashion_data.real(local_copy / "nowhere", "train", 1)


def test_what_is_no_idx_file_is_refused(tmp_path: Path) -> None:
    """Another format is named as such."""
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(b"PNG and so on")

    with pytest.raises(ValueError, match="no IDX file"):
        fashion_data.read_idx(path, 3)


def test_equal_files_are_written(tmp_path: Path) -> None:
    """Writing twice gives the same bytes, and what is read is what was written."""
    data = fashion_data.drawn(2, 3)
    for name in ("one", "two"):
        fashion_data.write(tmp_path / f"{name}.npz", data)
    with np.load(tmp_path / "one.npz", allow_pickle=False) as read:
        assert np.array_equal(read["images"], data[0])

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
