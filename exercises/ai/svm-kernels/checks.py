"""Checks for svm-kernels: single entries, parameters, shapes, rounding; scikit-learn's pairwise kernels are the judge."""

from __future__ import annotations

import numpy as np
from sklearn.metrics import pairwise

from graders import Slip, assert_close, expect, given, strategies as st

X = np.array([[1.0, 2.0], [3.0, 0.0]])
Y = np.array([[1.0, 2.0], [2.0, 1.0], [0.0, -1.0]])
OPTIONS = {"linear_kernel": {}, "polynomial_kernel": {"gamma": 0.5}, "rbf_kernel": {"gamma": 0.5}}
KERNELS = ("linear_kernel", "polynomial_kernel", "rbf_kernel")


def linear_slips(x, y=None):
    """Return mistakes of inner products."""
    y = x if y is None else y
    return [
        Slip("transposed", en="rows belong to x and columns to y, not the other way round.",
             ko="행은 x, 열은 y의 점이어야 하는데 서로 바뀌었습니다.", value=lambda: y @ x.T),
        Slip("columns_multiplied", en="columns were multiplied with columns, not rows with rows.",
             ko="행끼리가 아니라 열끼리 곱했습니다.", value=lambda: x.T @ y),
        Slip("row_by_row", en="only rows with equal numbers were multiplied: all pairs are asked for.",
             ko="번호가 같은 행끼리만 곱했습니다. 모든 쌍이 필요합니다.", value=lambda: (x * y).sum(axis=1)),
        Slip("normalised", en="the rows were brought to length 1 first: this is the cosine.",
             ko="행의 길이를 먼저 1로 만들었습니다. 코사인 값입니다.", value=lambda: pairwise.cosine_similarity(x, y)),
    ]  # fmt: skip


def gammas(x, gamma):
    """Return what may be taken for the usual gamma, with words for each."""
    if gamma is not None:
        return []
    return [
        ("number_of_points", 1 / len(x), "1 over the number of points", "1을 점의 개수로 나눈 값"),
        ("one", 1.0, "1", "1"),
        ("number_of_features", float(x.shape[1]), "the number of features itself", "특성의 개수 자체"),
        ("scale", 1 / (x.shape[1] * (x.var() or 1.0)), "1 over features times variance (`gamma=\"scale\"`)",
         "1을 특성 수와 분산의 곱으로 나눈 값(`gamma=\"scale\"`)"),
    ]  # fmt: skip


def polynomial_slips(x, y=None, degree=3, gamma=None, coef0=1):
    """Return mistakes of the polynomial kernel."""
    inner, g = pairwise.linear_kernel(x, y), 1 / x.shape[1] if gamma is None else gamma
    told = [
        Slip("coef0_missing", en="`coef0` was left out.", ko="`coef0`를 더하지 않았습니다.",
             value=lambda: (g * inner) ** degree),
        Slip("gamma_missing", en="`gamma` was left out.", ko="`gamma`를 곱하지 않았습니다.",
             value=lambda: (inner + coef0) ** degree),
        Slip("gamma_outside", en="`gamma` was multiplied after the power, outside of the bracket.",
             ko="`gamma`를 거듭제곱한 뒤 괄호 밖에서 곱했습니다.", value=lambda: g * (inner + coef0) ** degree),
        Slip("gamma_of_coef0", en="`gamma` was multiplied with `coef0` as well.",
             ko="`gamma`를 `coef0`에도 곱했습니다.", value=lambda: (g * (inner + coef0)) ** degree),
        Slip("coef0_outside", en="`coef0` was added after the power.", ko="`coef0`를 거듭제곱한 뒤에 더했습니다.",
             value=lambda: (g * inner) ** degree + coef0),
        Slip("times_degree", en="the bracket was multiplied by `degree` in place of the power.",
             ko="거듭제곱 대신 `degree`를 곱했습니다.", value=lambda: (g * inner + coef0) * degree),
        Slip("no_power", en="the power `degree` is missing.", ko="`degree`제곱을 하지 않았습니다.",
             value=lambda: g * inner + coef0),
    ]  # fmt: skip
    return told + [
        Slip(f"gamma_{name}", en=f"`gamma` was {en}; it should be 1 over the number of features.",
             ko=f"`gamma`로 {ko}을 썼습니다. 1을 특성의 개수로 나눈 값이어야 합니다.",
             value=lambda value=value: (value * inner + coef0) ** degree)
        for name, value, en, ko in gammas(x, gamma)
    ]  # fmt: skip


