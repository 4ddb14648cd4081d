"""Checks for roi-pooling: regions in cells, their bins, several images, and regions that leave the map."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: the map of the worked example, 8·row + column, and its regions at a scale of 1/16
MAP = torch.arange(48.0).reshape(1, 1, 6, 8)
INSIDE, BEYOND = [0.0, 22.0, 10.0, 90.0, 71.0], [0.0, 96.0, 80.0, 160.0, 130.0]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def regions(*rows, dtype=torch.float32):
    """Return regions as a tensor (R, 5)."""
    return torch.tensor(rows, dtype=dtype).reshape(-1, 5)


def scattered(rng, count, images, sides, scale, dtype=torch.float32):
    """Return regions whose corners lie on quarters of a cell, some beyond the map."""
    height, width = sides
    limit = torch.tensor([width, height]) * 4
    first = torch.from_numpy(rng.random((count, 2))) * limit
    size = torch.from_numpy(rng.random((count, 2))) * limit
    corners = torch.cat([first, first + size], dim=1).floor() / 4 / scale
    image = torch.from_numpy(rng.integers(0, images, (count, 1)))
    return torch.cat([image, corners], dim=1).to(dtype)


def moved(rois, scale, *, first=0.0, last=0.0):
    """Return regions whose corners are moved by these numbers of cells."""
    return rois + torch.tensor([0.0, first, first, last, last]).to(rois.dtype) / scale


def exclusive(rois, scale):
    """Return regions without their last cells, but never less than one cell."""
    cells = (rois[:, 1:] * scale + 0.5).floor()
    ends = torch.maximum(cells[:, 2:] - 1, cells[:, :2])
    return torch.cat([rois[:, :1], cells[:, :2] / scale, ends / scale], dim=1)


def clipped(rois, sides, scale):
    """Return regions that end with the map, before they are divided."""
    height, width = sides
    limit = torch.tensor([width - 1, height - 1, width - 1, height - 1]).to(rois.dtype) / scale
    return torch.cat([rois[:, :1], torch.minimum(rois[:, 1:], limit)], dim=1)


def sized(rois):
    """Return regions whose last two numbers were width and height."""
    return torch.cat([rois[:, :3], rois[:, 1:3] + rois[:, 3:]], dim=1)


def averaged(pool, x, rois, output_size, scale):
    """Return the means of the bins; `pool` tells their cells by a map of its own for each cell."""
    count = x.shape[2] * x.shape[3]
    cells = torch.eye(count, dtype=x.dtype).reshape(1, count, *x.shape[2:])
    held = pool(cells, rois * torch.tensor([0, 1, 1, 1, 1]).to(rois.dtype), output_size, scale)
    own = x[rois[:, 0].long()].flatten(2)
    return torch.einsum("rnc,rchw->rnhw", own, held) / held.sum(1, keepdim=True).clamp(min=1)


def known_slips(pool, x, rois, output_size, scale):
    """Return the mistakes that are made most often; `pool` is the right function."""
    even = torch.cat([rois[:, :1], (rois[:, 1:] * scale).round() / scale], dim=1)
    other = [
        ("half_to_even", "2.5 was rounded to 2, as torch.round does; halves are rounded up here",
         "2.5를 2로 반올림했습니다(torch.round). 여기서는 .5를 올립니다", even),
        ("rounded_down", "corners were rounded down, not to the nearest cell",
         "꼭짓점을 가장 가까운 칸으로 반올림하지 않고 내림했습니다", moved(rois, scale, first=-0.5, last=-0.5)),
        ("rounded_outwards", "the first corner was rounded down and the last one up; both go to the nearest cell",
         "첫 꼭짓점은 내리고 끝 꼭짓점은 올렸습니다. 둘 다 가장 가까운 칸으로 반올림합니다",
         moved(rois, scale, first=-0.5, last=0.499)),
        ("ends_exclusive", "the last row and column of the region are missing: its ends are inclusive",
         "영역의 마지막 행과 열이 빠졌습니다. 끝 칸도 영역에 들어갑니다", exclusive(rois, scale)),
        ("clipped_first", "the region was cut off at the map before it was divided; divide it as it was asked for",
         "영역을 나누기 전에 맵의 크기로 잘랐습니다. 영역을 그대로 나눈 뒤에 자르세요", clipped(rois, x.shape[2:], scale)),
        ("x_and_y_swapped", "x and y are swapped: x counts columns, y rows",
         "x와 y가 바뀌었습니다. x는 열, y는 행의 위치입니다", rois[:, [0, 2, 1, 4, 3]]),
        ("width_and_height", "the last two numbers were taken for width and height; they are a corner",
         "마지막 두 수를 너비와 높이로 보았습니다. 오른쪽 아래 꼭짓점입니다", sized(rois)),
        ("first_image", "all regions were cut out of the first image; the first number says which one",
         "모든 영역을 첫 이미지에서 잘랐습니다. 첫 수가 이미지의 번호입니다", rois * torch.tensor([0, 1, 1, 1, 1]).to(rois.dtype)),
    ]  # fmt: skip
    made = [
        Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda rows=rows: pool(x, rows, output_size, scale))
        for name, en, ko, rows in other
    ]
    for name, factor in (("scale_ignored", 1.0), ("scale_divides", 1 / scale)):
        en = "The scale was not used" if name == "scale_ignored" else "Corners were divided by the scale"
        ko = "배율을 쓰지 않았습니다" if name == "scale_ignored" else "꼭짓점을 배율로 나누었습니다"
        made.append(
            Slip(
                name,
                en=f"{en}; multiply pixels by it to get cells.",
                ko=f"{ko}. 픽셀에 배율을 곱해야 칸이 됩니다.",
                value=lambda factor=factor: pool(x, rois, output_size, factor),
            )
        )
    return [
        *made,
        Slip(
            "mean",
            en="This is the mean of each bin; its maximum is kept.",
            ko="구간의 평균을 구했습니다. 구간에서는 최댓값을 남깁니다.",
            value=lambda: averaged(pool, x, rois, output_size, scale),
            cost=-1,  # on the worked example it moves every bin alike, which tells little by itself
        ),
        Slip(
            "channels_mixed",
            en="The maximum was taken over all channels; each channel has its own.",
            ko="채널 전체에서 최댓값을 구했습니다. 채널마다 따로 구합니다.",
            value=lambda: pool(x.amax(1, keepdim=True).expand_as(x), rois, output_size, scale),
        ),
        Slip(
            "below_zero_lost",
            en="Nothing is below 0: the maximum began at 0, which is meant for empty bins only.",
            ko="0보다 작은 값이 없습니다. 0은 빈 구간의 값일 뿐, 최댓값을 0에서 시작해 구하면 안 됩니다.",
            value=lambda: pool(x, rois, output_size, scale).clamp(min=0),
        ),
    ]


def compare(submission, reference, x, rois, output_size, scale):
    """Compare the pooled regions of a batch; the picture shows the first region on its map."""
    expected = reference.roi_pool(x, rois, output_size, scale)
    shown = pictures.maps(x[:1])
    if len(rois):
        frames = reference.to_cells(rois[:1], scale) + torch.tensor([0, 0, 1, 1])
        shown = pictures.maps(x[int(rois[0, 0])], boxes=frames)

    got = submission.roi_pool(x, rois, output_size, scale)
    assert_close(
        got,
        expected,
        slips=known_slips(reference.roi_pool, x, rois, output_size, scale),
        picture=shown,
    )


def compare_cells(submission, rois, scale):
    """Compare regions in cells."""
    right = (rois[:, 1:] * scale + 0.5).floor().to(torch.int64)
    scaled = rois[:, 1:] * scale
    words = [
        ("rounded_down", "corners were rounded down, not to the nearest cell",
         "꼭짓점을 가장 가까운 칸으로 반올림하지 않고 내림했습니다", scaled.floor()),
        ("half_to_even", "2.5 was rounded to 2, as torch.round does; halves are rounded up here",
         "2.5를 2로 반올림했습니다(torch.round). 여기서는 .5를 올립니다", scaled.round()),
        ("rows_first", "the order is (left, top, right, bottom): x before y",
         "순서는 (왼쪽, 위, 오른쪽, 아래)입니다. x가 y보다 앞에 옵니다", right[:, [1, 0, 3, 2]]),
        ("ends_exclusive", "the ends are one too far: right and bottom are the last cells of the region",
         "끝이 하나 더 큽니다. 오른쪽과 아래는 영역의 마지막 칸입니다", right + torch.tensor([0, 0, 1, 1])),
        ("scale_ignored", "the scale was not used", "배율을 쓰지 않았습니다", (rois[:, 1:] + 0.5).floor()),
    ]  # fmt: skip
    found = [
        Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda v=value: v.to(torch.int64))
        for name, en, ko, value in words
    ]
    frames = pictures.boxes(read=lambda cells: cells + torch.tensor([0, 0, 1, 1]))
    assert_close(submission.to_cells(rois, scale), right, slips=found, picture=frames)


def test_to_cells(submission, rng):
    """Pixels times scale, to the nearest cell: left, top, right, bottom."""
    compare_cells(submission, regions(INSIDE), 1 / 16)
    compare_cells(submission, regions(INSIDE, BEYOND), 1 / 16)
    rois = moved(scattered(rng, 9, 3, (20, 30), 0.125), 0.125, first=0.125, last=0.125)
    compare_cells(submission, rois, 0.125)


def test_halves_round_up(submission, rng):
    """What lies between two cells goes to the higher one, always."""
    rows = [[0.0, 8.0, 24.0, 40.0, 56.0], [1.0, 72.0, 8.0, 88.0, 104.0]]
    more = [[0.0, *(16.0 * rng.integers(0, 9, 4).astype(float) + 8.0).tolist()] for _ in range(3)]
    compare_cells(submission, regions(*rows), 1 / 16)
    compare_cells(submission, regions(*more), 1 / 16)


def test_worked_example(submission, reference, rng):
    """The example of the text: a region of 6 by 4 cells in 3 by 2 bins."""
    compare(submission, reference, MAP, regions(INSIDE), (3, 2), 1 / 16)
    compare(submission, reference, draw(rng, (1, 1, 6, 8)).abs(), regions(INSIDE), (3, 2), 1 / 16)


def test_bins_that_divide(submission, reference, rng):
    """Regions that bins divide evenly, at a scale of 1: their last row and column belong to them."""
    rois = regions([0.0, 1.0, 0.0, 4.0, 3.0], [0.0, 2.0, 2.0, 7.0, 5.0])

    compare(submission, reference, MAP, rois, (2, 2), 1.0)
    compare(submission, reference, draw(rng, (1, 3, 6, 8)).abs(), rois, (2, 2), 1.0)
    assert_close(submission.roi_pool(MAP, rois, (2, 2)), reference.roi_pool(MAP, rois, (2, 2), 1.0))


def test_bins_that_overlap(submission, reference, rng):
    """Where a side is no multiple of the bins, a bin begins rounded down and ends rounded up."""
    rois = regions([0.0, 0.0, 0.0, 6.0, 4.0], [0.0, 1.0, 2.0, 5.0, 8.0])

    compare(submission, reference, draw(rng, (1, 3, 9, 8)).abs(), rois, (3, 4), 1.0)
    compare(submission, reference, draw(rng, (1, 3, 9, 8)).abs(), rois, (2, 3), 1.0)


def test_small_regions(submission, reference, rng):
    """A region smaller than a cell is one cell, and all its bins hold it."""
    rois = regions([0.0, 24.0, 40.0, 24.0, 40.0], [0.0, 50.0, 30.0, 54.0, 33.0])

    compare(submission, reference, draw(rng, (1, 3, 6, 8)).abs(), rois, (2, 3), 1 / 16)


def test_which_image(submission, reference, rng):
    """The first number of a region is the image that it is cut out of."""
    rois = regions([2.0, 0, 0, 2, 2], [0.0, 0, 0, 2, 2], [1.0, 1, 1, 3, 3], [2.0, 1, 0, 3, 2])

    compare(submission, reference, draw(rng, (3, 2, 4, 4)).abs(), rois, (2, 2), 1.0)


def test_beyond_the_map(submission, reference, rng):
    """Bins are cut off at the map, and those that lie outside of it are 0."""
    compare(submission, reference, MAP - 100, regions(BEYOND), (2, 2), 1 / 16)
    rois = regions([0.0, 2, 1, 11, 8], [0.0, 20, 3, 25, 5], [0.0, 0, 0, 14, 9])
    compare(submission, reference, draw(rng, (1, 8, 6, 8)) - 3, rois, (3, 3), 1.0)


@given(
    max_examples=60,
    x=st.tensors(st.tuples(st.just(2), st.integers(1, 2), st.integers(2, 7), st.integers(2, 7))),
    rois=st.lists(st.tuples(*[st.integers(0, high) for high in (1, 6, 6, 8, 8)]), max_size=3).map(
        lambda rows: regions(*[(i, x, y, x + w, y + h) for i, x, y, w, h in rows])
    ),
    output_size=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    spatial_scale=st.sampled_from([0.5, 1.0]),
)
def test_any_regions(submission, reference, x, rois, output_size, spatial_scale):
    """The bins are right for any regions, and there may be none."""
    compare(submission, reference, x, rois, output_size, spatial_scale)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """The result has the dtype of the map, and neither map nor regions are changed."""
    for dtype in (torch.float32, torch.float64):
        rois = regions([0.0, 3, 2, 9, 9], [1.0, 0, 4, 6, 5], dtype=dtype)
        compare(submission, reference, draw(rng, (2, 6, 6, 8), dtype).abs(), rois, (2, 2), 0.5)
        expect(
            not submission.last_call.changed,
            en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )


def test_fresh_regions(submission, reference, rng):
    """Bins are right for many regions of several images, as a detector proposes them."""
    for sides, size, scale in (((14, 19), (7, 7), 1 / 16), ((9, 12), (3, 5), 1 / 8), ((16, 7), (6, 2), 0.25)):
        for dtype in (torch.float32, torch.float64):
            rois = scattered(rng, 8, 3, sides, scale, dtype)
            compare(submission, reference, draw(rng, (3, 4, *sides), dtype) - 1, rois, size, scale)


def test_edge_cases(submission, reference, rng):
    """A map of one cell, no region at all, more bins than cells: no exceptions."""
    x = draw(rng, (2, 5, 4, 3)) - 1
    compare(
        submission, reference, x[:, :, :1, :1], regions([1.0, 0, 0, 0, 0], [0.0, 0, 0, 2, 2]), (2, 2), 1.0
    )
    compare(submission, reference, x, regions(), (2, 3), 0.5)
    compare(submission, reference, x, regions([0.0, 0, 0, 2, 3], [1.0, 1, 1, 1, 2]), (7, 5), 1.0)
    compare(submission, reference, x, regions([1.0, 0, 0, 2, 3]), (1, 1), 1.0)
