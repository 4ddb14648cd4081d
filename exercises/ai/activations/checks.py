"""Checks for activations: values, then axes, large numbers, gradients and edges; torch is the judge."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, slips, strategies as st, vjp

RIGHT = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": lambda x, slope=0.01: F.leaky_relu(x, slope),
    "softmax": lambda x, dim=-1: torch.softmax(x, dim),
}
DTYPES = (torch.float32, torch.float64)


def draw(rng, shape, dtype=torch.float32, scale=2.0):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape) * scale).to(dtype)


def mistakes(name, x, option=None):
    """Return slips of one function."""
    known = {
        "sigmoid": [
            ("tanh_for_sigmoid", "this is tanh(x)", "tanh(x)의 값입니다", lambda: x.tanh()),
            ("sign_of_the_exponent", "the exponent has the wrong sign: this is σ(−x)",
             "지수의 부호가 반대입니다. σ(−x)의 값입니다", lambda: (-x).sigmoid()),
            ("not_inverted", "this is 1 + exp(−x), not yet inverted",
             "1 + exp(−x)의 값입니다. 역수를 구하지 않았습니다", lambda: 1 + (-x).exp()),
        ],
        "tanh": [
            ("sigmoid_for_tanh", "this is the sigmoid of x", "x의 시그모이드 값입니다", lambda: x.sigmoid()),
            ("argument_not_doubled", "this is 2σ(x) − 1: the argument was not doubled",
             "2σ(x) − 1의 값입니다. 인자를 두 배로 하지 않았습니다", lambda: 2 * x.sigmoid() - 1),
            ("result_not_shifted", "this is σ(2x): stretch it by 2 and subtract 1",
             "σ(2x)의 값입니다. 두 배로 늘리고 1을 빼야 합니다", lambda: (2 * x).sigmoid()),
        ],
        "leaky_relu": [
            ("slope_ignored", "negative numbers became 0: the slope was not used",
             "음수가 0이 되었습니다. `slope`를 쓰지 않았습니다", lambda: x.relu()),
            ("slope_everywhere", "positive numbers were multiplied by the slope too",
             "양수에도 `slope`를 곱했습니다", lambda: x * option),
            ("slope_subtracted", "the slope was used with the wrong sign",
             "`slope`의 부호가 반대입니다", lambda: F.leaky_relu(x, -option)),
            ("larger_taken", "the larger of x and slope · x was taken",
             "x와 slope · x 중 큰 값을 골랐습니다", lambda: torch.maximum(x, option * x)),
        ],
    }  # fmt: skip
    if name == "softmax":
        return slips.softmax(x, option)
    return [Slip(each, en=f"{en}.", ko=f"{ko}.", value=value) for each, en, ko, value in known.get(name, [])]


def compare(submission, name, x, *options):
    """Compare one function with torch's."""
    got = getattr(submission, name)(x, *options)
    assert_close(got, RIGHT[name](x, *options), slips=mistakes(name, x, *options))


def compare_gradients(submission, name, x, cotangent, *options):
    """Compare the gradient of one function with that of torch's."""
    setting = {"args": (x, *options), "cotangent": cotangent}
    value, (gradient,) = vjp(getattr(submission, name), **setting)
    expected, (right,) = vjp(RIGHT[name], **setting)

    assert_close(value, expected)
    expect(
        gradient is not None,
        en=f"No gradient arrives at the argument of `{name}`.",
        ko=f"`{name}`의 인자까지 기울기가 오지 않습니다.",
    )
    assert_close(gradient, right)


def test_sigmoid(submission, rng):
    """Sigmoid is torch's for moderate numbers."""
    assert_close(
        submission.sigmoid(torch.tensor([0.0, 2.0, -2.0])), torch.tensor([0.5, 0.8807971, 0.1192029])
    )
    compare(submission, "sigmoid", draw(rng, (3, 4)))


def test_tanh(submission, rng):
    """tanh is torch's for moderate numbers."""
    assert_close(submission.tanh(torch.tensor([0.0, 1.0, -1.0])), torch.tensor([0.0, 0.7615942, -0.7615942]))
    compare(submission, "tanh", draw(rng, (3, 4)))


def test_relu(submission, rng):
    """ReLU is torch's."""
    assert_close(submission.relu(torch.tensor([-1.5, 0.0, 2.5])), torch.tensor([0.0, 0.0, 2.5]))
    compare(submission, "relu", draw(rng, (3, 4)))


def test_leaky_relu(submission, rng):
    """Leaky ReLU is torch's, for its usual slope and for others."""
    assert_close(submission.leaky_relu(torch.tensor([-2.0, 0.0, 3.0])), torch.tensor([-0.02, 0.0, 3.0]))
    for slope in (0.2, 0.5, 1.5):
        compare(submission, "leaky_relu", draw(rng, (3, 4)), slope)


def test_softmax(submission, rng):
    """Softmax is torch's along the last axis, which is the usual one."""
    x = torch.tensor([[1.0, 2.0, 3.0]])
    assert_close(submission.softmax(x), torch.tensor([[0.0900306, 0.2447285, 0.6652410]]))
    x = draw(rng, (4, 4))
    assert_close(submission.softmax(x), torch.softmax(x, -1), slips=slips.softmax(x, -1))


