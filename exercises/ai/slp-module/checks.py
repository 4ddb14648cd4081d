"""Checks for slp-module: names first, then the same weights in a formula of torch."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, SubmissionError, assert_close, expect, given, strategies as st, vjp


def draw(rng, *shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def module(submission, weight, bias):
    """Return a module of the submission with these weights."""
    outputs, inputs = weight.shape
    net = submission.SLP(inputs, outputs)
    if weight.dtype == torch.float64:
        net.double()
    try:
        net.load_state_dict({"layer.weight": weight, "layer.bias": bias})
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    return net


def right(x, weight, bias):
    """Return what the module gives."""
    return torch.sigmoid(F.linear(x, weight, bias))


def mistakes(x, weight, bias):
    """Return what modules give that err in one thing."""
    z = F.linear(x, weight, bias)
    return [
        Slip(
            "sigmoid_missing",
            en="This is the weighted sum; the sigmoid is missing.",
            ko="가중합을 그대로 반환했습니다. 시그모이드가 빠졌습니다.",
            value=lambda: z,
        ),
        Slip(
            "softmax_for_sigmoid",
            en="This is a softmax over the outputs; each output has a sigmoid of its own.",
            ko="출력 전체에 소프트맥스를 적용했습니다. 시그모이드는 출력마다 따로 적용합니다.",
            value=lambda: z.softmax(-1),
        ),
        Slip(
            "sigmoid_twice",
            en="The sigmoid was applied twice.",
            ko="시그모이드를 두 번 적용했습니다.",
            value=lambda: z.sigmoid().sigmoid(),
        ),
        Slip(
            "bias_missing",
            en="The bias was not added.",
            ko="편향을 더하지 않았습니다.",
            value=lambda: right(x, weight, None),
        ),
        Slip(
            "tanh_for_sigmoid",
            en="This is tanh of the weighted sum, not its sigmoid.",
            ko="가중합에 시그모이드 대신 tanh를 적용했습니다.",
            value=lambda: z.tanh(),
        ),
        Slip(
            "relu_for_sigmoid",
            en="This is ReLU of the weighted sum, not its sigmoid.",
            ko="가중합에 시그모이드 대신 ReLU를 적용했습니다.",
            value=lambda: z.relu(),
        ),
    ]


def compare(submission, x, weight, bias):
    """Compare a module's outputs with the formula's."""
    got = module(submission, weight, bias)(x)
    assert_close(got, right(x, weight, bias), slips=mistakes(x, weight, bias))


def test_parameter_names_and_shapes(submission):
    """The state dict has the agreed names and shapes, with one output where none are told."""
    for sizes in ((3,), (4, 2)):
        inputs, outputs = (*sizes, 1)[:2]
        state = submission.SLP(*sizes).state_dict()
        shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
        assert_close(shapes, {"layer.weight": (outputs, inputs), "layer.bias": (outputs,)})


def test_one_example(submission):
    """The example of the text: a weighted sum of -0.25 gives 0.4378."""
    weight, bias = torch.tensor([[1.0, -2.0, 0.5]]), torch.tensor([0.25])
    x = torch.tensor([[2.0, 1.0, -1.0]])

    compare(submission, x, weight, bias)
    compare(submission, -3 * x, weight, bias)


def test_several_outputs(submission, rng):
    """Several outputs are right, each by itself."""
    compare(submission, draw(rng, 5, 3), draw(rng, 4, 3), draw(rng, 4))


def test_batches(submission, rng):
    """Batches of one, of seven and of none give as many rows, and the right ones."""
    for outputs in (1, 3):
        weight, bias = draw(rng, outputs, 2), draw(rng, outputs)
        for examples in (1, 7, 0):
            compare(submission, draw(rng, examples, 2), weight, bias)


def test_two_modules(submission, rng):
    """A module keeps its own weights when another gets some."""
    x, weight, bias = draw(rng, 4, 3), draw(rng, 2, 3), draw(rng, 2)
    nets = [(module(submission, weight + n, bias - n), (x, weight + n, bias - n)) for n in (0, 1)]

    for net, case in nets:
        assert_close(net(x), right(*case), slips=mistakes(*case))


def compare_gradients(submission, x, weight, bias, cotangent):
    """Compare the gradients in the parameters and in the input with torch's."""
    net = module(submission, weight, bias)
    _, found = vjp(net, (x,), cotangent=cotangent, parameters=True)
    _, (at_x,) = vjp(net, (x,), cotangent=cotangent)
    _, (right_x, right_weight, right_bias) = vjp(right, (x, weight, bias), cotangent=cotangent, wrt=(0, 1, 2))
    expected = {"layer.weight": right_weight, "layer.bias": right_bias, "x": right_x}
    got = {**found, "x": at_x}

    unreached = [name for name in expected if got.get(name) is None]
    expect(
        not unreached,
        en="No gradient arrives at: " + ", ".join(unreached),
        ko="기울기가 오지 않는 곳: " + ", ".join(unreached),
    )
    assert_close(got, expected)


def test_gradients(submission, rng):
    """Weights, bias and input get the gradients that the formula gives."""
    compare_gradients(submission, draw(rng, 5, 3), draw(rng, 2, 3), draw(rng, 2), draw(rng, 5, 2))


def test_float64(submission, rng):
    """After `double()` the module computes in double precision."""
    tensors = [draw(rng, *shape, dtype=torch.float64) for shape in ((5, 3), (2, 3), (2,))]

    compare(submission, *tensors)


@given(max_examples=20, case=st.linear_cases())
def test_other_sizes(submission, case):
    """The outputs are right for any sizes and weights."""
    bias = case["bias"] if case["bias"] is not None else torch.zeros(len(case["weight"]))
    compare(submission, case["x"], case["weight"], bias)


def test_large_sums(submission, rng):
    """Weighted sums of up to 1000 give the right outputs and finite gradients."""
    x = torch.tensor([[-1000.0], [-90.0], [-20.0], [0.0], [20.0], [90.0], [1000.0]])
    weight, bias = torch.ones(1, 1), torch.zeros(1)

    compare(submission, x, weight, bias)
    compare_gradients(submission, x, weight, bias, draw(rng, 7, 1))
