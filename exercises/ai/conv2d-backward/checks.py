"""Checks for conv2d-backward: each gradient alone, then strides, paddings, autograd's ways and edges."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, slips, strategies as st, vjp

# Each row: image batch, weight, bias?, stride, padding.
FRESH = [
    ((1, 1, 5, 5), (1, 1, 3, 3), False, 1, 0),
    ((2, 3, 6, 5), (4, 3, 3, 2), True, 2, 1),
    ((3, 2, 5, 8), (3, 2, 2, 3), True, 3, 2),
    ((2, 4, 7, 6), (2, 4, 1, 3), True, 2, 0),
]
EDGES = [
    ((2, 3, 4, 5), (4, 3, 1, 1), True, 1, 0),  # a kernel of one pixel
    ((1, 2, 3, 4), (2, 2, 5, 6), True, 1, 1),  # a kernel as large as the padded image
    ((2, 2, 7, 6), (3, 2, 2, 2), True, 4, 0),  # a stride larger than the kernel: pixels without a window
    ((1, 1, 3, 3), (2, 1, 1, 2), True, 2, 3),  # windows that see nothing but padding
    ((1, 2, 1, 6), (1, 2, 1, 3), False, 2, 0),  # an image one pixel high
]
NAMES = ("x", "weight", "bias")


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


def gradients(function, case, cotangent):
    """Return value and gradients of a convolution, by the names of its arguments."""
    names = NAMES if case["bias"] is not None else NAMES[:2]
    value, found = vjp(
        function,
        (case["x"], case["weight"], case["bias"], case["stride"], case["padding"]),
        cotangent=cotangent,
        wrt=tuple(range(len(names))),
    )
    return value, dict(zip(names, found, strict=True))


def mistakes(name, case, cotangent):
    """Return slips of one gradient."""

    def right(x=None, weight=None, incoming=cotangent):
        changed = case | ({} if x is None else {"x": x}) | ({} if weight is None else {"weight": weight})
        return gradients(F.conv2d, changed, incoming)[1][name]

    images = len(case["x"])
    own = [
        ("incoming_gradient_ignored", "this is the gradient for incoming ones: multiply by `grad`",
         "들어온 기울기가 모두 1일 때의 값입니다. `grad`를 곱하세요", lambda: right(incoming=torch.ones_like(cotangent))),
        ("averaged_over_batch", "the sum over the images was divided by their number",
         "이미지에 걸쳐 더한 값을 이미지 수로 나누었습니다", lambda: right() / images),
    ]  # fmt: skip
    if name == "x":
        own.append(
            ("kernel_turned", "the kernel was put back turned by 180°",
             "커널을 180° 뒤집어 되돌려 놓았습니다", lambda: right(weight=case["weight"].flip(2, 3)))
        )  # fmt: skip
        own.append(
            ("overlaps_not_added", "each pixel kept one window's share only: add where windows overlap",
             "픽셀마다 창 하나의 몫만 남았습니다. 창이 겹치는 자리에서는 더하세요", lambda: last_window(case, cotangent))
        )  # fmt: skip
    if name == "weight":
        own.append(
            ("gradient_turned", "the gradient of the kernel is turned by 180°",
             "커널의 기울기가 180° 뒤집혀 있습니다", lambda: right().flip(2, 3))
        )  # fmt: skip
        own.append(
            ("first_image_only", "only the first image contributes",
             "첫 번째 이미지의 몫만 들어 있습니다",
             lambda: right(x=torch.cat([case["x"][:1], 0 * case["x"][1:]])))
        )  # fmt: skip
    if name == "bias":
        own.append(
            ("averaged", "the mean was taken instead of the sum",
             "합 대신 평균을 냈습니다", lambda: cotangent.mean((0, 2, 3)))
        )  # fmt: skip
    return [Slip(each, en=f"{en}.", ko=f"{ko}.", value=value) for each, en, ko, value in own]


def last_window(case, cotangent):
    """Return the gradient of the images if each window overwrites what lay there before."""
    step, pad = case["stride"], case["padding"]
    result = F.pad(torch.zeros_like(case["x"]), (pad, pad, pad, pad))
    height, width = case["weight"].shape[2:]
    for i in range(cotangent.shape[2]):
        for j in range(cotangent.shape[3]):
            share = torch.einsum("no,ochw->nchw", cotangent[:, :, i, j], case["weight"])
            result[:, :, i * step : i * step + height, j * step : j * step + width] = share
    return result[:, :, pad : result.shape[2] - pad, pad : result.shape[3] - pad]


def compare(submission, case, rng, *names):
    """Compare value and gradients with torch's, for a random incoming gradient."""
    expected = F.conv2d(**case)
    cotangent = draw(rng, tuple(expected.shape), expected.dtype)
    value, found = gradients(submission.conv2d, case, cotangent)
    _, right = gradients(F.conv2d, case, cotangent)

    assert_close(value, expected, slips=slips.conv2d(**case))
    for name in names or found:
        expect(
            found[name] is not None,
            en=f"`backward` gives no gradient for `{name}`.",
            ko=f"`backward`가 `{name}`의 기울기를 주지 않습니다.",
        )
        assert_close(found[name], right[name], slips=mistakes(name, case, cotangent))


