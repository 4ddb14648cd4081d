"""Checks for gradient-descent-variants: the gradient, then the three ways down, then PyTorch's optimiser."""

from __future__ import annotations

import numpy as np
import torch

from graders import Slip, assert_close, expect, given, strategies as st

#: the worked example: a column of ones and the inputs 0, 1, 2
X = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
Y = np.array([1.0, 3.0, 2.0])
START = np.zeros(2)
ORDERS = np.array([[2, 0, 1]])
#: examples, features, epochs, batch size, momentum
SIZES = [(12, 3, 4, 5, 0.0), (9, 2, 6, 3, 0.9), (7, 4, 3, 4, 0.5), (5, 1, 5, 2, 0.9), (6, 2, 3, 100, 0.9)]


def walk(x, y, theta, lr, orders, batch_size, momentum=0.0, *, slip=""):
    """Return the path of a descent, or what it would be by one of the usual mistakes."""
    path, velocity, start = [], np.zeros(len(theta)), theta
    orders = orders.reshape(1, -1) if slip == "across_epochs" else orders
    for order in orders:
        epoch_start = theta
        velocity = 0 * velocity if slip == "velocity_begins_anew" else velocity
        order = np.arange(len(x)) if slip == "order_unused" else order
        cuts = range(0, len(order), batch_size)
        for first in cuts:
            batch = order[first : first + batch_size]
            if slip == "last_batch_dropped" and len(batch) < batch_size and len(cuts) > 1:
                continue
            at = epoch_start if slip == "old_parameters" else theta
            at = theta - lr * momentum * velocity if slip == "looks_ahead_first" else at
            grad = 2 * (x[batch] @ at - y[batch]) @ x[batch] / len(batch)
            grad = grad * {
                "sum_for_mean": len(batch),
                "factor_missing": 0.5,
                "divided_by_all": len(batch) / len(x),
                "divided_by_batch_size": len(batch) / batch_size,
                "uphill": -1,
            }.get(slip, 1)
            fresh = 1 - momentum if slip == "dampened" else 1
            velocity = (0 if slip == "momentum_unused" else momentum) * velocity + fresh * grad
            step = grad + momentum * velocity if slip == "looks_ahead" else velocity
            theta = theta - lr * step
            path.append(theta)
    path = {"start_included": [start, *path], "same_row": [theta] * len(path)}.get(slip, path)
    return np.array(path)


WORDS = {
    "sum_for_mean": (
        "the gradient of a batch is a sum here; divide by the number of its examples.",
        "배치의 기울기가 합입니다. 배치에 든 예제의 수로 나누세요.",
    ),
    "factor_missing": (
        "the factor 2 of the derivative of a square is missing.",
        "제곱을 미분할 때 생기는 2가 빠졌습니다.",
    ),
    "divided_by_all": (
        "the gradient of a batch was divided by the number of all examples.",
        "배치의 기울기를 전체 예제의 수로 나누었습니다.",
    ),
    "divided_by_batch_size": (
        "the smaller last batch was divided by batch_size; divide by the number of examples it has.",
        "마지막의 작은 배치도 batch_size로 나누었습니다. 실제로 든 예제의 수로 나누세요.",
    ),
    "uphill": ("the steps go up the gradient.", "기울기의 반대 방향이 아니라 같은 방향으로 움직였습니다."),
    "old_parameters": (
        "all gradients of an epoch were taken at the parameters from its beginning.",
        "한 에포크의 기울기를 모두 에포크가 시작할 때의 파라미터에서 구했습니다.",
    ),
    "order_unused": (
        "the examples were taken from the first to the last; use the indices in orders.",
        "예제를 처음부터 차례로 썼습니다. orders의 번호를 따르세요.",
    ),
    "last_batch_dropped": (
        "the smaller last batch of each epoch was left out.",
        "에포크마다 마지막의 작은 배치를 버렸습니다.",
    ),
    "momentum_unused": ("the momentum was not used.", "모멘텀을 쓰지 않았습니다."),
    "dampened": (
        "the new gradient was multiplied by 1 − momentum.",
        "새 기울기에 1 − 모멘텀을 곱했습니다.",
    ),
    "looks_ahead": ("this is Nesterov's momentum.", "네스테로프 모멘텀으로 계산했습니다."),
    "looks_ahead_first": (
        "this is Nesterov's momentum: gradients are taken where the velocity leads, not where the parameters are.",
        "네스테로프 모멘텀으로 계산했습니다. 속도만큼 미리 옮긴 곳이 아니라 지금의 파라미터에서 기울기를 구하세요.",
    ),
    "across_epochs": (
        "batches go on from one epoch into the next; each epoch is cut into batches of its own.",
        "배치가 다음 에포크에 걸쳐 있습니다. 에포크마다 따로 배치로 자르세요.",
    ),
    "velocity_begins_anew": (
        "the velocity was set to zero at the beginning of each epoch; it goes on.",
        "에포크를 시작할 때마다 속도를 0으로 되돌렸습니다. 속도는 이어집니다.",
    ),
    "start_included": (
        "the start is part of the path; the first row is the state after the first update.",
        "출발점이 경로에 들어 있습니다. 첫 행은 첫 번째 갱신을 마친 뒤의 값입니다.",
    ),
    "same_row": (
        "every row is the last one: the same array was stored again and again, and changed in place.",
        "모든 행이 마지막 값과 같습니다. 같은 배열을 되풀이해 담고 그 배열을 제자리에서 바꾸었습니다.",
    ),
}


