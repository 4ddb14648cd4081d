"""Checks for rnn-cell: one step, whole sequences, lengths, padding, gradients; torch.nn.RNN is the judge."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from graders import Slip, assert_close, expect, given, strategies as st, vjp

NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
#: the weights of the text
WEIGHTS = {
    "weight_ih": torch.tensor([[1.0], [-1.0]]),
    "weight_hh": torch.tensor([[0.0, 1.0], [0.5, 0.0]]),
    "bias_ih": torch.tensor([0.0, 0.5]),
    "bias_hh": torch.tensor([0.25, 0.0]),
}
#: the two sequences of the text; the second one ends after its first step
BATCH = torch.tensor([[[1.0], [0.0], [-2.0]], [[2.0], [9.0], [9.0]]])
LENGTHS = torch.tensor([3, 1])
FIRST = torch.tensor([[0.848284, -0.462117], [-0.208992, 0.727851], [-0.770740, 0.983529]])
SECOND = torch.tensor([0.978026, -0.905148])
DTYPES = (torch.float32, torch.float64)


def draw(rng, *shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_case(rng, lengths, steps, inputs, hidden, *, start=False, dtype=torch.float32, scale=1.0):
    """Return a padded batch of these lengths with random weights, and initial states if wanted."""
    shapes = (hidden, inputs), (hidden, hidden), (hidden,), (hidden,)
    weights = [draw(rng, *shape, dtype=dtype) * scale for shape in shapes]
    return {
        "x": draw(rng, len(lengths), steps, inputs, dtype=dtype),
        "lengths": torch.tensor(lengths),
        **dict(zip(NAMES, weights, strict=True)),
        "h0": draw(rng, len(lengths), hidden, dtype=dtype) if start else None,
    }


def judge(x, lengths, weight_ih, weight_hh, bias_ih, bias_hh, h0=None, cotangent=None):
    """Return what torch.nn.RNN makes of a packed batch, and the gradients of it if there is a cotangent."""
    layer = nn.RNN(x.shape[2], len(weight_hh), batch_first=True, dtype=x.dtype)
    values = dict(zip(NAMES, (weight_ih, weight_hh, bias_ih, bias_hh), strict=True))
    layer.load_state_dict({f"{name}_l0": value for name, value in values.items()})
    x = x.detach().clone().requires_grad_()
    h0 = x.new_zeros(len(x), len(weight_hh)) if h0 is None else h0.detach().clone()
    h0.requires_grad_()
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    states, final = layer(packed, h0[None])
    outputs, _ = pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])
    result = {"outputs": outputs.detach(), "final": final[0].detach()}
    if cotangent is None:
        return result
    leaves = {"x": x, **{name: getattr(layer, f"{name}_l0") for name in NAMES}, "h0": h0}
    gradients = torch.autograd.grad((outputs, final[0]), tuple(leaves.values()), cotangent)
    return result, dict(zip(leaves, gradients, strict=True))


def walk(case, *, slip=""):
    """Return outputs and final states of a batch, computed with one mistake."""
    x, lengths, h0 = case["x"], case["lengths"], case.get("h0")
    weight_ih, weight_hh, bias_ih, bias_hh = (case[name] for name in NAMES)
    if slip == "axes":
        x = x.transpose(0, 1)
    if slip == "cleared":
        x = torch.where((torch.arange(x.shape[1]) < lengths[:, None])[..., None], x, 0.0)
    if slip == "start" or h0 is None:
        h0 = x.new_zeros(len(x), len(weight_hh))
    h, outputs = h0, []
    for step in range(x.shape[1]):
        if slip == "carry":
            h = h0
        before = h
        remembered = weight_hh if slip == "transposed" else weight_hh.T
        z = x[:, step] @ weight_ih.T + h @ remembered
        z = z + (0 if slip == "bias_ih" else bias_ih) + (0 if slip == "bias_hh" else bias_hh)
        h = z if slip == "tanh" else torch.sigmoid(z) if slip == "sigmoid" else torch.tanh(z)
        if slip not in ("axes", "through", "last", "cleared"):
            h = torch.where((step < lengths)[:, None], h, before)
        outputs.append(h)
    outputs = torch.stack(outputs, dim=1)
    final = h
    if slip == "axes":
        return {"outputs": outputs.transpose(0, 1), "final": final}
    inside = (torch.arange(x.shape[1]) < lengths[:, None])[..., None]
    if slip == "zeros":
        final = torch.where(inside, outputs, 0.0)[:, -1]
    if slip not in ("kept", "through"):
        outputs = torch.where(inside, outputs, 0.0)
    return {"outputs": outputs, "final": final}


MISTAKES = {
    "carry": ("Every step begins with the initial state: the state is not handed on.",
              "매 단계를 처음 상태에서 시작했습니다. 상태를 다음 단계로 넘기지 않은 값입니다."),
    "transposed": ("`weight_hh` is the wrong way round: multiply `h` by its transpose.",
                   "`weight_hh`의 방향이 반대입니다. `h`에는 전치한 행렬을 곱해야 합니다."),
    "tanh": ("The tanh is missing.", "tanh를 적용하지 않은 값입니다."),
    "sigmoid": ("This is the sigmoid of the sum, not its tanh.", "tanh가 아니라 시그모이드를 적용한 값입니다."),
    "bias_ih": ("`bias_ih` was left out.", "`bias_ih`를 더하지 않은 값입니다."),
    "bias_hh": ("`bias_hh` was left out.", "`bias_hh`를 더하지 않은 값입니다."),
    "start": ("The initial states `h0` were not used.", "처음 상태 `h0`을 쓰지 않은 값입니다."),
    "axes": ("Batch and time are swapped: the loop ran over sequences as if they were steps.",
             "배치 축과 시간 축이 바뀌었습니다. 시퀀스를 단계처럼 차례로 읽은 값입니다."),
    "kept": ("After the end of a sequence its last state stands in the outputs, where zeros are asked for.",
             "시퀀스가 끝난 뒤의 출력에 0이 아니라 마지막 상태가 들어 있습니다."),
    "through": ("The steps ran on through the padding.", "시퀀스가 끝난 뒤에도 패딩을 읽으며 계속 나아간 값입니다."),
    "cleared": ("The padding was set to 0, but the state still changes after the end of a sequence.",
                "패딩을 0으로 바꾸었지만, 시퀀스가 끝난 뒤에도 상태가 계속 바뀝니다."),
    "last": ("The final state is that of the last step of the batch, read from padding, not of each sequence's own.",
             "마지막 상태를 시퀀스마다의 끝이 아니라 배치의 마지막 단계(패딩)에서 가져왔습니다."),
    "zeros": ("The final state was taken from the last column of the outputs, which is zero for shorter sequences.",
              "마지막 상태를 출력의 마지막 열에서 가져왔습니다. 짧은 시퀀스에서는 그 자리가 0입니다."),
}  # fmt: skip


def slips_of(case):
    """Return the mistakes of whole batches, with what each leads to."""
    return [
        Slip(name, en=en, ko=ko, value=lambda name=name: walk(case, slip=name))
        for name, (en, ko) in MISTAKES.items()
    ]


def named(got):
    """Return the two results by name, once it is clear that there are two."""
    expect(
        isinstance(got, tuple) and len(got) == 2,
        en="`rnn` should return a tuple of two: outputs and final states.",
        ko="`rnn`은 출력과 마지막 상태, 두 값의 튜플을 반환해야 합니다.",
    )
    return {"outputs": got[0], "final": got[1]}


def compare(submission, case, expected):
    """Compare `rnn` on a batch with what is right."""
    assert_close(named(submission.rnn(**case)), expected, slips=slips_of(case))


def compare_cell(submission, x, h, weights):
    """Compare one step with torch.nn.RNNCell."""
    cell = nn.RNNCell(x.shape[1], h.shape[1], dtype=x.dtype)
    cell.load_state_dict(weights)
    case = {"x": x[:, None], "lengths": torch.ones(len(x)), **weights, "h0": h}
    wanted = ("tanh", "sigmoid", "transposed", "bias_ih", "bias_hh", "start")
    mistakes = [
        Slip(name, en=MISTAKES[name][0].replace("The initial states `h0`", "The states `h`"),
             ko=MISTAKES[name][1].replace("처음 상태 `h0`을", "상태 `h`를"),
             value=lambda name=name: walk(case, slip=name)["final"])
        for name in wanted
    ]  # fmt: skip
    assert_close(submission.rnn_cell(x, h, **weights), cell(x, h).detach(), slips=mistakes)


def test_one_step(submission):
    """From state zero, one step is tanh of the weighted input and both biases."""
    got = submission.rnn_cell(torch.tensor([[1.0], [2.0]]), torch.zeros(2, 2), **WEIGHTS)

    assert_close(got, torch.stack([FIRST[0], SECOND]))


def test_step_with_memory(submission, rng):
    """One step is that of torch.nn.RNNCell, whatever the state before it."""
    compare_cell(submission, torch.zeros(1, 1), FIRST[:1], WEIGHTS)
    for count, inputs, hidden in ((2, 3, 3), (3, 2, 4), (1, 5, 2)):
        case = draw_case(rng, [1] * count, 1, inputs, hidden, start=True)
        compare_cell(submission, case["x"][:, 0], case["h0"], {name: case[name] for name in NAMES})


def test_whole_sequence(submission, rng):
    """The first sequence of the text, and batches without padding, as torch.nn.RNN reads them."""
    case = {"x": BATCH[:1], "lengths": LENGTHS[:1], **WEIGHTS}
    compare(submission, case, {"outputs": FIRST[None], "final": FIRST[2:]})
    for lengths, inputs, hidden in (([4, 4], 3, 2), ([2, 2, 2], 1, 5)):
        case = draw_case(rng, lengths, lengths[0], inputs, hidden)
        compare(submission, case, judge(**case))


def test_initial_state(submission, rng):
    """The first step begins with `h0` where it is given."""
    for lengths, inputs, hidden in (([1], 2, 2), ([3, 3], 2, 3)):
        case = draw_case(rng, lengths, lengths[0], inputs, hidden, start=True)
        compare(submission, case, judge(**case))


def test_worked_example(submission):
    """Both sequences of the text: zeros after the end, and each sequence's own last state."""
    outputs = torch.zeros(2, 3, 2)
    outputs[0], outputs[1, 0] = FIRST, SECOND

    case = {"x": BATCH, "lengths": LENGTHS, **WEIGHTS}
    compare(submission, case, {"outputs": outputs, "final": torch.stack([FIRST[2], SECOND])})


