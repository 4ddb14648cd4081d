"""Checks for losses: worked numbers, means, large logits, dtypes and edges; torch in float64 is the judge."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, slips, strategies as st

DTYPES = (torch.float32, torch.float64)
LOSSES = {"mse": F.mse_loss, "cross_entropy": F.cross_entropy}


def draw(rng, shape, dtype=torch.float32, scale=1.0):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape) * scale).to(dtype)


def classes(rng, rows, count):
    """Return a random class for each row."""
    return torch.from_numpy(rng.integers(0, count, rows))


def right(name, first, target):
    """Return a loss and its gradient in the first argument, as torch finds them in float64."""
    wide = first.double().clone().requires_grad_()
    value = LOSSES[name](wide, target.double() if target.is_floating_point() else target)
    (gradient,) = torch.autograd.grad(value, wide)
    return value.detach().to(first.dtype), gradient.to(first.dtype)


def of_loss(name, first, target):
    """Return slips of a loss."""
    if name == "mse":
        return slips.mse_loss(first, target)
    own = torch.softmax(first, 1).gather(1, target[:, None])
    words = {
        "en": "A small constant was added to the probability before the logarithm, or the probability was clipped "
        "from below. Take the logarithm of the softmax as a whole, without forming the probability first.",
        "ko": "로그를 구하기 전에 확률에 작은 수를 더했거나 확률의 아래쪽을 잘랐습니다. 확률을 먼저 구하지 말고 "
        "소프트맥스의 로그를 한꺼번에 계산하세요.",
    }
    powers = (6, 7, 8, 9, 10, 12, 15)
    padded = [
        Slip(f"constant_added:{n}", **words, value=lambda n=n: -(own + 10.0**-n).log().mean()) for n in powers
    ]
    underflow = Slip(
        "underflow",
        en="The probability of the right class became 0 in the computer, and −log 0 is infinite.",
        ko="정답 클래스의 확률이 계산 중에 0이 되었고, −log 0은 무한대입니다.",
        value=lambda: -own.log().mean(),
    )
    return slips.cross_entropy(first, target) + [underflow, *padded]


def of_gradient(name, first, target):
    """Return slips of a gradient."""
    _, gradient = right(name, first, target)
    rows, size = len(first), first.numel()
    known = [
        ("sign", "the sign is reversed: this points downhill", "부호가 반대입니다. 손실이 줄어드는 방향입니다",
         lambda: -gradient),
        ("halved", "this is half the gradient: was a factor 2 forgotten?",
         "기울기의 절반입니다. 2를 곱하지 않았는지 보세요", lambda: gradient / 2),
    ]  # fmt: skip
    if name == "mse":
        known += [
            ("not_averaged", "this is the gradient of the sum: divide by the number of entries",
             "합의 기울기입니다. 원소 수로 나누세요", lambda: gradient * size),
            ("rows_only", "the sum was divided by the number of rows instead of entries",
             "원소 수가 아니라 행의 수로 나누었습니다", lambda: gradient * size / rows),
        ]  # fmt: skip
    else:
        hot, chance = F.one_hot(target, first.shape[1]).to(first.dtype), torch.softmax(first, 1)
        known += [
            ("not_averaged", "this is the gradient of the sum over the rows: divide by the number of rows",
             "행에 대한 합의 기울기입니다. 행의 수로 나누세요", lambda: gradient * rows),
            ("entries", "the sum was divided by the number of entries instead of rows",
             "행의 수가 아니라 원소 수로 나누었습니다", lambda: gradient * rows / size),
            ("one_hot_missing", "nothing was subtracted at the right class",
             "정답 클래스에서 1을 빼지 않았습니다", lambda: chance / rows),
            ("in_probabilities", "this is the gradient in the probabilities, not in the logits",
             "로짓이 아니라 확률에 대한 기울기입니다", lambda: -hot / chance / rows),
            ("right_class_only", "only the right class has a gradient here; the others have one too",
             "정답 클래스의 기울기만 있습니다. 다른 클래스에도 기울기가 있습니다", lambda: hot * gradient),
            ("softmax_twice", "the softmax was applied twice", "소프트맥스를 두 번 적용했습니다",
             lambda: (torch.softmax(chance, 1) - hot) / rows),
        ]  # fmt: skip
    return [
        Slip(each, en=f"{en[0].upper()}{en[1:]}.", ko=f"{ko}.", value=value) for each, en, ko, value in known
    ]


def compare_loss(submission, name, first, target):
    """Compare a loss with torch's."""
    got = getattr(submission, name)(first, target)
    assert_close(got, right(name, first, target)[0], slips=of_loss(name, first, target))


def compare_gradient(submission, name, first, target):
    """Compare a gradient with torch's."""
    got = getattr(submission, f"{name}_grad")(first, target)
    assert_close(got, right(name, first, target)[1], slips=of_gradient(name, first, target))


def compare(submission, name, first, target):
    """Compare a loss and its gradient with torch's."""
    compare_loss(submission, name, first, target)
    compare_gradient(submission, name, first, target)


PREDICTION = torch.tensor([[1.0, 2.0], [0.0, 5.0]])
WANTED = torch.tensor([[0.0, 2.0], [3.0, 3.0]])
SCORES = torch.tensor([[1.0, 2.0, 3.0], [2.0, 0.0, 0.0]])
LABELS = torch.tensor([2, 1])


