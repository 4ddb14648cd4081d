"""Checks for mean-iou: the matrix of pixels, the IoU of each class, then their mean over a data set."""

from __future__ import annotations

import math

import torch

from graders import Slip, assert_close, expect, given, pictures, strategies as st

#: the label maps of the worked example; 255 is to be ignored
TARGET = torch.tensor([[0, 0, 0, 1, 1], [0, 0, 255, 1, 1], [0, 0, 2, 2, 255]])
PREDICTED = torch.tensor([[0, 0, 1, 1, 1], [0, 0, 2, 1, 2], [0, 2, 2, 0, 0]])
#: a matrix of four classes: 2 is predicted and never occurs, 3 neither
GAPS = torch.tensor([[6, 1, 1, 0], [2, 4, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])


def labels(rng, shape, classes, ignored=0.0):
    """Return a target of random classes, a share of it ignored, and a prediction that is mostly right."""
    target = torch.from_numpy(rng.integers(0, classes, shape))
    other = torch.from_numpy(rng.integers(0, classes, shape))
    predicted = torch.where(torch.from_numpy(rng.random(shape)) < 0.6, target, other)
    return torch.where(torch.from_numpy(rng.random(shape)) < ignored, 255, target), predicted


def as_images(rows):
    """Rows of pairs (true class, predicted class) as images one pixel high."""
    targets = [torch.tensor([[true for true, _ in row]]) for row in rows]
    predictions = [torch.tensor([[found for _, found in row]]) for row in rows]
    return {"targets": targets, "predictions": predictions, "num_classes": 3}


def side_by_side(target, predicted, ignored):
    """A picture of both label maps with a gap between them; pixels to ignore look like the gap."""
    gap = torch.full((len(target), 1), -1)
    return pictures.maps(
        torch.cat([torch.where(target == ignored, -1, target), gap, predicted], dim=1), labels=True
    )


def known_matrices(reference, target, predicted, classes, ignored):
    """Return the mistakes that are made most often in the matrix."""
    right = reference.pixel_matrix(target, predicted, classes, ignored)
    one = torch.where(target == ignored, 0, target)
    last = torch.where(target == ignored, classes - 1, target)
    both = torch.where(predicted == ignored, ignored, target)
    words = [
        ("transposed", "rows and columns are swapped: the true class belongs in the row",
         "행과 열이 바뀌었습니다. 실제 클래스가 행에 있어야 합니다", lambda: right.T),
        ("ignored_as_zero", "pixels to be ignored were counted as class 0",
         "무시할 픽셀을 0번 클래스로 세었습니다", lambda: reference.pixel_matrix(one, predicted, classes, -1)),
        ("ignored_as_last", "pixels to be ignored were counted as the last class",
         "무시할 픽셀을 마지막 클래스로 세었습니다", lambda: reference.pixel_matrix(last, predicted, classes, -1)),
        ("ignored_by_prediction", "pixels that are predicted as `ignore_index` were left out, too; only the true label decides",
         "`ignore_index`로 예측한 픽셀도 뺐습니다. 실제 레이블만 보고 뺍니다",
         lambda: reference.pixel_matrix(both, predicted, classes, ignored)),
        ("shares", "these are shares; the matrix holds numbers of pixels",
         "비율입니다. 행렬에는 픽셀의 개수가 들어갑니다", lambda: right / right.sum()),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=value) for name, en, ko, value in words]


def compare_matrix(submission, reference, target, predicted, classes, ignored=255):
    """Compare the matrix of one image."""
    expected = reference.pixel_matrix(target, predicted, classes, ignored)
    assert_close(
        submission.pixel_matrix(target, predicted, classes, ignored),
        expected,
        slips=known_matrices(reference, target, predicted, classes, ignored),
        picture=pictures.maps(torch.stack([torch.where(target == ignored, -1, target), predicted])),
    )


def known_shares(matrix):
    """Return measures that are taken for the IoU, and what goes wrong where there is no union."""
    hits = matrix.diagonal().double()
    rows, columns = matrix.sum(dim=1), matrix.sum(dim=0)
    right = hits / (rows + columns - hits)
    words = [
        ("recall", "this is the recall: hits by true pixels. Divide by the union",
         "재현율입니다. 맞은 픽셀을 실제 픽셀 수로 나누었습니다. 합집합으로 나누세요", hits / rows),
        ("precision", "this is the precision: hits by predicted pixels. Divide by the union",
         "정밀도입니다. 맞은 픽셀을 예측한 픽셀 수로 나누었습니다. 합집합으로 나누세요", hits / columns),
        ("twice", "the shared pixels were counted twice in the union",
         "합집합에서 겹친 픽셀을 두 번 세었습니다", hits / (rows + columns)),
        ("dice", "this is the Dice coefficient (F1), 2·shared by the sum of both",
         "다이스 계수(F1)입니다. 겹친 픽셀의 두 배를 둘의 합으로 나누었습니다", 2 * hits / (rows + columns)),
        ("of_all", "shared pixels were divided by all pixels",
         "겹친 픽셀을 전체 픽셀 수로 나누었습니다", hits / matrix.sum()),
        ("zero_without_union", "a class without any pixel has no IoU: NaN, not 0",
         "픽셀이 하나도 없는 클래스는 IoU가 0이 아니라 NaN입니다", right.nan_to_num(0.0)),
        ("one_without_union", "a class without any pixel has no IoU: NaN, not 1",
         "픽셀이 하나도 없는 클래스는 IoU가 1이 아니라 NaN입니다", right.nan_to_num(1.0)),
        ("absent_is_nan", "a class that is predicted and never occurs has the IoU 0, not NaN",
         "예측했지만 실제로 없는 클래스의 IoU는 NaN이 아니라 0입니다", torch.where(rows > 0, right, math.nan)),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda v=value: v) for name, en, ko, value in words]


