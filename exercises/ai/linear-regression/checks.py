"""Checks for linear-regression: a line through four points, the measures, then awkward matrices; numpy is the judge."""

from __future__ import annotations

import numpy as np

from graders import Slip, assert_close, expect, given, strategies as st

#: the example of the text
X = np.array([[1.0], [2.0], [3.0], [4.0]])
Y = np.array([1.0, 5.0, 4.0, 6.0])
FITTED = np.array([1.9, 3.3, 4.7, 6.1])
#: how far any number may be off, absolute and relative
CLOSE = {"atol": 1e-6, "rtol": 1e-6}
#: the slips of R², which are shares; all others are those of a mean
SHARES = ("explained_share", "residuals_centred", "swapped", "not_subtracted")
#: rows, features
SIZES = [(20, 1), (50, 3), (200, 8), (6, 9), (6, 15)]
#: x, y
EDGES = [
    ([[3.0, -2.0]], [7.0]),  # one row
    ([[5.0], [5.0], [5.0]], [1.0, 2.0, 6.0]),  # nothing but a constant
    ([[1.0, 4.0], [2.0, 4.0], [3.0, 4.0], [4.0, 4.0]], [1.0, 5.0, 4.0, 6.0]),  # a constant besides
    ([[1.0, 0.0], [2.0, 0.0], [4.0, 0.0]], [2.0, 1.0, 5.0]),  # a feature that is always 0
    ([[1.0, 3.0], [2.0, 6.0], [3.0, 9.0], [6.0, 18.0]], [3.0, 2.0, 7.0, 9.0]),  # one feature thrice the other
    ([[1.0, 2.0, 3.0], [0.0, 1.0, 1.0], [2.0, 0.0, 2.0], [5.0, 1.0, 6.0]], [1.0, 0.0, 2.0, 9.0]),  # a sum
    ([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]], [4.0, 1.0]),  # more features than rows
    ([[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]], [2.0, 4.0, 9.0]),  # rows that are all alike
    ([[2019.0], [2020.0], [2021.0], [2022.0], [2023.0]], [3.0, 4.0, 4.5, 6.5, 7.0]),  # years
    ([[0.1, 90.0], [0.3, 10.0], [0.2, 50.0], [0.5, 70.0]], [1.0, 2.0, 3.0, 9.0]),  # units apart
    ([[1.0], [2.0], [3.0]], [4.0, 4.0, 4.0]),  # a constant target
]


def pair_of(got):
    """Return weights and intercept, once a call has returned such a pair."""
    expect(
        isinstance(got, tuple) and len(got) == 2,
        en="`fit` should return a tuple of two: an array of weights, and the intercept as a number.",
        ko="`fit`은 두 값의 튜플을 반환해야 합니다. 가중치 배열과, 수 하나인 절편입니다.",
    )
    return got


def judged(x, y):
    """Return weights and intercept by numpy's least squares on the centred data."""
    middle, level = x.mean(axis=0), y.mean()
    weights = np.linalg.lstsq(x - middle, y.ravel() - level, rcond=1e-10)[0]
    return weights, float(level - weights @ middle)


def fit_slips(x, y, part):
    """Return what usual mistakes make of the weights (0) or of the intercept (1)."""
    ones = np.column_stack([np.ones(len(x)), x])
    whole = np.linalg.lstsq(ones, y.ravel(), rcond=1e-10)[0]
    through = np.linalg.lstsq(x, y.ravel(), rcond=1e-10)[0]
    right, spread = judged(x, y), x.std(axis=0)
    found = [
        Slip("standardised", en="The features were divided by their spread: this belongs to other features than the given ones.",
             ko="특성을 표준편차로 나누었습니다. 주어진 특성이 아니라 크기를 바꾼 특성에 대한 결과입니다.",
             value=lambda: (right[0] * spread, float(y.mean() - x.mean(axis=0) @ (right[0] * spread)))[part]),
        Slip("through_the_origin", en="The line was forced through the origin: an intercept belongs to the fit.",
             ko="직선이 원점을 지나게 했습니다. 절편도 함께 맞추어야 합니다.", value=lambda: (through, 0.0)[part]),
        Slip("shortest_with_intercept", en="Of several solutions this makes weights and intercept together shortest; only the weights count.",
             ko="여러 해 가운데 가중치와 절편을 합쳐서 가장 짧은 것을 골랐습니다. 길이는 가중치만 셉니다.",
             value=lambda: (whole[1:], float(whole[0]))[part]),
    ]  # fmt: skip
    if part:
        found.append(
            Slip("mean_of_target", en="This is the mean of the target; subtract the weights times the means of the features.",
                 ko="타깃의 평균입니다. 여기서 가중치와 특성 평균의 곱을 빼야 합니다.", value=lambda: float(y.mean()))
        )  # fmt: skip
    elif x.shape[1] == 1 and y.var() > 0 and right[0][0]:
        found.append(
            Slip("turned_around", en="Target and feature changed places: this predicts x from y.",
                 ko="타깃과 특성의 자리가 바뀌었습니다. y로 x를 예측한 값입니다.",
                 value=lambda: right[0] * x.var() / y.var())
        )  # fmt: skip
    return found


