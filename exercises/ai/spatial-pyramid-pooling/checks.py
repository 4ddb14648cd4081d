"""Checks for spatial-pyramid-pooling: where bins lie, the order of the features, then maps of any size."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: the map of the worked example
MAP = [[1.0, 5.0, 2.0, 0.0, 3.0], [4.0, 0.0, 1.0, 1.0, 2.0], [6.0, 3.0, 0.0, 8.0, 1.0]]
#: sizes and levels that were not shown
FRESH = [((2, 3, 13, 9), (6, 3, 2, 1)), ((1, 4, 7, 10), (4, 2, 1)), ((3, 2, 6, 11), (5, 4))]
EDGES = [((1, 1, 1, 1), (4, 2, 1)), ((2, 3, 1, 9), (3, 1)), ((3, 8, 3, 2), (4, 1)), ((1, 5, 8, 1), (2,))]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def level(x, count):
    """Return one level (N, C, count, count) as torch pools it."""
    return F.adaptive_max_pool2d(x, count)


def paper_level(x, count):
    """Return one level by a window of ceil(a/n) that moves by floor(a/n)."""
    sides = x.shape[2:]
    window, steps = [math.ceil(side / count) for side in sides], [side // count for side in sides]
    return F.max_pool2d(x, window, steps)[:, :, :count, :count]


def cut_level(x, count):
    """Return one level with bins that end at floor((i + 1)·a/n), where the next one begins."""
    edges = [[i * side // count for i in range(count + 1)] for side in x.shape[2:]]
    return torch.stack(
        [
            torch.stack([x[:, :, t:b, le:r].amax(dim=(2, 3)) for le, r in zip(edges[1], edges[1][1:])], dim=2)
            for t, b in zip(edges[0], edges[0][1:])
        ],
        dim=2,
    )


def joined(maps):
    """Return maps of bins as rows of numbers, one behind the other."""
    return torch.cat([each.flatten(1) for each in maps], dim=1)


def known_slips(x, levels):
    """Return the mistakes that are made most often."""
    words = [
        ("mean_for_maximum", "each bin holds the mean, not the maximum",
         "칸마다 최댓값이 아니라 평균을 구했습니다", lambda: joined(F.adaptive_avg_pool2d(x, n) for n in levels)),
        ("window_and_stride", "bins were made by a window of ⌈a/n⌉ that moves by ⌊a/n⌋, and cells at the end are unseen",
         "크기가 ⌈a/n⌉인 창을 ⌊a/n⌋칸씩 옮겨 구간을 만들었습니다. 끝의 칸을 보지 못합니다",
         lambda: joined(paper_level(x, n) for n in levels)),
        ("ends_rounded_down", "the ends of the bins are rounded down; they are rounded up, so that bins may overlap",
         "구간의 끝을 내림했습니다. 끝은 올림하므로 구간이 겹칠 수 있습니다", lambda: joined(cut_level(x, n) for n in levels)),
        ("levels_reversed", "the levels come in reverse order", "단계의 순서가 거꾸로입니다",
         lambda: joined(level(x, n) for n in reversed(levels))),
        ("levels_sorted", "the levels were sorted; keep the order of `levels`",
         "단계를 크기순으로 정렬했습니다. `levels`의 순서를 지키세요",
         lambda: joined(level(x, n) for n in sorted(levels))),
        ("channels_last", "the features of a level are ordered by bins first; channels come first",
         "단계 안에서 구간이 먼저 놓였습니다. 채널이 먼저입니다",
         lambda: joined(level(x, n).permute(0, 2, 3, 1) for n in levels)),
        ("channels_before_levels", "all levels of a channel stand together; a level holds all channels",
         "채널마다 모든 단계를 모았습니다. 단계마다 모든 채널을 모으세요",
         lambda: torch.cat([level(x, n).flatten(2) for n in levels], dim=2).flatten(1)),
        ("columns_first", "bins go down the columns; they go along the rows",
         "구간을 열부터 세었습니다. 행부터 세세요", lambda: joined(level(x, n).transpose(2, 3) for n in levels)),
        ("never_below_zero", "nothing is below 0: the maximum began at 0",
         "0보다 작은 값이 없습니다. 최댓값을 0에서 시작해 구했습니다",
         lambda: joined(level(x, n) for n in levels).clamp(min=0)),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=value) for name, en, ko, value in words]


def compare(submission, x, levels):
    """Compare the features of a batch with those that torch's adaptive pooling gives."""
    expected = joined(level(x, count) for count in levels)

    got = submission.spatial_pyramid_pool(x, levels)
    assert_close(got, expected, slips=known_slips(x, levels), picture=pictures.maps(x))


