"""Checks for rpn-anchors: boxes on a grid, then what is to be learned about each of them."""

from __future__ import annotations

import numpy as np
import torch

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: the example of the text: anchors in an image of 24 by 16, two objects, and what the anchors are to say
ANCHORS = [
    [0, 0, 8, 8],
    [0, 0, 8, 6],
    [4, 0, 12, 8],
    [8, 8, 16, 16],
    [16, 8, 26, 16],
    [12, 8, 20, 16],
    [0, 8, 8, 16],
]
THINGS = [[0, 0, 8, 8], [14, 8, 24, 16]]
LABELS = [1, 1, -1, 0, -1, 1, 0]


def boxes_of(rows, dtype=torch.float32):
    """Return rows of four numbers as a tensor (n, 4)."""
    return torch.tensor(rows, dtype=dtype).reshape(-1, 4)


def tiled(
    rows, columns, stride, scales, ratios, *, start=0.5, turned=False, flat=False, order="yxrs", reach=0.5
):
    """Return anchors with one step done otherwise: where centres lie, what a ratio is, what comes first."""
    r = torch.tensor(ratios)[:, None]
    r, s = (1 / r if turned else r), torch.tensor(scales, dtype=torch.float32)
    w, h = (s.expand(len(ratios), -1), s * r) if flat else (s / r.sqrt(), s * r.sqrt())
    y = ((torch.arange(rows) + start) * stride)[:, None, None, None]
    x = ((torch.arange(columns) + start) * stride)[:, None, None]
    sides = torch.broadcast_tensors(x - w * reach, y - h * reach, x + w * reach, y + h * reach)
    return torch.stack(sides, 4).permute(*("yxrs".index(axis) for axis in order), 4).reshape(-1, 4)


def tiling_slips(*grid):
    """Return what usual mistakes make of the anchors."""
    rows, columns, *rest = grid
    return [
        Slip("ratio-turned", en="a ratio is height over width here; these boxes have width over height.", ko="비율은 높이 / 너비인데 너비 / 높이로 계산했습니다.", value=lambda: tiled(*grid, turned=True)),
        Slip("area-changed", en="only the height was multiplied by the ratio, so the area is no longer the square of the scale.", ko="높이에만 비율을 곱해서 넓이가 크기의 제곱이 아닙니다.", value=lambda: tiled(*grid, flat=True)),
        Slip("cell-corner", en="the centres lie on the upper left corners of the cells, at i · stride; half a cell is missing.", ko="중심이 칸의 왼쪽 위 모서리(i · stride)에 있습니다. 반 칸을 더해야 합니다.", value=lambda: tiled(*grid, start=0.0)),
        Slip("scale-first", en="within a cell the scale varies more slowly than the ratio; the ratio comes first.", ko="한 칸 안에서 크기가 비율보다 천천히 바뀝니다. 비율이 먼저입니다.", value=lambda: tiled(*grid, order="yxsr")),
        Slip("column-first", en="the cells come column by column instead of row by row.", ko="칸을 행이 아니라 열 순서로 늘어놓았습니다.", value=lambda: tiled(*grid, order="xyrs")),
        Slip("sort-first", en="all cells of one sort of anchor come together; each cell's anchors belong together.", ko="같은 모양의 앵커끼리 모았습니다. 같은 칸의 앵커끼리 모아야 합니다.", value=lambda: tiled(*grid, order="rsyx")),
        Slip("axes-swapped", en="x and y are swapped: x goes along the columns.", ko="x와 y가 바뀌었습니다. x는 열을 따라갑니다.", value=lambda: tiled(*grid)[:, [1, 0, 3, 2]]),
        Slip("twice-as-large", en="the boxes go a whole side, not half of it, to each side of the centre.", ko="중심에서 양쪽으로 변의 절반이 아니라 변 전체만큼 갔습니다.", value=lambda: tiled(*grid, reach=1.0)),
        Slip("still-centred", en="the rows are (centre x, centre y, width, height); corners are asked for.", ko="행이 (중심 x, 중심 y, 너비, 높이)입니다. 두 꼭짓점이어야 합니다.", value=lambda right: torch.cat([(right[:, :2] + right[:, 2:]) / 2, right[:, 2:] - right[:, :2]], 1)),
    ]  # fmt: skip


