"""Checks for fcn-upsampling: scores, bilinear weights, enlarged maps, skips, then whole networks."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, pictures, strategies as st, vjp

CLASSES = 3
CHANNELS = (4, 5, 6)
TOLERANCE = {"rtol": 1e-5, "atol": 1e-5}


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def resized(x, factor, corners=False):
    """Return what torch's own interpolation gives."""
    return F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=corners)


def enlarging_slips(x, factor):
    """Return what other ways to enlarge maps give."""
    return [
        Slip(
            "edges_repeated",
            en="This is `F.interpolate(…, align_corners=False)`: it repeats the edge, the transposed convolution sees zeros there.",
            ko="`F.interpolate(…, align_corners=False)`의 결과입니다. 이 함수는 가장자리를 늘여 쓰지만, 전치 합성곱은 그곳을 0으로 봅니다.",
            value=lambda: resized(x, factor),
        ),
        Slip(
            "corners_aligned",
            en="This is bilinear interpolation with `align_corners=True`: other weights.",
            ko="`align_corners=True`인 쌍선형 보간의 결과입니다. 가중치가 다릅니다.",
            value=lambda: resized(x, factor, corners=True),
        ),
        Slip(
            "nearest",
            en="Each entry was repeated; interpolate between the entries.",
            ko="값을 그대로 반복했습니다. 값 사이를 보간하세요.",
            value=lambda: F.interpolate(x, scale_factor=factor, mode="nearest"),
        ),
        Slip(
            "channels_mixed",
            en="Each channel is the sum of all channels: only the weights from a channel to itself are not 0.",
            ko="모든 채널의 합이 채널마다 나왔습니다. 가중치는 같은 채널 사이에서만 0이 아닙니다.",
            value=lambda right: right.sum(1, keepdim=True).expand_as(right) if right.shape[1] > 1 else None,
        ),
        Slip(
            "not_cropped",
            en="The transposed convolution ran without padding, so nothing was cut off at the edges.",
            ko="전치 합성곱을 패딩 없이 했습니다. 가장자리를 잘라 내지 않은 결과입니다.",
            value=lambda: uncropped(x, factor),
        ),
    ]


def uncropped(x, factor):
    """Return a bilinear transposed convolution without padding."""
    distance = (torch.arange(2 * factor - factor % 2) - (2 * factor - factor % 2 - 1) / 2).abs()
    profile = (1 - distance / factor).to(x.dtype)
    weight = torch.outer(profile, profile).expand(x.shape[1], 1, -1, -1)
    return F.conv_transpose2d(x, weight, stride=factor, groups=x.shape[1])


def skip_slips(reference, coarse, skip):
    """Return what other ways to join coarse and fine scores give."""
    height, width = skip.shape[2:]
    large = reference.upsample(coarse, 2)
    return [
        Slip(
            "cropped_at_the_start",
            en="The first row or column was cut off; the maps begin at the same corner, so cut at the end.",
            ko="첫 행이나 첫 열을 잘라 냈습니다. 두 맵은 왼쪽 위 꼭짓점에서 함께 시작하므로 끝을 자르세요.",
            value=lambda: large[:, :, -height:, -width:] + skip,
        ),
        Slip(
            "averaged",
            en="The mean of both maps was taken; take their sum.",
            ko="두 맵의 평균을 냈습니다. 더하기만 하세요.",
            value=lambda right: right / 2,
        ),
        Slip(
            "joined_as_channels",
            en="The maps were put side by side as channels, as U-Net does; FCN adds them.",
            ko="두 맵을 채널 방향으로 이어 붙였습니다. U-Net의 방식입니다. FCN은 더합니다.",
            value=lambda: torch.cat([large[:, :, :height, :width], skip], 1),
        ),
        Slip(
            "edges_repeated",
            en="The coarse map was enlarged by `F.interpolate`, which repeats the edge; use your `upsample`.",
            ko="성긴 맵을 `F.interpolate`로 키웠습니다. 가장자리가 달라지니 직접 만든 `upsample`을 쓰세요.",
            value=lambda: resized(coarse, 2)[:, :, :height, :width] + skip,
        ),
        Slip(
            "resized_to_fit",
            en="The coarse map was resized to fit; enlarge it by exactly 2 and crop.",
            ko="성긴 맵의 크기를 맞추어 보간했습니다. 정확히 2배로 키운 다음 자르세요.",
            value=lambda: F.interpolate(coarse, (height, width), mode="bilinear") + skip,
        ),
    ]