def test_softmax_along_any_axis(submission, rng):
    """Softmax is torch's along every axis, counted from either end."""
    x = draw(rng, (2, 3, 4))

    for dim in (0, 1, 2, -1, -2, -3):
        compare(submission, "softmax", x, dim)


def test_large_inputs(submission):
    """The functions of single entries are right and finite for numbers in the thousands."""
    x = torch.tensor([-1e4, -1000.0, -90.0, -20.0, 1.0, 20.0, 90.0, 1000.0, 1e4])

    for name in ("sigmoid", "tanh", "relu"):
        compare(submission, name, x)
    compare(submission, "leaky_relu", x, 0.3)


def test_large_scores(submission):
    """Softmax is right and finite for scores in the thousands, and for rows that lie far apart."""
    x = torch.tensor([[1000.0, 1001.0, 1002.0], [-1000.0, -1002.0, -1001.0], [0.0, 1.0, 1e4]])

    compare(submission, "softmax", x, 1)
    compare(submission, "softmax", x, 0)


def test_dtype(submission, rng):
    """The result has the dtype and shape of the input."""
    for dtype in DTYPES:
        x = draw(rng, (2, 5), dtype)
        for name in RIGHT:
            assert_close(getattr(submission, name)(x), RIGHT[name](x))


def test_arguments_stay_as_they_are(submission, rng):
    """A call gives the right result and does not change its argument."""
    for name in RIGHT:
        x = draw(rng, (2, 5))
        result = getattr(submission, name)(x)
        expect(
            not submission.last_call.changed,
            en=f"`{name}` changed the tensor it was given.",
            ko=f"`{name}`이(가) 받은 텐서를 바꾸었습니다.",
        )
        assert_close(result, RIGHT[name](x))


def test_gradients(submission, rng):
    """Gradients are those of torch."""
    for name in RIGHT:
        compare_gradients(submission, name, draw(rng, (3, 4)), draw(rng, (3, 4)))
    compare_gradients(submission, "leaky_relu", draw(rng, (3, 4)), draw(rng, (3, 4)), 0.3)
    compare_gradients(submission, "softmax", draw(rng, (3, 4)), draw(rng, (3, 4)), 0)


def test_gradients_at_zero(submission, rng):
    """At zero, gradients follow the conventions of torch."""
    x = torch.tensor([0.0, 1.0, -1.0])

    for name in ("sigmoid", "tanh", "relu"):
        compare_gradients(submission, name, x, draw(rng, (3,)))
    compare_gradients(submission, "leaky_relu", x, draw(rng, (3,)), 0.3)


def test_gradients_of_large_inputs(submission, rng):
    """Gradients of large inputs are those of torch, and finite."""
    x = torch.tensor([-1e4, -1000.0, -90.0, 1.0, 90.0, 1000.0, 1e4])

    for name in ("sigmoid", "tanh", "relu", "softmax"):
        compare_gradients(submission, name, x, draw(rng, (7,)))


@given(max_examples=30, x=st.tensors(st.shapes(1, 3, 1, 4)), axis=st.integers(0, 2))
def test_any_tensor(submission, x, axis):
    """All functions are torch's on random tensors."""
    for name in ("sigmoid", "tanh", "relu"):
        compare(submission, name, x)
    compare(submission, "leaky_relu", x, 0.25)
    compare(submission, "softmax", x, axis % x.ndim)


def test_fresh_inputs(submission, rng):
    """All functions are torch's for inputs that were not shown, in both dtypes."""
    for dtype in DTYPES:
        for shape in ((7,), (2, 1, 5), (1, 4, 3, 2)):
            x = draw(rng, shape, dtype, scale=5.0)
            for name in ("sigmoid", "tanh", "relu", "leaky_relu"):
                compare(submission, name, x, *([0.07] if name == "leaky_relu" else []))
            for dim in range(len(shape)):
                compare(submission, "softmax", x, dim)


def test_edges(submission):
    """Tensors without axes, single and equal scores, slopes of 0, 1 and 3, and very large numbers."""
    for number in (-1e6, -3.0, 0.0, 3.0, 1e6):
        x = torch.tensor(number)
        for name in ("sigmoid", "tanh", "relu"):
            compare(submission, name, x)
        for slope in (0.0, 1.0, 3.0):
            compare(submission, "leaky_relu", x, slope)
    for x in (torch.tensor([5.0]), torch.full((2, 4), -7e5), torch.tensor([[1e6, -1e6], [-1e6, -1e6]])):
        for dim in range(x.ndim):
            compare(submission, "softmax", x, dim)
    x = torch.tensor([-800.0, -100.0, 0.5, 100.0, 800.0], dtype=torch.float64)
    for name in ("sigmoid", "tanh", "softmax"):
        compare(submission, name, x, *([0] if name == "softmax" else []))


def test_fresh_gradients(submission, rng):
    """Gradients are right in both dtypes, along each axis and for large inputs."""
    for dtype in DTYPES:
        x = draw(rng, (2, 3, 4), dtype, scale=100.0)
        for name in ("sigmoid", "tanh", "relu"):
            compare_gradients(submission, name, x, draw(rng, (2, 3, 4), dtype))
        compare_gradients(submission, "leaky_relu", x, draw(rng, (2, 3, 4), dtype), 0.4)
        for dim in range(3):
            # Moved up, so that every exponential is too large unless the scores are shifted first.
            compare_gradients(submission, "softmax", x + 300, draw(rng, (2, 3, 4), dtype), dim)
