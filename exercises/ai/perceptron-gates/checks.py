"""Checks for perceptron-gates: one prediction, one update, then gates, then what is known of convergence.

All numbers are eighths and all learning rates powers of two, so every order of adding gives the same float.
"""

from __future__ import annotations

import numpy as np

from graders import Slip, assert_close, expect, given, strategies as st

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {
    "AND": [0, 0, 0, 1],
    "OR": [0, 1, 1, 1],
    "NAND": [1, 1, 1, 0],
    "NOR": [1, 0, 0, 0],
    "XOR": [0, 1, 1, 0],
}
NAMES = ("weights", "bias", "epochs", "updates", "converged")
#: bits that a mistake is worth beyond the small whole numbers by which it shows: all of them must agree
SMALL = 3.0
#: points close to the border between their classes, which take 45 epochs
CLOSE = [[-3.5], [-3.0], [3.0], [3.25]], [0, 0, 0, 1]
#: rows and labels
EDGES = [
    ([[1.0], [2.0], [3.0], [4.0]], [0, 0, 1, 1]),  # one feature
    ([[-2.0], [5.0]], [1, 0]),
    ([[3.0, -1.0]], [1]),  # one example
    ([[3.0, -1.0]], [0]),
    ([[0.0, 0.0]], [1]),  # only the bias can move
    ([[1.0, 2.0], [1.0, 2.0]], [0, 1]),  # one point, two labels
    ([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1, 1, 1]),  # one class
    ([[-1.0, 0.5, 2.0, 0.0, 1.0], [1.0, 0.0, -2.0, 1.0, 0.25], [0.0, 4.0, 0.0, -1.0, 1.0]], [1, 0, 1]),
    ([[0.0], [1.0], [2.0]], [0, 1, 0]),  # not separable on a line
]


def labels_of(gate):
    """Return the last column of a gate's truth table."""
    return np.array(GATES[gate], dtype=np.int64)


def run(
    x,
    y,
    lr=1.0,
    max_epochs=100,
    *,
    at_zero=0,
    sign=1,
    bias_moves=1,
    at_once=False,
    summed=True,
    ends=True,
    once=False,
):
    """Return what training gives, or what it would give by one of the usual mistakes."""
    weights, bias, updates = np.zeros(x.shape[1]), 0.0, 0
    for epoch in range(1, max_epochs + 1):
        mistakes, seen = 0, (weights, bias)
        for row, label in zip(x, y):
            w, b = seen if at_once else (weights, bias)
            z = row @ w + b
            error = int(label) - (at_zero if z == 0 else int(z > 0))
            mistakes += error != 0
            weights, bias = weights + sign * lr * error * row, bias + sign * bias_moves * lr * error
        updates = (min(mistakes, 1) if once else mistakes) + (updates if summed else 0)
        if not mistakes and ends:
            return weights, bias, epoch, updates, True
    return weights, bias, max_epochs, updates, mistakes == 0