def rbf_slips(x, y=None, gamma=None):
    """Return mistakes of the RBF kernel."""
    y = x if y is None else y
    gaps, g = x[:, None] - y, 1 / x.shape[1] if gamma is None else gamma
    squares = (gaps**2).sum(axis=2)
    told = [
        Slip("minus_missing", en="the minus sign in the exponent is missing: the value grows with the distance.",
             ko="지수에 음의 부호가 없습니다. 멀수록 값이 커집니다.", value=lambda: np.exp(g * squares)),
        Slip("not_squared", en="the distance was not squared.", ko="거리를 제곱하지 않았습니다.",
             value=lambda: np.exp(-g * np.sqrt(squares))),
        Slip("manhattan", en="absolute differences were added up in place of squares.",
             ko="제곱 대신 차이의 절댓값을 더했습니다.", value=lambda: np.exp(-g * np.abs(gaps).sum(axis=2))),
        Slip("halved", en="the exponent was halved: `gamma` takes the place of 1 / (2σ²) as a whole.",
             ko="지수를 2로 나누었습니다. `gamma`는 1 / (2σ²) 전체를 대신합니다.",
             value=lambda: np.exp(-g * squares / 2)),
        Slip("sigma", en="`gamma` was used as a width σ: exp(−d² / (2γ²)).",
             ko="`gamma`를 너비 σ로 썼습니다. exp(−d² / (2γ²))의 값입니다.",
             value=lambda: np.exp(-squares / (2 * g * g))),
        Slip("gamma_squared", en="`gamma` was squared together with the distance.",
             ko="`gamma`까지 거리와 함께 제곱했습니다.", value=lambda: np.exp(-g * g * squares)),
        Slip("exp_missing", en="the exponential is missing.", ko="지수 함수를 취하지 않았습니다.",
             value=lambda: -g * squares),
        Slip("mean_of_squares", en="the squares were averaged, not added up.",
             ko="제곱을 더하지 않고 평균을 냈습니다.", value=lambda: np.exp(-g * (gaps**2).mean(axis=2))),
    ]  # fmt: skip
    return told + [
        Slip(f"gamma_{name}", en=f"`gamma` was {en}; it should be 1 over the number of features.",
             ko=f"`gamma`로 {ko}을 썼습니다. 1을 특성의 개수로 나눈 값이어야 합니다.",
             value=lambda value=value: np.exp(-value * squares))
        for name, value, en, ko in gammas(x, gamma)
    ]  # fmt: skip


SLIPS = {"linear_kernel": linear_slips, "polynomial_kernel": polynomial_slips, "rbf_kernel": rbf_slips}


def compare(submission, right, name, *args, **options):
    """Compare one kernel with that of `right`, the reference or scikit-learn."""
    got = getattr(submission, name)(*args, **options)
    assert_close(got, getattr(right, name)(*args, **options), slips=SLIPS[name](*args, **options))


def test_linear(submission, reference):
    """Every row of x meets every row of y."""
    assert_close(
        submission.linear_kernel(X, Y),
        np.array([[5.0, 4.0, -2.0], [3.0, 6.0, 0.0]]),
        slips=linear_slips(X, Y),
    )
    compare(submission, reference, "linear_kernel", np.array([[1.0, 0.0, 2.0]]), np.array([[3.0, 5.0, -1.0]]))


def test_polynomial(submission, reference):
    """Inner products are scaled, shifted and raised to a power, in this order."""
    right = np.array([[12.25, 9.0, 0.0], [6.25, 16.0, 1.0]])
    options = {"degree": 2, "gamma": 0.5, "coef0": 1.0}
    assert_close(
        submission.polynomial_kernel(X, Y, **options), right, slips=polynomial_slips(X, Y, **options)
    )
    compare(submission, reference, "polynomial_kernel", X, Y, 3, 2.0, -0.5)
    compare(submission, reference, "polynomial_kernel", X, Y, 1, 0.25, 3.0)


def test_rbf(submission, reference):
    """The squared distance is in the exponent, with a minus sign."""
    squares = np.array([[0.0, 2.0, 10.0], [8.0, 2.0, 10.0]])
    got = submission.rbf_kernel(X, Y, gamma=0.25)
    assert_close(got, np.exp(-0.25 * squares), slips=rbf_slips(X, Y, 0.25))
    compare(submission, reference, "rbf_kernel", X, Y, 1.5)


def test_usual_parameters(submission, reference, rng):
    """Parameters that are not given are those of the text, and depend on the features only."""
    for shape in ((3, 2), (2, 4), (5, 3)):
        x, y = rng.integers(-3, 4, shape) / 2, rng.integers(-3, 4, (4, shape[1])) / 2
        compare(submission, reference, "rbf_kernel", x, y)
        compare(submission, reference, "polynomial_kernel", x, y)
        compare(submission, reference, "polynomial_kernel", x, y, degree=2)


def test_gram_matrix(submission, reference, rng):
    """Without y the matrix is that of all pairs of x: symmetric, without negative eigenvalues."""
    x = rng.normal(size=(7, 3))
    for name in KERNELS:
        options = OPTIONS[name]
        compare(submission, reference, name, X, **options)
        got = getattr(submission, name)(x, **options)
        assert_close(got, getattr(reference, name)(x, **options), slips=SLIPS[name](x, **options))
        lowest = np.linalg.eigvalsh((got + got.T) / 2).min()
        expect(
            np.allclose(got, got.T) and lowest > -1e-8,
            en=f"A Gram matrix is symmetric and has no negative eigenvalue; that of `{name}` has {lowest:.3g}.",
            ko=f"그람 행렬은 대칭이고 음의 고윳값이 없어야 합니다. `{name}`의 가장 작은 고윳값은 {lowest:.3g}입니다.",
        )


