"""Checks for pspnet-pooling: means over regions, then the module level by level, in both modes."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import (
    Slip,
    SubmissionError,
    assert_close,
    expect,
    given,
    on_meta,
    pictures,
    slips,
    strategies as st,
    vjp,
)

BINS = (1, 2, 3, 6)
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}
GRID = torch.tensor(
    [[[[1.0, 2.0, 3.0, 4.0, 5.0], [6.0, 7.0, 8.0, 9.0, 10.0], [11.0, 12.0, 13.0, 14.0, 30.0]]]]
)


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def shapes_of(channels, bins):
    """Return the names and shapes of the state dict."""
    reduced = channels // len(bins)
    shapes = {f"convs.{i}.weight": (reduced, channels, 1, 1) for i in range(len(bins))}
    for i in range(len(bins)):
        shapes |= {
            f"norms.{i}.{name}": (reduced,) for name in ("weight", "bias", "running_mean", "running_var")
        }
        shapes[f"norms.{i}.num_batches_tracked"] = ()
    return shapes


def draw_state(rng, channels, bins=BINS, dtype=torch.float32):
    """Return random weights, and running statistics as after some training."""
    state = {}
    for name, shape in shapes_of(channels, bins).items():
        value = draw(rng, shape, dtype)
        if name.endswith("num_batches_tracked"):
            value = torch.tensor(7)
        elif name.endswith("running_var"):
            value = value.abs() + 0.5
        elif name.startswith("norms") and not name.endswith("running_mean"):
            value[0] = value[0].abs() + 0.5  # the first channel of no level dies at its ReLU
        state[name] = value
    return state


def module(owner, state, channels, bins=BINS, training=False):
    """Return a module with these weights in one of the modes; the paper's bins are left to the default."""
    net = owner.PyramidPooling(channels) if bins == BINS else owner.PyramidPooling(channels, bins)
    if state["convs.0.weight"].dtype == torch.float64:
        net.double()
    try:
        net.load_state_dict(state)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    net.train(training)
    return net


def pyramid(
    state,
    x,
    bins,
    *,
    corners=True,
    mode="bilinear",
    relu=True,
    norm=True,
    early=False,
    pool=F.adaptive_avg_pool2d,
):
    """Return the levels of a module that differs from the right one in one thing; without the map."""
    levels = []
    for index, count in enumerate(bins):
        level = F.conv2d(pool(x, count), state[f"convs.{index}.weight"])
        level = level.relu() if early else level
        if norm:
            names = ("running_mean", "running_var", "weight", "bias")
            level = F.batch_norm(level, *(state[f"norms.{index}.{name}"] for name in names))
        level = level.relu() if relu else level
        align = corners if mode == "bilinear" else None
        levels.append(F.interpolate(level, x.shape[2:], mode=mode, align_corners=align))
    return levels


def mistakes(state, x, bins=BINS):
    """Return what modules give that differ in one thing, in evaluation mode."""

    def joined(**changed):
        return torch.cat([x, *pyramid(state, x, bins, **changed)], 1)

    return [
        Slip(
            "corners_not_aligned",
            en="The levels were enlarged with `align_corners=False`; this module aligns the corners.",
            ko="`align_corners=False`로 키웠습니다. 이 모듈은 꼭짓점을 맞춥니다.",
            value=lambda: joined(corners=False),
        ),
        Slip(
            "nearest",
            en="The levels were enlarged by repeating cells; interpolate bilinearly.",
            ko="칸을 반복해서 키웠습니다. 쌍선형으로 보간하세요.",
            value=lambda: joined(mode="nearest"),
        ),
        Slip(
            "relu_missing",
            en="The ReLU after the batch normalisation is missing.",
            ko="배치 정규화 뒤의 ReLU가 빠졌습니다.",
            value=lambda: joined(relu=False),
        ),
        Slip(
            "relu_too_early",
            en="The ReLU comes before the batch normalisation; it comes after it.",
            ko="ReLU를 배치 정규화보다 먼저 적용했습니다. ReLU는 배치 정규화 뒤에 두세요.",
            value=lambda: joined(early=True, relu=False),
        ),
        Slip(
            "norm_missing",
            en="The batch normalisation is missing.",
            ko="배치 정규화가 빠졌습니다.",
            value=lambda: joined(norm=False),
        ),
        Slip(
            "maximum",
            en="The regions were pooled by their maximum; take the mean.",
            ko="영역의 최댓값을 골랐습니다. 평균을 내세요.",
            value=lambda: joined(pool=F.adaptive_max_pool2d),
        ),
        Slip(
            "map_last",
            en="The map itself comes last; it comes first, then the levels.",
            ko="맵이 마지막에 놓였습니다. 맵이 먼저이고 그다음이 각 단계입니다.",
            value=lambda: torch.cat([*pyramid(state, x, bins), x], 1),
        ),
        Slip(
            "levels_backwards",
            en="The levels are joined in the opposite order; take them in the order of `bins`.",
            ko="단계를 반대 순서로 이었습니다. `bins`의 순서대로 이으세요.",
            value=lambda: torch.cat([x, *pyramid(state, x, bins)[::-1]], 1),
        ),
        Slip(
            "map_missing",
            en="The map itself is missing; it comes first, before the levels.",
            ko="맵 자체가 빠졌습니다. 각 단계 앞에 맵을 두세요.",
            value=lambda: torch.cat(pyramid(state, x, bins), 1),
        ),
    ]


