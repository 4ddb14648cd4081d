"""Checks for logistic-regression: each part on small numbers, then the fit, then scikit-learn as the judge."""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from graders import Slip, assert_close, expect, given, strategies as st

#: the example of the text
HOURS = np.arange(6.0)[:, None]
PASSED = np.array([0, 0, 0, 1, 0, 1])
WEIGHTS, BIAS = np.array([1.0]), -2.0
#: how far a fitted number may be off, absolute and relative
FITTED = {"atol": 1e-3, "rtol": 1e-3}
#: rows, features, strength of the penalty, sizes of the features
SIZES = [
    (60, 1, 0.1, (1.0,)),
    (120, 3, 0.01, (1.0, 1.0, 1.0)),
    (200, 2, 1.0, (1.0, 2.0)),
    (150, 3, 0.05, (1.0, 1.0, 15.0)),
    (90, 6, 0.02, (1.0,) * 6),
]
#: x, y, strength
EDGES = [
    ([[0.0, 2.0], [1.0, 2.0], [3.0, 2.0], [4.0, 2.0]], [0, 0, 1, 1], 0.1),  # a constant feature
    ([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]], [1, 0, 1], 0.2),  # a feature that is always 0
    ([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [3.0, 3.0]], [0, 1, 0, 1], 0.1),  # a feature twice
    ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]], [1, 0, 1], 0.1),  # as many features as rows
    ([[1.0, -1.0, 2.0, 0.0], [0.0, 2.0, 1.0, 1.0]], [1, 0], 0.1),  # more features than rows
    ([[0.0]] * 9 + [[1.0]], [0] * 9 + [1], 0.05),  # one positive row among ten
    ([[2.0], [2.0], [2.0], [2.0]], [0, 1, 1, 1], 0.3),  # all rows alike: only the shares of the labels count
    ([[0.0], [0.0], [0.0], [0.0]], [0, 1, 1, 1], 0.3),  # features that say nothing: only the bias moves
    ([[-1.0], [1.0]], [1, 0], 0.01),  # a falling curve
]


def logits_for(*z):
    """Return rows, weights and bias whose logits are these numbers, exactly."""
    return np.array(z)[:, None], np.array([1.0]), 0.0


def pair_of(got, name):
    """Return the two results of a call, once they are a pair of an array and a number."""
    expect(
        isinstance(got, tuple) and len(got) == 2,
        en=f"`{name}` should return a tuple of two: one array for the weights, one number for the bias.",
        ko=f"`{name}`의 결과는 두 값의 튜플이어야 합니다. 가중치에 대한 배열 하나와 편향에 대한 수 하나입니다.",
    )
    return got


def draw(rng, rows, sizes):
    """Return features of these sizes, and labels that no line separates; both labels occur."""
    while True:
        x = rng.normal(size=(rows, len(sizes)))
        z = x @ rng.normal(scale=1.2, size=len(sizes)) + rng.normal()
        y = (z + rng.logistic(size=rows) > 0).astype(np.int64)
        if 0.15 < y.mean() < 0.85:
            return x * sizes, y


def minimum(x, y, strength, bias_strength=0.0):
    """Return the minimum by Newton's method, with a penalty on the bias as well where one is given."""
    wide = np.column_stack([x, np.ones(len(x))])
    penalty = np.append(np.full(x.shape[1], strength), bias_strength)
    values = np.zeros(wide.shape[1])
    for _ in range(60):
        p = 0.5 * (1 + np.tanh(wide @ values / 2))
        slope = wide.T @ (p - y) / len(y) + penalty * values
        bend = (wide * (p * (1 - p))[:, None]).T @ wide / len(y) + np.diag(penalty)
        values = values - np.linalg.solve(bend + 1e-12 * np.eye(len(values)), slope)
    return values[:-1], values[-1]