def test_sizes(submission, reference):
    """Any numbers of rows are possible, also one and none, on either side."""
    for name in KERNELS:
        for rows, columns in ((1, 3), (4, 1), (1, 1), (2, 5)):
            x = np.arange(2.0 * rows).reshape(rows, 2) / 4 - 0.5
            y = 1 - np.arange(2.0 * columns).reshape(columns, 2) / 8
            compare(submission, reference, name, x, y, **OPTIONS[name])
        for x, y in ((np.zeros((0, 2)), Y), (X, np.zeros((0, 2))), (np.zeros((0, 2)), None)):
            right = np.zeros((len(x), len(x) if y is None else len(y)))
            assert_close(getattr(submission, name)(x, y), right)


def test_zero_is_a_value(submission, reference):
    """`gamma=0` and `coef0=0` are taken as they are."""
    assert_close(submission.rbf_kernel(X, Y, gamma=0.0), np.ones((2, 3)))
    compare(submission, reference, "polynomial_kernel", X, Y, degree=2, gamma=0.0, coef0=3.0)
    compare(submission, reference, "polynomial_kernel", X, Y, degree=3, gamma=0.5, coef0=0.0)
    compare(submission, reference, "polynomial_kernel", X, Y, degree=2, coef0=0)


def test_far_from_the_origin(submission, reference):
    """Where points lie does not matter, only how far apart they are: equal rows give exactly 1."""
    x = np.array([[0.0, 0.0], [0.5, 1.0], [0.5, 1.0], [-2.0, 0.25]])
    for shift in (1e4, 1e8):
        got = submission.rbf_kernel(x + shift, gamma=0.5)
        assert_close(got, reference.rbf_kernel(x, gamma=0.5), slips=rbf_slips(x, None, 0.5))
        equal = np.array([got[n, m] for n, m in ((0, 0), (1, 2), (2, 1), (3, 3))])
        expect(
            (equal == 1).all(),
            en=f"Equal rows should give exactly 1; here they gave {equal.tolist()}.",
            ko=f"같은 행끼리의 값은 정확히 1이어야 하는데 {equal.tolist()}입니다.",
        )


def test_arguments_stay_as_they_are(submission, reference):
    """Each function returns what it should and changes no array it was given."""
    for name in KERNELS:
        got = getattr(submission, name)(X, Y)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`이 받은 배열을 바꾸었습니다: {changed}",
        )
        assert_close(got, getattr(reference, name)(X, Y))


@st.composite
def cases(draw):
    """Draw two sets of points with halves as coordinates, and parameters."""
    features, halves = draw(st.integers(1, 4)), st.integers(-4, 4)
    x, y = (
        np.array([[draw(halves) / 2 for _ in range(features)] for _ in range(draw(st.integers(1, 4)))])
        for _ in range(2)
    )
    gamma = draw(st.one_of(st.none(), st.sampled_from([0.25, 0.5, 2.0])))
    return x, y, draw(st.integers(1, 4)), gamma, draw(st.sampled_from([0.0, 1.0, 2.5]))


@given(max_examples=30, case=cases())
def test_random_points(submission, reference, case):
    """All kernels agree with the reference on small sets."""
    x, y, degree, gamma, coef0 = case
    compare(submission, reference, "linear_kernel", x, y)
    compare(submission, reference, "polynomial_kernel", x, y, degree=degree, gamma=gamma, coef0=coef0)
    compare(submission, reference, "rbf_kernel", x, y, gamma=gamma)


def test_against_scikit_learn(submission, rng):
    """The matrices are those of scikit-learn's pairwise kernels."""
    for rows, columns, features in ((40, 25, 3), (8, 60, 10), (30, 30, 1)):
        x, y = rng.normal(size=(rows, features)), rng.normal(size=(columns, features)) + 0.5
        for other in (y, None):
            compare(submission, pairwise, "linear_kernel", x, other)
            compare(submission, pairwise, "polynomial_kernel", x, other)
            compare(submission, pairwise, "polynomial_kernel", x, other, degree=4, gamma=0.3, coef0=0.7)
            compare(submission, pairwise, "rbf_kernel", x, other)
            compare(submission, pairwise, "rbf_kernel", x, other, gamma=0.08)


def test_number_types(submission, reference, rng):
    """Integers and single precision are computed with as float64, and so is the result."""
    for dtype in (np.uint8, np.int8, np.int16, np.int64, np.float32):
        x, y = (rng.integers(0, 100, (rows, 3)).astype(dtype) for rows in (5, 4))
        options = x.astype(float), y.astype(float)
        for other, wide in ((y, options[1]), (None, None)):
            assert_close(submission.linear_kernel(x, other), reference.linear_kernel(options[0], wide))
            right = reference.polynomial_kernel(options[0], wide, 2, 0.01, 1)
            assert_close(submission.polynomial_kernel(x, other, 2, 0.01, 1), right)
            assert_close(submission.rbf_kernel(x, other, 1e-4), reference.rbf_kernel(options[0], wide, 1e-4))