def overlaps_of(a, g):
    """Return the IoU of each pair."""
    sides = (torch.minimum(a[:, None, 2:], g[:, 2:]) - torch.maximum(a[:, None, :2], g[:, :2])).clamp(min=0)
    areas, more = ((each[:, 2:] - each[:, :2]).prod(1) for each in (a, g))
    return sides.prod(2) / (areas[:, None] + more - sides.prod(2))


def marked(
    a,
    g,
    w,
    h,
    high=0.7,
    low=0.3,
    *,
    best="ties",
    cross="ignored",
    between=-1,
    strict=False,
    meets=True,
    equal=False,
):
    """Return labels with one step done otherwise."""
    inside = (a[:, :2] >= 0).all(1) & (a[:, 2] <= w) & (a[:, 3] <= h)
    iou = overlaps_of(a, g)
    if cross == "ignored":
        iou[~inside] = -1
    most = torch.cat([iou, torch.zeros(len(a), 1)], 1).amax(1)
    labels = torch.full((len(a),), between)
    labels[most <= low if equal else most < low] = 0
    labels[most > high if strict else most >= high] = 1
    if best == "enough" and len(a):
        labels[((iou == iou.amax(0)) & (iou >= low)).any(1)] = 1
    elif best == "ties" and len(a):
        labels[((iou == iou.amax(0)) & ((iou > 0) | (not meets))).any(1)] = 1
    elif best == "one" and len(a) and len(g):
        labels[iou.argmax(0)[iou.amax(0) > 0]] = 1
    labels[~inside if cross != "used" else inside & ~inside] = 0 if cross == "background" else -1
    return labels


def label_slips(*case):
    """Return what usual mistakes make of the labels."""
    return [
        Slip("best-forgotten", en="the best anchor of each object is positive as well, even if it does not reach the threshold.", ko="물체마다 가장 많이 겹치는 앵커는 임계값에 못 미쳐도 양성입니다.", value=lambda: marked(*case, best="none")),
        Slip("best-enough", en="the best anchor of an object was left out because it lies below the lower threshold; it is positive all the same.", ko="물체에 가장 좋은 앵커를 아래 임계값보다 작다고 뺐습니다. 그래도 양성입니다.", value=lambda: marked(*case, best="enough")),
        Slip("one-best", en="of several anchors that are equally good for an object only one was marked.", ko="물체와 똑같이 가장 많이 겹치는 앵커 가운데 하나만 양성으로 표시했습니다.", value=lambda: marked(*case, best="one")),
        Slip("crossing-used", en="anchors that cross the border of the image were used like the others.", ko="이미지 경계를 넘는 앵커를 다른 앵커처럼 썼습니다.", value=lambda: marked(*case, cross="used")),
        Slip("crossing-background", en="anchors that cross the border are ignored, −1, not background.", ko="경계를 넘는 앵커는 배경(0)이 아니라 무시(−1)입니다.", value=lambda: marked(*case, cross="background")),
        Slip("crossing-competes", en="an anchor that crosses the border took an object's place for its best anchor.", ko="경계를 넘는 앵커가 물체의 가장 좋은 앵커 자리를 차지했습니다.", value=lambda: marked(*case, cross="competes")),
        Slip("between-background", en="anchors between the thresholds are ignored, −1, not background.", ko="두 임계값 사이의 앵커는 배경(0)이 아니라 무시(−1)입니다.", value=lambda: marked(*case, between=0)),
        Slip("strict", en="an overlap that equals the upper threshold makes an anchor positive.", ko="IoU가 위 임계값과 같아도 양성입니다.", value=lambda: marked(*case, strict=True)),
        Slip("lower-included", en="an overlap that equals the lower threshold is not less than it, so the anchor is no background.", ko="IoU가 아래 임계값과 같으면 그보다 작지 않으므로 배경이 아닙니다.", value=lambda: marked(*case, equal=True)),
        Slip("nobody-meets", en="an object that meets no anchor made every anchor its best one.", ko="어떤 앵커와도 겹치지 않는 물체 때문에 모든 앵커가 가장 좋은 앵커가 되었습니다.", value=lambda: marked(*case, meets=False)),
    ]  # fmt: skip


