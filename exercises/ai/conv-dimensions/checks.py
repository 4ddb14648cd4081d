"""Checks for conv-dimensions: shapes, then filters that move along one, two and three axes, against torch."""

from __future__ import annotations

from dataclasses import replace

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, pictures, slips, strategies as st

#: 1 to 18 in a block of 3 by 3 by 2, and a filter of 2 by 2 by 2 with two weights that are not 0
BLOCK = torch.arange(1.0, 19.0).reshape(3, 3, 2)
CORNERS = torch.zeros(2, 2, 2)
CORNERS[0, 0, 0], CORNERS[1, 1, 1] = 1.0, 2.0
# Each row: sequences, weights, bias?, stride, padding.
SEQUENCES = [
    ((2, 3, 11), (4, 3, 4), True, 3, 2),
    ((1, 5, 6), (2, 5, 6), False, 1, 0),
    ((3, 2, 9), (1, 2, 1), True, 2, 1),
    ((1, 1, 1), (3, 1, 2), True, 1, 1),
]
# Each row: block, bank of filters as deep as it, one filter that is less deep, stride.
BLOCKS = [
    ((6, 9, 4), (3, 3, 2, 4), (3, 2, 2), 2),
    ((5, 4, 1), (2, 2, 4, 1), (5, 1, 1), 1),
    ((1, 7, 6), (4, 1, 3, 6), (1, 3, 4), 1),
    ((8, 5, 7), (1, 2, 2, 7), (2, 2, 3), 3),
    ((3, 3, 3), (5, 3, 3, 3), (3, 3, 3), 1),
]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def moved(found, move):
    """Return slips of a convolution of torch with their results in the axes of this exercise."""
    return [replace(slip, value=lambda slip=slip: move(slip.result(None, None))) for slip in found]


def compare_1d(submission, x, weight, bias=None, stride=1, padding=0):
    """Compare one convolution of sequences with that of torch."""
    case = {"x": x, "weight": weight, "bias": bias, "stride": stride, "padding": padding}
    expected = F.conv1d(x, weight, bias, stride, padding)

    assert_close(submission.conv1d(**case), expected, slips=slips.conv1d(**case), picture=pictures.maps(x))


def compare_full_depth(submission, x, weight, stride=1):
    """Compare the maps of a bank of filters with those of torch, which has the depth in front."""
    image, kernels = x.permute(2, 0, 1)[None], weight.permute(0, 3, 1, 2)
    expected = F.conv2d(image, kernels, stride=stride)[0].permute(1, 2, 0)
    known = [
        Slip(
            "maps_in_front",
            en="The maps are right and their axis is in front, as torch has it; here it is the last one.",
            ko="맵은 맞지만 맵의 축이 torch에서처럼 맨 앞에 있습니다. 여기서는 마지막 축입니다.",
            value=lambda: expected.permute(2, 0, 1),
        ),
        Slip(
            "depth_reversed",
            en="The filter lies the wrong way round along the depth.",
            ko="필터를 깊이 방향으로 뒤집어 겹쳤습니다.",
            value=lambda: F.conv2d(image, kernels.flip(1), stride=stride)[0].permute(1, 2, 0),
        ),
        Slip(
            "depth_kept",
            en="The products are not added along the depth: it is still there as an axis.",
            ko="깊이 방향으로 곱을 더하지 않아 깊이 축이 그대로 남았습니다.",
            value=lambda: F.conv2d(image, kernels[0][:, None], stride=stride, groups=x.shape[2])[0].permute(
                1, 2, 0
            ),
        ),
        *moved(slips.conv2d(image, kernels, stride=stride), lambda maps: maps[0].permute(1, 2, 0)),
    ]

    got = submission.conv_full_depth(x, weight, **({} if stride == 1 else {"stride": stride}))
    assert_close(got, expected, slips=known, picture=pictures.maps(image[0]))


