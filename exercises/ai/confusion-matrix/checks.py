"""Checks for confusion-matrix: the matrix, each measure, what is 0 by agreement, at last against scikit-learn."""

from __future__ import annotations

import numpy as np
from sklearn import metrics

from graders import Slip, assert_close, expect, given, strategies as st

#: the labels of the text
TRUE = np.array([0, 0, 0, 0, 0, 1, 1, 2, 2, 2])
PREDICTED = np.array([0, 1, 0, 2, 0, 1, 1, 2, 1, 2])
MATRIX = np.array([[3, 1, 1], [0, 2, 0], [0, 1, 2]])
#: never predicted, never true, neither
GAPS = np.array([[5, 0, 2, 0], [2, 0, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
PER_CLASS = ("precision", "recall", "f1")
MEASURES = ("accuracy", *PER_CLASS, "macro")


def of_counts(parts, wholes):
    """Return shares, 0 where there is nothing."""
    return parts / np.maximum(wholes, 1)


def expect_order(found, right, names):
    """Say so where the counts are right and only their places are not; `names` are the classes in their order."""
    order = np.argsort(names)
    words = (
        (right.T, "Rows and columns are swapped: the true class belongs in the row.",
         "행과 열이 바뀌었습니다. 실제 클래스가 행에 있어야 합니다."),
        (right[order][:, order], "The classes are in rising order, not in the order of `labels`.",
         "클래스가 `labels`의 순서가 아니라 작은 것부터 놓였습니다."),
        (right[::-1, ::-1], "The classes are in falling order.", "클래스의 순서가 거꾸로입니다."),
    )  # fmt: skip
    for wrong, en, ko in words:
        same = isinstance(found, np.ndarray) and np.array_equal(found, wrong)
        expect(not same or np.array_equal(wrong, right), en=en, ko=ko)


def measure_slips(reference, matrix):
    """Return slips of a measure of each class."""
    p, r, score = (getattr(reference, name)(matrix) for name in PER_CLASS)
    total, hits = matrix.sum(), matrix.diagonal()
    negatives = total - matrix.sum(axis=0) - matrix.sum(axis=1) + 2 * hits
    words = [
        ("precision_taken", "this is the precision: it divides by the column sums",
         "정밀도입니다. 열의 합으로 나눈 값입니다", p),
        ("recall_taken", "this is the recall: it divides by the row sums",
         "재현율입니다. 행의 합으로 나눈 값입니다", r),
        ("plain_mean", "this is the arithmetic mean of precision and recall; F1 is the harmonic one",
         "정밀도와 재현율의 산술 평균입니다. F1은 조화 평균입니다", (p + r) / 2),
        ("two_missing", "the factor 2 is missing", "2를 곱하지 않았습니다", score / 2),
        ("jaccard", "this is TP / (TP + FP + FN), the Jaccard index; F1 counts TP twice above and below",
         "TP / (TP + FP + FN), 곧 자카드 지수입니다. F1은 분자와 분모에서 TP를 두 번씩 셉니다", score / (2 - score)),
        ("geometric_mean", "this is the geometric mean of precision and recall",
         "정밀도와 재현율의 기하 평균입니다", np.sqrt(p * r)),
        ("share_of_all", "right predictions were divided by all examples",
         "맞은 예측의 수를 전체 예제 수로 나누었습니다", of_counts(hits, total)),
        ("accuracy_of_each", "true negatives were counted as well: this is an accuracy for each class",
         "참 음성까지 세었습니다. 클래스마다 구한 정확도입니다", of_counts(negatives, total)),
        ("percent", "these are percentages; shares lie between 0 and 1",
         "백분율입니다. 0과 1 사이의 비율이어야 합니다", 100 * p),
        ("percent_of_recall", "these are percentages; shares lie between 0 and 1",
         "백분율입니다. 0과 1 사이의 비율이어야 합니다", 100 * r),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=lambda v=value: v) for name, en, ko, value in words]


def macro_slips(reference, matrix):
    """Return slips of the three averages."""
    p, r, score = (getattr(reference, name)(matrix) for name in PER_CLASS)
    means = [float(each.mean()) for each in (p, r, score)]
    held = matrix.sum(axis=1)
    there = (held > 0) & (matrix.sum(axis=0) > 0)
    words = [
        ("recall_first", "recall comes before precision here; the order is precision, recall, F1",
         "재현율이 정밀도보다 앞에 있습니다. 정밀도, 재현율, F1의 순서입니다", lambda: (means[1], means[0], means[2])),
        ("f1_of_means", "the F1 was computed from the two macro averages; average the F1 scores of the classes",
         "두 매크로 평균으로 F1을 구했습니다. 클래스마다 구한 F1을 평균하세요",
         lambda: (means[0], means[1], 2 * means[0] * means[1] / (means[0] + means[1]))),
        ("micro", "these are micro averages: all examples count alike, and all three equal the accuracy",
         "마이크로 평균입니다. 예제마다 똑같이 세므로 셋 다 정확도와 같습니다", lambda: (reference.accuracy(matrix),) * 3),
        ("weighted", "the classes were weighted by their examples; a macro average counts them alike",
         "클래스를 예제 수로 가중했습니다. 매크로 평균은 클래스를 똑같이 셉니다",
         lambda: tuple(float(each @ held / held.sum()) for each in (p, r, score))),
        ("absent_left_out", "classes with a 0 in the denominator were left out of the mean; they count with 0",
         "분모가 0인 클래스를 평균에서 뺐습니다. 값을 0으로 하여 함께 평균합니다",
         lambda: tuple(float(each[there].mean()) for each in (p, r, score))),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=value) for name, en, ko, value in words]


def compare_matrix(submission, reference, true, predicted, labels=None):
    """Compare one matrix with the reference's."""
    true, predicted = np.array(true, dtype=np.int64), np.array(predicted, dtype=np.int64)
    more = () if labels is None else (labels,)
    right = reference.confusion_matrix(true, predicted, labels)
    names = np.union1d(true, predicted) if labels is None else np.array(labels)
    found = submission.confusion_matrix(true, predicted, *more)
    expect_order(found, right, names)
    assert_close(found, right)


def compare(submission, reference, name, matrix):
    """Compare one measure of a matrix."""
    found, right = getattr(submission, name)(matrix), getattr(reference, name)(matrix)
    if name == "macro":
        expect(
            isinstance(found, tuple) and len(found) == 3,
            en="`macro` should return a tuple of three: precision, recall, F1.",
            ko="`macro`는 정밀도, 재현율, F1, 이렇게 세 값의 튜플을 반환해야 합니다.",
        )
        # As an array, so that a slip has to explain all three.
        for each in found:
            assert_close(each, 0.0, atol=np.inf, check_dtype=False)
        assert_close(np.array(found, dtype=float), np.array(right), slips=as_arrays(reference, matrix))
    elif name == "accuracy":
        assert_close(found, float(right), check_dtype=False, slips=accuracy_slips(reference, matrix))
    else:
        assert_close(found, right, slips=measure_slips(reference, matrix))


def as_arrays(reference, matrix):
    """Return the slips of `macro` with arrays in place of tuples."""
    return [
        Slip(slip.name, en=slip.en, ko=slip.ko, value=lambda s=slip: np.array(s.value()))
        for slip in macro_slips(reference, matrix)
    ]


def accuracy_slips(reference, matrix):
    """Return slips of the accuracy."""
    right = float(reference.accuracy(matrix))
    words = [
        ("mean_recall", "this is the mean of the recalls (balanced accuracy); accuracy counts examples, not classes",
         "재현율의 평균(균형 정확도)입니다. 정확도는 클래스가 아니라 예제를 셉니다", lambda: float(reference.recall(matrix).mean())),
        ("mean_precision", "this is the mean of the precisions; accuracy counts examples, not classes",
         "정밀도의 평균입니다. 정확도는 클래스가 아니라 예제를 셉니다", lambda: float(reference.precision(matrix).mean())),
        ("error_rate", "this is the share of wrong predictions", "틀린 예측의 비율입니다", lambda: 1 - right),
        ("percent", "this is a percentage; a share lies between 0 and 1",
         "백분율입니다. 0과 1 사이의 비율이어야 합니다", lambda: 100 * right),
        ("corner_alone", "only one class of the diagonal was counted", "대각선에서 한 클래스만 세었습니다",
         lambda: float(matrix[0, 0] / matrix.sum())),
    ]  # fmt: skip
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=value) for name, en, ko, value in words]