def compare_fit(submission, x, y):
    """Compare weights and intercept with the right ones."""
    right = judged(x, y)
    weights, intercept = pair_of(submission.fit(x, y))
    assert_close(weights, right[0], slips=fit_slips(x, y, 0), **CLOSE)
    assert_close(intercept, right[1], slips=fit_slips(x, y, 1), **CLOSE)


def measure_slips(y, prediction):
    """Return what usual mistakes make of MSE, RMSE and R²."""
    y, prediction = y.ravel(), prediction.ravel()
    rest, rows = (y - prediction) ** 2, len(y)
    table = (y[:, None] - prediction) ** 2
    slips = [
        ("summed", "The squares were added up; take their mean.", "제곱을 더하기만 했습니다. 평균을 내야 합니다.", rest.sum()),
        ("root_of_sum", "The squares were added up; take their mean before the root.", "제곱을 더하기만 했습니다. 제곱근을 구하기 전에 평균을 내야 합니다.", rest.sum() ** 0.5),
        ("absolute", "This is the mean absolute error: square the residuals.", "평균 절대 오차입니다. 잔차를 제곱해야 합니다.", np.abs(y - prediction).mean()),
        ("halved", "The mean was halved.", "평균을 다시 2로 나누었습니다.", rest.mean() / 2),
        ("degrees", "The squares were divided by n − 2; here it is n.", "제곱합을 n − 2로 나누었습니다. 여기서는 n으로 나눕니다.", rest.sum() / max(rows - 2, 1)),
        ("one_less", "The squares were divided by n − 1; here it is n.", "제곱합을 n − 1로 나누었습니다. 여기서는 n으로 나눕니다.", rest.sum() / max(rows - 1, 1)),
        ("plain_mean", "The residuals were averaged with their signs, so they cancel.", "잔차를 부호가 있는 채로 평균해 서로 지워졌습니다.", (y - prediction).mean()),
        ("table", "Every target met every prediction: (n, 1) and (n,) broadcast to (n, n). Bring both to one shape.",
         "모든 타깃이 모든 예측과 짝지어졌습니다. (n, 1)과 (n,)은 (n, n)으로 브로드캐스팅됩니다. 먼저 형태를 맞추세요.", table.mean()),
        ("root", "This is the root of the mean squared error.", "평균 제곱 오차의 제곱근입니다.", rest.mean() ** 0.5),
        ("no_root", "This is the mean squared error, without the root.", "제곱근을 구하지 않은 평균 제곱 오차입니다.", rest.mean()),
        ("roots_of_table", "Every target met every prediction: (n, 1) and (n,) broadcast to (n, n). Bring both to one shape.",
         "모든 타깃이 모든 예측과 짝지어졌습니다. (n, 1)과 (n,)은 (n, n)으로 브로드캐스팅됩니다. 먼저 형태를 맞추세요.", table.mean() ** 0.5),
    ]  # fmt: skip
    found = [
        Slip(name, en=en, ko=ko, value=lambda value=value: float(value)) for name, en, ko, value in slips
    ]
    if y.var() > 0:
        swapped = rest.sum() / max(((prediction - prediction.mean()) ** 2).sum(), 1e-300)
        explained = ((prediction - y.mean()) ** 2).mean() / y.var()
        found += [
            Slip("explained_share", en="This compares the predictions with the mean; R² is 1 minus the share of the residuals.",
                 ko="예측과 평균의 차이로 구했습니다. R²은 1에서 잔차의 비율을 뺀 값입니다.", value=lambda: float(explained)),
            Slip("residuals_centred", en="The mean of the residuals was taken away first: being too high everywhere is an error too.",
                 ko="잔차에서 그 평균을 먼저 뺐습니다. 모든 예측이 똑같이 높은 것도 오차입니다.",
                 value=lambda: float(1 - (y - prediction).var() / y.var())),
            Slip("swapped", en="The arguments changed places: the spread is that of the targets, not of the predictions.",
                 ko="인자의 자리가 바뀌었습니다. 예측이 아니라 타깃이 퍼진 정도로 나눕니다.", value=lambda: float(1 - swapped)),
            Slip("not_subtracted", en="This is the share that is not explained: subtract it from 1.",
                 ko="설명하지 못한 비율입니다. 1에서 빼야 합니다.", value=lambda: float(rest.mean() / y.var())),
        ]  # fmt: skip
    return found