def compare(got, x, y, theta, lr, orders, batch_size, momentum=0.0):
    """Compare a path with the one that the rule gives."""
    expect(
        isinstance(got, np.ndarray),
        en="The path should be one NumPy array with a row for each update, such as `np.array(path)`.",
        ko="경로는 `np.array(path)`처럼 갱신마다 한 행이 있는 NumPy 배열 하나여야 합니다.",
    )
    case = (x, y, theta, lr, orders, batch_size, momentum)
    made = [
        Slip(name, en=en, ko=ko, value=lambda name=name: walk(*case, slip=name))
        for name, (en, ko) in WORDS.items()
    ]
    assert_close(got, walk(*case), slips=made)


def straight(count, epochs):
    """Return orders that take all examples as they come."""
    return np.tile(np.arange(count), (epochs, 1))


def drawn(rng, count, features, epochs):
    """Return examples, a start, and an order for each epoch."""
    x = rng.normal(size=(count, features))
    y = x @ rng.normal(size=features) + 0.3 * rng.normal(size=count)
    orders = np.array([rng.permutation(count) for _ in range(epochs)])
    return x, y, rng.normal(size=features), orders


def test_gradient(submission):
    """The gradient at zero for the three examples of the text, and for one of them."""
    expected = -2 * np.array([1.0 + 3.0 + 2.0, 0.0 + 3.0 + 4.0])
    usual = [
        Slip(
            "sum_for_mean", en=WORDS["sum_for_mean"][0], ko=WORDS["sum_for_mean"][1], value=lambda: expected
        ),
        Slip(
            "factor_missing",
            en=WORDS["factor_missing"][0],
            ko=WORDS["factor_missing"][1],
            value=lambda: expected / 6,
        ),
    ]
    assert_close(submission.gradient(X, Y, START), expected / 3, slips=usual)
    assert_close(submission.gradient(X[2:], Y[2:], START), np.array([-4.0, -8.0]))
    assert_close(submission.gradient(X[2:], Y[2:], np.array([1.0, 1.0])), np.array([2.0, 4.0]))


def test_batch(submission):
    """All examples make one update an epoch."""
    got = submission.batch_descent(X, Y, START, 0.125, 1)
    compare(got, X, Y, START, 0.125, straight(3, 1), 3)
    assert_close(got, np.array([[0.5, 7 / 12]]))
    compare(submission.batch_descent(X, Y, START, 0.125, 4), X, Y, START, 0.125, straight(3, 4), 3)


def test_stochastic(submission):
    """The worked example: each example makes an update, in the order that is given."""
    got = submission.stochastic_descent(X, Y, START, 0.125, ORDERS)

    compare(got, X, Y, START, 0.125, ORDERS, 1)
    assert_close(got, np.array([[0.5, 1.0], [0.625, 1.0], [0.96875, 1.34375]]))


def test_minibatch(submission):
    """The worked example: batches of two and one."""
    got = submission.minibatch_descent(X, Y, START, 0.125, ORDERS, 2)

    compare(got, X, Y, START, 0.125, ORDERS, 2)
    assert_close(got, np.array([[0.375, 0.5], [0.90625, 1.03125]]))


def test_last_batch(submission, rng):
    """What is left over at the end of an epoch is a batch too, and its mean is over what it holds."""
    for count, size in ((5, 3), (7, 2), (6, 4)):
        x, y, theta, orders = drawn(rng, count, 2, 2)
        compare(submission.minibatch_descent(x, y, theta, 0.1, orders, size), x, y, theta, 0.1, orders, size)


def test_several_epochs(submission, rng):
    """Each epoch goes by its own row of orders, and goes on where the last one ended."""
    x, y, theta, orders = drawn(rng, 6, 2, 3)

    compare(submission.stochastic_descent(x, y, theta, 0.05, orders), x, y, theta, 0.05, orders, 1)
    compare(submission.minibatch_descent(x, y, theta, 0.05, orders, 3), x, y, theta, 0.05, orders, 3)


def test_momentum(submission, rng):
    """The velocity gathers gradients, from batch to batch and from epoch to epoch."""
    got = submission.minibatch_descent(X, Y, START, 0.125, ORDERS, 2, momentum=0.25)
    compare(got, X, Y, START, 0.125, ORDERS, 2, 0.25)
    assert_close(got, np.array([[0.375, 0.5], [1.0, 1.15625]]))
    for momentum in (0.9, 0.6, 0.3):
        x, y, theta, orders = drawn(rng, 6, 2, 3)
        got = submission.minibatch_descent(x, y, theta, 0.02, orders, 4, momentum)
        compare(got, x, y, theta, 0.02, orders, 4, momentum)


