"""Checks for deconv-unpooling: pooling with switches, unpooling, then the transposed convolution."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, pictures, strategies as st, vjp

MAP = torch.tensor(
    [[[[1.0, 3.0, 2.0, 2.0], [4.0, 0.0, 2.0, 1.0], [5.0, 5.0, 0.0, 7.0], [1.0, 2.0, 6.0, 3.0]]]]
)
X = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
# Each row: shape of x, of weight, bias?, stride, padding, output padding.
FRESH = [
    ((1, 1, 4, 3), (1, 1, 2, 3), False, 1, 0, 0),
    ((2, 3, 3, 4), (3, 2, 3, 2), True, 2, 1, 1),
    ((2, 2, 2, 5), (2, 4, 2, 4), True, (3, 2), (0, 1), (2, 0)),
    ((1, 4, 5, 1), (4, 2, 5, 3), False, (1, 4), (2, 1), (0, 3)),
    ((3, 2, 1, 1), (2, 3, 4, 4), True, 2, 1, 0),
    ((1, 2, 3, 3), (2, 1, 1, 1), True, 3, 0, 2),  # gaps between the stamps hold the bias alone
]
SETTINGS = [(1, 0, 0), (2, 0, 0), (3, 0, 0), (1, 1, 0), (2, 1, 0), (2, 0, 1), (2, 1, 1), (3, 1, 1), (3, 1, 2)]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_case(rng, row, dtype=torch.float32):
    """Return the arguments of `conv_transpose` for one row of the table above."""
    x, weight, with_bias, stride, padding, more = row
    return {
        "x": draw(rng, x, dtype),
        "weight": draw(rng, weight, dtype),
        "bias": draw(rng, weight[1:2], dtype) if with_bias else None,
        "stride": stride,
        "padding": padding,
        "output_padding": more,
    }


def switch_slips(x, kernel_size, stride):
    """Return switches that are counted in another way, or that take the last of equal values."""
    _, right = F.max_pool2d(x, kernel_size, stride, return_indices=True)
    height, width = x.shape[2:]
    row, column = right // width, right % width
    tops = torch.arange(right.shape[2])[:, None] * stride
    lefts = torch.arange(right.shape[3]) * stride
    return [
        Slip(
            "last_of_equals",
            en="Where values are equal, the last was taken; take the first, row by row.",
            ko="값이 같을 때 마지막 것을 골랐습니다. 행 순서로 처음 것을 고르세요.",
            value=lambda: height * width - 1 - pooled_backwards(x, kernel_size, stride),
        ),
        Slip(
            "place_in_the_window",
            en="These are places within each window; count within the whole map.",
            ko="창 안에서의 번호입니다. 맵 전체에서의 번호를 구하세요.",
            value=lambda: (row - tops) * kernel_size + column - lefts,
        ),
        Slip(
            "counted_by_columns",
            en="The places are counted column by column; count row by row: row × width + column.",
            ko="열을 따라 센 번호입니다. 행을 따라 세세요. 번호는 행 × 너비 + 열입니다.",
            value=lambda: column * height + row,
        ),
        Slip(
            "pooled_width",
            en="The row was multiplied by the width of the pooled map; use the width of the input.",
            ko="행에 풀링한 맵의 너비를 곱했습니다. 입력의 너비를 쓰세요.",
            value=lambda: row * right.shape[3] + column,
        ),
    ]


def pooled_backwards(x, kernel_size, stride):
    """Return the switches of a map that is turned by 180°, in its own order, where no window is left over."""
    _, found = F.max_pool2d(x.flip(2, 3), kernel_size, stride, return_indices=True)
    return found.flip(2, 3)


def compare_pool(submission, x, kernel_size, stride):
    """Compare maxima and switches with those of torch."""
    values, switches = F.max_pool2d(x, kernel_size, stride, return_indices=True)
    result = submission.max_pool(x, kernel_size, stride)
    expect(
        isinstance(result, (tuple, list)) and len(result) == 2,
        en="`max_pool` returns two tensors: the maxima and the switches.",
        ko="`max_pool`은 텐서 두 개, 곧 최댓값과 스위치를 반환해야 합니다.",
    )
    assert_close(result[0], values, picture=pictures.maps(x))
    slips = switch_slips(x, kernel_size, stride)
    assert_close(result[1], switches, slips=slips, picture=pictures.maps(x))


def unpool_slips(values, switches, size):
    """Return what unpooling without switches gives, or with the axes exchanged."""
    large = F.interpolate(values, size=size, mode="nearest")
    first = torch.zeros_like(large)
    steps = size[0] // values.shape[2], size[1] // values.shape[3]
    first[:, :, :: steps[0], :: steps[1]][:, :, : values.shape[2], : values.shape[3]] = values
    return [
        Slip(
            "repeated",
            en="Each value fills its whole window; it belongs to one place, that of its switch.",
            ko="값이 창 전체를 채웠습니다. 값은 스위치가 가리키는 한 자리에만 놓으세요.",
            value=lambda: large,
        ),
        Slip(
            "upper_left",
            en="Each value lies in the upper left of its window; put it where its switch says.",
            ko="값을 창의 왼쪽 위에 놓았습니다. 스위치가 가리키는 자리에 놓으세요.",
            value=lambda: first,
        ),
    ]


def stamped(case, add=True, bias_each=False):
    """Return a transposed convolution stamp by stamp, with overlaps added or overwritten."""
    x, weight, step, cut, more = (case[key] for key in ("x", "weight", "stride", "padding", "output_padding"))
    kernel = tuple(weight.shape[2:])
    sides = [(side - 1) * step + k + more for side, k in zip(x.shape[2:], kernel)]
    full = x.new_zeros(x.shape[0], weight.shape[1], *sides)
    bias = 0.0 if case["bias"] is None else case["bias"][:, None, None]
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            stamp = torch.einsum("nc,cokl->nokl", x[:, :, i, j], weight) + bias * bias_each
            place = (..., slice(i * step, i * step + kernel[0]), slice(j * step, j * step + kernel[1]))
            full[place] = full[place] + stamp if add else stamp
    return full[:, :, cut : sides[0] - cut, cut : sides[1] - cut] + bias * (not bias_each)


def transposed_slips(x, weight, bias=None, stride=1, padding=0, output_padding=0):
    """Return what other transposed convolutions give; for whole numbers as stride and paddings."""
    case = {"x": x, "weight": weight, "bias": bias, "stride": stride, "padding": padding}
    case["output_padding"] = output_padding

    shift = 0.0 if bias is None else bias[:, None, None]

    def run(**changed):
        return F.conv_transpose2d(**{**case, **changed})

    slips = [
        Slip(
            "kernel_turned",
            en="The kernel was turned by 180°; each entry puts it down as it is.",
            ko="커널을 180° 돌렸습니다. 값마다 커널을 있는 그대로 찍으세요.",
            value=lambda: run(weight=weight.flip(2, 3)),
        ),
        Slip(
            "overwritten",
            en="Where stamps overlap, the last one was kept; add them.",
            ko="겹치는 자리에 마지막 값만 남았습니다. 겹치는 값은 더하세요.",
            value=lambda: stamped(case, add=False),
        ),
        Slip(
            "channels_exchanged",
            en="The first two axes of `weight` were read as (C_out, C_in); they are (C_in, C_out).",
            ko="`weight`의 처음 두 축을 (C_out, C_in)으로 읽었습니다. (C_in, C_out)입니다.",
            value=lambda: run(weight=weight.transpose(0, 1)),
        ),
        Slip(
            "stride_ignored",
            en="The stride was ignored: the stamps lie one entry apart.",
            ko="스트라이드를 무시했습니다. 커널을 한 칸 간격으로 찍은 결과입니다.",
            value=lambda: run(stride=1, output_padding=0),
        ),
        Slip(
            "padding_ignored",
            en="The padding was ignored; it cuts rows and columns off each side.",
            ko="패딩을 무시했습니다. 패딩만큼 네 변에서 행과 열을 잘라 내세요.",
            value=lambda: run(padding=0),
        ),
        Slip(
            "output_padding_ignored",
            en="`output_padding` was ignored; it adds rows below and columns on the right, before anything is cut off.",
            ko="`output_padding`을 무시했습니다. 자르기 전에 아래의 행과 오른쪽의 열을 그만큼 늘리세요.",
            value=lambda: run(output_padding=0),
        ),
        Slip(
            "output_padding_after_the_cut",
            en="The rows and columns of `output_padding` were put on after cutting, as zeros; they come first, so that less of the stamps is cut off.",
            ko="`output_padding`의 행과 열을 자른 뒤에 0으로 붙였습니다. 먼저 늘린 다음 잘라야 찍은 값이 덜 잘립니다.",
            value=lambda: F.pad(run(output_padding=0, bias=None), (0, output_padding) * 2) + shift,
        ),
    ]
    return slips if bias is None else slips + bias_slips(case)


def bias_slips(case):
    """Return what one gets without the bias, or with a bias in every stamp."""
    return [
        Slip(
            "bias_missing",
            en="The bias is missing.",
            ko="편향이 빠졌습니다.",
            value=lambda: F.conv_transpose2d(**{**case, "bias": None}),
        ),
        Slip(
            "bias_in_each_stamp",
            en="The bias was added with each stamp; add it once to each entry of the result.",
            ko="찍을 때마다 편향을 더했습니다. 결과의 칸마다 한 번만 더하세요.",
            value=lambda: stamped(case, bias_each=True),
        ),
    ]


def compare_transposed(submission, **case):
    """Compare one transposed convolution with that of torch."""
    got, expected = submission.conv_transpose(**case), F.conv_transpose2d(**case)
    slips = transposed_slips(**case)

    assert_close(got, expected, slips=slips, picture=pictures.maps(case["x"]), rtol=1e-4, atol=1e-5)


def test_pool_example(submission):
    """The example of the text, with two equal values in a window."""
    compare_pool(submission, MAP, 2, 2)


def test_first_of_equal_values(submission):
    """Of equal values the first one counts, row by row."""
    same = torch.full((1, 1, 2, 4), 3.0)
    later = torch.tensor([[[[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]]]])

    compare_pool(submission, same, 2, 2)
    compare_pool(submission, later, 3, 3)


def test_other_windows(submission, rng):
    """Windows that overlap, that leave gaps, and sides that do not come out even."""
    for shape, kernel_size, stride in (((1, 1, 4, 6), 2, 2), ((2, 3, 5, 7), 3, 2), ((1, 2, 7, 5), 2, 3)):
        compare_pool(submission, draw(rng, shape), kernel_size, stride)


def test_unpool_example(submission):
    """Each maximum returns to where it was found."""
    values, switches = torch.tensor([[[[4.0, 2.0], [5.0, 7.0]]]]), torch.tensor([[[[4, 2], [8, 11]]]])
    expected = torch.zeros(1, 1, 4, 4)
    expected[0, 0, 1, 0], expected[0, 0, 0, 2], expected[0, 0, 2, 0], expected[0, 0, 2, 3] = 4, 2, 5, 7

    got = submission.unpool(values, switches, (4, 4))
    slips = unpool_slips(values, switches, (4, 4))
    assert_close(got, expected, slips=slips, picture=pictures.maps(values))


def test_unpool_other_values(submission, rng):
    """Values that come from elsewhere, in rectangular maps with an odd rest, keep apart by channel."""
    for shape, kernel_size in (((1, 1, 4, 6), 2), ((2, 3, 7, 5), 2), ((2, 2, 3, 9), 3)):
        _, switches = F.max_pool2d(draw(rng, shape), kernel_size, return_indices=True)
        values, size = draw(rng, tuple(switches.shape)), shape[2:]
        got, expected = (
            submission.unpool(values, switches, size),
            F.max_unpool2d(values, switches, kernel_size, output_size=size),
        )
        slips = unpool_slips(values, switches, size)
        assert_close(got, expected, slips=slips, picture=pictures.maps(values))


def test_one_stamp(submission, rng):
    """A single entry gives the kernel, times the entry."""
    compare_transposed(submission, x=torch.tensor([[[[2.0]]]]), weight=MAP[:, :, :3, :2])
    compare_transposed(submission, x=draw(rng, (1, 1, 1, 1)), weight=draw(rng, (1, 1, 2, 3)))


def test_stamps_are_added(submission):
    """The example of the text with stride 1: four stamps overlap."""
    compare_transposed(submission, x=X, weight=X)


def test_stride(submission):
    """The stride lies between the stamps, which may leave gaps of zeros."""
    compare_transposed(submission, x=X, weight=X, stride=2)
    compare_transposed(submission, x=X, weight=MAP[:, :, :3, :3], stride=2)


def test_padding(submission):
    """The padding is cut off each side."""
    compare_transposed(submission, x=X, weight=X, stride=2, padding=1)
    compare_transposed(submission, x=X, weight=MAP, stride=2, padding=1)


def test_output_padding(submission):
    """The output padding adds rows below and columns on the right before the cut."""
    compare_transposed(submission, x=X, weight=X, stride=2, padding=1, output_padding=1)
    compare_transposed(submission, x=X, weight=X, stride=3, output_padding=2)


def test_channels_and_bias(submission, rng):
    """Input channels are added up, and each output channel gets its bias once per entry."""
    x, weight = draw(rng, (2, 3, 3, 2)), draw(rng, (3, 2, 3, 3))

    compare_transposed(submission, x=x, weight=weight, stride=2)
    compare_transposed(submission, x=x, weight=weight, bias=torch.tensor([0.5, -100.0]), stride=2, padding=1)
    square = draw(rng, (2, 2, 3, 3))
    compare_transposed(submission, x=x[:, :2], weight=square, bias=torch.tensor([10.0, 20.0]))


def test_pairs(submission, rng):
    """Pairs are (vertical, horizontal)."""
    for stride, padding, more in (((2, 1), 0, 0), ((1, 3), (1, 0), (0, 2)), (2, (0, 1), (1, 0))):
        case = draw_case(rng, ((2, 2, 3, 4), (2, 3, 3, 2), True, stride, padding, more))
        expected = F.conv_transpose2d(**case)
        got = submission.conv_transpose(**case)
        assert_close(got, expected, picture=pictures.maps(case["x"]), rtol=1e-4, atol=1e-5)


def test_gradients(submission, rng):
    """Gradients reach the values that were pooled or put back, the kernel and the bias."""
    x, weight, bias = draw(rng, (2, 2, 4, 4)), draw(rng, (2, 3, 3, 3)), draw(rng, (3,))
    _, switches = F.max_pool2d(x, 2, return_indices=True)
    values = draw(rng, (2, 2, 2, 2))
    calls = [
        ("max_pool", lambda x: F.max_pool2d(x, 2), (x,), (2, 2), (values, None)),
        ("unpool", lambda v: F.max_unpool2d(v, switches, 2), (values,), (switches, (4, 4)), x),
        ("conv_transpose", F.conv_transpose2d, (x, weight, bias), (), draw(rng, (2, 3, 6, 6))),
    ]
    for name, right, args, rest, cotangent in calls:
        wrt = tuple(range(len(args)))
        _, gradients = vjp(getattr(submission, name), (*args, *rest), cotangent=cotangent, wrt=wrt)
        first = cotangent[0] if name == "max_pool" else cotangent
        _, expected = vjp(right, args, cotangent=first, wrt=wrt)
        for gradient, wanted in zip(gradients, expected):
            expect(
                gradient is not None,
                en=f"A gradient of `{name}` does not arrive: the graph is cut on the way.",
                ko=f"`{name}`의 기울기가 오지 않습니다. 중간에서 계산 그래프가 끊겼습니다.",
            )
            assert_close(gradient, wanted, rtol=1e-4, atol=1e-4)


def test_dtype(submission, rng):
    """The results have the dtype of the maps, and switches are int64."""
    x = draw(rng, (1, 2, 4, 4), torch.float64)
    values, switches = F.max_pool2d(x, 2, return_indices=True)

    compare_pool(submission, x, 2, 2)
    assert_close(submission.unpool(values, switches, (4, 4)), F.max_unpool2d(values, switches, 2))
    for row in (FRESH[0], FRESH[4]):
        case = draw_case(rng, row, torch.float64)
        assert_close(submission.conv_transpose(**case), F.conv_transpose2d(**case), rtol=1e-8, atol=1e-10)


def test_arguments_stay_as_they_are(submission, rng):
    """No call writes into a tensor that it was given."""
    case = draw_case(rng, FRESH[4])
    x = draw(rng, (1, 2, 4, 6))
    values, switches = F.max_pool2d(x, 2, return_indices=True)
    calls = [
        (lambda: submission.conv_transpose(**case), F.conv_transpose2d(**case)),
        (lambda: submission.unpool(values, switches, (4, 6)), F.max_unpool2d(values, switches, 2)),
        (lambda: submission.max_pool(x, 2, 2)[0], values),
    ]
    for call, expected in calls:
        assert_close(call(), expected, rtol=1e-4, atol=1e-5)
        changed = ", ".join(map(str, submission.last_call.changed))
        expect(
            not changed,
            en=f"The call changed a tensor it was given: {changed}",
            ko=f"호출이 받은 텐서를 바꾸었습니다: {changed}",
        )


@given(
    max_examples=30,
    x=st.tensors((1, 2, 2, 3)),
    weight=st.tensors((2, 2, 3, 3)),
    bias=st.tensors((2,)),
    setting=st.sampled_from(SETTINGS),
)
def test_any_transposed_convolution(submission, x, weight, bias, setting):
    """Values are those of torch for each stride, padding and output padding."""
    stride, padding, more = setting
    case = {"x": x, "weight": weight, "bias": bias, "stride": stride, "padding": padding}
    compare_transposed(submission, **case, output_padding=more)


def test_there_and_back(submission, rng):
    """Pooling and unpooling keep the maxima where they were, and set the rest to zero."""
    for shape, kernel_size, stride in (((1, 1, 3, 3), 1, 1), ((2, 3, 8, 6), 2, 2), ((3, 1, 5, 9), 3, 4)):
        for dtype in (torch.float32, torch.float64):
            x = draw(rng, shape, dtype).round(decimals=0)
            values, switches = submission.max_pool(x, kernel_size, stride)
            expected, places = F.max_pool2d(x, kernel_size, stride, return_indices=True)
            assert_close(values, expected)
            assert_close(switches, places)
            back = torch.zeros_like(x).flatten(2).scatter(2, places.flatten(2), expected.flatten(2))
            assert_close(submission.unpool(values, switches, shape[2:]), back.reshape(shape))


def test_fresh_transposed_convolutions(submission, rng):
    """Values are right for cases that were not shown, in both dtypes."""
    for row in FRESH:
        for dtype, (rtol, atol) in ((torch.float32, (1e-4, 1e-5)), (torch.float64, (1e-8, 1e-10))):
            case = draw_case(rng, row, dtype)
            assert_close(submission.conv_transpose(**case), F.conv_transpose2d(**case), rtol=rtol, atol=atol)
