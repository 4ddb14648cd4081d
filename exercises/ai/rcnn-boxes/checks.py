"""Checks for rcnn-boxes: targets, boxes read back from them, and the pairs that are learned from."""

from __future__ import annotations

import math

import numpy as np
import torch

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: the example of the text: a box of 40 by 80, one of 80 by 40, and what leads from the first to the second
PROPOSAL, TRUTH = [[10.0, 20.0, 50.0, 100.0]], [[20.0, 28.0, 100.0, 68.0]]
DELTAS = [[0.75, -0.15, math.log(2), -math.log(2)]]
#: four proposals and two truths; their overlaps are (1, 0), (0.75, 0), (0.5, 0) and (0, 0.8)
CROWD = [[0.0, 0.0, 8.0, 8.0], [0.0, 0.0, 8.0, 6.0], [4.0, 0.0, 8.0, 8.0], [20.0, 20.0, 28.0, 30.0]]
THINGS = [[0.0, 0.0, 8.0, 8.0], [20.0, 22.0, 28.0, 30.0]]


def boxes_of(rows, dtype=torch.float32):
    """Return rows of four numbers as a tensor (n, 4)."""
    return torch.tensor(rows, dtype=dtype).reshape(-1, 4)


def scattered(rng, count, dtype=torch.float32, scale=1.0):
    """Return boxes of any place and size, some of them left of the origin."""
    corner, size = rng.uniform(-60, 200, (count, 2)), rng.uniform(4, 90, (count, 2))
    return torch.from_numpy(np.concatenate([corner, corner + size], 1) * scale).to(dtype)


def targets(p, g, *, plus=0.0, at=0.5, by=None, log=torch.log):
    """Return targets with one step done otherwise: how wide a box is, where it is held, what divides."""
    sizes, extents = (each[:, 2:] - each[:, :2] + plus for each in (p, g))
    moved = g[:, :2] + at * extents - p[:, :2] - at * sizes
    return torch.cat([moved / (sizes if by is None else by(sizes, extents)), log(extents / sizes)], 1)


def coding_slips(p, g):
    """Return what usual mistakes make of the targets."""
    return [
        Slip("undivided", en="the shift of the centre was not divided by the proposal's width and height.", ko="중심의 이동량을 영역 제안의 너비와 높이로 나누지 않았습니다.", value=lambda: targets(p, g, by=lambda s, e: 1.0)),
        Slip("truth-sized", en="the shift was divided by the size of the true box instead of the proposal's.", ko="이동량을 영역 제안이 아니라 정답 상자의 크기로 나누었습니다.", value=lambda: targets(p, g, by=lambda s, e: e)),
        Slip("swapped-sizes", en="the shift along x was divided by the height, and that along y by the width.", ko="x 방향 이동량을 높이로, y 방향 이동량을 너비로 나누었습니다.", value=lambda: targets(p, g, by=lambda s, e: s.flip(1))),
        Slip("corners", en="the upper left corners were compared instead of the centres.", ko="중심이 아니라 왼쪽 위 꼭짓점끼리 비교했습니다.", value=lambda: targets(p, g, at=0.0)),
        Slip("plus-one", en="1 was added to widths and heights, as for boxes of pixels that include both ends.", ko="양 끝 픽셀을 포함하는 상자처럼 너비와 높이에 1을 더했습니다.", value=lambda: targets(p, g, plus=1.0)),
        Slip("no-log", en="the ratio of the sizes is there without its logarithm.", ko="크기의 비에 로그를 취하지 않았습니다.", value=lambda: targets(p, g, log=lambda r: r)),
        Slip("log-turned", en="the ratio inside the logarithm is upside down: it is the truth's size over the proposal's.", ko="로그 안의 비가 뒤집혔습니다. 정답의 크기를 영역 제안의 크기로 나누어야 합니다.", value=lambda: targets(p, g, log=lambda r: -torch.log(r))),
        Slip("log-base", en="the logarithm has base 2 instead of e.", ko="자연로그가 아니라 밑이 2인 로그를 썼습니다.", value=lambda: targets(p, g, log=torch.log2)),
        Slip("roles-turned", en="the two boxes changed roles: these corrections lead from the truth to the proposal.", ko="두 상자의 역할이 바뀌었습니다. 정답에서 영역 제안으로 가는 값입니다.", value=lambda: targets(g, p)),
    ]  # fmt: skip


