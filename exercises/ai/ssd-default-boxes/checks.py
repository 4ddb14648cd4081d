"""Checks for ssd-default-boxes: scales, the boxes of a cell, of a map, of all maps, and what is cut off."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, given, pictures, strategies as st

#: the example of the text: one map of 2 rows and 3 columns
MAP, RATIOS, SCALES = [(2, 3)], [(4.0,)], [0.25, 0.36]
KINDS = [[0.25, 0.25], [0.3, 0.3], [0.5, 0.125], [0.125, 0.5]]
FRAME = (0, 0, 1, 1)
#: the maps of SSD300, and which ratios each has
PUBLISHED = [(38, 38), (19, 19), (10, 10), (5, 5), (3, 3), (1, 1)]
PUBLISHED_RATIOS = [(2.0,), (2.0, 3.0), (2.0, 3.0), (2.0, 3.0), (2.0,), (2.0,)]


@st.composite
def pyramids(draw):
    """Draw the arguments of `default_boxes`."""
    shapes = draw(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=3))
    ratios = [draw(st.lists(st.sampled_from([2.0, 3.0, 1.5]), max_size=2)) for _ in shapes]
    scales = [draw(st.integers(1, 20)) / 20 for _ in range(len(shapes) + 1)]
    return {"shapes": shapes, "ratios": ratios, "scales": scales, "clip": draw(st.booleans())}


def sides_of(here, above, ratios, *, root=True, extra="geometric", last=False, turned=False, pairs="as told"):
    """Return the sides of one cell's boxes with one step done otherwise."""
    more = {
        "geometric": (here * above) ** 0.5,
        "mean": (here + above) / 2,
        "next": above,
        "product": here * above,
    }
    power = 0.5 if root else 1.0
    each = [max(r, 1 / r) for r in ratios] if pairs == "wide first" else ratios
    both = [*each, *(1 / r for r in each)] if pairs == "apart" else [r for r in each for r in (r, 1 / r)]
    pairs = [(here * r**power, here / r**power) for r in both]
    square, special = (here, here), (more[extra], more[extra])
    pairs = [pair[::-1] for pair in pairs] if turned else pairs
    return torch.tensor([square, *pairs, special] if last else [square, special, *pairs])


def laid(
    shapes, ratios, scales, clip, *, half=0.5, swapped=False, order="yxk", cut="corners", above=1, **kinds
):
    """Return default boxes with one step done otherwise."""
    maps = []
    for k, (rows, columns) in enumerate(shapes):
        sides = sides_of(scales[k], scales[k + above], ratios[k], **kinds)
        y = ((torch.arange(rows) + half) / rows)[:, None, None]
        x = ((torch.arange(columns) + half) / columns)[:, None]
        x, y = (y, x) if swapped else (x, y)
        parts = torch.stack(torch.broadcast_tensors(x, y, *sides.T), 3)
        maps.append(parts.permute(*("yxk".index(axis) for axis in order), 3).reshape(-1, 4))
    boxes = torch.cat(maps)
    if clip and cut == "centres":
        return boxes.clamp(0, 1)
    if clip and cut == "sides":
        return torch.cat([boxes[:, :2], clipped(boxes)[:, 2:]], 1)
    return clipped(boxes) if clip and cut == "corners" else boxes


def clipped(boxes):
    """Return boxes cut off at the borders of the image."""
    low, high = ((boxes[:, :2] + sign * boxes[:, 2:] / 2).clamp(0, 1) for sign in (-1, 1))
    return torch.cat([(low + high) / 2, high - low], 1)