def compare_worked_example(submission, name, right):
    """Compare one gradient of the worked example of the text."""
    case = {
        "x": torch.arange(1.0, 10.0).reshape(1, 1, 3, 3),
        "weight": torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]]),
        "bias": torch.tensor([0.0]),
        "stride": 1,
        "padding": 0,
    }
    cotangent = torch.tensor([[[[1.0, 0.0], [0.0, 2.0]]]])
    _, found = gradients(submission.conv2d, case, cotangent)

    expect(
        found[name] is not None,
        en=f"`backward` gives no gradient for `{name}`.",
        ko=f"`backward`가 `{name}`의 기울기를 주지 않습니다.",
    )
    assert_close(found[name], torch.tensor(right), slips=mistakes(name, case, cotangent))


def test_forward(submission, rng):
    """Values are torch's."""
    for row in FRESH:
        case = draw_case(rng, row)
        assert_close(submission.conv2d(**case), F.conv2d(**case), slips=slips.conv2d(**case))


def test_bias_gradient(submission, rng):
    """The gradient of a bias is the sum of its channel's incoming gradients."""
    compare_worked_example(submission, "bias", [3.0])
    compare(submission, draw_case(rng, ((3, 2, 4, 5), (4, 2, 2, 3), True, 1, 0)), rng, "bias")


def test_weight_gradient(submission, rng):
    """The gradient of a weight gathers the pixels that it met."""
    compare_worked_example(submission, "weight", [[[[11.0, 14.0], [20.0, 23.0]]]])
    compare(submission, draw_case(rng, ((3, 2, 4, 5), (4, 2, 2, 3), True, 1, 0)), rng, "weight")


def test_input_gradient(submission, rng):
    """The gradient of a pixel gathers the weights that it met."""
    compare_worked_example(submission, "x", [[[[1.0, 2.0, 0.0], [3.0, 6.0, 4.0], [0.0, 6.0, 8.0]]]])
    compare(submission, draw_case(rng, ((3, 2, 4, 5), (4, 2, 2, 3), True, 1, 0)), rng, "x")


def test_stride(submission, rng):
    """Gradients are right with strides, where the last pixels are reached and where they are not."""
    for side in (6, 7, 8):
        compare(submission, draw_case(rng, ((2, 2, side, 9), (3, 2, 3, 2), True, 3, 0)), rng)


def test_padding(submission, rng):
    """Gradients are right with paddings, and have the shape of the image."""
    for padding in (1, 2):
        compare(submission, draw_case(rng, ((2, 2, 5, 4), (3, 2, 3, 2), True, 1, padding)), rng)


def test_without_bias(submission, rng):
    """Without a bias there are two gradients, both right."""
    compare(submission, draw_case(rng, ((2, 2, 5, 5), (3, 2, 3, 3), False, 2, 1)), rng)


def test_function_class(submission, rng):
    """The class itself can be applied, to positional arguments."""
    case = draw_case(rng, ((2, 2, 5, 5), (3, 2, 3, 3), True, 2, 1))
    apply = submission.Conv2d.apply

    assert_close(apply(*case.values()), F.conv2d(**case), slips=slips.conv2d(**case))
    cotangent = draw(rng, tuple(F.conv2d(**case).shape))
    _, found = gradients(apply, case, cotangent)
    assert_close(found["weight"], gradients(F.conv2d, case, cotangent)[1]["weight"])