def test_lengths_in_any_order(submission, rng):
    """Lengths need not fall, and the longest sequence may be shorter than the batch is wide."""
    for lengths, steps in (([1, 4, 2], 4), ([2, 1, 3, 3], 5)):
        for start in (False, True):
            case = draw_case(rng, lengths, steps, 2, 3, start=start)
            compare(submission, case, judge(**case))


def test_padding_does_not_matter(submission, rng):
    """The same sequences with other padding give the same outputs and final states."""
    case = draw_case(rng, [2, 3, 1], 4, 2, 3)
    expected = judge(**case)
    for filling in (0.0, 7.0, -1e4):
        filled = case["x"].clone()
        for row, length in enumerate(case["lengths"]):
            filled[row, length:] = filling
        compare(submission, {**case, "x": filled}, expected)


def test_length_zero(submission, rng):
    """A sequence without steps has outputs of zeros and ends in the state it began with."""
    case = draw_case(rng, [2, 3], 3, 2, 3, start=True)
    right = judge(**case)
    empty = {**case, "x": torch.cat([case["x"], draw(rng, 1, 3, 2)]), "lengths": torch.tensor([2, 3, 0])}
    outputs = torch.cat([right["outputs"], torch.zeros(1, 3, 3)])

    start = draw(rng, 1, 3)
    expected = {"outputs": outputs, "final": torch.cat([right["final"], start])}
    compare(submission, {**empty, "h0": torch.cat([case["h0"], start])}, expected)
    right = judge(**{**case, "h0": None})
    outputs = torch.cat([right["outputs"], torch.zeros(1, 3, 3)])
    final = torch.cat([right["final"], torch.zeros(1, 3)])
    compare(submission, {**empty, "h0": None}, {"outputs": outputs, "final": final})