def compare_bins(submission, size, count):
    """Compare the bins of one axis, and say which rounding leads to wrong ones."""
    right = [(i * size // count, ((i + 1) * size + count - 1) // count) for i in range(count)]
    window, step = -(-size // count), size // count
    words = (
        ([(start, end - 1) for start, end in right],
         "The ends are the last cells of the bins; they have to be exclusive, one further.",
         "끝이 구간의 마지막 칸입니다. 끝은 구간에 들지 않는 첫 칸이어야 하니 하나 더 큽니다."),
        ([(i * step, i * step + window) for i in range(count)],
         "These are windows of ⌈a/n⌉ that move by ⌊a/n⌋; round the beginning and the end of each bin instead.",
         "크기가 ⌈a/n⌉인 창을 ⌊a/n⌋칸씩 옮긴 결과입니다. 그 대신 구간마다 시작을 내림하고 끝을 올림하세요."),
        ([(i * size // count, (i + 1) * size // count) for i in range(count)],
         "The ends are rounded down; they are rounded up.", "끝을 내림했습니다. 끝은 올림합니다."),
        ([(math.floor(i * (size / count)), math.ceil((i + 1) * (size / count))) for i in range(count)],
         "A rounding error moved a border: `size / count` is not exact. Multiply first, and divide whole numbers.",
         "반올림 오차로 경계가 밀렸습니다. `size / count`는 정확하지 않습니다. 먼저 곱한 다음 정수로 나누세요."),
        ([(i * size // count, (i + 1) * size // count + 1) for i in range(count)],
         "The ends are rounded down and moved by one; where nothing is left over, that is one cell too many.",
         "끝을 내림한 뒤 1을 더했습니다. 나누어떨어질 때에는 한 칸이 더 들어갑니다."),
        ([(-(-i * size // count), end) for i, (_, end) in enumerate(right)],
         "The beginnings are rounded up; they are rounded down.", "시작을 올림했습니다. 시작은 내림합니다."),
    )  # fmt: skip

    got = submission.pyramid_bins(size, count)
    asked = f"`pyramid_bins({size}, {count})`: "
    for wrong, en, ko in words:
        expect(wrong == right or str(got) != str(wrong), en=asked + en, ko=asked + ko)
    assert_close(got, right)


def test_bins(submission, rng):
    """Bins begin at floor(i·a/n) and end at ceil((i + 1)·a/n)."""
    for size, count in ((8, 4), (7, 2), (7, 4), (29, 7)):
        compare_bins(submission, size, count)
    for _ in range(5):
        count = int(rng.integers(1, 7))
        compare_bins(submission, count + int(rng.integers(0, 14)), count)


def test_more_bins_than_cells(submission, rng):
    """With more bins than cells, every bin still holds a cell, and some share one."""
    compare_bins(submission, 2, 4)
    compare_bins(submission, 3, 4)
    compare(submission, draw(rng, (2, 3, 3, 2)) - 2, (4,))


def test_one_number_a_channel(submission, rng):
    """A level of one bin is the maximum of each channel."""
    compare(submission, torch.tensor([[[[1.0, 7.0], [3.0, 2.0]], [[4.0, 0.0], [5.0, 1.0]]]]), (1,))
    compare(submission, draw(rng, (3, 4, 3, 9)), (1,))


def test_worked_example(submission, rng):
    """The example of the text: four bins, then one."""
    expected = torch.tensor([[5.0, 3.0, 6.0, 8.0, 8.0]])
    x = torch.tensor([[MAP]])

    got = submission.spatial_pyramid_pool(x, (2, 1))
    assert_close(got, expected, slips=known_slips(x, (2, 1)), picture=pictures.maps(x))
    compare(submission, draw(rng, (1, 1, 6, 8)).abs(), (2, 1))


def test_order_of_channels(submission):
    """Within a level the channels come first, then the bins row by row."""
    x = torch.arange(2.0 * 3 * 4 * 4).reshape(2, 3, 4, 4).cos() * 9

    compare(submission, x, (2,))
    compare(submission, x, (2, 1))


def test_order_of_levels(submission):
    """Levels come in the order in which they are given; without `levels` it is 4, 2, 1."""
    x = torch.arange(2.0 * 2 * 8 * 8).reshape(2, 2, 8, 8).sin() * 9

    for levels in ((4, 2, 1), (1, 2, 4), (3, 1, 2)):
        compare(submission, x, levels)
    slips = known_slips(x, (4, 2, 1))
    assert_close(
        submission.spatial_pyramid_pool(x), joined(level(x, count) for count in (4, 2, 1)), slips=slips
    )


def test_any_size_same_length(submission, rng):
    """Maps of any size, whole multiples or not, give as many features."""
    for height, width in ((8, 8), (13, 13), (7, 10), (5, 12)):
        compare(submission, draw(rng, (1, 2, height, width)).abs(), (4, 2, 1))


def test_negative_features(submission, rng):
    """The maximum of negative numbers is negative."""
    compare(submission, -torch.arange(1.0, 17.0).reshape(1, 1, 4, 4), (2, 1))
    compare(submission, draw(rng, (2, 4, 6, 7)) - 9, (3, 1))


@given(
    max_examples=30,
    x=st.tensors(st.tuples(st.integers(1, 2), st.integers(1, 3), st.integers(1, 9), st.integers(1, 9))),
    levels=st.sampled_from([(1,), (2,), (2, 1), (3,), (3, 1), (4,), (4, 2, 1)]),
)
def test_any_maps(submission, x, levels):
    """The features are right for maps of any size and any levels."""
    compare(submission, x, levels)


def test_arguments_stay_as_they_are(submission, rng):
    """The result has the dtype of the maps, which stay as they are."""
    for dtype in (torch.float32, torch.float64):
        compare(submission, draw(rng, (3, 4, 5, 6), dtype).abs(), (2, 1))
        expect(
            not submission.last_call.changed,
            en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )


def test_fresh_maps(submission, rng):
    """Features are right for sizes and levels that were not shown."""
    for shape, levels in FRESH:
        for dtype in (torch.float32, torch.float64):
            compare(submission, draw(rng, shape, dtype), levels)


def test_edge_sizes(submission, rng):
    """One cell, one row, one column and more bins than cells are no exceptions."""
    for shape, levels in EDGES:
        compare(submission, draw(rng, shape) - 1, levels)
