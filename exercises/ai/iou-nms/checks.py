"""Checks for iou-nms: one pair of boxes, matrices of them, then who suppresses whom."""

from __future__ import annotations

import numpy as np
import torch

from graders import assert_close, expect, given, pictures, strategies as st

#: three boxes in a row, each overlapping the next by 0.6 and the one after that by a third
CHAIN = [[0.0, 0.0, 4.0, 4.0], [1.0, 0.0, 5.0, 4.0], [2.0, 0.0, 6.0, 4.0]]
#: boxes and scores for `nms`, and the threshold; each is an odd case
EDGES = [
    ([[1.0, 1.0, 2.0, 2.0]], [0.3], 0.0),  # one box
    ([[1.0, 1.0, 3.0, 3.0]] * 4, [0.1, 0.4, 0.2, 0.4], 0.5),  # the same box four times
    ([[0.0, 0.0, 2.0, 2.0]] * 2, [-1.0, -2.0], 1.0),  # nothing is above 1; scores may be negative
    ([[0.0, 0.0, 9.0, 9.0], [4.0, 4.0, 5.0, 5.0]], [0.5, 0.5], 0.0),  # one inside the other
    ([[3.0, 3.0, 3.0, 3.0], [3.0, 3.0, 3.0, 3.0]], [0.2, 0.9], 0.0),  # two points
    ([[-4.0, -4.0, -1.0, -1.0], [-3.0, -4.0, 0.0, -1.0]], [0.7, 0.8], 0.25),  # left of the origin
]


def boxes_of(*rows, dtype=torch.float32):
    """Return boxes as a tensor (n, 4)."""
    return torch.tensor(rows, dtype=dtype).reshape(-1, 4)


def scattered(rng, count, dtype=torch.float32):
    """Return boxes of any place and size."""
    corner = rng.uniform(-9, 9, (count, 2))
    return torch.from_numpy(np.concatenate([corner, corner + rng.uniform(1.2, 6, (count, 2))], 1)).to(dtype)


def detections(rng, objects, count):
    """Return boxes that lie around a few objects, as a detector finds them, and their scores."""
    places = rng.uniform(0, 60, (objects, 2))
    corner = places[rng.integers(0, objects, count)] + rng.normal(scale=2.0, size=(count, 2))
    size = rng.uniform(8, 14, (count, 2))
    return torch.from_numpy(np.concatenate([corner, corner + size], 1)).float(), torch.from_numpy(
        rng.random(count)
    ).float()


def compare_kept(submission, boxes, scores, threshold, expected):
    """Compare the boxes that are kept, and draw all, the expected and the given ones."""
    drawn = pictures.boxes(boxes, read=lambda kept: boxes[kept.long()])
    assert_close(submission.nms(boxes, scores, threshold), expected, picture=drawn)


def compare_overlaps(submission, a, b, expected):
    """Compare two sets pair by pair, and draw both, the second numbered after the first."""
    drawn = pictures.boxes(torch.cat([a, b]), results=False)
    assert_close(submission.iou_matrix(a, b), expected, picture=drawn)


def test_one_pair(submission):
    """The example of the text: 4 of 28 cells are shared; a box overlaps itself wholly."""
    a, b = boxes_of([0, 0, 4, 4]), boxes_of([2, 2, 6, 6])

    compare_overlaps(submission, a, b, torch.tensor([[1 / 7]]))
    compare_overlaps(submission, b, b, torch.tensor([[1.0]]))
    # Width and height differ here, so that they cannot stand for each other.
    compare_overlaps(submission, boxes_of([0, 0, 1, 6]), boxes_of([0, 2, 3, 4]), torch.tensor([[0.2]]))


def test_every_pair(submission, reference, rng):
    """Entry (i, j) belongs to box i of the first set and box j of the second."""
    a, b = boxes_of(*CHAIN[:2]), boxes_of(*CHAIN)
    expected = torch.tensor([[1.0, 0.6, 1 / 3], [0.6, 1.0, 0.6]])

    compare_overlaps(submission, a, b, expected)
    compare_overlaps(submission, b, a, expected.T)
    more, others = scattered(rng, 12), scattered(rng, 15)
    assert_close(submission.iou_matrix(more, others), reference.iou_matrix(more, others))


def test_boxes_apart(submission):
    """Boxes that touch, or lie apart along one axis or both, share nothing."""
    a = boxes_of([2, 2, 4, 4])
    others = boxes_of([4, 2, 6, 4], [2, 4, 4, 9], [5, 2, 7, 4], [2, -3, 4, 0], [6, 7, 9, 9], [0, 0, 3, 3])

    compare_overlaps(submission, a, others, torch.tensor([[0.0, 0.0, 0.0, 0.0, 0.0, 1 / 12]]))


def test_boxes_without_area(submission):
    """Where both boxes are lines or points there is no union, and the IoU is 0."""
    a = boxes_of([1, 1, 1, 1], [0, 0, 2, 2])
    b = boxes_of([1, 1, 1, 1], [0, 1, 2, 1], [1, 0, 2, 2])

    assert_close(submission.iou_matrix(a, b), torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.0, 0.5]]))