def test_mse(submission):
    """The mean squared error of the worked example is 3.5."""
    got = submission.mse(PREDICTION, WANTED)
    assert_close(got, torch.tensor(3.5), slips=slips.mse_loss(PREDICTION, WANTED))


def test_mse_gradient(submission):
    """Its gradient is twice the difference by the number of entries."""
    got, expected = submission.mse_grad(PREDICTION, WANTED), torch.tensor([[0.5, 0.0], [-1.5, 1.0]])
    assert_close(got, expected, slips=of_gradient("mse", PREDICTION, WANTED))


def test_cross_entropy(submission):
    """The cross-entropy of the worked example is 1.323576."""
    got = submission.cross_entropy(SCORES, LABELS)
    assert_close(got, torch.tensor(1.3235760), slips=of_loss("cross_entropy", SCORES, LABELS))


def test_cross_entropy_gradient(submission):
    """Its gradient is (softmax − one-hot) / rows."""
    expected = torch.tensor([[0.0450153, 0.1223642, -0.1673795], [0.3934931, -0.4467465, 0.0532535]])
    got = submission.cross_entropy_grad(SCORES, LABELS)
    assert_close(got, expected, slips=of_gradient("cross_entropy", SCORES, LABELS))


def test_any_shape(submission, rng):
    """The mean squared error runs over all entries, whatever the axes."""
    for shape in ((5,), (4, 3), (2, 3, 2)):
        compare(submission, "mse", draw(rng, shape), draw(rng, shape))


def test_any_batch(submission, rng):
    """The cross-entropy is averaged over the rows, whatever the number of classes."""
    for rows, count in ((1, 3), (5, 3), (4, 4), (3, 6)):
        compare(submission, "cross_entropy", draw(rng, (rows, count)), classes(rng, rows, count))


def test_large_logits(submission):
    """Logits in the thousands, and rows that lie far apart, give finite and right results."""
    logits = torch.tensor(
        [[1e4, 1e4 - 1, 1e4 - 2], [-1e4, -1e4 - 2, -1e4 - 1], [0.0, 1.0, 1e4], [0.5, 0, -0.5]]
    )
    for target in ([1, 0, 2, 1], [2, 2, 2, 0]):
        compare(submission, "cross_entropy", logits, torch.tensor(target))


def test_confident_mistake(submission):
    """Where the right class is nearly ruled out, the loss is as large as the gap between the logits."""
    logits = torch.tensor([[0.0, 50.0], [200.0, 0.0], [1e4, -1e4]])
    for row, label in enumerate((0, 1, 1)):
        compare(submission, "cross_entropy", logits[row : row + 1], torch.tensor([label]))
    compare(submission, "cross_entropy", logits, torch.tensor([0, 1, 1]))


def test_dtype(submission, rng):
    """Results have the dtype of the first argument, and its precision."""
    for dtype in DTYPES:
        compare(submission, "mse", draw(rng, (3, 2), dtype), draw(rng, (3, 2), dtype))
        compare(submission, "cross_entropy", draw(rng, (3, 4), dtype), classes(rng, 3, 4))


def test_arguments_stay_as_they_are(submission, rng):
    """A call gives the right result and changes no argument."""
    cases = {
        "mse": (draw(rng, (3, 2)), draw(rng, (3, 2))),
        "cross_entropy": (draw(rng, (3, 4)), classes(rng, 3, 4)),
    }
    for name, (first, target) in cases.items():
        for function, expected in zip((name, f"{name}_grad"), right(name, first, target), strict=True):
            got = getattr(submission, function)(first, target)
            expect(
                not submission.last_call.changed,
                en=f"`{function}` changed a tensor it was given.",
                ko=f"`{function}`이(가) 받은 텐서를 바꾸었습니다.",
            )
            assert_close(got, expected)


@given(max_examples=25, logits=st.tensors(st.shapes(2, 2, 1, 4), low=-4, high=4), first=st.integers(0, 3))
def test_any_logits(submission, logits, first):
    """Losses and gradients are torch's on random tensors."""
    target = (torch.arange(len(logits)) + first) % logits.shape[1]
    compare(submission, "cross_entropy", logits, target)
    compare(submission, "mse", logits, logits.flip(0) / 2 + 1)


def test_edges(submission, rng):
    """One class, one row, a single number, equal logits, a perfect prediction."""
    for dtype in DTYPES:
        one = torch.tensor([0, 0])
        compare(submission, "cross_entropy", draw(rng, (2, 1), dtype), one)
        compare(submission, "cross_entropy", torch.full((3, 5), 7e3, dtype=dtype), torch.tensor([0, 2, 4]))
        compare(submission, "cross_entropy", torch.tensor([[-1e4, 1e4]], dtype=dtype), torch.tensor([1]))
        compare(submission, "mse", draw(rng, (1, 1), dtype), draw(rng, (1, 1), dtype))
        same = draw(rng, (2, 3), dtype)
        compare(submission, "mse", same, same.clone())
        compare(submission, "mse", 1e3 * same, -1e3 * same)


def test_fresh_batches(submission, rng):
    """Both losses and gradients are torch's for larger batches, in both dtypes."""
    for dtype in DTYPES:
        for scale in (1.0, 30.0, 3000.0):
            compare(submission, "cross_entropy", draw(rng, (16, 7), dtype, scale), classes(rng, 16, 7))
        compare(submission, "mse", draw(rng, (6, 5, 2), dtype, 4.0), draw(rng, (6, 5, 2), dtype, 4.0))
        compare(submission, "mse", draw(rng, (40,), dtype), draw(rng, (40,), dtype))