def test_two_classes(submission, reference):
    """A matrix of two classes: the true class is the row."""
    compare_matrix(submission, reference, [0, 0, 0, 1, 1], [0, 1, 1, 1, 1])
    compare_matrix(submission, reference, [1, 0, 1, 1, 0, 1, 1], [1, 1, 0, 0, 0, 1, 0])


def test_worked_matrix(submission, reference):
    """The matrix of the text."""
    compare_matrix(submission, reference, TRUE, PREDICTED)


def test_labels(submission, reference):
    """Classes are any whole numbers, sorted, or in the order of `labels`, which may name more of them."""
    compare_matrix(submission, reference, [7, -1, 7, 30, -1, 7], [7, 7, 30, 30, -1, -1])
    compare_matrix(submission, reference, TRUE, PREDICTED, [2, 0, 1])
    compare_matrix(submission, reference, TRUE, PREDICTED, [5, 1, 2, 3, 0])


def test_absent_classes(submission, reference):
    """A class that is only predicted, or never, has its row and its column."""
    compare_matrix(submission, reference, [0, 0, 1, 1], [0, 2, 2, 0])
    compare_matrix(submission, reference, [3, 3, 4, 4, 4], [3, 3, 3, 3, 3])
    compare_matrix(submission, reference, [1, 1, 1], [2, 2, 1])