def placed(p, d, *, plus=0.0, at=0.5, middle=0.0, shift=None, grow=torch.exp, corners=True):
    """Return boxes read back with one step done otherwise."""
    sizes = p[:, 2:] - p[:, :2] + plus
    extents = sizes * grow(d[:, 2:])
    goals = p[:, :2] + at * sizes - middle + d[:, :2] * (sizes if shift is None else shift(sizes, extents))
    return torch.cat([goals - extents / 2, goals + extents / 2] if corners else [goals, extents], 1)


def placing_slips(p, d):
    """Return what usual mistakes make of the boxes."""
    return [
        Slip("no-exp", en="width and height were multiplied by dw and dh themselves instead of by exp(dw) and exp(dh).", ko="너비와 높이에 exp(dw), exp(dh)가 아니라 dw, dh를 그대로 곱했습니다.", value=lambda: placed(p, d, grow=lambda t: t)),
        Slip("linear", en="sizes grow by 1 + d here instead of by exp(d).", ko="크기가 exp(d)배가 아니라 1 + d배가 되었습니다.", value=lambda: placed(p, d, grow=lambda t: 1 + t)),
        Slip("unscaled", en="dx and dy were added as they are instead of times the proposal's width and height.", ko="dx, dy에 영역 제안의 너비와 높이를 곱하지 않고 그대로 더했습니다.", value=lambda: placed(p, d, shift=lambda s, e: 1.0)),
        Slip("new-size", en="the shift was scaled by the new size instead of the proposal's.", ko="이동량에 영역 제안이 아니라 새 상자의 크기를 곱했습니다.", value=lambda: placed(p, d, shift=lambda s, e: e)),
        Slip("swapped-sizes", en="dx was multiplied by the height and dy by the width.", ko="dx에 높이를, dy에 너비를 곱했습니다.", value=lambda: placed(p, d, shift=lambda s, e: s.flip(1))),
        Slip("corner-for-centre", en="the shift starts at the proposal's upper left corner instead of its centre.", ko="영역 제안의 중심이 아니라 왼쪽 위 꼭짓점에서 옮기기 시작했습니다.", value=lambda: placed(p, d, at=0.0)),
        Slip("plus-one", en="1 was added to the proposal's width and height.", ko="영역 제안의 너비와 높이에 1을 더했습니다.", value=lambda: placed(p, d, plus=1.0)),
        Slip("capped", en="exp(d) was held below a limit; nothing is cut off here.", ko="exp(d)가 어떤 한계를 넘지 않게 잘랐습니다. 여기서는 아무것도 자르지 않습니다.", value=lambda: placed(p, d, grow=lambda t: torch.exp(t.clamp(max=math.log(1000 / 16))))),
        Slip("plus-one-sides", en="1 was added to the proposal's width and height.", ko="영역 제안의 너비와 높이에 1을 더했습니다.", value=lambda: placed(p, d, plus=1.0, middle=0.5)),
        Slip("still-centred", en="the result is (centre x, centre y, width, height); corners are asked for.", ko="결과가 (중심 x, 중심 y, 너비, 높이)입니다. 두 꼭짓점으로 바꾸어야 합니다.", value=lambda: placed(p, d, corners=False)),
    ]  # fmt: skip


def chosen_otherwise(p, g, threshold, *, plus=0.0, equal=False, apart=False, which="proposals"):
    """Return indices with one step done otherwise: how an overlap is measured, what is enough, who is counted."""
    edges = torch.minimum(p[:, None, 2:], g[:, 2:]) - torch.maximum(p[:, None, :2], g[:, :2]) + plus
    shared = (edges if apart else edges.clamp(min=0)).prod(2)
    areas, more = ((each[:, 2:] - each[:, :2] + plus).prod(1) for each in (p, g))
    overlap = shared / (areas[:, None] + more - shared)
    if which == "bests":
        return overlap.argmax(0)[overlap.amax(0) > threshold].sort().values
    most, nearest = overlap.max(1)
    kept = most >= threshold if equal else most > threshold
    return nearest[kept] if which == "truths" else torch.nonzero(kept).flatten()


