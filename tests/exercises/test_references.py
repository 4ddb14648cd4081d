"""References agree with PyTorch and the literature, so that checks hold submissions against the truth."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
import torch
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