def loss_slips(x, y, weights, bias, strength):
    """Return what usual mistakes make of the loss."""
    z = x @ weights + bias
    each, squares = np.logaddexp(0, z) - y * z, weights @ weights
    penalty = strength / 2 * squares
    return [
        Slip("summed", en="The cross-entropies were added up; take their mean.",
             ko="교차 엔트로피를 더하기만 했습니다. 평균을 내야 합니다.", value=lambda: each.sum() + penalty),
        Slip("no_penalty", en="The penalty on the weights is missing.", ko="가중치에 대한 벌점이 빠졌습니다.",
             value=lambda: each.mean()),
        Slip("not_halved", en="The penalty was not halved: it is λ/2 times the squares.",
             ko="벌점을 반으로 나누지 않았습니다. 제곱합에 λ/2를 곱해야 합니다.", value=lambda: each.mean() + 2 * penalty),
        Slip("bias_penalised", en="The bias was penalised too; only the weights are.",
             ko="편향에도 벌점을 주었습니다. 벌점은 가중치에만 줍니다.", value=lambda: each.mean() + penalty + strength / 2 * bias**2),
        Slip("penalty_averaged", en="The penalty was divided by the number of rows too.",
             ko="벌점까지 행의 수로 나누었습니다.", value=lambda: each.mean() + penalty / len(y)),
        Slip("norm", en="The penalty takes the length of the weights, not its square.",
             ko="가중치의 제곱합이 아니라 길이로 벌점을 계산했습니다.", value=lambda: each.mean() + strength / 2 * squares**0.5),
        Slip("sign", en="The sign of the cross-entropy is wrong.", ko="교차 엔트로피의 부호가 반대입니다.",
             value=lambda: penalty - each.mean()),
        Slip("ones_only", en="Only the rows with label 1 were counted: the part with 1 − y is missing.",
             ko="레이블이 1인 행만 셌습니다. 1 − y가 붙은 항이 빠졌습니다.",
             value=lambda: (y * np.logaddexp(0, -z)).mean() + penalty),
        Slip("log2", en="The logarithm is to base 2; take the natural one.", ko="밑이 2인 로그를 썼습니다. 자연로그를 쓰세요.",
             value=lambda: each.mean() / np.log(2) + penalty),
    ]  # fmt: skip


def gradient_slips(x, y, weights, strength, right, part):
    """Return what usual mistakes make of one part of the gradient: 0 is that of the weights, 1 of the bias."""
    error = np.asarray(right[1]) * len(y)
    by_data = right[0] - strength * weights
    summed = (by_data * len(y) + strength * weights, error)
    found = [
        Slip("summed", en="The rows were added up; divide their sum by the number of rows.",
             ko="행마다의 값을 더하기만 했습니다. 합을 행의 수로 나누세요.", value=lambda: summed[part]),
        Slip("turned", en="The error has the wrong sign: it is p − y.", ko="오차의 부호가 반대입니다. 오차는 p − y입니다.",
             value=lambda: (strength * weights - by_data, -right[1])[part]),
    ]  # fmt: skip
    if part == 0:
        found += [
            Slip("no_penalty", en="The derivative of the penalty is missing: λ times the weights.",
                 ko="벌점의 도함수가 빠졌습니다. 가중치에 λ를 곱한 값입니다.", value=lambda: by_data),
            Slip("penalty_twice", en="The penalty counts twice: the derivative of λ/2 · w² is λw.",
                 ko="벌점이 두 배로 들어갔습니다. λ/2 · w²의 도함수는 λw입니다.", value=lambda: by_data + 2 * strength * weights),
            Slip("penalty_averaged", en="The penalty was divided by the number of rows too.",
                 ko="벌점까지 행의 수로 나누었습니다.", value=lambda: by_data + strength * weights / len(y)),
        ]  # fmt: skip
    return found


def compare_gradient(submission, reference, x, y, weights, bias, strength):
    """Compare both parts of the gradient."""
    right = reference.gradient(x, y, weights, bias, strength)
    got = pair_of(submission.gradient(x, y, weights, bias, strength), "gradient")
    own = Slip(
        "bias_penalised",
        en="The bias was penalised too; only the weights are.",
        ko="편향에도 벌점을 주었습니다. 벌점은 가중치에만 줍니다.",
        value=lambda: right[1] + strength * bias,
    )
    assert_close(got[0], right[0], slips=gradient_slips(x, y, weights, strength, right, 0))
    assert_close(got[1], float(right[1]), slips=[*gradient_slips(x, y, weights, strength, right, 1), own])


def fit_slips(x, y, strength, part):
    """Return where usual mistakes in the loss lead the search."""
    rows = len(y)
    ways = [
        ("bias_penalised", strength, strength, "The bias was penalised too; only the weights are.",
         "편향에도 벌점을 주었습니다. 벌점은 가중치에만 줍니다."),
        ("summed", strength / rows, 0.0, "This minimises the sum of the cross-entropies, or a penalty divided by n; the loss is a mean.",
         "교차 엔트로피의 합을 최소로 하거나 벌점을 n으로 나눈 결과입니다. 손실은 평균입니다."),
        ("not_halved", 2 * strength, 0.0, "The penalty is twice too strong: it is λ/2 · w², with the derivative λw.",
         "벌점이 두 배로 셉니다. 벌점은 λ/2 · w²이고 그 도함수는 λw입니다."),
        ("inverse", 1 / (strength * rows), 0.0, "The strength was used upside down: λ is not C.",
         "벌점의 세기를 거꾸로 썼습니다. λ는 C가 아닙니다."),
        ("weak", 1e-9, 0.0, "The penalty on the weights is missing.", "가중치에 대한 벌점이 빠졌습니다."),
    ]  # fmt: skip
    spread = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return [
        Slip(name, en=en, ko=ko, value=lambda own=own, on=on: minimum(x, y, own, on)[part])
        for name, own, on, en, ko in ways
    ] + [
        Slip("standardised", en="The features were standardised first; these are weights for other features than the given ones.",
             ko="특성을 먼저 표준화했습니다. 주어진 특성이 아니라 표준화한 특성에 대한 결과입니다.",
             value=lambda: minimum(scaled, y, strength)[part])
    ]  # fmt: skip