def compare_measures(submission, reference, y, prediction, names=("mse", "rmse", "r_squared")):
    """Compare measures with the right ones."""
    for name in names:
        right = float(getattr(reference, name)(y, prediction))
        got = getattr(submission, name)(y, prediction)
        assert_close(got, right, slips=slips_of(name, y, prediction), **CLOSE)


def slips_of(name, y, prediction):
    """Return the slips that are mistakes for this measure."""
    found = measure_slips(y, prediction)
    if name == "r_squared":
        return [slip for slip in found if slip.name in SHARES]
    own = {"mse": "no_root", "rmse": "root"}[name]
    return [slip for slip in found if slip.name not in (own, *SHARES)]


def test_line(submission):
    """The line of the text, and a falling one."""
    compare_fit(submission, X, Y)
    weights, intercept = pair_of(submission.fit(X, Y))
    assert_close(weights, np.array([1.4]), **CLOSE)
    assert_close(intercept, 0.5, **CLOSE)
    compare_fit(submission, np.array([[0.0], [1.0], [2.0]]), np.array([5.0, 4.0, 0.0]))


def test_predict(submission):
    """A weighted sum for each row, and the intercept."""
    assert_close(submission.predict(X, np.array([1.4]), 0.5), FITTED, **CLOSE)
    x, weights = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, -1.0]]), np.array([2.0, -1.0])
    assert_close(submission.predict(x, weights, 3.0), np.array([3.0, 9.0, 4.0]), **CLOSE)


def test_mse(submission, reference):
    """The mean of the squared residuals of the text."""
    assert_close(submission.mse(Y, FITTED), 1.05, slips=slips_of("mse", Y, FITTED), **CLOSE)
    compare_measures(submission, reference, np.array([2.0, -1.0, 7.0]), np.array([0.0, 3.0, 6.0]), ["mse"])


def test_rmse(submission, reference):
    """Its root, for the text and for one pair."""
    assert_close(submission.rmse(Y, FITTED), 1.0246951, slips=slips_of("rmse", Y, FITTED), **CLOSE)
    compare_measures(submission, reference, np.array([2.0, 0.0]), np.array([5.0, 4.0]), ["rmse"])


def test_r_squared(submission, reference):
    """The share that is explained: of the text, of the mean, of something worse, of predictions that are 1 too high."""
    assert_close(submission.r_squared(Y, FITTED), 0.7, slips=slips_of("r_squared", Y, FITTED), **CLOSE)
    for prediction in (
        [4.0, 4.0, 4.0, 4.0],
        [1.0, 5.0, 4.0, 6.0],
        [6.0, 4.0, 5.0, 1.0],
        [2.0, 6.0, 5.0, 7.0],
    ):
        compare_measures(submission, reference, Y, np.array(prediction), ["r_squared"])