def test_accuracy(submission, reference):
    """The share of right predictions."""
    for matrix in (MATRIX, GAPS, np.array([[90, 0], [10, 0]]), np.array([[2, 5], [1, 0]])):
        compare(submission, reference, "accuracy", matrix)


def test_precision(submission, reference):
    """Precision of each class, from its column."""
    for matrix in (MATRIX, np.array([[8, 2], [4, 86]])):
        compare(submission, reference, "precision", matrix)


def test_recall(submission, reference):
    """Recall of each class, from its row."""
    for matrix in (MATRIX, np.array([[8, 2], [4, 86]])):
        compare(submission, reference, "recall", matrix)


def test_f1(submission, reference):
    """F1 of each class."""
    for matrix in (MATRIX, np.array([[8, 2], [4, 86]])):
        compare(submission, reference, "f1", matrix)


def test_zero_division(submission, reference):
    """What would be 0/0 is 0, in every measure, and the other classes keep their values."""
    for matrix in (GAPS, np.array([[0, 0], [9, 0]]), np.array([[0, 0], [0, 4]]), np.array([[0, 5], [5, 0]])):
        for name in PER_CLASS:
            compare(submission, reference, name, matrix)


def test_macro(submission, reference):
    """Macro averages: every class counts alike, those with 0 too."""
    for matrix in (MATRIX, GAPS, np.array([[90, 0], [10, 0]])):
        compare(submission, reference, "macro", matrix)


def test_empty_batch(submission, reference):
    """Without examples all counts and measures are 0; without classes the arrays are empty."""
    compare_matrix(submission, reference, [], [])
    compare_matrix(submission, reference, [], [], [4, 2])
    for matrix in (np.zeros((0, 0), dtype=np.int64), np.zeros((2, 2), dtype=np.int64), np.diag([3, 1])):
        for name in MEASURES:
            compare(submission, reference, name, matrix)


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    found, sure = np.array([0, 2, 1, 1]), np.array([[3, 0], [0, 0]])
    for name, arguments in (("confusion_matrix", (found, found)), *((each, (sure,)) for each in MEASURES)):
        got = getattr(submission, name)(*arguments)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        right = getattr(reference, name)(*arguments)
        if name == "accuracy":
            right = float(right)
        elif name == "macro":
            right = tuple(float(each) for each in right)
        assert_close(got, right, check_dtype=isinstance(right, np.ndarray))


@given(
    max_examples=25,
    pairs=st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=1, max_size=14),
)
def test_random_labels(submission, reference, pairs):
    """Matrix and measures of random labels."""
    true, predicted = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    compare_matrix(submission, reference, true, predicted)
    matrix = reference.confusion_matrix(true, predicted)
    for name in MEASURES:
        compare(submission, reference, name, matrix)


def drawn(rng, count, classes):
    """Return classes, labels, and predictions that are mostly right."""
    names = np.sort(rng.choice(np.arange(-20, 50), classes, replace=False))
    if classes == 2:
        true, guess = rng.choice(names, count), rng.choice(names, count)
    else:  # the first class is never predicted, the last one never true
        true, guess = rng.choice(names[:-1], count), rng.choice(names[1:], count)
    right = (rng.random(count) < 0.66) & ((true != names[0]) | (classes == 2))
    return names, true, np.where(right, true, guess)


def test_against_scikit_learn(submission, reference, rng):
    """Everything is what scikit-learn computes with `zero_division=0`."""
    for count, classes in ((30, 2), (200, 3), (500, 6), (40, 12)):
        names, true, predicted = drawn(rng, count, classes)
        order = rng.permutation(names).tolist()
        for labels in (None, order):
            got = submission.confusion_matrix(true, predicted, labels)
            assert_close(got, metrics.confusion_matrix(true, predicted, labels=labels))
        matrix = metrics.confusion_matrix(true, predicted, labels=order)
        told = {"labels": order, "zero_division": 0.0}
        each = metrics.precision_recall_fscore_support(true, predicted, **told)
        for name, right in zip(PER_CLASS, each, strict=False):
            assert_close(getattr(submission, name)(matrix), right)
        means = metrics.precision_recall_fscore_support(true, predicted, average="macro", **told)
        compare(submission, reference, "macro", matrix)
        assert_close(submission.macro(matrix), tuple(float(mean) for mean in means[:3]), check_dtype=False)
        assert_close(
            submission.accuracy(matrix), float(metrics.accuracy_score(true, predicted)), check_dtype=False
        )


def test_edge_cases(submission, reference):
    """One class, one example, all wrong, large counts."""
    compare_matrix(submission, reference, [4, 4, 4], [4, 4, 4])
    compare_matrix(submission, reference, [9], [-9])
    compare_matrix(submission, reference, [6], [6], [8, 6])
    millions = np.array([[2_000_000_000, 1_000_000_000], [3, 5_000_000_000]])
    for matrix in (np.array([[7]]), np.array([[0]]), np.array([[0, 1], [0, 0]]), millions):
        for name in MEASURES:
            compare(submission, reference, name, matrix)
