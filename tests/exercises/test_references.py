"""References agree with PyTorch and the literature, so that checks hold submissions against the truth."""

from __future__ import annotations

import runpy
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.cluster import KMeans
from torch.nn import functional

COURSE = Path(__file__).resolve().parents[2] / "exercises/ai"


def reference(slug: str) -> dict[str, Any]:
    """The names that an exercise's reference defines."""
    return runpy.run_path(str(COURSE / slug / "reference/solution.py"))


@pytest.mark.parametrize("stride", [1, 2, (1, 3), (2, 1)])
@pytest.mark.parametrize("padding", [0, 1, (0, 2), (3, 1)])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_conv2d_is_that_of_torch(stride: Any, padding: Any, dtype: torch.dtype) -> None:
    """Values, dtype and gradients of the convolution are those of torch."""
    convolutions: list[Any] = [reference("conv2d-layer")["conv2d"], functional.conv2d]
    generator = torch.Generator().manual_seed(3)
    shapes = ((2, 3, 6, 7), (4, 3, 3, 2), (4,))
    arguments = [torch.randn(shape, generator=generator, dtype=dtype, requires_grad=True) for shape in shapes]

    got, expected = (function(*arguments, stride=stride, padding=padding) for function in convolutions)

    torch.testing.assert_close(got, expected)
    cotangent = torch.randn(expected.shape, generator=generator, dtype=dtype)
    torch.testing.assert_close(
        torch.autograd.grad(got, arguments, cotangent), torch.autograd.grad(expected, arguments, cotangent)
    )


def test_lenet5_has_the_known_number_of_parameters() -> None:
    """LeNet-5 for ten classes has 61,706 parameters."""
    network = reference("lenet5")["LeNet5"]()

    assert sum(parameter.numel() for parameter in network.parameters()) == 61_706


@pytest.mark.parametrize(
    "settings", [{}, {"lr": 0.2, "betas": (0.7, 0.9)}, {"betas": (0.0, 0.5), "eps": 0.1}]
)
def test_adam_is_that_of_torch(settings: dict[str, Any]) -> None:
    """Twenty steps of Adam lead to the parameters that torch's lead to."""
    generator = torch.Generator().manual_seed(5)
    params = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in ((3, 2), ())]
    theirs = [param.clone().requires_grad_() for param in params]
    optimiser, other = reference("adam-optimizer")["Adam"](**settings), torch.optim.Adam(theirs, **settings)

    for _ in range(20):
        for param in theirs:
            param.grad = torch.randn(param.shape, generator=generator, dtype=torch.float64)
        params = optimiser.step(params, [param.grad for param in theirs])
        other.step()

    torch.testing.assert_close(params, [param.detach() for param in theirs])


@pytest.mark.parametrize("groups", [1, 2, 5])
@pytest.mark.parametrize("limit", [1, 3, 200])
def test_kmeans_is_that_of_scikit_learn(groups: int, limit: int) -> None:
    """Centres, labels and inertia are those of scikit-learn from the same initial centres."""
    rng = np.random.default_rng(groups)
    points = rng.normal(size=(80, 3)) + 4 * rng.integers(0, groups, size=(80, 1))
    model = KMeans(groups, init=points[:groups], n_init=1, tol=0.0, max_iter=limit)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where the limit ends the search
        model.fit(points)

    centres, labels, inertia, rounds = reference("kmeans-lloyd")["kmeans"](points, points[:groups], limit)

    np.testing.assert_allclose(centres, model.cluster_centers_, rtol=1e-9)
    np.testing.assert_array_equal(labels, model.labels_)
    assert inertia == pytest.approx(model.inertia_)
    assert 1 <= rounds <= limit