def average_slips(x, bins):
    """Return what other ways to divide a map give."""
    sides = [-(-side // bins) for side in x.shape[2:]]
    floors = [max(1, side // bins) for side in x.shape[2:]]
    return [
        Slip(
            "ends_rounded_down",
            en="The ends of the regions were rounded down; round them up, so that regions may overlap.",
            ko="영역의 끝을 내림했습니다. 끝은 올림하세요. 영역은 겹칠 수 있습니다.",
            value=lambda: divided(x, bins),
        ),
        Slip(
            "windows_of_one_size",
            en="All windows have the same size and lie side by side; the regions follow from the formula of the text.",
            ko="크기가 같은 창을 나란히 놓았습니다. 영역은 설명의 공식으로 정합니다.",
            value=lambda: F.avg_pool2d(x, floors)[:, :, :bins, :bins],
        ),
        Slip(
            "padded",
            en="The map was padded until the regions came out even; nothing is padded.",
            ko="영역이 나누어떨어지도록 패딩했습니다. 패딩하지 않습니다.",
            value=lambda: F.avg_pool2d(x, sides, ceil_mode=True, count_include_pad=False),
        ),
    ] + list(slips.reduction("mean", x, (2, 3)) if bins == 1 else [])


def divided(x, bins):
    """Return the means over regions whose ends are rounded down."""
    edges = [[index * side // bins for index in range(bins + 1)] for side in x.shape[2:]]
    result = x.new_empty(*x.shape[:2], bins, bins)
    for i in range(bins):
        for j in range(bins):
            region = x[:, :, edges[0][i] : edges[0][i + 1], edges[1][j] : edges[1][j + 1]]
            result[:, :, i, j] = region.mean((2, 3))
    return result


def compare_average(submission, x, bins):
    """Compare the means over a grid with those of torch."""
    got, expected = submission.adaptive_average(x, bins), F.adaptive_avg_pool2d(x, bins)
    assert_close(got, expected, slips=average_slips(x, bins), picture=pictures.maps(x), **TOLERANCE)


def test_even_regions(submission):
    """A map of 4 by 4 in four regions, and as a whole."""
    x = torch.arange(16.0).reshape(1, 1, 4, 4)

    compare_average(submission, x, 2)
    compare_average(submission, x, 1)


def test_overlapping_regions(submission):
    """The example of the text: 3 rows and 5 columns in 2 by 2 regions share the middle row and column."""
    compare_average(submission, GRID, 2)
    compare_average(submission, GRID, 3)


@given(max_examples=12, x=st.tensors((1, 2, 5, 7)), bins=st.integers(1, 6))
def test_any_number_of_regions(submission, x, bins):
    """The means are those of torch, also where there are more regions than rows."""
    compare_average(submission, x, bins)


def test_names_and_shapes(submission):
    """The state dict has the agreed names and shapes."""
    for channels, bins in ((8, BINS), (9, (1, 3))):
        state = submission.PyramidPooling(channels, bins).state_dict()
        assert_close({name: tuple(value.shape) for name, value in state.items()}, shapes_of(channels, bins))


def test_parameter_count(submission):
    """For the 2048 channels of ResNet there are 4,198,400 parameters."""
    net = on_meta(submission.PyramidPooling, 2048)

    assert_close(sum(parameter.numel() for parameter in net.parameters()), 4_198_400)


def test_output_shape(submission, rng):
    """The height and width stay, and the channels double."""
    for shape in ((1, 8, 6, 6), (2, 4, 7, 9), (1, 12, 3, 10)):
        x = draw(rng, shape)
        got = module(submission, draw_state(rng, shape[1]), shape[1])(x)
        expected = (shape[0], 2 * shape[1], *shape[2:])
        expect(
            tuple(got.shape) == expected and torch.equal(got[:, : shape[1]], x),
            en=f"A map {shape} should give {expected}, the map itself first; the shape is {tuple(got.shape)}.",
            ko=f"{shape}인 맵의 결과는 {expected}이고 맵 자체가 먼저 나와야 합니다. 결과의 형태는 {tuple(got.shape)}입니다.",
        )


def test_same_levels(submission, reference, rng):
    """With the weights of the reference the result is that of the reference."""
    state, x = draw_state(rng, 8), draw(rng, (2, 8, 12, 12))
    expected = module(reference, state, 8)(x).detach()

    got = module(submission, state, 8)(x)
    assert_close(got, expected, slips=mistakes(state, x), picture=pictures.maps(x), **TOLERANCE)


def test_one_level_at_a_time(submission, reference, rng):
    """Each level alone, with a map whose sides differ."""
    x = draw(rng, (1, 4, 7, 10))
    for bins in ((1,), (2,), (3,), (6,)):
        state = draw_state(rng, 4, bins)
        expected = module(reference, state, 4, bins)(x).detach()
        got = module(submission, state, 4, bins)(x)
        assert_close(got, expected, slips=mistakes(state, x, bins), picture=pictures.maps(x), **TOLERANCE)


def test_training_mode(submission, reference, rng):
    """While training, levels are normalised by the batch, and the running statistics move."""
    state, x = draw_state(rng, 8), draw(rng, (3, 8, 6, 6))
    net, right = (module(owner, state, 8, training=True) for owner in (submission, reference))
    expected = right(x).detach()
    frozen = Slip(
        "running_statistics_used",
        en="The levels were normalised by the running statistics, as in evaluation mode.",
        ko="훈련 모드인데 평가 모드처럼 이동 통계로 정규화했습니다.",
        value=lambda: torch.cat([x, *pyramid(state, x, BINS)], 1),
    )

    assert_close(net(x), expected, slips=[frozen], picture=pictures.maps(x), rtol=1e-3, atol=1e-4)
    moved, wanted = net.state_dict(), right.state_dict()
    for name in wanted:
        if "running" in name:
            assert_close(moved[name], wanted[name].detach(), **TOLERANCE)


def test_double_precision(submission, reference, rng):
    """After `net.double()` everything is float64."""
    double = torch.float64
    state, x = draw_state(rng, 8, dtype=double), draw(rng, (2, 8, 6, 6), double)

    got = submission.adaptive_average(x, 3)
    assert_close(got, F.adaptive_avg_pool2d(x, 3), rtol=1e-8, atol=1e-10)
    expected = module(reference, state, 8)(x).detach()
    assert_close(module(submission, state, 8)(x), expected, rtol=1e-8, atol=1e-10)


def test_gradients(submission, reference, rng):
    """Gradients reach the map and every parameter."""
    state, x = draw_state(rng, 8), draw(rng, (2, 8, 6, 6))
    net, right = (module(owner, state, 8) for owner in (submission, reference))
    cotangent = draw(rng, (2, 16, 6, 6))

    _, (gradient,) = vjp(net, (x,), cotangent=cotangent)
    _, (expected,) = vjp(right, (x,), cotangent=cotangent)
    _, gradients = vjp(net, (x,), cotangent=cotangent, parameters=True)
    _, wanted = vjp(right, (x,), cotangent=cotangent, parameters=True)
    missing = [name for name in wanted if gradients.get(name) is None] + ["x"] * (gradient is None)
    expect(
        not missing,
        en="No gradient arrives at " + ", ".join(missing) + ".",
        ko="기울기가 오지 않는 곳: " + ", ".join(missing),
    )
    assert_close(gradient, expected, rtol=1e-3, atol=1e-4)
    for name in wanted:
        assert_close(gradients[name], wanted[name], rtol=1e-3, atol=1e-3)


def test_other_modules(submission, reference, rng):
    """Other channels, bins, sides and batches; maps smaller than the finest grid among them."""
    cases = [
        ((1, 6, 4, 5), BINS),  # 6 channels for 4 levels: 1 each; fewer rows than bins
        ((3, 9, 8, 3), (1, 3, 5)),
        ((2, 4, 1, 1), (2, 1)),
        ((2, 10, 13, 9), (4, 1, 6, 2, 3)),
    ]
    for shape, bins in cases:
        state, x = draw_state(rng, shape[1], bins), draw(rng, shape)
        expected = module(reference, state, shape[1], bins)(x).detach()
        assert_close(module(submission, state, shape[1], bins)(x), expected, **TOLERANCE)


def test_other_regions(submission, rng):
    """Means over regions of maps of many sizes, in both dtypes."""
    for shape, bins in (((2, 3, 1, 9), 4), ((1, 2, 11, 6), 5), ((3, 1, 20, 7), 6), ((1, 1, 2, 3), 7)):
        for dtype in (torch.float32, torch.float64):
            x = draw(rng, shape, dtype)
            assert_close(submission.adaptive_average(x, bins), F.adaptive_avg_pool2d(x, bins), **TOLERANCE)