def slips_of(x, y, lr, max_epochs, names):
    """Return the usual mistakes of a training, each with the results of these names that it leads to."""

    def made(name, en, ko, **change):
        """Return one of them."""
        rate, limit = change.pop("lr", lr), change.pop("max_epochs", max_epochs)
        value = lambda: named(run(x, y, rate, limit, **change), names)  # noqa: E731
        return Slip(name, en=en, ko=ko, value=value, cost=-SMALL)

    def uncounted():
        """Return the counts without the last epoch, where it was without a mistake."""
        right = named(run(x, y, lr, max_epochs), names)
        return right | {"epochs": right["epochs"] - right["converged"]}

    return [
        made(
            "one_at_zero",
            "a weighted sum of exactly 0 was taken for class 1; the text says class 0.",
            "가중합이 정확히 0일 때 1로 예측한 결과입니다. 0으로 예측해야 합니다.",
            at_zero=1,
        ),
        made(
            "whole_epoch_at_once",
            "all predictions of an epoch were made with the weights from its beginning; each example must see the "
            "weights that the one before it left.",
            "에포크를 시작할 때의 가중치로 모든 예제를 예측한 결과입니다. 예제마다 바로 앞 예제가 남긴 가중치를 써야 합니다.",
            at_once=True,
        ),
        made(
            "bias_still", "the bias was never moved.", "편향을 한 번도 옮기지 않은 결과입니다.", bias_moves=0
        ),
        made(
            "wrong_way",
            "the weights were moved the wrong way: the factor is y − prediction.",
            "가중치를 반대 방향으로 옮긴 결과입니다. 곱하는 값은 y − 예측입니다.",
            sign=-1,
        ),
        made(
            "never_ends",
            "training went on to max_epochs although an epoch without a mistake had ended it.",
            "틀린 예측이 없는 에포크에서 끝내지 않고 max_epochs까지 계속한 결과입니다.",
            ends=False,
        ),
        made("rate_unused", "the learning rate was not used.", "학습률을 쓰지 않은 결과입니다.", lr=1.0),
        made(
            "last_epoch_only",
            "updates are those of the last epoch alone; add up all epochs.",
            "마지막 에포크의 갱신 횟수만 센 결과입니다. 모든 에포크의 횟수를 더하세요.",
            summed=False,
        ),
        made(
            "epochs_for_updates",
            "updates are the epochs with a mistake here; count every mistake.",
            "틀린 예측이 있던 에포크의 수를 센 결과입니다. 틀린 예측을 하나하나 세세요.",
            once=True,
        ),
        made(
            "bias_without_rate",
            "the bias moved by 1, without the learning rate.",
            "편향에는 학습률을 곱하지 않은 결과입니다.",
            bias_moves=1 / lr,
        ),
        made(
            "one_epoch_short",
            "training ended one epoch before max_epochs.",
            "max_epochs보다 에포크를 한 번 적게 한 결과입니다.",
            max_epochs=max(max_epochs - 1, 1),
        ),
        Slip(
            "last_epoch_uncounted",
            en="the epoch without a mistake, which ends the training, was not counted.",
            ko="훈련을 끝낸, 틀린 예측이 없는 에포크를 세지 않은 결과입니다.",
            value=uncounted,
            cost=-SMALL,
        ),
    ]


def named(result, names=NAMES):
    """Return results of `train` by name, so that a message can say which one differs."""
    found = dict(zip(NAMES, result))
    return {name: found[name] for name in names}


def compare(got, x, y, lr=1.0, max_epochs=100, expected=None):
    """Compare what `train` returned with what the rule gives: where it ended first, then the counts."""
    expect(
        isinstance(got, tuple) and len(got) == 5,
        en="`train` should return a tuple of five: weights, bias, epochs, updates, converged.",
        ko="`train`은 weights, bias, epochs, updates, converged, 이렇게 다섯 값의 튜플을 반환해야 합니다.",
    )
    right = expected or run(x, y, lr, max_epochs)
    for names, counts in ((NAMES[:2], False), (NAMES[2:], True)):
        assert_close(
            named(got, names),
            named(right, names),
            check_dtype=counts,
            slips=slips_of(x, y, lr, max_epochs, names),
        )


def compare_update(submission, reference, weights, bias, x, y, lr):
    """Compare one update with the reference's."""
    got = submission.update(weights, bias, x, y, lr)
    expect(
        isinstance(got, tuple) and len(got) == 2,
        en="`update` should return a tuple of two: weights and bias.",
        ko="`update`는 weights와 bias, 두 값의 튜플을 반환해야 합니다.",
    )
    expected = dict(zip(NAMES, reference.update(weights, bias, x, y, lr)))
    slip = Slip(
        "bias_without_rate",
        en="the bias moved by 1, without the learning rate.",
        ko="편향에는 학습률을 곱하지 않은 결과입니다.",
        value=lambda: expected | {"bias": bias + (expected["bias"] - bias) / lr},
    )
    assert_close(dict(zip(NAMES, got)), expected, check_dtype=False, slips=[slip])