def with_nan(case):
    """Return a batch whose padding is NaN, but for one infinity."""
    x = case["x"].clone()
    for row, length in enumerate(case["lengths"]):
        x[row, length:] = float("nan")
    x[-1, -1] = float("inf")
    return {**case, "x": x}


def test_padding_of_nan(submission, rng):
    """Padding that is no number does not get into the results."""
    case = draw_case(rng, [3, 1, 2], 4, 2, 3)

    compare(submission, with_nan(case), judge(**case))


def test_dtype(submission, rng):
    """Results have the dtype of the input, and are as exact as it."""
    for dtype in DTYPES:
        for start in (False, True):
            case = draw_case(rng, [3, 2], 3, 2, 2, start=start, dtype=dtype)
            compare(submission, case, judge(**case))


def test_arguments_stay_as_they_are(submission, rng):
    """A call gives the right result and changes none of its arguments."""
    case = with_nan(draw_case(rng, [3, 1], 3, 2, 2, start=True))
    got = submission.rnn(**case)
    expect(
        not submission.last_call.changed,
        en="`rnn` changed a tensor it was given.",
        ko="`rnn`이 받은 텐서를 바꾸었습니다.",
    )
    clean = {**case, "x": case["x"].nan_to_num(0.0, 0.0, 0.0)}
    assert_close(named(got), judge(**clean), slips=slips_of(clean))