def test_small_boxes(submission, reference):
    """Sides of less than one are nothing special, in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        a = boxes_of([0.1, 0.1, 0.4, 0.3], [0.0, 0.0, 0.01, 0.02], dtype=dtype)
        b = boxes_of([0.2, 0.0, 0.5, 0.2], [0.0, 0.0, 0.02, 0.01], [0.6, 0.6, 0.9, 0.7], dtype=dtype)
        assert_close(submission.iou_matrix(a, b), reference.iou_matrix(a, b))


@given(max_examples=40, case=st.box_pairs(max_boxes=3, max_side=3))
def test_any_boxes(submission, reference, case):
    """The matrix is right for any boxes with whole corners, and for none."""
    compare_overlaps(submission, case["boxes_a"], case["boxes_b"], reference.iou_matrix(**case))


def test_chain(submission):
    """The example of the text: the middle box goes, and so the last one stays."""
    boxes = boxes_of(*CHAIN)

    for scores, threshold, kept in (
        ([0.9, 0.8, 0.7], 0.5, [0, 2]),
        ([0.8, 0.9, 0.7], 0.5, [1]),
        ([0.9, 0.8, 0.7], 0.3, [0]),
    ):
        compare_kept(submission, boxes, torch.tensor(scores), threshold, torch.tensor(kept))


def test_order_of_the_answer(submission):
    """The indices come by score, the highest first, and not by place."""
    boxes = boxes_of([20, 0, 24, 4], [0, 0, 4, 4], [1, 0, 5, 4], [40, 0, 44, 4])

    compare_kept(submission, boxes, torch.tensor([0.2, 0.4, 0.6, 0.5]), 0.5, torch.tensor([2, 3, 0]))


def test_equal_scores(submission):
    """Of equal scores the box with the lower index comes first, and suppresses the others."""
    boxes = boxes_of([0, 0, 4, 4], [1, 0, 5, 4], [30, 0, 34, 4], [9, 9, 12, 12])

    compare_kept(submission, boxes, torch.tensor([0.5, 0.5, 0.7, 0.5]), 0.5, torch.tensor([2, 0, 3]))
    compare_kept(submission, boxes.flip(0), torch.tensor([0.5, 0.7, 0.5, 0.5]), 0.5, torch.tensor([1, 0, 2]))


def test_threshold_is_strict(submission):
    """A box goes if its IoU is greater than the threshold; one that equals it stays."""
    boxes = boxes_of([0, 0, 4, 4], [0, 0, 4, 2], [0, 0, 2, 2], [4, 0, 8, 4])
    scores = torch.tensor([0.9, 0.8, 0.7, 0.6])

    for threshold, kept in ((0.5, [0, 1, 2, 3]), (0.25, [0, 2, 3]), (0.0, [0, 3])):
        compare_kept(submission, boxes, scores, threshold, torch.tensor(kept))


@given(max_examples=100, case=st.nms_cases(max_boxes=10, max_side=3, max_place=1))
def test_any_detections(submission, reference, case):
    """The same boxes are kept, in the same order, for any boxes, scores and thresholds, and for none."""
    compare_kept(submission, **case, expected=reference.nms(**case))


def test_arguments_stay_as_they_are(submission, reference):
    """A call changes none of the tensors it was given."""
    boxes, scores = boxes_of(*CHAIN), torch.tensor([0.9, 0.8, 0.7])

    assert_close(submission.nms(boxes, scores, 0.5), torch.tensor([0, 2]))
    expect(
        not submission.last_call.changed,
        en="`nms` changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
        ko="`nms`가 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
    )
    assert_close(submission.iou_matrix(boxes, boxes), reference.iou_matrix(boxes, boxes))
    expect(
        not submission.last_call.changed,
        en="`iou_matrix` changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
        ko="`iou_matrix`가 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
    )


def test_fresh_boxes(submission, reference, rng):
    """The matrix is right for boxes of any place and size, in both dtypes."""
    for dtype in (torch.float32, torch.float64):
        for rows, columns in ((6, 9), (1, 30), (25, 2)):
            a, b = scattered(rng, rows, dtype), scattered(rng, columns, dtype)
            assert_close(submission.iou_matrix(a, b), reference.iou_matrix(a, b))


def test_fresh_detections(submission, reference, rng):
    """The right boxes of crowded scenes are kept, in the right order."""
    for objects, count, threshold in ((3, 30, 0.5), (5, 60, 0.3), (2, 40, 0.7), (8, 80, 0.45)):
        boxes, scores = detections(rng, objects, count)
        assert_close(submission.nms(boxes, scores, threshold), reference.nms(boxes, scores, threshold))


def test_edges(submission, reference):
    """One box, the same box again, points, boxes in boxes and a threshold of 1 are no exceptions."""
    for rows, scores, threshold in EDGES:
        case = boxes_of(*rows), torch.tensor(scores), threshold
        assert_close(submission.nms(*case), reference.nms(*case))