def test_used_twice(submission, rng):
    """Two layers in a row do not share what they remember."""
    args = (draw(rng, (2, 2, 5, 5)), draw(rng, (3, 2, 3, 3)), draw(rng, (4, 3, 2, 2)))
    cotangent = draw(rng, (2, 4, 4, 4))

    def right(x, first, second):
        return F.conv2d(F.conv2d(x, first, padding=1), second)

    value, found = vjp(submission.two_layers, args, cotangent=cotangent, wrt=(0, 1, 2))
    expected_value, expected = vjp(right, args, cotangent=cotangent, wrt=(0, 1, 2))

    assert_close(value, expected_value)
    for one, other in zip(found, expected, strict=True):
        expect(
            one is not None,
            en="A gradient of `two_layers` is missing.",
            ko="`two_layers`의 기울기가 빠져 있습니다.",
        )
        assert_close(one, other)


def test_gradcheck(submission, rng):
    """Moving the arguments a little moves the result as the gradients say."""
    case = draw_case(rng, ((2, 2, 5, 4), (3, 2, 3, 2), True, 2, 1), torch.float64)
    cotangent = draw(rng, tuple(F.conv2d(**case).shape), torch.float64)
    value, found = gradients(submission.conv2d, case, cotangent)

    assert_close(value, F.conv2d(**case), slips=slips.conv2d(**case))
    for name in NAMES:
        direction = draw(rng, tuple(case[name].shape), torch.float64)
        ahead = submission.conv2d(**case | {name: case[name] + 1e-3 * direction})
        behind = submission.conv2d(**case | {name: case[name] - 1e-3 * direction})
        moved = ((ahead - behind) * cotangent).sum().item() / 2e-3
        expect(
            found[name] is not None,
            en=f"`backward` gives no gradient for `{name}`.",
            ko=f"`backward`가 `{name}`의 기울기를 주지 않습니다.",
        )
        told = (found[name] * direction).sum().item()
        expect(
            abs(told - moved) <= 1e-5 * (1 + abs(moved)),
            en=f"Along a random direction of `{name}` the result moves by {moved:.6g}, "
            f"but the gradient says {told:.6g}.",
            ko=f"`{name}`을(를) 무작위 방향으로 움직이면 결과는 {moved:.6g}만큼 변하지만 "
            f"기울기에 따르면 {told:.6g}입니다.",
        )


def test_dtype(submission, rng):
    """Values and gradients are right in float32 and in float64, and have that dtype."""
    for dtype in (torch.float32, torch.float64):
        compare(submission, draw_case(rng, ((1, 2, 4, 4), (2, 2, 3, 3), True, 1, 1), dtype), rng)


def test_arguments_stay_as_they_are(submission, rng):
    """Neither pass changes a tensor it was given, and both are right."""
    case = draw_case(rng, ((2, 2, 5, 5), (3, 2, 3, 3), True, 2, 1))
    result = submission.conv2d(**case)
    changed = list(submission.last_call.changed)
    compare(submission, case, rng)

    expect(
        not changed,
        en="The call changed a tensor it was given: " + ", ".join(map(str, changed)),
        ko="호출이 받은 텐서를 바꾸었습니다: " + ", ".join(map(str, changed)),
    )
    assert_close(result, F.conv2d(**case))


@given(max_examples=30, case=st.conv2d_cases(max_side=5, max_batch=3))
def test_any_case(submission, rng, case):
    """Values and gradients are torch's, whatever the sizes."""
    compare(submission, case, rng)


def test_fresh_gradients(submission, rng):
    """Gradients are right for cases that were not shown, in both dtypes."""
    for row in FRESH:
        for dtype in (torch.float32, torch.float64):
            compare(submission, draw_case(rng, row, dtype), rng)


def test_edge_sizes(submission, rng):
    """Gradients are right for the smallest and the oddest sizes."""
    for row in EDGES:
        compare(submission, draw_case(rng, row), rng)