def compare_gradients(submission, rng, case, clean):
    """Compare the gradients of both results, in the input, the weights and the initial states."""
    count, steps, _ = case["x"].shape
    hidden = len(case["weight_hh"])
    cotangent = tuple(
        draw(rng, *shape, dtype=case["x"].dtype) for shape in ((count, steps, hidden), (count, hidden))
    )
    names = [name for name in case if name != "lengths" and case[name] is not None]
    value, gradients = vjp(
        submission.rnn, args=tuple(case.values()), cotangent=cotangent, wrt=[list(case).index(name) for name in names]
    )  # fmt: skip
    result, right = judge(**clean, cotangent=cotangent)
    assert_close(named(tuple(value)), result, slips=slips_of(clean))
    for name, gradient in zip(names, gradients, strict=True):
        expect(
            gradient is not None,
            en=f"No gradient arrives at `{name}`.",
            ko=f"`{name}`까지 기울기가 오지 않습니다.",
        )
        assert_close({f"gradient of {name}": gradient}, {f"gradient of {name}": right[name]})


def test_gradients(submission, rng):
    """Gradients are those of torch.nn.RNN in everything, and zero in the padding."""
    for start in (False, True):
        case = draw_case(rng, [2, 4, 1], 4, 2, 3, start=start)
        compare_gradients(submission, rng, case, case)


def test_gradients_beside_nan(submission, rng):
    """Padding that is no number does not get into the gradients."""
    case = draw_case(rng, [3, 1, 2], 4, 2, 3, start=True)

    compare_gradients(submission, rng, with_nan(case), case)


@st.composite
def batches(draw):
    """A small padded batch with weights."""
    inputs, hidden = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    lengths = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    count, steps = len(lengths), max(lengths) + draw(st.integers(0, 2))
    shapes = (hidden, inputs), (hidden, hidden), (hidden,), (hidden,)
    weights = {name: draw(st.tensors(shape)) for name, shape in zip(NAMES, shapes, strict=True)}
    h0 = draw(st.tensors((count, hidden))) if draw(st.booleans()) else None
    x = draw(st.tensors((count, steps, inputs)))
    return {"x": x, "lengths": torch.tensor(lengths), **weights, "h0": h0}


@given(max_examples=40, case=batches())
def test_any_batch(submission, case):
    """Random batches come out as torch.nn.RNN computes them from packed sequences."""
    compare(submission, case, judge(**case))


def test_long_sequences(submission, rng):
    """Longer batches of both dtypes, small weights and large ones."""
    for dtype in DTYPES:
        for scale, steps, hidden in ((0.2, 40, 6), (1.0, 12, 4), (0.5, 1, 1)):
            lengths = rng.integers(1, steps + 1, size=5).tolist()
            case = draw_case(rng, lengths, steps, 3, hidden, start=True, dtype=dtype, scale=scale)
            compare(submission, case, judge(**case))
    case = draw_case(rng, [6, 2, 5], 6, 3, 3, start=True, dtype=torch.float64, scale=30.0)
    compare(submission, case, judge(**case))


def test_fresh_gradients(submission, rng):
    """Gradients through longer batches of both dtypes, with and without initial states, beside NaN."""
    for dtype in DTYPES:
        for start in (False, True):
            lengths = [*rng.integers(1, 7, size=4).tolist(), 6]
            case = draw_case(rng, lengths, 8, 3, 4, start=start, dtype=dtype, scale=0.6)
            compare_gradients(submission, rng, with_nan(case), case)


def test_edges(submission, rng):
    """One step, one sequence, one unit, only empty sequences."""
    for lengths, steps, inputs, hidden in (([1], 1, 1, 1), ([2], 5, 1, 3), ([1, 1, 1], 2, 4, 1)):
        case = draw_case(rng, lengths, steps, inputs, hidden)
        compare(submission, case, judge(**case))
    case = draw_case(rng, [0, 0], 2, 3, 2, start=True)
    right = {"outputs": torch.zeros(2, 2, 2), "final": case["h0"]}
    compare(submission, with_nan(case), right)
    step = draw_case(rng, [1, 1], 1, 3, 2, start=True, dtype=torch.float64)
    compare_cell(submission, step["x"][:, 0], step["h0"], {name: step[name] for name in NAMES})