def test_predict(submission):
    """A row is of class 1 where its weighted sum is positive."""
    weights = np.array([2.0, -1.0])

    assert_close(submission.predict(CORNERS, weights, -0.5), np.array([0, 0, 1, 1]))
    assert_close(submission.predict(np.array([[3.0, -4.0], [-1.0, 1.0]]), weights, 1.0), np.array([1, 0]))


def test_exactly_zero(submission):
    """A weighted sum of exactly 0 gives class 0, whatever makes it so."""
    assert_close(submission.predict(CORNERS, np.array([1.0, 1.0]), -1.0), np.array([0, 0, 0, 1]))
    assert_close(submission.predict(CORNERS[1:], np.zeros(2), 0.0), np.array([0, 0, 0]))
    assert_close(submission.predict(CORNERS, np.zeros(2), 0.5), np.array([1, 1, 1, 1]))


def test_update(submission, reference):
    """A missed 1 pulls the weights towards the example, a false 1 pushes them away, a right one does nothing."""
    weights, x = np.array([1.0, -2.0]), np.array([3.0, 0.5])
    for bias, y, lr in ((-2.5, 1, 0.5), (-1.0, 0, 0.5), (-1.0, 1, 0.5), (-2.5, 0, 0.5), (0.0, 0, 2.0)):
        compare_update(submission, reference, weights, bias, x, y, lr)


def test_or(submission):
    """The worked example: OR is learnt in four epochs with four updates."""
    y = labels_of("OR")

    compare(submission.train(CORNERS, y), CORNERS, y, expected=(np.array([1.0, 1.0]), 0.0, 4, 4, True))


def test_and(submission):
    """AND takes six epochs and ten updates, NAND and NOR are learnt as well."""
    y = labels_of("AND")
    compare(submission.train(CORNERS, y), CORNERS, y, expected=(np.array([2.0, 1.0]), -2.0, 6, 10, True))
    for gate in ("NAND", "NOR"):
        y = labels_of(gate)
        compare(submission.train(CORNERS, y), CORNERS, y)


def test_xor(submission):
    """XOR is never learnt: training ends at the limit and says so."""
    y = labels_of("XOR")

    compare(submission.train(CORNERS, y, 1.0, 1), CORNERS, y, 1.0, 1)
    compare(submission.train(CORNERS, y, 1.0, 4), CORNERS, y, 1.0, 4)
    compare(submission.train(CORNERS, y), CORNERS, y, expected=(np.array([-1.0, 0.0]), 1.0, 100, 397, False))


def test_already_right(submission):
    """With no 1 among the labels the zero weights are right, and one epoch shows it."""
    x, y = np.array([[1.0, -2.0], [3.0, 5.0], [-4.0, 0.5]]), np.zeros(3, dtype=np.int64)
    compare(submission.train(x, y), x, y, expected=(np.zeros(2), 0.0, 1, 0, True))
    ones = np.ones(3, dtype=np.int64)
    compare(submission.train(x, ones), x, ones)


def test_epoch_limit(submission):
    """An epoch with a mistake never counts as success, even if it was the last mistake."""
    y = labels_of("OR")

    compare(
        submission.train(CORNERS, y, max_epochs=3),
        CORNERS,
        y,
        1.0,
        3,
        (np.array([1.0, 1.0]), 0.0, 3, 4, False),
    )
    compare(
        submission.train(CORNERS, y, max_epochs=4),
        CORNERS,
        y,
        1.0,
        4,
        (np.array([1.0, 1.0]), 0.0, 4, 4, True),
    )


def test_learning_rate(submission):
    """Another learning rate makes weights and bias larger or smaller, and changes nothing else."""
    for gate in ("OR", "AND"):
        y = labels_of(gate)
        for lr in (0.5, 4.0):
            compare(submission.train(CORNERS, y, lr), CORNERS, y, lr)