def slips_of(*case):
    """Return what usual mistakes make of the boxes."""
    scales = [float(each) for each in case[2]]
    case = (*case[:2], scales, *case[3:])
    return [
        Slip("no-half", en="the centres lie on the corners of the cells: half a cell is missing.", ko="중심이 칸의 모서리에 있습니다. 반 칸을 더해야 합니다.", value=lambda: laid(*case, half=0.0)),
        Slip("axes-swapped", en="x and y are swapped: x goes along the columns.", ko="x와 y가 바뀌었습니다. x는 열을 따라갑니다.", value=lambda: laid(*case, swapped=True)),
        Slip("by-column", en="the cells come column by column instead of row by row.", ko="칸을 행이 아니라 열 순서로 늘어놓았습니다.", value=lambda: laid(*case, order="xyk")),
        Slip("by-kind", en="all cells of one kind of box come together; the boxes of a cell belong together.", ko="같은 모양의 상자끼리 모았습니다. 같은 칸의 상자끼리 모아야 합니다.", value=lambda: laid(*case, order="kyx")),
        Slip("no-root", en="the ratio was used without its square root, so the boxes of a cell differ in area.", ko="비율에 제곱근을 취하지 않아서 상자의 넓이가 달라졌습니다.", value=lambda: laid(*case, root=False)),
        Slip("ratio-turned", en="a ratio is width over height here: the wide box of each pair comes before the tall one.", ko="비율은 너비 / 높이입니다. 짝 가운데 가로로 긴 상자가 먼저입니다.", value=lambda: laid(*case, turned=True)),
        Slip("wide-first", en="the wide box of each pair comes first even where the ratio is below 1; the box of the ratio itself comes first.", ko="비율이 1보다 작은데도 가로로 긴 상자를 먼저 놓았습니다. 비율이 a인 상자가 언제나 먼저입니다.", value=lambda: laid(*case, pairs="wide first")),
        Slip("pairs-apart", en="the boxes of all ratios come before those of all inverses; each ratio is followed by its inverse.", ko="모든 비율 a를 놓은 뒤에 모든 1/a를 놓았습니다. 비율마다 a와 1/a가 이어져야 합니다.", value=lambda: laid(*case, pairs="apart")),
        Slip("mean", en="the extra square has the arithmetic mean of the two scales; the root of their product is asked for.", ko="추가 정사각형에 두 크기의 산술 평균을 썼습니다. 곱의 제곱근이어야 합니다.", value=lambda: laid(*case, extra="mean")),
        Slip("next-scale", en="the extra square has the next scale itself; the root of the product of both is asked for.", ko="추가 정사각형에 다음 크기를 그대로 썼습니다. 두 크기의 곱의 제곱근이어야 합니다.", value=lambda: laid(*case, extra="next")),
        Slip("product", en="the extra square has the product of the scales without its square root.", ko="추가 정사각형에 두 크기의 곱을 제곱근 없이 썼습니다.", value=lambda: laid(*case, extra="product")),
        Slip("own-scale", en="the extra square is as large as the first one: the next map's scale is missing.", ko="추가 정사각형이 첫째와 같습니다. 다음 특성 맵의 크기를 쓰지 않았습니다.", value=lambda: laid(*case, above=0)),
        Slip("extra-last", en="the extra square comes last; it belongs right after the first one.", ko="추가 정사각형이 맨 뒤에 있습니다. 첫째 정사각형 바로 다음이어야 합니다.", value=lambda: laid(*case, last=True)),
        Slip("centres-clipped", en="centre and sides were clamped to 0…1 as they are; the corners have to be.", ko="중심과 변을 그대로 0과 1 사이로 잘랐습니다. 꼭짓점을 잘라야 합니다.", value=lambda: laid(*case, cut="centres")),
        Slip("centres-kept", en="the sides were cut, but the centres stayed; the centre of what is left is asked for.", ko="변은 잘랐지만 중심이 그대로입니다. 남은 상자의 중심이어야 합니다.", value=lambda: laid(*case, cut="sides")),
        Slip("not-clipped", en="the boxes were not clipped.", ko="상자를 자르지 않았습니다.", value=lambda: laid(*case[:3], False)),
        Slip("always-clipped", en="the boxes were clipped although `clip` is False.", ko="`clip`이 False인데 상자를 잘랐습니다.", value=lambda: laid(*case[:3], True)),
        Slip("corners", en="the rows are corners; (cx, cy, w, h) is asked for.", ko="행이 두 꼭짓점입니다. (cx, cy, w, h)여야 합니다.", value=lambda right: torch.cat([right[:, :2] - right[:, 2:] / 2, right[:, :2] + right[:, 2:] / 2], 1)),
    ]  # fmt: skip


def check(submission, expected, *case):
    """Compare the boxes of one call."""
    shown = pictures.boxes(form="cxcywh", frame=FRAME)
    clip = case[3] if len(case) > 3 else False
    assert_close(submission.default_boxes(*case), expected, slips=slips_of(*case[:3], clip), picture=shown)


def scale_slips(count, smallest, largest):
    """Return what usual mistakes make of the scales."""
    step = (largest - smallest) / count
    return [
        Slip("count-divides", en="the distance was divided by the number of maps; between m scales lie m − 1 steps.", ko="차이를 특성 맵의 수로 나누었습니다. 크기 m개 사이에는 간격이 m − 1개입니다.", value=lambda: smallest + step * torch.arange(count + 1)),
        Slip("from-one", en="the first scale is one step too large: k − 1 steps lie before scale k.", ko="첫 크기가 한 간격만큼 큽니다. k번째 크기까지는 간격이 k − 1개입니다.", value=lambda right: right + (right[1] - right[0])),
        Slip("ends-at-one", en="the last number is 1; the formula goes on for k = m + 1.", ko="마지막 수가 1입니다. k = m + 1에도 공식을 그대로 쓰세요.", value=lambda right: torch.cat([right[:-1], torch.ones(1)])),
    ]  # fmt: skip


