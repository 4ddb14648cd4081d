"""Checks for conv2d-layer: from one window to random cases, gradients and edges."""

from __future__ import annotations

import torch

from graders import assert_close, expect, given, slips, strategies as st, vjp

# Each row: image batch, weight, bias?, stride, padding. Rectangles, pairs and both ways to write them.
FRESH = [
    ((1, 1, 5, 5), (1, 1, 3, 3), False, 1, 0),
    ((2, 3, 6, 5), (4, 3, 3, 2), True, 2, 1),
    ((3, 2, 5, 8), (3, 2, 2, 3), True, (2, 3), (1, 0)),
    ((2, 4, 7, 6), (2, 4, 1, 3), False, (3, 1), (0, 2)),
    ((2, 3, 8, 8), (5, 3, 5, 5), True, 1, 2),
    ((4, 1, 4, 9), (2, 1, 3, 4), True, (1, 2), (2, 1)),
]
EDGES = [
    ((2, 3, 4, 5), (4, 3, 1, 1), True, 1, 0),  # a kernel of one pixel
    ((1, 2, 3, 4), (2, 2, 5, 6), True, 1, 1),  # a kernel as large as the padded image
    ((2, 2, 7, 6), (3, 2, 2, 2), True, 4, 0),  # a stride larger than the kernel
    ((1, 1, 3, 3), (2, 1, 1, 2), True, (2, 1), 3),  # windows that see nothing but padding
    ((2, 2, 1, 6), (1, 2, 1, 3), False, 2, (0, 1)),  # an image one pixel high
    ((1, 1, 1, 1), (1, 1, 1, 1), False, 1, 0),  # one pixel, one weight
]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_case(rng, row, dtype=torch.float32):
    """Return the arguments of `conv2d` for one row of a table above."""
    image, weight, with_bias, stride, padding = row
    return {
        "x": draw(rng, image, dtype),
        "weight": draw(rng, weight, dtype),
        "bias": draw(rng, weight[:1], dtype) if with_bias else None,
        "stride": stride,
        "padding": padding,
    }


def compare_gradients(submission, reference, case, rng):
    """Compare value and gradients of one case, for a random weighting of the outputs."""
    expected = reference.conv2d(**case)
    args = (case["x"], case["weight"], case["bias"])
    setting = {
        "args": args,
        "kwargs": {"stride": case["stride"], "padding": case["padding"]},
        "cotangent": draw(rng, tuple(expected.shape), expected.dtype),
        "wrt": (0, 1) if case["bias"] is None else (0, 1, 2),
    }

    value, gradients = vjp(submission.conv2d, **setting)
    _, expected_gradients = vjp(reference.conv2d, **setting)

    assert_close(value, expected, slips=slips.conv2d(**case))
    for name, gradient, expected_gradient in zip(("x", "weight", "bias"), gradients, expected_gradients):
        expect(
            gradient is not None,
            en=f"No gradient arrives at `{name}`: the result does not depend on it, as far as autograd knows.",
            ko=f"`{name}`까지 기울기가 오지 않습니다. autograd가 보기에 결과가 `{name}`에 의존하지 않습니다.",
        )
        assert_close(gradient, expected_gradient)


def test_one_window(submission):
    """An image as large as the kernel gives the sum of the products."""
    x = torch.arange(9.0).reshape(1, 1, 3, 3)

    assert_close(submission.conv2d(x, torch.ones(1, 1, 3, 3)), torch.full((1, 1, 1, 1), 36.0))


def test_worked_example(submission):
    """The kernel slides over the image without being flipped."""
    x = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    weight = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])

    expected = torch.tensor([[[[37.0, 47.0], [67.0, 77.0]]]])
    assert_close(submission.conv2d(x, weight), expected, slips=slips.conv2d(x, weight))


def test_channels_and_batch(submission, reference):
    """Input channels are added up, output channels and images stay apart."""
    x = torch.arange(2.0 * 3 * 4 * 4).reshape(2, 3, 4, 4) / 10
    weight = torch.arange(4.0 * 3 * 3 * 3).reshape(4, 3, 3, 3) / 50 - 1

    assert_close(submission.conv2d(x, weight), reference.conv2d(x, weight), slips=slips.conv2d(x, weight))