def compare_classes(submission, reference, matrix):
    """Compare the IoU of each class."""
    got = submission.class_iou(matrix)
    assert_close(got, reference.class_iou(matrix), equal_nan=True, slips=known_shares(matrix))


def known_means(reference, targets, predictions, classes, ignored):
    """Return means that are taken for the mean IoU of a data set."""
    each = [reference.pixel_matrix(t, p, classes, ignored) for t, p in zip(targets, predictions)]
    total = sum(each, torch.zeros(classes, classes, dtype=torch.int64))
    ious, rows = reference.class_iou(total), total.sum(dim=1)
    words = [
        ("mean_of_images", "the mean IoU was taken in each image and then averaged; add the matrices of all images first",
         "이미지마다 평균 IoU를 구해 평균했습니다. 모든 이미지의 행렬을 먼저 더하세요",
         lambda: torch.stack([reference.class_iou(m).nanmean() for m in each]).nanmean()),
        ("classes_of_images", "each class was averaged over images; add the matrices of all images first",
         "클래스마다 이미지별 IoU를 평균했습니다. 모든 이미지의 행렬을 먼저 더하세요",
         lambda: torch.stack([reference.class_iou(m) for m in each]).nanmean(dim=0).nanmean()),
        ("absent_as_zero", "classes without any pixel were counted as 0; leave them out",
         "픽셀이 없는 클래스를 0으로 세었습니다. 평균에서 빼세요", lambda: ious.nan_to_num(0.0).mean()),
        ("absent_as_one", "classes without any pixel were counted as 1; leave them out",
         "픽셀이 없는 클래스를 1로 세었습니다. 평균에서 빼세요", lambda: ious.nan_to_num(1.0).mean()),
        ("only_true_classes", "classes that are predicted and never occur were left out; their IoU of 0 counts",
         "예측했지만 실제로 없는 클래스를 뺐습니다. 그 클래스의 IoU 0도 평균에 들어갑니다", lambda: ious[rows > 0].mean()),
        ("background_left_out", "class 0 was left out; it is a class like the others",
         "0번 클래스를 뺐습니다. 배경도 다른 클래스와 같은 클래스입니다", lambda: ious[1:].nanmean()),
        ("weighted", "classes were weighted by their pixels; every class counts alike",
         "클래스에 픽셀 수를 가중치로 곱했습니다. 모든 클래스를 똑같이 셉니다",
         lambda: (ious * rows)[rows > 0].sum() / rows.sum()),
        ("pixel_accuracy", "this is the share of right pixels", "맞은 픽셀의 비율입니다",
         lambda: total.diagonal().sum() / total.sum()),
        ("ignored_counted", "pixels to be ignored were counted as class 0", "무시할 픽셀을 0번 클래스로 세었습니다",
         lambda: reference.mean_iou(
             [torch.where(t == ignored, 0, t) for t in targets], predictions, classes, -1)),
    ]  # fmt: skip
    return [
        Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda value=value: float(value()))
        for name, en, ko, value in words
    ]


def compare_mean(submission, reference, targets, predictions, num_classes, ignored=255):
    """Compare the mean IoU of a data set."""
    assert_close(
        submission.mean_iou(targets, predictions, num_classes, ignored),
        reference.mean_iou(targets, predictions, num_classes, ignored),
        equal_nan=True,
        slips=known_means(reference, targets, predictions, num_classes, ignored),
        picture=side_by_side(targets[0], predictions[0], ignored) if targets else None,
    )


def test_matrix(submission, reference, rng):
    """The worked example: true classes in rows, predicted ones in columns, ignored pixels nowhere."""
    compare_matrix(submission, reference, TARGET, PREDICTED, 3)
    compare_matrix(submission, reference, *labels(rng, (5, 6), 4, 0.2), 4)