def choosing_slips(*case):
    """Return what usual mistakes make of the choice of proposals."""
    return [
        Slip("equal-kept", en="a proposal whose IoU equals the threshold was kept; it has to be greater.", ko="IoU가 임계값과 같은 영역 제안을 남겼습니다. 임계값보다 커야 합니다.", value=lambda: chosen_otherwise(*case, equal=True)),
        Slip("plus-one", en="1 was added to widths and heights in the IoU, as for boxes of pixels.", ko="IoU를 구할 때 픽셀을 세듯이 너비와 높이에 1을 더했습니다.", value=lambda: chosen_otherwise(*case, plus=1.0)),
        Slip("apart", en="boxes that lie apart got a shared area: two negative sides were multiplied. Cut them off at 0.", ko="떨어져 있는 상자의 겹친 넓이가 0이 아닙니다. 음수인 두 변을 곱하지 말고 0에서 자르세요.", value=lambda: chosen_otherwise(*case, apart=True)),
        Slip("truths-named", en="these are the indices of the truths; those of the proposals are asked for.", ko="정답의 번호입니다. 영역 제안의 번호를 반환하세요.", value=lambda: chosen_otherwise(*case, which="truths")),
        Slip("one-a-truth", en="each truth chose its best proposal only; every proposal that is near enough is kept.", ko="정답마다 가장 좋은 영역 제안 하나만 남겼습니다. 충분히 가까운 영역 제안은 모두 남깁니다.", value=lambda: chosen_otherwise(*case, which="bests")),
    ]  # fmt: skip


def check_encode(submission, reference, p, g):
    """Compare the targets of one call."""
    shown = pictures.boxes(p, read=lambda t: reference.decode(p, t))
    assert_close(submission.encode(p, g), reference.encode(p, g), slips=coding_slips(p, g), picture=shown)


def check_decode(submission, reference, p, d):
    """Compare the boxes of one call."""
    shown = pictures.boxes(p)
    assert_close(submission.decode(p, d), reference.decode(p, d), slips=placing_slips(p, d), picture=shown)


def check_targets(submission, reference, p, g, threshold=0.6):
    """Compare which proposals are chosen, then their targets."""
    chosen, deltas = submission.training_targets(p, g, threshold)
    right, aims = reference.training_targets(p, g, threshold)
    shown = pictures.boxes(p, read=lambda which: p[which])
    assert_close(chosen, right, slips=choosing_slips(p, g, threshold), picture=shown)
    assert_close(deltas, aims, picture=pictures.boxes(p, read=lambda t: reference.decode(p[right], t)))


def test_one_target(submission, reference):
    """The example of the text: 30 to the right, 12 up, twice as wide, half as high."""
    p, g = boxes_of(PROPOSAL), boxes_of(TRUTH)

    shown = pictures.boxes(p, read=lambda t: reference.decode(p, t))
    assert_close(submission.encode(p, g), boxes_of(DELTAS), slips=coding_slips(p, g), picture=shown)


def test_row_by_row(submission, reference, rng):
    """Each proposal goes with the truth of its own row; equal boxes give zeros."""
    p, g = scattered(rng, 7), scattered(rng, 7)
    g[3] = p[3]

    check_encode(submission, reference, p, g)


def test_one_box(submission):
    """The example of the text, read back; zeros leave a proposal where it is."""
    p, d = boxes_of(PROPOSAL * 2), boxes_of([DELTAS[0], [0.0] * 4])

    expected, shown = boxes_of(TRUTH + PROPOSAL), pictures.boxes(p)
    assert_close(submission.decode(p, d), expected, slips=placing_slips(p, d), picture=shown)


def test_moved_and_grown(submission, reference, rng):
    """Corrections of every sign lead where the formulas say, however much they let a box grow."""
    p, d = scattered(rng, 7), torch.from_numpy(rng.uniform(-0.8, 0.8, (7, 4))).float()

    check_decode(submission, reference, p, d)
    check_decode(submission, reference, boxes_of([[0, 0, 4, 2]]), boxes_of([[0.5, -0.5, 4.5, 5.0]]))


@given(max_examples=30, proposals=st.boxes(max_boxes=3), truths=st.boxes(max_boxes=3))
def test_there_and_back(submission, reference, proposals, truths):
    """What is read back from the targets is the truth, for boxes with whole corners and for none."""
    rows = min(len(proposals), len(truths))
    p, g = proposals[:rows], truths[:rows]

    check_encode(submission, reference, p, g)
    check_decode(submission, reference, p, reference.encode(p, g))