def compare_fit(submission, x, y, strength, right):
    """Compare fitted weights and bias with the right ones."""
    weights, bias = pair_of(submission.fit(x, y, strength), "fit")
    assert_close(weights, right[0], slips=fit_slips(x, y, strength, 0), **FITTED)
    assert_close(bias, float(right[1]), slips=fit_slips(x, y, strength, 1), **FITTED)


def test_sigmoid(submission):
    """The sigmoid works entry by entry, in any shape."""
    z = np.array([0.0, np.log(3.0), -np.log(3.0)])
    minus = Slip("minus", en="The exponent has the wrong sign: this is σ(−z).",
                 ko="지수의 부호가 반대입니다. σ(−z)의 값입니다.", value=lambda right: 1 - right)  # fmt: skip

    assert_close(submission.sigmoid(z), np.array([0.5, 0.75, 0.25]), slips=[minus])
    assert_close(submission.sigmoid(np.array([[2.0, -2.0]])), np.array([[0.880797078, 0.119202922]]))


def test_sigmoid_of_large_logits(submission):
    """Neither end overflows to NaN."""
    z = np.array([1000.0, -1000.0, 50.0, -50.0, 1e6, -1e6])

    assert_close(submission.sigmoid(z), np.array([1.0, 0.0, 1.0, 0.0, 1.0, 0.0]))


def test_predict_proba(submission):
    """The probability of label 1 for each hour."""
    right = np.array([0.119202922, 0.268941421, 0.5, 0.731058579, 0.880797078, 0.952574127])
    x, weights = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([3.0, -1.0])

    assert_close(submission.predict_proba(HOURS, WEIGHTS, BIAS), right)
    assert_close(submission.predict_proba(x, weights, 0.5), np.array([0.817574476, 0.817574476]))


def test_predict(submission):
    """A probability that reaches the threshold is label 1, also where it just reaches it."""
    assert_close(submission.predict(HOURS, WEIGHTS, BIAS), np.array([0, 0, 1, 1, 1, 1]))
    assert_close(submission.predict(HOURS, WEIGHTS, BIAS, 0.75), np.array([0, 0, 0, 0, 1, 1]))
    assert_close(submission.predict(HOURS, WEIGHTS, BIAS, threshold=0.2), np.array([0, 1, 1, 1, 1, 1]))


def test_loss(submission):
    """The loss of the text, without a penalty and with one."""
    for strength, right in ((0.0, 0.603685655), (0.1, 0.653685655), (2.0, 1.603685655)):
        got = submission.loss(HOURS, PASSED, WEIGHTS, BIAS, strength)
        assert_close(got, right, slips=loss_slips(HOURS, PASSED, WEIGHTS, BIAS, strength))


def test_loss_of_large_logits(submission):
    """A confident mistake costs as much as its logit is large."""
    x, weights, bias = logits_for(1000.0, -1000.0, 40.0, 0.0)
    clipped = Slip("clipped", en="Probabilities or logits were cut off: a logit of 1000 on the wrong side costs 1000.",
                   ko="확률이나 로짓을 어느 크기에서 잘라 냈습니다. 로짓 1000이 틀린 쪽이면 손실도 1000입니다.",
                   value=lambda right, got: got if 1 < got < right else right)  # fmt: skip

    for y, right in (([1, 0, 1, 1], np.log(2) / 4), ([0, 1, 0, 0], (2040 + np.log(2)) / 4)):
        got = submission.loss(x, np.array(y), weights, bias, 0.0)
        assert_close(got, float(right), slips=[*loss_slips(x, np.array(y), weights, bias, 0.0), clipped])