def test_matrix_of_all_classes(submission, reference, rng):
    """A class without any pixel has a row and a column of zeros; the dtype is int64."""
    target, predicted = labels(rng, (4, 5), 2)
    compare_matrix(submission, reference, target, predicted, 5)
    compare_matrix(submission, reference, target + 1, predicted, 3)


def test_other_index_to_ignore(submission, reference, rng):
    """The index to ignore may be -1 or one of the classes; without it, it is 255."""
    target, predicted = labels(rng, (16, 15), 3, 0.3)
    compare_matrix(submission, reference, torch.where(target == 255, -1, target), predicted, 3, -1)
    compare_matrix(submission, reference, torch.where(target == 255, 0, target), predicted, 3, 0)
    right = reference.pixel_matrix(target, predicted, 3)
    assert_close(submission.pixel_matrix(target, predicted, 3), right)


def test_class_iou(submission, reference, rng):
    """Shared pixels by the union, class by class."""
    compare_classes(submission, reference, torch.tensor([[5, 1, 1], [0, 3, 1], [1, 0, 1]]))
    matrix = torch.from_numpy(rng.integers(1, 30, (4, 4)))
    compare_classes(submission, reference, matrix)


def test_absent_classes(submission, reference, rng):
    """A class that is only predicted has 0, one that is nowhere has NaN."""
    compare_classes(submission, reference, GAPS)
    matrix = torch.from_numpy(rng.integers(1, 30, (5, 5)))
    matrix[[1, 3]] = 0
    matrix[:, 3] = 0
    compare_classes(submission, reference, matrix)


def test_mean_of_one_image(submission, reference, rng):
    """The worked example: the mean over classes, background included."""
    compare_mean(submission, reference, [TARGET], [PREDICTED], 3)
    target, predicted = labels(rng, (9, 8), 4, 0.1)
    compare_mean(submission, reference, [target], [predicted], 4)
    compare_mean(submission, reference, [torch.where(target == 255, -1, target)], [predicted], 4, -1)
    assert_close(submission.mean_iou([target], [predicted], 4), reference.mean_iou([target], [predicted], 4))


def test_mean_over_the_data_set(submission, reference, rng):
    """The matrices of all images are added up before anything is divided; images differ in size."""
    small, large = torch.tensor([[0, 1]]), torch.zeros(4, 4, dtype=torch.int64)
    compare_mean(submission, reference, [small, large], [torch.tensor([[0, 0]]), large], 2)
    pairs = [labels(rng, shape, 3, 0.2) for shape in ((2, 3), (6, 5), (4, 9))]
    compare_mean(submission, reference, *map(list, zip(*pairs)), 3)


def test_mean_without_absent_classes(submission, reference, rng):
    """Classes that are nowhere are left out of the mean; one that is only predicted counts as 0."""
    target, predicted = labels(rng, (5, 6), 3)
    predicted[0, :2] = 4
    compare_mean(submission, reference, [target], [predicted], 6)


@given(
    max_examples=60,
    case=st.lists(
        st.lists(st.tuples(st.sampled_from([1, 0, 2, 255]), st.integers(0, 2)), min_size=1, max_size=6),
        min_size=1,
        max_size=3,
    ).map(as_images),
)
def test_any_data_set(submission, reference, case):
    """The mean is right for any images."""
    compare_mean(submission, reference, **case)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """Label maps and matrices are not changed by a call."""
    target, predicted = labels(rng, (20, 20), 4, 0.3)
    for call in (
        lambda: compare_matrix(submission, reference, target, predicted, 4),
        lambda: compare_classes(submission, reference, torch.from_numpy(rng.integers(1, 9, (3, 3)))),
        lambda: compare_mean(submission, reference, [target, target], [predicted, predicted], 4),
    ):
        call()
        expect(
            not submission.last_call.changed,
            en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )


def test_fresh_data_sets(submission, reference, rng):
    """The mean is right for larger data sets of the 21 classes of PASCAL VOC and for others."""
    for classes, count in ((21, 6), (2, 4), (9, 5)):
        pairs = [labels(rng, tuple(rng.integers(8, 24, 2)), classes, 0.1) for _ in range(count)]
        compare_mean(submission, reference, *map(list, zip(*pairs)), classes)


def test_edge_cases(submission, reference, rng):
    """One class, a perfect image, one that is wrong everywhere, and nothing but pixels to ignore."""
    target, predicted = labels(rng, (8, 9), 3)
    compare_mean(submission, reference, [target * 0], [target * 0], 1)
    compare_mean(submission, reference, [target], [target], 5)
    compare_mean(submission, reference, [target], [(target + 1) % 3], 3)
    nothing = torch.full((2, 3), 255)
    compare_mean(submission, reference, [nothing], [predicted[:2, :3]], 3)
    compare_mean(submission, reference, [nothing, target], [predicted[:2, :3], predicted], 3)
    compare_mean(submission, reference, [], [], 3)
