"""References of image segmentation agree with PyTorch, and with constructions of the papers' authors."""

from __future__ import annotations

import math
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


def caffe_filler(size: int) -> torch.Tensor:
    """One row of the bilinear filler that FCN's own networks were written with."""
    factor = math.ceil(size / 2)
    centre = (2 * factor - 1 - factor % 2) / (2 * factor)
    return torch.tensor([1 - abs(place / factor - centre) for place in range(size)])


@pytest.mark.parametrize("factor", [1, 2, 3, 4, 5, 8, 16, 32])
def test_bilinear_weights_are_those_of_caffe(factor: int) -> None:
    """For the sizes that belong to a factor, both constructions give the same kernel."""
    size = 2 * factor - factor % 2
    row = caffe_filler(size)

    weight = reference("fcn-upsampling")["upsampling_weight"](2, size)

    torch.testing.assert_close(weight[0, 0], torch.outer(row, row))
    assert not weight[0, 1].any()


@pytest.mark.parametrize("factor", [2, 3, 8])
def test_enlarged_maps_are_interpolated_inside(factor: int) -> None:
    """Only the outer half factor of rows and columns differs from torch's interpolation."""
    x = torch.randn((2, 3, 4, 5), generator=torch.Generator().manual_seed(2))
    inside = (..., slice(factor // 2, -(factor // 2)), slice(factor // 2, -(factor // 2)))

    got = reference("fcn-upsampling")["upsample"](x, factor)
    expected = functional.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)

    torch.testing.assert_close(got[inside], expected[inside], rtol=1e-4, atol=1e-5)
    assert not torch.allclose(got, expected)


@pytest.mark.parametrize("stride", [1, 2, (3, 2)])
@pytest.mark.parametrize("padding", [0, 1, (0, 1)])
def test_transposed_convolution_is_that_of_torch(stride: Any, padding: Any) -> None:
    """Stamps that are added and cut give what torch gives, with the largest output padding too."""
    generator = torch.Generator().manual_seed(3)
    x, weight, bias = (
        torch.randn(shape, generator=generator) for shape in ((2, 3, 4, 2), (3, 2, 3, 4), (2,))
    )
    extra = tuple(step - 1 for step in stride) if isinstance(stride, tuple) else stride - 1
    settings = {"stride": stride, "padding": padding, "output_padding": extra}

    got = reference("deconv-unpooling")["conv_transpose"](x, weight, bias, **settings)

    torch.testing.assert_close(got, functional.conv_transpose2d(x, weight, bias, **settings))


def test_switches_are_the_indices_of_torch() -> None:
    """Of equal values both take the first, and unpooling puts them back alike."""
    x = torch.randint(0, 3, (2, 3, 7, 8), generator=torch.Generator().manual_seed(4)).float()
    names = reference("deconv-unpooling")

    values, switches = names["max_pool"](x, 2, 2)
    expected, indices = functional.max_pool2d(x, 2, return_indices=True)

    assert torch.equal(values, expected)
    assert torch.equal(switches, indices)
    unpooled = functional.max_unpool2d(expected, indices, (2, 2), output_size=(7, 8))
    assert torch.equal(names["unpool"](values, switches, (7, 8)), unpooled)


def test_modules_have_the_parameters_that_the_texts_name() -> None:
    """PSPNet's module, DeepLab's pyramid and its decoder in the sizes of the papers."""
    deeplab = reference("deeplab-aspp")
    with torch.device("meta"):
        networks = [
            reference("pspnet-pooling")["PyramidPooling"](2048),
            deeplab["ASPP"](2048),
            deeplab["Decoder"](256, 21),
        ]

    counts = [sum(parameter.numel() for parameter in network.parameters()) for network in networks]
    assert counts == [4_198_400, 15_535_104, 1_309_045]
