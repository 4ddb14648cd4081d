"""Checks for pooling: windows side by side, strides and borders, then random cases, gradients and edges."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import assert_close, expect, given, pictures, slips, strategies as st, vjp

KINDS = ("max", "avg")
#: the image of the worked example
IMAGE = [[1.0, 3.0, 2.0, 0.0], [5.0, 4.0, 1.0, 1.0], [-1.0, 0.0, -8.0, -2.0], [-3.0, -4.0, -4.0, -6.0]]
# Each row: batch of images, kernel, stride, padding.
FRESH = [
    ((2, 3, 6, 9), (2, 3), None, 0),
    ((1, 2, 7, 6), 3, (1, 2), 1),
    ((3, 1, 5, 8), (3, 2), (2, 3), (1, 0)),
    ((2, 4, 8, 8), (4, 5), (3, 1), (2, 1)),
    ((1, 1, 9, 4), (1, 4), (3, 1), (0, 2)),
    ((2, 2, 11, 10), 4, None, 2),
]
EDGES = [
    ((2, 2, 3, 4), 1, None, 0),  # a window of one pixel
    ((1, 3, 3, 2), (5, 4), 1, 1),  # a window as large as the padded image
    ((1, 1, 9, 8), 2, 5, 0),  # a stride larger than the window
    ((2, 1, 1, 7), (1, 3), 2, (0, 1)),  # an image one pixel high
    ((1, 1, 1, 1), 3, 1, 1),  # one pixel and a border
    ((1, 2, 6, 1), (3, 1), (2, 1), (1, 0)),  # a window one pixel wide
]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def compare(submission, kind, x, kernel_size, stride=None, padding=0):
    """Compare one pooling with that of torch, and name the slip that leads to a wrong result."""
    setting = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    function = submission.max_pool2d if kind == "max" else submission.avg_pool2d
    made = slips.max_pool2d if kind == "max" else slips.avg_pool2d
    expected = getattr(F, f"{kind}_pool2d")(x, **setting)

    assert_close(function(x, **setting), expected, slips=made(x, **setting), picture=pictures.maps(x))


def compare_gradients(submission, kind, x, kernel_size, stride, padding, rng):
    """Compare value and gradient of one pooling, for a random weighting of its results."""
    function = submission.max_pool2d if kind == "max" else submission.avg_pool2d
    setting = {"kernel_size": kernel_size, "stride": stride, "padding": padding}
    leaf = x.clone().requires_grad_()
    expected = getattr(F, f"{kind}_pool2d")(leaf, **setting)
    cotangent = draw(rng, tuple(expected.shape), expected.dtype)
    (expected_gradient,) = torch.autograd.grad(expected, leaf, cotangent)

    value, (gradient,) = vjp(function, args=(x,), kwargs=setting, cotangent=cotangent, wrt=(0,))

    assert_close(value, expected.detach())
    expect(
        gradient is not None,
        en="No gradient arrives at `x`: the result does not depend on it, as far as autograd knows.",
        ko="`x`까지 기울기가 오지 않습니다. autograd가 보기에 결과가 `x`에 의존하지 않습니다.",
    )
    assert_close(gradient, expected_gradient)


def test_worked_example(submission):
    """The example of the text: four windows of 2 by 2, side by side."""
    x = torch.tensor([[IMAGE]])

    most, mean = torch.tensor([[[[5.0, 2.0], [0.0, -2.0]]]]), torch.tensor([[[[3.25, 1.0], [-2.0, -5.0]]]])
    shown = pictures.maps(x)
    assert_close(submission.max_pool2d(x, 2), most, slips=slips.max_pool2d(x, 2), picture=shown)
    assert_close(submission.avg_pool2d(x, 2), mean, slips=slips.avg_pool2d(x, 2), picture=shown)


def test_channels_and_batch(submission, rng):
    """Each channel of each image is pooled alone, and the result has the dtype of the input."""
    x = torch.arange(2.0 * 3 * 4 * 4).reshape(2, 3, 4, 4)
    for kind in KINDS:
        compare(submission, kind, x, 2)
        compare(submission, kind, draw(rng, (3, 2, 4, 4), torch.float64), 2)


def test_stride(submission):
    """Windows begin `stride` entries apart; one that sticks out is left out."""
    x = torch.tensor([[IMAGE]])
    for kind in KINDS:
        compare(submission, kind, x, 2, stride=1)
        compare(submission, kind, x, 3, stride=2)
        compare(submission, kind, torch.arange(49.0).reshape(1, 1, 7, 7), 2, stride=3)


def test_padding_of_the_maximum(submission):
    """The border of max pooling never wins, not even against negative numbers."""
    x = -torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)

    compare(submission, "max", x, 2, padding=1)
    compare(submission, "max", x, 3, stride=1, padding=1)


def test_padding_of_the_mean(submission):
    """The border of average pooling counts as zeros, in the sum and in the number of entries."""
    x = torch.tensor([[[[4.0, 8.0], [12.0, 16.0]]]])

    compare(submission, "avg", x, 2, padding=1)
    compare(submission, "avg", x, 3, stride=1, padding=1)


def test_pairs(submission):
    """Pairs are (vertical, horizontal), for images and windows of any proportion."""
    x = torch.arange(2.0 * 5 * 7).reshape(1, 2, 5, 7).sin() * 9
    for kind in KINDS:
        for row in (((2, 3), None, 0), (2, (1, 3), 0), ((3, 2), (2, 1), (1, 0)), (3, (2, 3), (0, 1))):
            compare(submission, kind, x, *row)


def test_arguments_stay_as_they_are(submission, rng):
    """A call computes its result and changes none of the tensors it was given."""
    for kind in KINDS:
        compare(submission, kind, draw(rng, (1, 2, 4, 4)), 2)
        function = submission.max_pool2d if kind == "max" else submission.avg_pool2d
        function(draw(rng, (1, 2, 5, 5)), 3, stride=1, padding=1)

        expect(
            not submission.last_call.changed,
            en="The call changed a tensor it was given: " + ", ".join(map(str, submission.last_call.changed)),
            ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, submission.last_call.changed)),
        )


def test_gradients(submission, rng):
    """Gradients go to the entry that won, or to all entries of the window alike."""
    for kind in KINDS:
        compare_gradients(submission, kind, draw(rng, (2, 2, 4, 4)), 2, None, 0, rng)


@given(max_examples=30, case=st.pool_cases(max_side=7))
def test_any_maximum(submission, case):
    """Max pooling is that of torch, whatever the sizes."""
    compare(submission, "max", **case)


@given(max_examples=30, case=st.pool_cases(max_side=7))
def test_any_mean(submission, case):
    """Average pooling is that of torch, whatever the sizes."""
    compare(submission, "avg", **case)


def test_fresh_cases(submission, rng):
    """Values are right for cases that were not shown, in both dtypes."""
    for shape, *setting in FRESH:
        for dtype in (torch.float32, torch.float64):
            for kind in KINDS:
                compare(submission, kind, draw(rng, shape, dtype) - 1, *setting)


def test_edge_sizes(submission, rng):
    """Values are right for the smallest and the oddest sizes."""
    for shape, *setting in EDGES:
        for kind in KINDS:
            compare(submission, kind, draw(rng, shape) - 1, *setting)


def test_fresh_gradients(submission, rng):
    """Gradients are right for windows that overlap, leave gaps, and reach over the border."""
    for shape, *setting in FRESH[1:4]:
        for kind in KINDS:
            compare_gradients(submission, kind, draw(rng, shape) - 1, *setting, rng)