def test_columns(submission, reference):
    """Targets and predictions may stand in columns; entries are still compared one by one."""
    for y in (Y, Y[:, None]):
        for prediction in (FITTED, FITTED[:, None]):
            compare_measures(submission, reference, y, prediction)
    compare_fit(submission, X, Y[:, None])


def test_several_features(submission):
    """A plane through five points, with its intercept."""
    x = np.array([[1.0, 0.0], [2.0, 1.0], [0.0, 3.0], [4.0, 2.0], [3.0, 5.0]])

    compare_fit(submission, x, np.array([3.0, 6.0, 1.0, 8.0, 4.0]))
    compare_fit(submission, x, 2 * x[:, 0] - 3 * x[:, 1] + 4)


def test_constant_feature(submission):
    """A feature that never changes gets the weight 0."""
    x = np.column_stack([X[:, 0], np.full(4, 4.0)])

    compare_fit(submission, x, Y)
    compare_fit(submission, np.full((4, 1), 5.0), Y)


def test_many_solutions(submission):
    """Of all best solutions, the one with the shortest weights."""
    twice = np.column_stack([X[:, 0], X[:, 0]])
    wide = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 1.0]])

    compare_fit(submission, twice, Y)
    compare_fit(submission, np.column_stack([X[:, 0], 3 * X[:, 0]]), Y)
    compare_fit(submission, wide, np.array([4.0, 1.0]))


def test_constant_target(submission, reference):
    """Where the target has no spread, only a perfect prediction gets 1."""
    y = np.full(4, 3.0)

    compare_measures(submission, reference, y, y.copy())
    compare_measures(submission, reference, y, np.array([3.0, 3.0, 3.0, 4.0]))
    compare_fit(submission, X, y)


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    for name, arguments in (
        ("fit", (X, Y)),
        ("predict", (X, np.array([2.0]), 1.0)),
        ("mse", (Y, FITTED)),
        ("rmse", (Y, FITTED)),
        ("r_squared", (Y, FITTED)),
    ):
        got = getattr(submission, name)(*arguments)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given.",
            ko=f"`{name}`에서 받은 배열을 바꾸었습니다.",
        )
        if name == "predict":  # the others have checks of their own
            assert_close(got, reference.predict(*arguments), **CLOSE)


@given(
    max_examples=30,
    x=st.arrays(st.shapes(2, 2, 2, 6), low=-5.0, high=5.0),
    values=st.lists(st.integers(-9, 9), min_size=12, max_size=12),
)
def test_any_data(submission, reference, x, values):
    """Fit, predictions and measures agree for random features and whole targets."""
    y = np.array(values[: len(x)], dtype=np.float64)
    if np.linalg.cond(x - x.mean(axis=0)) > 100 and len(x) > x.shape[1]:
        return  # nearly singular by chance: rounding decides

    compare_fit(submission, x, y)
    prediction = np.array(values[-len(x) :], dtype=np.float64)
    compare_measures(submission, reference, y, prediction)
    assert_close(submission.predict(x, x[0], 2.0), x @ x[0] + 2.0, **CLOSE)


def test_against_numpy(submission, reference, rng):
    """Weights and intercept are those of numpy's least squares, the measures those of its predictions."""
    for rows, count in SIZES:
        x = rng.normal(size=(rows, count)) + rng.normal(scale=3.0, size=count)
        y = x @ rng.normal(size=count) + rng.normal(size=rows) + 5.0
        compare_fit(submission, x, y[:, None] if count == 3 else y)
        guess = y + rng.normal(size=rows)
        compare_measures(submission, reference, y, guess[:, None])


def test_edge_cases(submission):
    """One row, constants, multiples, sums, too many features, years, units far apart."""
    for x, y in EDGES:
        compare_fit(submission, np.array(x), np.array(y))


def test_edges_of_the_measures(submission, reference):
    """One pair, large numbers, tiny ones, columns of one."""
    for y, prediction in (
        ([3.0], [5.0]),
        ([3.0], [3.0]),
        ([1e6, 2e6, 4e6], [1.5e6, 2e6, 3e6]),
        ([0.001, 0.003], [0.002, 0.001]),
    ):
        y, prediction = np.array(y), np.array(prediction)
        compare_measures(submission, reference, y, prediction)
        compare_measures(submission, reference, y[:, None], prediction)