def test_order_of_examples(submission):
    """Examples are seen in the order given; the same table upside down ends in other weights."""
    x, y = CORNERS[::-1].copy(), labels_of("AND")[::-1].copy()

    compare(submission.train(x, y), x, y)


def test_arguments_stay_as_they_are(submission, reference):
    """Neither call writes into the arrays it was given."""
    weights, x, y = np.array([1.0, -2.0]), CORNERS.copy(), labels_of("AND")
    compare_update(submission, reference, weights, 0.0, x[3], 1, 1.0)
    expect(
        not submission.last_call.changed,
        en="`update` changed an array it was given.",
        ko="`update`가 받은 배열을 바꾸었습니다.",
    )
    compare(submission.train(x, y), x, y)
    expect(
        not submission.last_call.changed,
        en="`train` changed an array it was given.",
        ko="`train`이 받은 배열을 바꾸었습니다.",
    )


@st.composite
def tables(draw):
    """Up to six examples of one to three whole features, with any labels; the first may come again with the other."""
    features = draw(st.integers(1, 3))
    row = st.lists(st.integers(-4, 4), min_size=features, max_size=features)
    rows = draw(st.lists(st.tuples(row, st.integers(0, 1)), min_size=1, max_size=6))
    rows += [(x, 1 - y) for x, y in rows[:1] if draw(st.booleans())]
    return np.array([x for x, _ in rows], dtype=np.float64), np.array([y for _, y in rows], dtype=np.int64)


@given(
    max_examples=100, table=tables(), lr=st.sampled_from([1.0, 0.5, 2.0]), limit=st.sampled_from([20, 1, 3])
)
def test_random_tables(submission, table, lr, limit):
    """Any table gives the weights and counts of the rule."""
    x, y = table
    needed = run(x, y, lr, limit)[2]

    compare(submission.train(x, y, lr, limit), x, y, lr, limit)
    # One epoch less is where it matters what counts as an end.
    for less in (needed - 1, needed - 2):
        if less > 0:
            compare(submission.train(x, y, lr, less), x, y, lr, less)


def separable(rng, count, features):
    """Return points in eighths with a gap between the classes, and the (weights, bias) that separate them."""
    while True:
        w, b = rng.normal(size=features), rng.normal()
        x = np.round(rng.uniform(-4, 4, size=(20 * count, features)) * 8) / 8
        z = x @ w + b
        x, z = x[np.abs(z) > 0.3][:count], z[np.abs(z) > 0.3][:count]
        if len(x) == count:  # weights near 0 leave few points outside the gap, or none
            return x, (z > 0).astype(np.int64), w, b


def test_novikoff(submission, rng):
    """What can be separated is learnt, with no more updates than Novikoff's bound allows."""
    x, y = np.array(CLOSE[0]), np.array(CLOSE[1], dtype=np.int64)
    compare(submission.train(x, y, 0.5, 1000), x, y, 0.5, 1000)
    for count, features in ((30, 2), (60, 3), (40, 5), (25, 1)):
        x, y, w, b = separable(rng, count, features)
        got = submission.train(x, y, 0.5, 100_000)
        compare(got, x, y, 0.5, 100_000)
        longer = np.column_stack([x, np.ones(len(x))])
        length = np.linalg.norm([*w, b])
        gap = np.abs(longer @ np.array([*w, b])).min() / length
        assert got[4] and got[3] <= (np.linalg.norm(longer, axis=1).max() / gap) ** 2
        assert_close(submission.predict(x, got[0], got[1]), y)


def test_edge_cases(submission):
    """One feature, one example, one class, one point with two labels: the rule is the same."""
    for rows, labels in EDGES:
        x, y = np.array(rows), np.array(labels, dtype=np.int64)
        for limit in (1, 2, 50):
            compare(submission.train(x, y, 0.25, limit), x, y, 0.25, limit)
