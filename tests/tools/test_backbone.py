"""The backbone that feature-extraction ships comes from its script and is worth keeping."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tools import backbone

DATA = backbone.EXERCISE / "data"


@pytest.fixture(scope="module")
def solution() -> dict[str, Any]:
    """The names of the reference."""
    return runpy.run_path(str(backbone.EXERCISE / "reference/solution.py"))


@pytest.fixture(scope="module")
def weights() -> dict[str, Tensor]:
    """The weights that ship."""
    with np.load(DATA / "public/backbone.npz", allow_pickle=False) as data:
        return {name: torch.from_numpy(data[name]) for name in data.files}


def accuracy(solution: dict[str, Any], weights: dict[str, Tensor], seed: int) -> float:
    """What a head reaches on hidden pictures, on this backbone."""
    few, many = (load(DATA / name) for name in ("public/few.npz", "hidden/test.npz"))
    torch.manual_seed(seed)
    model = solution["build_classifier"](weights, 5)
    solution["train_head"](model, *few, 40, seed, lambda **values: None)
    model.eval()
    with torch.no_grad():
        return float((model(many[0]).argmax(1) == many[1]).float().mean())


def load(path: Path) -> tuple[Tensor, Tensor]:
    """Pictures from 0 to 1 and their labels."""
    with np.load(path, allow_pickle=False) as data:
        return backbone.as_tensor(data["images"]), torch.from_numpy(data["labels"]).long()


def test_training_twice_gives_the_same_backbone() -> None:
    """Equal seeds give equal weights, bit by bit, on one machine."""
    (first, _), (second, _) = (backbone.train_backbone(each=6, epochs=1) for _ in range(2))

    assert first.keys() == second.keys()
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_the_shipped_weights_fill_the_backbone(solution: dict[str, Any], weights: dict[str, Tensor]) -> None:
    """Every entry has its place, its shape and finite numbers."""
    solution["Backbone"]().load_state_dict(weights)

    assert all(bool(tensor.isfinite().all()) for tensor in weights.values())


def test_features_carry_over(solution: dict[str, Any], weights: dict[str, Tensor]) -> None:
    """On the shipped backbone forty pictures are enough, on a random one they are not."""
    torch.manual_seed(0)
    random = solution["Backbone"]().state_dict()

    assert accuracy(solution, weights, seed=1) > 0.9
    assert accuracy(solution, random, seed=1) < 0.75


def test_fine_tuning_ships_the_same_backbone_and_knitted_pictures() -> None:
    """Its backbone is the same file; its pictures are as drawn, with a hole at every second pixel."""
    data = backbone.FINE_TUNING / "data"
    holes = np.indices((16, 16)).sum(axis=0) % 2 == 0

    assert (data / "public/backbone.npz").read_bytes() == (DATA / "public/backbone.npz").read_bytes()
    for name, drawn in zip(("public/few", "hidden/test"), backbone.knitted_data(), strict=True):
        with np.load(data / f"{name}.npz", allow_pickle=False) as shipped:
            assert np.array_equal(shipped["images"], drawn["images"])
            assert np.array_equal(shipped["labels"], drawn["labels"])
            assert not shipped["images"][:, holes].any()
            assert shipped["images"][:, ~holes].any(axis=1).all()
