"""Checks for pca-svd: the example of the text, each function alone, then random points, scikit-learn and edges.

Components are compared up to their sign, each one by itself.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from sklearn.decomposition import PCA

from graders import Slip, assert_close, expect, given, strategies as st

#: ten units along (0.8, 0.6) from the mean (5, 5), five across
POINTS = np.array([[-3.0, -1.0], [13.0, 11.0], [2.0, 9.0], [8.0, 1.0]])
MEAN, AXES = np.array([5.0, 5.0]), np.array([[0.8, 0.6], [-0.6, 0.8]])
VARIANCES, RATIOS = np.array([200 / 3, 50 / 3]), np.array([0.8, 0.2])
#: rows, features, components
SIZES = [(30, 4, 4), (60, 6, 2), (5, 12, 4), (8, 8, 7), (200, 3, 1)]
#: variances of one of two components nearer than this, as a share of the larger, leave their directions open
APART = 0.1


def cloud(rng, count, features, dtype="float64"):
    """Return points whose variances along their components differ clearly, turned and moved."""
    turned, _ = np.linalg.qr(rng.normal(size=(features, features)))
    scores = np.linalg.qr(centred(rng.normal(size=(count, min(count - 1, features)))))[0]
    widths = 3.0 * 0.75 ** np.arange(scores.shape[1]) * np.sqrt(count - 1)
    return ((scores * widths) @ turned[: len(widths)] + rng.uniform(-5, 5, size=features)).astype(dtype)


def centred(points):
    """Return points moved so that their mean is the origin."""
    return points - points.mean(axis=0)


def aligned(got, expected):
    """Return components with the signs of the expected ones, row by row, where they can be compared at all."""
    if not isinstance(got, np.ndarray) or got.shape != np.shape(expected) or got.dtype.kind != "f":
        return got
    return got * np.where((got * expected).sum(axis=1) < 0, -1, 1).astype(got.dtype)[:, None]


def decompose(points, count, turn=slice(None)):
    """Return the first variances and components of points as they are, in another order where one is given."""
    _, singular, rows = np.linalg.svd(points, full_matrices=False)
    return (singular**2)[turn][:count] / (len(points) - 1), rows[turn][:count]


def mistakes(points, count):
    """Return the slips of `fit`, each with the variances and the components it leads to."""
    points = np.asarray(points, dtype=np.float64)
    scaled = []
    for ddof in (0, 1):
        deviations = points.std(axis=0, ddof=ddof)
        scaled.append(decompose(centred(points) / np.where(deviations > 0, deviations, 1), count))
    return [
        ("not_centred", "the mean was not subtracted before the decomposition",
         "분해하기 전에 평균을 빼지 않았습니다", decompose(points, count)),
        *(
            (f"standardised:{ddof}", "the features were divided by their standard deviations; only the mean goes",
             "특성을 표준편차로 나누었습니다. 평균만 빼야 합니다", found)
            for ddof, found in enumerate(scaled)
        ),
        ("ascending", "the components with the smallest variances come first",
         "분산이 가장 작은 주성분부터 나옵니다", decompose(centred(points), count, slice(None, None, -1))),
    ]  # fmt: skip


def slips_of_variances(points, count):
    """Return what usually goes wrong with variances."""
    n, square = len(points), len(points) - 1
    own = [
        ("divided_by_n", "the squares were divided by n, not by n − 1",
         "n − 1이 아니라 n으로 나누었습니다", lambda right: right * square / n),
        ("singular_values", "these are the singular values: square them and divide by n − 1",
         "특잇값입니다. 제곱해서 n − 1로 나누어야 합니다", lambda right: np.sqrt(right * square)),
        ("not_divided", "these are the squared singular values, not divided by n − 1",
         "특잇값의 제곱입니다. n − 1로 나누지 않았습니다", lambda right: right * square),
        ("root", "these are standard deviations, the roots of the variances",
         "분산의 제곱근인 표준편차입니다", np.sqrt),
        ("not_squared", "the singular values were divided by n − 1 without being squared",
         "특잇값을 제곱하지 않고 n − 1로 나누었습니다", lambda right: np.sqrt(right / square)),
    ]  # fmt: skip
    others = [
        (name, en, ko, partial(pick, variances)) for name, en, ko, (variances, _) in mistakes(points, count)
    ]
    return [Slip(name, en=f"{en}.", ko=f"{ko}.", value=value) for name, en, ko, value in own + others]


def pick(value, _):
    """Return a value, whatever was expected."""
    return value


def turned(rows, _, got):
    """Return components with the signs of the given ones."""
    return aligned(rows, got)


def slips_of_components(points, count):
    """Return what usually goes wrong with components; their signs are those of the given ones."""
    columns = np.linalg.svd(centred(np.asarray(points, np.float64)), full_matrices=False)[2][:, :count].T
    own = ("columns_of_v_t", "columns of V^T were taken; the components are its rows",
           "V^T의 열을 골랐습니다. 주성분은 V^T의 행입니다", (None, columns))  # fmt: skip
    return [
        Slip(name, en=f"{en}.", ko=f"{ko}.", value=partial(turned, rows))
        for name, en, ko, (_, rows) in [own, *mistakes(points, count)]
    ]


def slips_of_ratios(points, count):
    """Return what usually goes wrong with ratios."""
    n, singular = len(points), np.linalg.svd(centred(np.asarray(points, np.float64)), compute_uv=False)
    return [
        Slip("of_the_kept", en="the ratios were taken of the sum of the kept variances, not of all.",
             ko="모든 분산의 합이 아니라 고른 주성분의 분산 합으로 나누었습니다.", value=lambda right: right / right.sum()),
        Slip("not_squared", en="the singular values were not squared before the ratios were taken.",
             ko="특잇값을 제곱하지 않고 비율을 구했습니다.", value=lambda: singular[:count] / singular.sum()),
        Slip("mixed", en="the sum of all variances was computed with n, not with n − 1.",
             ko="분산의 합을 n − 1이 아니라 n으로 나누어 구했습니다.", value=lambda right: right * n / (n - 1)),
        Slip("cumulated", en="the ratios were added up one after the other.",
             ko="비율을 차례로 누적해서 더했습니다.", value=np.cumsum),
    ]  # fmt: skip


def compare_part(name, got, expected, slips):
    """Compare one part of a result under its name."""

    def within(slip):
        """Return a slip of the part as one of what bears its name."""
        value = lambda right, found: {name: slip.result(right[name], found[name])}  # noqa: E731
        return Slip(slip.name, en=slip.en, ko=slip.ko, value=value)

    assert_close({name: got}, {name: expected}, slips=map(within, slips))


def compare_fit(got, expected, points):
    """Compare what `fit` returned, part by part, the components up to their signs."""
    expect(
        isinstance(got, tuple | list) and len(got) == 4,
        en="`fit` should return a tuple of four: mean, components, variances, ratios.",
        ko="`fit`은 평균, 주성분, 분산, 비율, 이렇게 네 값의 튜플을 반환해야 합니다.",
    )
    mean, components, variances, ratios = expected
    count = len(components)
    assert_close({"mean": got[0]}, {"mean": mean})
    compare_part("variances", got[2], variances, slips_of_variances(points, count))
    compare_part("components", aligned(got[1], components), components, slips_of_components(points, count))
    compare_part("ratios", got[3], ratios, slips_of_ratios(points, count))


def compare_scores(got, points, mean, components):
    """Compare what `project` returned for these components."""
    slips = [
        Slip("not_centred", en="the mean was not subtracted.", ko="평균을 빼지 않았습니다.",
             value=lambda: points @ components.T),
        Slip("own_mean", en="the mean of these points was subtracted in place of the given one.",
             ko="주어진 평균이 아니라 이 점들의 평균을 뺐습니다.", value=lambda: centred(points) @ components.T),
        Slip("rows_for_columns", en="the components were multiplied without being transposed.",
             ko="주성분 행렬을 전치하지 않고 곱했습니다.", value=lambda: (points - mean) @ components),
        Slip("mean_added", en="the mean was added in place of being subtracted.", ko="평균을 빼지 않고 더했습니다.",
             value=lambda: (points + mean) @ components.T),
    ]  # fmt: skip
    assert_close(got, (points - mean) @ components.T, slips=slips)


def compare_points(got, scores, mean, components):
    """Compare what `reconstruct` returned."""
    slips = [
        Slip("mean_missing", en="the mean was not added again.", ko="평균을 다시 더하지 않았습니다.",
             value=lambda: scores @ components),
        Slip("transposed", en="the components were transposed before they were multiplied.",
             ko="주성분 행렬을 전치해서 곱했습니다.", value=lambda: scores @ components.T + mean),
    ]  # fmt: skip
    assert_close(got, scores @ components + mean, slips=slips)


def test_worked_example(submission):
    """The four points of the text have the components, variances and ratios that it says."""
    compare_fit(submission.fit(POINTS, 2), (MEAN, AXES, VARIANCES, RATIOS), POINTS)


def test_one_component(submission):
    """Of one component the ratio is still a share of the whole variance."""
    compare_fit(submission.fit(POINTS, 1), (MEAN, AXES[:1], VARIANCES[:1], RATIOS[:1]), POINTS)


def test_project(submission):
    """Coordinates along given components are measured from the given mean."""
    compare_scores(submission.project(POINTS, MEAN, AXES), POINTS, MEAN, AXES)
    others = np.array([[5.0, 5.0], [9.0, 8.0], [5.0, 10.0], [-2.0, 4.0], [0.0, 0.0]])
    compare_scores(submission.project(others, MEAN, AXES), others, MEAN, AXES)
    compare_scores(submission.project(others, MEAN, AXES[:1]), others, MEAN, AXES[:1])


def test_reconstruct(submission):
    """Coordinates lead back to points; those along one component to points on a line."""
    scores = np.array([[-10.0, 0.0], [5.0, 2.0], [0.0, -5.0]])
    compare_points(submission.reconstruct(scores, MEAN, AXES), scores, MEAN, AXES)
    compare_points(submission.reconstruct(scores[:, :1], MEAN, AXES[:1]), scores[:, :1], MEAN, AXES[:1])


def test_three_features(submission, reference, rng):
    """With more features than components, the components have as many entries as there are features."""
    points = cloud(rng, 12, 3)

    compare_fit(submission.fit(points, 2), reference.fit(points, 2), points)


def test_dtypes(submission, reference, rng):
    """What is computed from float32 is float32, and accurate enough for it."""
    for dtype in ("float32", "float64"):
        points = cloud(rng, 20, 3, dtype)
        mean, components, *_ = expected = reference.fit(points, 2)
        compare_fit(submission.fit(points, 2), expected, points)
        compare_scores(submission.project(points, mean, components), points, mean, components)
        scores = np.ones((2, 2), dtype=dtype)
        compare_points(submission.reconstruct(scores, mean, components), scores, mean, components)


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    scores = np.array([[1.0, 2.0]])
    for name, arguments in (
        ("fit", (POINTS, 2)),
        ("project", (POINTS, MEAN, AXES)),
        ("reconstruct", (scores, MEAN, AXES)),
    ):
        got = getattr(submission, name)(*arguments)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        if name != "fit":
            assert_close(got, getattr(reference, name)(*arguments))


def is_plain(variances):
    """Return whether no two variances are so near that the directions of their components are open."""
    if len(variances) == 0 or variances[0] <= 0:
        return False
    return bool((np.diff(variances) < -APART * variances[:-1]).all())


@given(
    max_examples=25,
    points=st.arrays(st.shapes(min_dims=2, max_dims=2, min_side=2, max_side=6)),
    count=st.integers(1, 4),
)
def test_random_points(submission, reference, points, count):
    """Everything agrees with the reference, as far as it is determined."""
    count = min(count, len(points) - 1, points.shape[1])
    if count < 1 or not is_plain(decompose(centred(points), min(len(points) - 1, points.shape[1]))[0]):
        return
    compare_fit(submission.fit(points, count), reference.fit(points, count), points)


def test_against_scikit_learn(submission, rng):
    """Mean, components, variances and ratios are those of scikit-learn; so are coordinates of new points."""
    for count, features, kept in SIZES:
        points, others = cloud(rng, count, features), rng.normal(size=(6, features))
        model = PCA(kept, svd_solver="full").fit(points)
        expected = (
            model.mean_,
            model.components_,
            model.explained_variance_,
            model.explained_variance_ratio_,
        )
        got = submission.fit(points, kept)
        compare_fit(got, expected, points)
        compare_scores(submission.project(others, got[0], got[1]), others, got[0], got[1])
        back = submission.reconstruct(submission.project(others, *got[:2]), *got[:2])
        assert_close(back, model.inverse_transform(model.transform(others)))


def test_edge_cases(submission, reference, rng):
    """One feature, a constant one, two rows, more features than rows, equal points, a mean far away."""
    flat = cloud(rng, 9, 3)
    flat[:, 1] = 4.0
    for points, kept in (
        (np.array([[2.0], [5.0], [11.0]]), 1),  # one feature
        (flat, 3),  # a constant feature: no variance along the last component
        (np.array([[1.0, 4.0, 2.0], [3.0, 0.0, 6.0]]), 1),  # two rows
        (cloud(rng, 4, 9), 3),  # more features than rows
        (np.repeat(POINTS, [3, 1, 2, 1], axis=0), 2),  # equal points
        (cloud(rng, 15, 3) * 1e-3, 2),  # small numbers
        (cloud(rng, 15, 3) + 1e6, 3),  # a mean far from the origin
        (cloud(rng, 15, 3) * np.array([100.0, 1.0, 1.0]), 2),  # features of other sizes
    ):
        compare_fit(submission.fit(points, kept), reference.fit(points, kept), points)