def test_gradient(submission, reference):
    """The derivatives of the text, without a penalty and with one."""
    for strength, by_weights in ((0.0, 0.624696), (0.1, 0.724696)):
        right = reference.gradient(HOURS, PASSED, WEIGHTS, BIAS, strength)
        assert np.allclose(right[0], by_weights, atol=1e-6)
        compare_gradient(submission, reference, HOURS, PASSED, WEIGHTS, BIAS, strength)


def test_learning_rate(submission):
    """One over the bound of the curvature."""
    assert_close(submission.learning_rate(HOURS, 0.1), 0.378548896)
    assert_close(submission.learning_rate(np.array([[3.0, 4.0], [0.0, 1.0]]), 0.5), 4 / 16)


def test_fit(submission, reference):
    """The example of the text, to the minimum."""
    compare_fit(submission, HOURS, PASSED, 0.1, (np.array([0.817624]), -3.035360))


def test_separable_labels(submission):
    """The penalty keeps the weights finite where a threshold separates the labels."""
    x, y = np.array([[0.0], [1.0], [3.0], [4.0]]), np.array([0, 0, 1, 1])

    for strength, weight in ((0.1, 1.457851), (0.01, 2.902339)):
        compare_fit(submission, x, y, strength, (np.array([weight]), -2 * weight))


def test_arguments_stay_as_they_are(submission, reference):
    """No call changes the arrays it was given."""
    for name, arguments in (
        ("sigmoid", (HOURS,)),
        ("predict_proba", (HOURS, WEIGHTS, BIAS)),
        ("predict", (HOURS, WEIGHTS, -1.5)),
        ("gradient", (HOURS, PASSED, WEIGHTS, BIAS, 0.1)),
        ("fit", (HOURS, PASSED, 0.1)),
    ):
        got = getattr(submission, name)(*arguments)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given.",
            ko=f"`{name}`에서 받은 배열을 바꾸었습니다.",
        )
        if name not in ("gradient", "fit"):  # those have checks of their own
            assert_close(got, getattr(reference, name)(*arguments))


@given(
    max_examples=30,
    data=st.labelled_data(max_rows=10, max_features=3, max_classes=2, one_class=True),
    weights=st.lists(st.integers(-2, 2), min_size=3, max_size=3),
    bias=st.integers(-2, 2),
    strength=st.sampled_from([0.0, 0.5, 2.0]),
)
def test_any_data(submission, reference, data, weights, bias, strength):
    """Loss and gradient agree with the reference for any weights."""
    (x, y), bias = data, float(bias)
    weights = np.array(weights[: x.shape[1]]) / 4

    got = submission.loss(x, y, weights, bias, strength)
    right = float(reference.loss(x, y, weights, bias, strength))
    assert_close(got, right, slips=loss_slips(x, y, weights, bias, strength))
    compare_gradient(submission, reference, x, y, weights, bias, strength)


def test_against_scikit_learn(submission, rng):
    """Weights, bias, probabilities and labels are those of scikit-learn."""
    for rows, count, strength, sizes in SIZES:
        x, y = draw(rng, rows, np.array(sizes))
        settings = {"C": 1 / (strength * rows), "solver": "newton-cholesky", "tol": 1e-12, "max_iter": 1000}
        model = LogisticRegression(**settings).fit(x, y)
        weights, bias = model.coef_[0], float(model.intercept_[0])
        assert len(weights) == count
        compare_fit(submission, x, y, strength, (weights, bias))
        new = x[::-1] / 2
        assert_close(submission.predict_proba(new, weights, bias), model.predict_proba(new)[:, 1])
        assert_close(submission.predict(new, weights, bias), model.predict(new))


def test_fit_of_edge_cases(submission):
    """Constant, repeated and too many features, rare labels, a falling curve."""
    for x, y, strength in EDGES:
        x, y = np.array(x), np.array(y)
        compare_fit(submission, x, y, strength, minimum(x, y, strength))


def test_edges_of_the_parts(submission, reference):
    """No rows, large logits in the gradient, labels that all agree, weights of zero."""
    empty = np.zeros((0, 2))
    assert_close(submission.predict_proba(empty, np.ones(2), 1.0), np.zeros(0))
    assert_close(submission.predict(empty, np.ones(2), 1.0), np.zeros(0, dtype=np.int64))
    x, weights, bias = logits_for(800.0, -800.0, -900.0)
    assert_close(submission.predict(x, weights, bias), np.array([1, 0, 0]))
    for y in (np.array([0, 1, 0]), np.array([1, 1, 1]), np.array([0, 0, 0])):
        for own in (weights, np.zeros(1)):
            compare_gradient(submission, reference, x, y, own, bias, 0.3)
            assert_close(submission.loss(x, y, own, bias, 0.3), float(reference.loss(x, y, own, bias, 0.3)))