def test_one_batch_is_batch_descent(submission, rng):
    """A batch of all examples, or more, is batch descent; a batch of one is stochastic descent."""
    x, y, theta, orders = drawn(rng, 5, 3, 3)
    for size in (5, 8):
        got = submission.minibatch_descent(x, y, theta, 0.1, orders, size)
        compare(got, x, y, theta, 0.1, straight(5, 3), 5)
    compare(submission.minibatch_descent(x, y, theta, 0.1, orders, 1), x, y, theta, 0.1, orders, 1)


def test_arguments_stay_as_they_are(submission):
    """No call moves the start, or anything else it was given."""
    theta = np.array([1.0, -1.0])
    for name, settings, orders, size in (
        ("batch_descent", (2,), straight(3, 2), 3),
        ("stochastic_descent", (ORDERS,), ORDERS, 1),
        ("minibatch_descent", (ORDERS, 2, 0.25), ORDERS, 2),
    ):
        got = getattr(submission, name)(X, Y, theta, 0.125, *settings)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed an array it was given: {changed}",
            ko=f"`{name}`가 받은 배열을 바꾸었습니다: {changed}",
        )
        compare(got, X, Y, theta, 0.125, orders, size, 0.25 if name == "minibatch_descent" else 0.0)


@st.composite
def descents(draw):
    """Examples, a start, orders of a few epochs and a batch size that may be too large."""
    count, features = draw(st.integers(1, 6)), draw(st.integers(1, 3))
    epochs, size = draw(st.integers(1, 3)), draw(st.integers(1, 7))
    turns = draw(st.lists(st.integers(0, count - 1), min_size=epochs, max_size=epochs))
    backwards = -1 if draw(st.booleans()) else 1
    return {
        "x": draw(st.arrays((count, features), "float64")),
        "y": draw(st.arrays((count,), "float64")),
        "theta": draw(st.arrays((features,), "float64")),
        "lr": 0.125,
        "orders": np.array([np.roll(np.arange(count), turn)[::backwards] for turn in turns]),
        "batch_size": size,
    }


@given(max_examples=80, case=descents())
def test_random_batches(submission, case):
    """Any order and any batch size give the path of the rule."""
    compare(submission.minibatch_descent(**case), **case)


def path_of_torch(x, y, theta, lr, orders, batch_size, momentum):
    """Return the path of torch.optim.SGD on torch's mean squared error, by autograd."""
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    parameter = torch.from_numpy(theta).clone().requires_grad_()
    optimiser = torch.optim.SGD([parameter], lr=lr, momentum=momentum, foreach=False)
    path = []
    for order in orders:
        for batch in torch.from_numpy(order).split(batch_size):
            optimiser.zero_grad()
            torch.nn.functional.mse_loss(inputs[batch] @ parameter, targets[batch]).backward()
            optimiser.step()
            path.append(parameter.detach().clone().numpy())
    return np.array(path)


def test_path_of_torch(submission, rng):
    """Every update is that of torch.optim.SGD with autograd."""
    for count, features, epochs, size, momentum in SIZES:
        x, y, theta, orders = drawn(rng, count, features, epochs)
        got = submission.minibatch_descent(x, y, theta, 0.05, orders, size, momentum)
        assert_close(got, path_of_torch(x, y, theta, 0.05, orders, size, momentum))


def test_closed_form(submission, rng):
    """Batch descent shrinks the distance to the least-squares solution by one matrix, update by update."""
    x, y, theta, _ = drawn(rng, 20, 3, 1)
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    shrink = np.eye(3) - 0.1 * 2 / 20 * x.T @ x
    expected = [best + np.linalg.matrix_power(shrink, step) @ (theta - best) for step in range(1, 31)]

    assert_close(submission.batch_descent(x, y, theta, 0.1, 30), np.array(expected))


def test_edge_cases(submission, rng):
    """One example, one feature, one epoch; a start that is right already; a learning rate that is too large."""
    x, y, theta, orders = drawn(rng, 1, 3, 4)
    compare(submission.stochastic_descent(x, y, theta, 0.1, orders), x, y, theta, 0.1, orders, 1)
    compare(submission.batch_descent(x, y, theta, 0.1, 4), x, y, theta, 0.1, orders, 1)
    orders = np.array([[2, 0, 3, 1]])
    for _ in range(3):
        x, y, theta, _ = drawn(rng, 4, 1, 1)
        got = submission.minibatch_descent(x, y, theta, 0.1, orders, 3, 0.9)
        compare(got, x, y, theta, 0.1, orders, 3, 0.9)
    right = X @ np.array([2.0, -1.0])
    compare(
        submission.stochastic_descent(X, right, np.array([2.0, -1.0]), 0.5, ORDERS),
        X, right, np.array([2.0, -1.0]), 0.5, ORDERS, 1,
    )  # fmt: skip
    compare(submission.batch_descent(X, Y, START, 1.0, 6), X, Y, START, 1.0, straight(3, 6), 3)