def test_small_boxes(submission, reference, rng):
    """Boxes with sides below one are nothing special, in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        p, g = scattered(rng, 5, dtype, scale=0.01), scattered(rng, 5, dtype, scale=0.01)
        check_encode(submission, reference, p, g)
        check_decode(submission, reference, p, reference.encode(p, g))


def test_who_learns(submission, reference):
    """The example of the text: two proposals overlap a truth by more than 0.6, and a third does so as well."""
    p, g = boxes_of(CROWD), boxes_of(THINGS)
    chosen, deltas = submission.training_targets(p, g)
    expected = boxes_of([[0, 0, 0, 0], [0, 1 / 6, 0, math.log(8 / 6)], [0, 0.1, 0, math.log(0.8)]])

    shown = pictures.boxes(p, read=lambda which: p[which])
    assert_close(chosen, torch.tensor([0, 1, 3]), slips=choosing_slips(p, g, 0.6), picture=shown)
    shown = pictures.boxes(p, read=lambda t: reference.decode(p[[0, 1, 3]], t))
    assert_close(deltas, expected, picture=shown)


def test_threshold_is_strict(submission, reference):
    """An overlap that equals the threshold is not enough."""
    p, g = boxes_of(CROWD), boxes_of(THINGS)

    check_targets(submission, reference, p, g, 0.75)
    check_targets(submission, reference, p, g, 0.5)
    check_targets(submission, reference, p, g, 0.25)


def test_best_truth(submission, reference):
    """Of several truths the one with the largest overlap counts, of equal ones the first."""
    p = boxes_of([[0, 0, 8, 8], [2, 0, 10, 8], [1, 0, 9, 8]])
    g = boxes_of([[2, 0, 10, 8], [0, 0, 8, 8], [4, 0, 12, 8]])

    check_targets(submission, reference, p, g)
    check_targets(submission, reference, p, g.flip(0), 0.25)


def test_nobody_is_near(submission, reference):
    """Without truths, without proposals, or with neither near the other, nothing is chosen."""
    p, g = boxes_of(CROWD), boxes_of(THINGS)

    check_targets(submission, reference, p, g)
    for proposals, truths in ((p, g[:0]), (p[:0], g), (p[:0], g[:0]), (p[:2], g[1:])):
        check_targets(submission, reference, proposals, truths)


@given(max_examples=60, proposals=st.boxes(6, max_side=2), truths=st.boxes(6, max_side=2))
def test_any_scene(submission, reference, proposals, truths):
    """The right proposals are chosen, with the right targets, for any boxes with whole corners."""
    check_targets(submission, reference, proposals, truths, 0.25)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """A call changes none of the tensors it was given."""
    # Two proposals near one truth would ask for more than this check does.
    apart = 300 * torch.arange(4.0)[:, None]
    p, g = scattered(rng, 4) + apart, scattered(rng, 4) + apart
    d = torch.from_numpy(rng.uniform(-0.5, 0.5, (4, 4))).float()
    for name, got, right in (
        ("encode", submission.encode, reference.encode(p, g)),
        ("decode", submission.decode, reference.decode(p, d)),
        ("training_targets", submission.training_targets, reference.training_targets(p, g)),
    ):
        assert_close(got(p, d if name == "decode" else g), right)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed a tensor it was given.",
            ko=f"`{name}`가 받은 텐서를 바꾸었습니다.",
        )


def test_fresh_boxes(submission, reference, rng):
    """Targets and boxes are right for any number of boxes, in both dtypes."""
    for dtype, count in ((torch.float32, 40), (torch.float64, 25), (torch.float32, 1)):
        p, g = scattered(rng, count, dtype), scattered(rng, count, dtype)
        d = torch.from_numpy(rng.normal(scale=0.6, size=(count, 4))).to(dtype)
        check_encode(submission, reference, p, g)
        check_decode(submission, reference, p, d)


def test_fresh_scenes(submission, reference, rng):
    """Of many proposals around a few objects those are chosen that are near one."""
    for dtype, threshold in ((torch.float32, 0.6), (torch.float64, 0.4)):
        g = scattered(rng, 4, dtype) + 300 * torch.arange(4, dtype=dtype)[:, None]  # far from each other
        around = g[torch.from_numpy(rng.integers(0, 4, 40))]
        wide = (around[:, 2:] - around[:, :2]).repeat(1, 2) * 0.12
        p = around + wide * torch.from_numpy(rng.uniform(-1, 1, (40, 4))).to(dtype)
        check_targets(submission, reference, p, g, threshold)