def test_scales_of_six_maps(submission):
    """From 0.2 to 0.9 in five equal steps, and one step further."""
    expected = torch.tensor([0.2, 0.34, 0.48, 0.62, 0.76, 0.9, 1.04])

    assert_close(submission.map_scales(6), expected, slips=scale_slips(6, 0.2, 0.9))


def test_other_scales(submission, reference, rng):
    """Any number of maps from 2 on, and any ends."""
    for count in (2, 5, int(rng.integers(3, 12))):
        low, high = (float(each) for each in rng.uniform([0.05, 0.5], [0.4, 0.95]).round(2))
        got = submission.map_scales(count, low, high)
        assert_close(got, reference.map_scales(count, low, high), slips=scale_slips(count, low, high))


def test_one_cell(submission):
    """The boxes of a single cell: a square, the extra square, a wide box, a tall one."""
    expected = torch.tensor([[0.5, 0.5, *sides] for sides in KINDS])

    check(submission, expected, [(1, 1)], RATIOS, SCALES)


def test_two_rows_of_cells(submission):
    """The example of the text: six cells row by row, each with all of its boxes."""
    centres = [(x, y) for y in (1 / 4, 3 / 4) for x in (1 / 6, 3 / 6, 5 / 6)]
    expected = torch.tensor([[*centre, *sides] for centre in centres for sides in KINDS])

    check(submission, expected, MAP, RATIOS, SCALES)


def test_map_by_map(submission, reference, rng):
    """Each map has its own grid, its own scale and ratios; the extra square looks at the next scale."""
    scales = [float(each) for each in rng.uniform(0.35, 0.9, 4).round(2)]
    case = [(3, 2), (2, 2), (1, 3)], [(2.0, 3.0), (), (0.4,)], scales

    check(submission, reference.default_boxes(*case), *case)


def test_clipped(submission, reference, rng):
    """With `clip` the boxes end at the border of the image, and centre and sides follow."""
    sides = [[5 / 24, 0.25, 5 / 12, 0.125], [0.5, 0.25, 0.5, 0.125], [19 / 24, 0.25, 5 / 12, 0.125]]
    got = submission.default_boxes([(2, 3)], RATIOS, SCALES, True)
    shown = pictures.boxes(form="cxcywh", frame=FRAME)
    case = [(2, 3), (3, 1)], [(4.0,), (2.0,)], [0.25, float(rng.uniform(0.4, 0.9)), 0.8], True

    expected = reference.default_boxes([(2, 3)], RATIOS, SCALES, True)
    assert_close(got, expected, slips=slips_of(MAP, RATIOS, SCALES, True), picture=shown)
    assert_close(got[[2, 6, 10]], torch.tensor(sides), picture=shown)
    check(submission, reference.default_boxes(*case), *case)


@given(max_examples=40, case=pyramids())
def test_any_pyramid(submission, reference, case):
    """The boxes are right for any small maps, ratios and scales, clipped or not."""
    check(submission, reference.default_boxes(**case), *case.values())


def test_as_published(submission, reference):
    """The six maps of SSD300 have 8732 default boxes."""
    scales = [0.1, *reference.map_scales(5).tolist()]
    expected = reference.default_boxes(PUBLISHED, PUBLISHED_RATIOS, scales)

    assert_close(torch.tensor(len(expected)), torch.tensor(8732))
    check(submission, expected, PUBLISHED, PUBLISHED_RATIOS, scales)


def test_own_scales(submission, reference, rng):
    """What `map_scales` returns may be handed on as it is."""
    low = round(float(rng.uniform(0.1, 0.3)), 2)
    scales = reference.map_scales(2, low, 0.8)
    case = [(2, 3), (1, 2)], [(3.0,), (2.0,)], scales

    check(submission, reference.default_boxes(*case), *case)


def test_fresh_pyramids(submission, reference, rng):
    """Larger maps with ratios and scales of all kinds, clipped and not."""
    for clip in (False, True):
        shapes = [tuple(int(each) for each in rng.integers(1, 12, 2)) for _ in range(4)]
        ratios = [
            tuple(float(each) for each in rng.uniform(0.3, most, count).round(2))
            for count, most in ((1, 0.9), (2, 4), (0, 4), (3, 4))
        ]
        scales = [float(each) for each in rng.uniform(0.05, 1.1, 5).round(3)]
        check(submission, reference.default_boxes(shapes, ratios, scales, clip), shapes, ratios, scales, clip)