def compare_volume(submission, x, weight, stride=1):
    """Compare the sums of one filter that moves along three axes with those of torch."""

    def run(block, kernel, steps):
        return F.conv3d(block[None, None], kernel[None, None], stride=steps)[0, 0]

    expected = run(x, weight, stride)
    known = [
        Slip(
            "depth_not_moved",
            en="The filter does not move along the depth: there is the first place only.",
            ko="필터가 깊이 방향으로 움직이지 않습니다. 첫 자리의 값만 있습니다.",
            value=lambda: expected[:, :, :1],
        ),
        Slip(
            "depth_dropped",
            en="The filter does not move along the depth, and the axis is gone.",
            ko="필터가 깊이 방향으로 움직이지 않고, 깊이 축도 없어졌습니다.",
            value=lambda: expected[:, :, 0],
        ),
        Slip(
            "depth_stride_one",
            en="The stride holds along the depth too; here the filter moves by 1 there.",
            ko="깊이 방향에는 스트라이드를 쓰지 않고 한 칸씩 움직였습니다.",
            value=lambda: run(x, weight, (stride, stride, 1)),
        ),
        Slip(
            "summed_over_depth",
            en="The sums of all places along the depth were added into one map.",
            ko="깊이 방향의 여러 자리에서 구한 합을 다시 더해 맵 하나로 만들었습니다.",
            value=lambda: expected.sum(dim=2),
        ),
        *moved(slips.conv3d(x[None, None], weight[None, None], stride=stride), lambda maps: maps[0, 0]),
    ]

    got = submission.conv_volume(x, weight, **({} if stride == 1 else {"stride": stride}))
    assert_close(got, expected, slips=known, picture=pictures.maps(x.permute(2, 0, 1)))


def depth_last(case):
    """A case of a 2-D convolution as arguments of `conv_full_depth`."""
    x, weight = case["x"][0].permute(1, 2, 0), case["weight"].permute(0, 2, 3, 1)
    return {"x": x.contiguous(), "weight": weight.contiguous(), "stride": case["stride"]}


def block_alone(case):
    """A case of a 3-D convolution as arguments of `conv_volume`."""
    return {"x": case["x"][0, 0], "weight": case["weight"][0, 0], "stride": case["stride"]}