def check_anchors(submission, reference, *grid):
    """Compare the anchors of one grid."""
    expected, shown = reference.make_anchors(*grid), pictures.boxes()
    assert_close(submission.make_anchors(*grid), expected, slips=tiling_slips(*grid), picture=shown)


def check_labels(submission, reference, a, g, w, h, *thresholds):
    """Compare the labels of one scene; the picture shows the positive anchors."""
    shown = pictures.boxes(a, frame=(0, 0, w, h), read=lambda marks: a[marks == 1])
    case = (a, g, w, h, *thresholds)
    assert_close(
        submission.label_anchors(*case),
        reference.label_anchors(*case),
        slips=label_slips(*case),
        picture=shown,
    )


def test_two_cells(submission):
    """The example of the text: two scales and two ratios at each of two places."""
    first = boxes_of([[0, 3, 8, 5], [-4, 2, 12, 6], [2, 2, 6, 6], [0, 0, 8, 8]])
    grid = (1, 2, 8, (4, 8), (0.25, 1.0))

    got = submission.make_anchors(*grid)
    expected = torch.cat([first, first + torch.tensor([8.0, 0, 8, 0])])
    assert_close(got, expected, slips=tiling_slips(*grid), picture=pictures.boxes())


def test_cells_in_rows(submission, reference):
    """The second anchor lies to the right of the first; a new row begins when the columns are through."""
    check_anchors(submission, reference, 2, 3, 10, (6,), (1.0,))
    check_anchors(submission, reference, 3, 2, 10, (6, 9), (1.0, 4.0, 0.25))


def test_as_published(submission, reference):
    """Without further arguments each cell has nine anchors of 128², 256² and 512², 16 apart."""
    expected, grid = reference.make_anchors(2, 3), (2, 3, 16, (128, 256, 512), (0.5, 1.0, 2.0))

    assert_close(submission.make_anchors(2, 3), expected, slips=tiling_slips(*grid), picture=pictures.boxes())


@given(
    max_examples=25,
    rows=st.integers(1, 3),
    columns=st.integers(1, 3),
    stride=st.sampled_from([4, 16, 2.5]),
    scales=st.lists(st.integers(2, 40), min_size=1, max_size=3),
    ratios=st.lists(st.sampled_from([1.0, 4.0, 0.5, 3.0]), min_size=1, max_size=3),
)
def test_any_grid(submission, reference, rows, columns, stride, scales, ratios):
    """The anchors are right for any grid, any scales and ratios in any order."""
    check_anchors(submission, reference, rows, columns, stride, tuple(scales), tuple(ratios))


def test_seven_anchors(submission):
    """The example of the text: two that overlap enough, a best one, two that say nothing, two of background."""
    case = boxes_of(ANCHORS), boxes_of(THINGS), 24, 16
    shown = pictures.boxes(case[0], frame=(0, 0, 24, 16), read=lambda marks: case[0][marks == 1])

    got = submission.label_anchors(*case)
    assert_close(got, torch.tensor(LABELS), slips=label_slips(*case), picture=shown)


def test_best_of_an_object(submission, reference):
    """The best anchors of an object are positive, however small their overlap, and all of them if several are."""
    a = boxes_of([[0, 0, 4, 4], [8, 0, 12, 4], [0, 8, 4, 12], [8, 8, 12, 12], [4, 4, 8, 8]])

    check_labels(submission, reference, a, boxes_of([[3, 0, 9, 4]]), 20, 20)
    check_labels(submission, reference, a, boxes_of([[3, 3, 9, 9], [8, 8, 20, 20]]), 20, 20)
    check_labels(submission, reference, a[:4], boxes_of([[3, 3, 9, 9], [0, 7, 4, 12]]), 20, 20)


def test_on_the_thresholds(submission, reference):
    """An overlap of exactly the upper threshold is positive, one of exactly the lower is not background."""
    a = boxes_of([[0, 0, 8, 8], [0, 0, 8, 6], [0, 0, 8, 4], [0, 0, 4, 4], [0, 0, 2, 4]])
    g = boxes_of([[0, 0, 8, 8]])

    check_labels(submission, reference, a, g, 9, 9, 0.75, 0.25)
    check_labels(submission, reference, a, g, 9, 9, 0.5, 0.5)
    check_labels(submission, reference, a, g, 9, 9, 0.25, 0.125)