def test_bias(submission):
    """The bias of an output channel is added to each of its entries."""
    x = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    weight = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]], [[[1.0, 0.0], [0.0, 0.0]]]])
    expected = torch.tensor([[[[37.5, 47.5], [67.5, 77.5]], [[-99.0, -98.0], [-96.0, -95.0]]]])
    bias = torch.tensor([0.5, -100.0])

    assert_close(submission.conv2d(x, weight, bias), expected, slips=slips.conv2d(x, weight, bias))


def test_stride(submission):
    """A stride of 2 keeps every second window and drops one that sticks out."""
    x = torch.arange(36.0).reshape(1, 1, 6, 6)
    weight = torch.zeros(1, 1, 3, 3)
    weight[0, 0, 0, 0] = 1.0

    expected = torch.tensor([[[[0.0, 2.0], [12.0, 14.0]]]])
    assert_close(submission.conv2d(x, weight, stride=2), expected, slips=slips.conv2d(x, weight, stride=2))


def test_padding(submission):
    """A padding of 1 lets the kernel see zeros on all four sides."""
    x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
    weight = torch.tensor([[[[1.0, 0.0], [0.0, 10.0]]]])
    expected = torch.tensor([[[[10.0, 20.0, 0.0], [30.0, 41.0, 2.0], [0.0, 3.0, 4.0]]]])

    assert_close(submission.conv2d(x, weight, padding=1), expected, slips=slips.conv2d(x, weight, padding=1))


def test_pairs(submission, reference):
    """Pairs are (vertical, horizontal), for images and kernels of any proportion."""
    x = torch.arange(2.0 * 2 * 5 * 7).reshape(2, 2, 5, 7) / 10
    weight = torch.arange(3.0 * 2 * 2 * 3).reshape(3, 2, 2, 3) / 10 - 2

    for stride, padding in (((2, 1), 0), (1, (0, 2)), ((1, 3), (2, 1))):
        case = {"x": x, "weight": weight, "stride": stride, "padding": padding}
        assert_close(submission.conv2d(**case), reference.conv2d(**case), slips=slips.conv2d(**case))


def test_dtype(submission, reference, rng):
    """The result has the dtype of the input, in float32 and in float64."""
    for dtype in (torch.float32, torch.float64):
        case = draw_case(rng, ((1, 1, 4, 4), (2, 1, 2, 2), False, 1, 0), dtype)
        assert_close(submission.conv2d(**case), reference.conv2d(**case), slips=slips.conv2d(**case))


def test_arguments_stay_as_they_are(submission, reference, rng):
    """A call computes its result and changes none of the tensors it was given."""
    plain = draw_case(rng, ((1, 1, 4, 4), (2, 1, 2, 2), False, 1, 0))
    case = draw_case(rng, ((2, 2, 5, 5), (3, 2, 3, 3), True, 2, 1))

    assert_close(submission.conv2d(**plain), reference.conv2d(**plain))
    submission.conv2d(**case)

    expect(
        not submission.last_call.changed,
        en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
        ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
    )


def test_gradients(submission, reference, rng):
    """The gradients for input, weight and bias are those of torch."""
    compare_gradients(submission, reference, draw_case(rng, ((2, 2, 4, 4), (3, 2, 3, 3), True, 1, 1)), rng)


@given(max_examples=30, case=st.conv2d_cases(max_side=7))
def test_any_stride_and_padding(submission, reference, case):
    """Values and dtype are those of torch, whatever the sizes."""
    assert_close(submission.conv2d(**case), reference.conv2d(**case), slips=slips.conv2d(**case))


def test_fresh_cases(submission, reference, rng):
    """Values are right for cases that were not shown, in both dtypes."""
    for row in FRESH:
        for dtype in (torch.float32, torch.float64):
            case = draw_case(rng, row, dtype)
            assert_close(submission.conv2d(**case), reference.conv2d(**case))


def test_edge_sizes(submission, reference, rng):
    """Values are right for the smallest and the oddest sizes."""
    for row in EDGES:
        case = draw_case(rng, row)
        assert_close(submission.conv2d(**case), reference.conv2d(**case))


def test_fresh_gradients(submission, reference, rng):
    """Gradients are right for strides, paddings and pairs, with and without a bias."""
    for row in FRESH[1:4]:
        compare_gradients(submission, reference, draw_case(rng, row), rng)