def pyramid(rng, batch, size, dtype=torch.float32):
    """Return random features at strides 8, 16 and 32 of an image, and three heads."""
    sides = [[-(-side // stride) for side in size] for stride in (8, 16, 32)]
    features = tuple(draw(rng, (batch, c, *s), dtype) for c, s in zip(CHANNELS, sides))
    heads = tuple((draw(rng, (CLASSES, c, 1, 1), dtype), draw(rng, (CLASSES,), dtype)) for c in CHANNELS)
    return features, heads


def route_slips(reference, features, heads, stride, size):
    """Return what one gets by forgetting skips, or by leaving the top too early."""
    pool3, pool4, top = (reference.score(maps, *head) for maps, head in zip(features, heads))

    def finish(scores, factor):
        return reference.upsample(scores, factor)[:, :, : size[0], : size[1]]

    middle = reference.add_skip(top, pool4)
    large = reference.upsample(top, 2)[:, :, : pool4.shape[2], : pool4.shape[3]]
    found = {32: finish(top, 32), 16: finish(middle, 16), 8: finish(reference.add_skip(middle, pool3), 8)}
    slips = [
        Slip(
            f"other_network_{other}",
            en=f"These are the scores of FCN-{other}s; asked was stride {stride}.",
            ko=f"FCN-{other}s의 점수입니다. 요청한 stride는 {stride}입니다.",
            value=lambda other=other: found[other],
        )
        for other in found
        if other != stride
    ]
    if stride == 8:
        slips.append(
            Slip(
                "middle_skip_forgotten",
                en="The skip of `pool4` is missing; FCN-8s adds `pool4` and then `pool3`.",
                ko="`pool4`의 스킵 연결이 빠졌습니다. FCN-8s는 `pool4`를 더한 다음 `pool3`을 더합니다.",
                value=lambda: finish(reference.add_skip(large, pool3), 8),
            )
        )
        sides = pool3.shape[2:]
        far, near = (
            reference.upsample(*each)[:, :, : sides[0], : sides[1]] for each in ((top, 4), (pool4, 2))
        )
        slips.append(
            Slip(
                "enlarged_apart",
                en="`top` and `pool4` were enlarged each by itself and then added; FCN-8s adds them first, and enlarges the sum by 2.",
                ko="`top`과 `pool4`를 따로 키운 다음 더했습니다. FCN-8s는 둘을 먼저 더하고 그 합을 2배로 키웁니다.",
                value=lambda: finish(pool3 + far + near, 8),
            )
        )
    return slips


def compare_segment(submission, reference, case, stride, size):
    """Compare the scores of one network, with its slips and a picture of the coarsest features."""
    expected = reference.segment(*case, stride, size)
    got = submission.segment(*case, stride, size)
    slips = route_slips(reference, *case, stride, size)

    assert_close(got, expected, slips=slips, picture=pictures.maps(case[0][2]), **TOLERANCE)


def test_score(submission, reference, rng):
    """A class's score is a weighted sum over the channels of one cell, plus a bias."""
    features = torch.tensor([[[[1.0, 2.0]], [[10.0, 20.0]]]])
    weight = torch.tensor([[1.0, 1.0], [3.0, -0.5]]).reshape(2, 2, 1, 1)
    expected = torch.tensor([[[[11.5, 22.5]], [[-3.0, -5.0]]]])
    without = Slip(
        "bias_missing",
        en="The bias of each class is missing.",
        ko="클래스마다 더할 편향이 빠졌습니다.",
        value=lambda: F.conv2d(features, weight),
    )

    got = submission.score(features, weight, torch.tensor([0.5, -1.0]))
    assert_close(got, expected, slips=[without], picture=pictures.maps(features))
    case = draw(rng, (2, 3, 4, 5)), draw(rng, (4, 3, 1, 1)), draw(rng, (4,))
    assert_close(submission.score(*case), reference.score(*case), **TOLERANCE)


def test_even_weight(submission):
    """A size of 4 rises to 3/4 in the middle of two entries."""
    profile = torch.tensor([0.25, 0.75, 0.75, 0.25])

    assert_close(submission.upsampling_weight(1, 4)[0, 0], torch.outer(profile, profile))
    assert_close(submission.upsampling_weight(1, 2), torch.full((1, 1, 2, 2), 0.25))


def test_odd_weight(submission):
    """A size of 3 or 5 has its peak, 1, on the entry in the middle."""
    for profile in ([0.5, 1.0, 0.5], [1 / 3, 2 / 3, 1.0, 2 / 3, 1 / 3], [1.0]):
        row = torch.tensor(profile)
        expected = torch.outer(row, row)[None, None]
        assert_close(submission.upsampling_weight(1, len(profile)), expected, **TOLERANCE)


def test_channels_apart(submission, reference):
    """Only the weights from a channel to itself are not zero."""
    expected = reference.upsampling_weight(3, 4)
    everywhere = Slip(
        "kernel_everywhere",
        en="The kernel stands between all pairs of channels, so that they would be mixed.",
        ko="모든 채널 쌍에 커널이 들어 있어 채널이 섞입니다.",
        value=lambda right: right[0, 0].expand_as(right),
    )

    assert_close(submission.upsampling_weight(3, 4), expected, slips=[everywhere], **TOLERANCE)


def test_twice_as_large(submission):
    """The example of the text."""
    x = torch.tensor([[[[16.0, 32.0], [48.0, 64.0]]]])
    expected = [
        [9.0, 15.0, 21.0, 18.0],
        [18.0, 28.0, 36.0, 30.0],
        [30.0, 44.0, 52.0, 42.0],
        [27.0, 39.0, 45.0, 36.0],
    ]

    got = submission.upsample(x, 2)
    assert_close(got, torch.tensor([[expected]]), slips=enlarging_slips(x, 2), picture=pictures.maps(x))


@given(max_examples=12, x=st.tensors((2, 2, 3, 4)), factor=st.integers(1, 5))
def test_any_factor(submission, reference, x, factor):
    """Even and odd factors, several channels, rectangular maps."""
    got, expected = submission.upsample(x, factor), reference.upsample(x, factor)
    assert_close(
        got, expected, slips=enlarging_slips(x, factor), picture=pictures.maps(x), rtol=1e-4, atol=1e-5
    )


def test_inside_like_interpolation(submission, rng):
    """Away from the edge the maps are those of torch's interpolation; at the edge they fade."""
    for factor in (2, 3, 4, 8):
        x, rim = draw(rng, (1, 2, 4, 5)), factor // 2
        got, whole = submission.upsample(x, factor), resized(x, factor)
        shape = tuple(whole.shape)
        expect(
            tuple(got.shape) == shape,
            en=f"Factor {factor} should turn {tuple(x.shape)} into {shape}, not {tuple(got.shape)}.",
            ko=f"배율이 {factor}이면 {tuple(x.shape)}는 {shape}가 되어야 하는데 {tuple(got.shape)}가 되었습니다.",
        )
        inside = (..., slice(rim, -rim), slice(rim, -rim))
        assert_close(got[inside], whole[inside], rtol=1e-4, atol=1e-5)


def test_skip(submission, reference, rng):
    """The coarse scores, twice as large, are added to the fine ones."""
    coarse, skip = torch.tensor([[[[16.0]]]]), torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    expected = torch.tensor([[[[10.0, 11.0], [12.0, 13.0]]]])

    got = submission.add_skip(coarse, skip)
    assert_close(got, expected, slips=skip_slips(reference, coarse, skip), picture=pictures.maps(coarse))
    case = draw(rng, (2, 3, 2, 3)), draw(rng, (2, 3, 4, 6))
    assert_close(submission.add_skip(*case), reference.add_skip(*case), **TOLERANCE)


def test_skip_of_odd_size(submission, reference, rng):
    """Where the fine map has odd sides, the last row and column of the large one go."""
    for sides in ((3, 4), (4, 5), (3, 5)):
        coarse, skip = draw(rng, (2, 2, 2, 3))[:, :, :, : -(-sides[1] // 2)], draw(rng, (2, 2, *sides))
        got, expected = submission.add_skip(coarse, skip), reference.add_skip(coarse, skip)
        slips = skip_slips(reference, coarse, skip)
        assert_close(got, expected, slips=slips, picture=pictures.maps(coarse), **TOLERANCE)


def test_fcn_32s(submission, reference, rng):
    """FCN-32s enlarges the scores of the top by 32."""
    compare_segment(submission, reference, pyramid(rng, 1, (32, 64)), 32, (32, 64))


def test_fcn_16s(submission, reference, rng):
    """FCN-16s adds the scores of pool4 on the way."""
    compare_segment(submission, reference, pyramid(rng, 1, (32, 64)), 16, (32, 64))


def test_fcn_8s(submission, reference, rng):
    """FCN-8s adds those of pool4, then those of pool3."""
    compare_segment(submission, reference, pyramid(rng, 1, (32, 64)), 8, (32, 64))


def test_gradients(submission, reference, rng):
    """Gradients flow through scores, enlarged maps and skips."""
    cases = [
        ("score", (draw(rng, (2, 3, 2, 2)), draw(rng, (2, 3, 1, 1)), draw(rng, (2,))), (2, 2, 2, 2), ()),
        ("upsample", (draw(rng, (1, 2, 3, 2)),), (1, 2, 9, 6), (3,)),
        ("add_skip", (draw(rng, (1, 2, 2, 2)), draw(rng, (1, 2, 4, 4))), (1, 2, 4, 4), ()),
    ]
    for name, args, shape, rest in cases:
        setting = {
            "args": (*args, *rest),
            "cotangent": draw(rng, shape),
            "wrt": tuple(range(len(args))),
        }
        _, gradients = vjp(getattr(submission, name), **setting)
        _, expected = vjp(getattr(reference, name), **setting)
        for gradient, right in zip(gradients, expected):
            expect(
                gradient is not None,
                en=f"A gradient of `{name}` does not arrive: the graph is cut on the way.",
                ko=f"`{name}`의 기울기가 오지 않습니다. 중간에서 계산 그래프가 끊겼습니다.",
            )
            assert_close(gradient, right, **TOLERANCE)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """Adding a skip makes a new tensor."""
    case = draw(rng, (2, 2, 2, 2)), draw(rng, (2, 2, 4, 4))
    expected = reference.add_skip(*case)

    assert_close(submission.add_skip(*case), expected, **TOLERANCE)
    expect(
        not submission.last_call.changed,
        en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
        ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
    )


def test_double_precision(submission, reference, rng):
    """Of float64 maps the result is float64."""
    double = torch.float64
    coarse, skip = draw(rng, (1, 2, 2, 2), double), draw(rng, (1, 2, 4, 4), double)

    assert_close(submission.upsample(coarse, 3), reference.upsample(coarse, 3), rtol=1e-6, atol=1e-6)
    assert_close(submission.add_skip(coarse, skip), reference.add_skip(coarse, skip), rtol=1e-6, atol=1e-6)
    case = pyramid(rng, 1, (32, 64), double)
    expected = reference.segment(*case, 8, (32, 64))
    assert_close(submission.segment(*case, 8, (32, 64)), expected, rtol=1e-6, atol=1e-6)


def test_images_of_any_size(submission, reference, rng):
    """Sides that 32 does not divide: every map is cropped where it has to be."""
    for batch, size in ((2, (40, 70)), (1, (33, 17)), (3, (9, 50))):
        case = pyramid(rng, batch, size)
        for stride in (32, 16, 8):
            expected = reference.segment(*case, stride, size)
            assert_close(submission.segment(*case, stride, size), expected, rtol=1e-4, atol=1e-5)


def test_large_factors(submission, reference, rng):
    """Factors up to 32, odd ones among them, and a map of one cell."""
    for factor, shape in ((7, (1, 1, 1, 1)), (16, (2, 3, 2, 1)), (32, (1, 2, 1, 3)), (9, (1, 4, 3, 2))):
        x = draw(rng, shape)
        assert_close(submission.upsample(x, factor), reference.upsample(x, factor), rtol=1e-4, atol=1e-5)