def test_border_of_the_image(submission, reference):
    """Anchors may touch the border; those that cross it on any side are ignored and beat no other anchor."""
    a = boxes_of(
        [[0, 0, 8, 6], [-1, 0, 7, 6], [0, -0.5, 8, 5], [2, 2, 10.5, 8], [2, 2, 10, 9], [4, 4, 10, 8]]
    )

    check_labels(submission, reference, a, boxes_of([[2, 2, 10, 8]]), 10, 8)
    check_labels(submission, reference, a, boxes_of([[-1, 0, 7, 6], [2, 2, 10.5, 8]]), 10, 8)
    check_labels(submission, reference, a, boxes_of([[2, 2, 10, 9]]), 8, 10)


def test_nobody_and_nothing(submission, reference):
    """Without objects all anchors inside are background; an object that meets none changes nothing."""
    a = boxes_of(ANCHORS)

    check_labels(submission, reference, a, boxes_of([]), 24, 16)
    check_labels(submission, reference, a, boxes_of([[40, 40, 50, 50], [0, 0, 8, 7]]), 24, 16)
    check_labels(submission, reference, a, boxes_of(THINGS), 7, 5)
    check_labels(submission, reference, a[:0], boxes_of(THINGS), 24, 16)


def scene(rng, anchors, count):
    """Return objects with whole corners, no overlap of which is too near to 0.7 or 0.3 to be told apart.

    The first is tiny and away from the others, so its best anchors overlap little of anything; the second lies
    alike to four anchors; an anchor that crosses the border is nearest to the third.
    """
    while True:
        corner, size = rng.integers(0, 60, (count, 2)), rng.integers(6, 40, (count, 2))
        size[0], corner[1], size[1], corner[2], size[2] = 2, 8 * rng.integers(1, 6, 2), 16, 0, 26
        corner[0] = rng.integers(20, 40, 2)
        truths = torch.from_numpy(np.concatenate([corner, corner + size], 1)).to(anchors.dtype)
        overlaps = overlaps_of(anchors, truths)
        alone = overlaps[overlaps[:, 0] == overlaps[:, 0].amax()].amax() < 0.3
        if alone and min((overlaps - limit).abs().min() for limit in (0.7, 0.3)) > 1e-4:
            return truths


def test_on_a_grid(submission, reference, rng):
    """A whole grid of anchors is labelled for three objects."""
    a = tiled(8, 8, 8, (8.0, 16.0, 32.0), (0.25, 1.0, 4.0))
    check_labels(submission, reference, a, scene(rng, a, 3), 64, 64)


def test_arguments_stay_as_they_are(submission, reference):
    """A call changes none of the tensors it was given."""
    check_labels(submission, reference, boxes_of(ANCHORS), boxes_of(THINGS), 24, 16)
    expect(
        not submission.last_call.changed,
        en="`label_anchors` changed a tensor it was given.",
        ko="`label_anchors`가 받은 텐서를 바꾸었습니다.",
    )


def test_fresh_grids(submission, reference, rng):
    """Larger grids with scales and ratios of all kinds are tiled as well."""
    for _ in range(3):
        rows, columns = (int(each) for each in rng.integers(2, 9, 2))
        scales = tuple(float(each) for each in rng.uniform(8, 300, 3).round(1))
        ratios = tuple(float(each) for each in rng.uniform(0.2, 5, 3).round(2))
        check_anchors(submission, reference, rows, columns, int(rng.integers(4, 33)), scales, ratios)


def test_fresh_scenes(submission, reference, rng):
    """A whole grid of anchors is labelled for several objects, in both dtypes."""
    for dtype, width, height in ((torch.float32, 96, 64), (torch.float64, 64, 96)):
        a = tiled(height // 8, width // 8, 8, (8.0, 16.0, 32.0), (0.25, 1.0, 4.0)).to(dtype)
        check_labels(submission, reference, a, scene(rng, a, 5), width, height)