def test_output_shape(submission, rng):
    """The number of places along an axis is (side - reach) // stride + 1."""
    assert_close(submission.output_shape((6,), (3,)), (4,))
    assert_close(submission.output_shape((9, 7, 3), (3, 3, 3)), (7, 5, 1))
    assert_close(submission.output_shape((8, 8, 6), (3, 3, 2), stride=2), (3, 3, 3))
    for _ in range(6):
        reach = rng.integers(1, 5, 3)
        sides = reach + rng.integers(0, 9, 3)
        stride = int(rng.integers(1, 4))
        places = tuple(((sides - reach) // stride + 1).tolist())
        got = submission.output_shape(tuple(sides.tolist()), tuple(reach.tolist()), stride=stride)
        assert_close(got, places)


def test_sequence(submission):
    """The worked example: a filter of three moves along a sequence of six."""
    x = torch.tensor([[[1.0, 3.0, 2.0, 0.0, 1.0, 4.0]]])
    weight = torch.tensor([[[1.0, 0.0, -1.0]]])

    expected = torch.tensor([[[-1.0, 3.0, 1.0, -4.0]]])
    assert_close(submission.conv1d(x, weight), expected, slips=slips.conv1d(x, weight))
    compare_1d(submission, x, weight, stride=2, padding=1)


def test_sequence_channels(submission, rng):
    """A filter spans all channels and adds them up; each filter has a bias of its own."""
    x = torch.arange(2.0 * 3 * 6).reshape(2, 3, 6) / 10
    weight = torch.arange(4.0 * 3 * 2).reshape(4, 3, 2) / 10 - 1

    compare_1d(submission, x, weight)
    compare_1d(submission, x, weight, torch.tensor([0.5, -100.0, 0.0, 7.0]))
    compare_1d(submission, draw(rng, (2, 3, 7)), draw(rng, (4, 3, 3)), draw(rng, (4,)), stride=2, padding=1)


@given(max_examples=20, case=st.conv1d_cases(max_side=8))
def test_any_sequences(submission, case):
    """A 1-D convolution is that of torch, whatever the sizes."""
    compare_1d(submission, **case)


def test_full_depth(submission, rng):
    """The worked example: a filter as deep as its input moves along two axes and gives one map."""
    compare_full_depth(submission, BLOCK, CORNERS[None])
    compare_full_depth(submission, draw(rng, (4, 5, 3)), draw(rng, (1, 2, 3, 3)))


def test_bank_of_filters(submission, rng):
    """Each filter gives a map, and the maps are the depth of the result."""
    compare_full_depth(submission, BLOCK, torch.stack([CORNERS, CORNERS.flip(0), CORNERS.flip(1)]))
    compare_full_depth(submission, draw(rng, (5, 6, 3)), draw(rng, (4, 3, 2, 3)))
    compare_full_depth(submission, draw(rng, (6, 7, 2)), draw(rng, (3, 2, 3, 2)), stride=2)


def test_volume(submission, rng):
    """The worked example: a filter that is less deep moves along the depth as well."""
    x = torch.arange(1.0, 28.0).reshape(3, 3, 3)

    compare_volume(submission, x, CORNERS)
    compare_volume(submission, draw(rng, (4, 5, 6)), draw(rng, (2, 3, 2)))
    compare_volume(submission, draw(rng, (5, 6, 7)), draw(rng, (3, 2, 2)), stride=2)


def test_volume_of_full_depth(submission, rng):
    """A filter as deep as its input has one place along the depth; the axis stays, with one entry."""
    compare_volume(submission, BLOCK, CORNERS)
    compare_volume(submission, draw(rng, (4, 4, 3)), draw(rng, (2, 2, 3)))


@given(
    max_examples=15,
    case=st.conv2d_cases(max_side=5, max_batch=1, max_padding=0, bias=False).map(depth_last),
)
def test_any_depth(submission, case):
    """Filters as deep as their input give the maps of torch, whatever the sizes."""
    compare_full_depth(submission, **case)


@given(
    max_examples=40,
    case=st.conv3d_cases(max_batch=1, max_channels=1, max_padding=0, bias=False).map(block_alone),
)
def test_any_volume(submission, case):
    """One filter gives the volume of torch, whatever the sizes."""
    compare_volume(submission, **case)


def test_arguments_stay_as_they_are(submission, rng):
    """Calls compute their results, in float64 too, and change none of the tensors they were given."""
    wide = torch.float64
    calls = (
        lambda: compare_1d(submission, draw(rng, (1, 2, 5), wide), draw(rng, (2, 2, 2), wide), padding=1),
        lambda: compare_full_depth(submission, draw(rng, (3, 3, 2), wide), draw(rng, (2, 2, 2, 2), wide)),
        lambda: compare_volume(submission, draw(rng, (3, 3, 3), wide), draw(rng, (2, 2, 2), wide)),
    )
    for call in calls:
        call()
        expect(
            not submission.last_call.changed,
            en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )


def test_fresh_sequences(submission, rng):
    """Sequences are right for cases that were not shown, in both dtypes."""
    for shape, weight, with_bias, stride, padding in SEQUENCES:
        for dtype in (torch.float32, torch.float64):
            bias = draw(rng, weight[:1], dtype) if with_bias else None
            compare_1d(submission, draw(rng, shape, dtype), draw(rng, weight, dtype), bias, stride, padding)


def test_fresh_blocks(submission, rng):
    """Blocks are right for cases that were not shown: flat ones, deep ones, filters as large as they are."""
    for shape, bank, single, stride in BLOCKS:
        x = draw(rng, shape)
        compare_full_depth(submission, x, draw(rng, bank), stride)
        compare_volume(submission, x, draw(rng, single), stride)
