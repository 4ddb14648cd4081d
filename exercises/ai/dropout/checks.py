"""Checks for dropout: exact for given numbers, statistics and identities for the module that draws its own.

Where chance decides, bounds are so wide that a right module misses one of them less often than once in 10^15
gradings. They follow from Hoeffding: a share of n independent entries is off by t or more with a probability
of at most 2 exp(−2 n t²).
"""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, slips, strategies as st, vjp
from graders.errors import SubmissionFault

DTYPES = (torch.float32, torch.float64)
X = torch.tensor([3.0, 6.0, -3.0, 9.0])
U = torch.tensor([0.5, 0.1, 0.9, 0.25])
#: entries of a large call: 2 exp(−2 · 100,000 · 0.015²) < 10^-19
MANY, SIDES, OFF = (100_000,), (250, 400), 0.015
#: disjoint pairs of neighbours in it: 2 exp(−2 · 50,000 · 0.02²) < 10^-16
OFF_PAIRS = 0.02
NO_GRADIENT = {
    "en": "No gradient arrives at `x`. Stay within torch operations.",
    "ko": "`x`까지 기울기가 오지 않습니다. torch 연산만 쓰세요.",
}


def draw(rng, shape, dtype=torch.float32):
    """Return random numbers of both signs, none of them near 0."""
    numbers = torch.from_numpy(rng.standard_normal(shape))
    return (numbers.sign() * (0.5 + numbers.abs())).to(dtype)


def uniform(rng, shape, dtype=torch.float32):
    """Return random numbers from 0 to below 1."""
    return torch.from_numpy(rng.random(shape)).to(dtype).clamp(max=0.999)


def expected(x, p, u):
    """Return what dropout makes of x in training."""
    return torch.where(u >= p, x / (1 - p), torch.zeros_like(x)) if p < 1 else torch.zeros_like(x)


def mistakes(x, p, u):
    """Return slips of dropout for given numbers."""
    words = {
        "en": "p was taken for the probability to keep an entry. It is the probability to drop it.",
        "ko": "p를 원소를 남길 확률로 썼습니다. p는 원소를 버릴 확률입니다.",
    }
    own = [
        Slip("kept_with_p", **words, value=lambda: torch.where(u < p, x / p, torch.zeros_like(x))),
        Slip(
            "own_numbers",
            en="Another mask than that of `u`: an entry is dropped where `u < p`, not by random numbers of your own.",
            ko="`u`로 정한 마스크와 다릅니다. 새로 뽑은 난수가 아니라 `u < p`인 자리의 원소를 버려야 합니다.",
            value=lambda _, got: other_mask(x, p, u, got),
        ),
    ]
    return slips.dropout(x, p, u >= p) + own


def other_mask(x, p, u, got):
    """Return dropout by the zeros of a result, if they are not those of u."""
    kept, right = got != 0, u >= p
    if any(bool(each.all()) for each in (kept, ~kept, kept == right, kept != right)):
        raise LookupError
    return torch.where(kept, x / (1 - p), torch.zeros_like(x))


def compare(submission, x, p, u):
    """Compare `dropout` in training with what is due."""
    assert_close(submission.dropout(x, p, u), expected(x, p, u), slips=mistakes(x, p, u))


def kept_of(out, x, p):
    """Return which entries a module has kept, after comparing them with x / (1 − p)."""
    expect(
        isinstance(out, torch.Tensor) and out.shape == x.shape and out.dtype == x.dtype,
        en="The module returns a tensor with the shape and dtype of its input.",
        ko="모듈은 입력과 형태와 자료형이 같은 텐서를 반환해야 합니다.",
    )
    kept = out != 0
    assert_close(out, torch.where(kept, x / (1 - p), torch.zeros_like(x)), slips=slips.dropout(x, p, kept))
    return kept


def expect_share(share, right, off, en, ko):
    """Hold an observed share against its probability."""
    expect(
        abs(share - right) < off,
        en=f"{en}: {share:.3f}. Expected: about {right:.3f}.",
        ko=f"{ko}: {share:.3f}. 기댓값: 약 {right:.3f}.",
    )


def expect_zeros(kept, p):
    """Hold the share of dropped entries against p."""
    share = 1 - kept.double().mean().item()
    expect_share(share, p, OFF, f"Share of dropped entries for p = {p:g}", f"p = {p:g}일 때 버린 원소의 비율")


def test_example(submission):
    """The worked example, in training and in evaluation; given numbers leave nothing to chance."""
    right = torch.tensor([4.0, 0.0, -4.0, 12.0])
    for _ in range(20):
        assert_close(submission.dropout(X, 0.25, U), right, slips=mistakes(X, 0.25, U))
    got = submission.dropout(X, 0.25, U, training=False)
    assert_close(got, X, slips=slips.dropout(X, 0.25, training=False))


def test_given_numbers(submission, rng):
    """Exactly the entries with u < p are dropped, for tensors of any shape."""
    for p, shape in ((0.5, (8,)), (0.2, (4, 6)), (0.7, (3, 2, 5)), (0.5, (2, 3, 2, 4))):
        compare(submission, draw(rng, shape), p, uniform(rng, shape))
    compare(submission, draw(rng, (4,)), 0.5, torch.tensor([0.5, 0.0, 0.75, 0.25]))


def test_evaluation(submission, rng):
    """In evaluation nothing happens, whatever p is."""
    for p in (0.25, 0.5, 1.0):
        x, u = draw(rng, (3, 5)), uniform(rng, (3, 5))
        got = submission.dropout(x, p, u, training=False)
        assert_close(got, x, slips=slips.dropout(x, p, training=False) if p < 1 else ())
        compare(submission, x, 0.5, u)


def test_nothing_and_everything(submission, rng):
    """p = 0 drops nothing, p = 1 drops everything, without a NaN."""
    x, u = draw(rng, (4, 5)), uniform(rng, (4, 5))
    u[0, 0] = 0.0
    compare(submission, x, 0.0, u)
    compare(submission, x, 1.0, u)


def test_gradient(submission, rng):
    """The gradient passes where an entry was kept, times 1 / (1 − p), and nowhere else."""
    for p in (0.25, 0.6, 0.0, 1.0):
        x, u, g = draw(rng, (3, 4)), uniform(rng, (3, 4)), draw(rng, (3, 4))
        try:
            value, (gradient,) = vjp(submission.dropout, (x, p, u), cotangent=g)
        except SubmissionFault:
            if p < 1:
                raise
            continue  # zeros that know nothing of x have no gradient, which is right as well
        assert_close(value, expected(x, p, u))
        if p == 1 and gradient is None:
            continue
        expect(gradient is not None, **NO_GRADIENT)
        own = Slip("mask_forgotten", en="The gradient passes where an entry was dropped as well.",
                   ko="버린 원소로도 기울기가 전해집니다.", value=lambda p=p, g=g: g / (1 - p))  # fmt: skip
        assert_close(gradient, expected(g, p, u), slips=slips.dropout(g, p, u >= p) + [own])
        _, (gradient,) = vjp(submission.dropout, (x, p, u, False), cotangent=g)
        expect(gradient is not None, **NO_GRADIENT)
        assert_close(gradient, g, slips=slips.dropout(g, p, training=False) if p < 1 else ())


def test_dtype_and_arguments(submission, rng):
    """The result has the dtype of x, and neither argument is changed."""
    for dtype in DTYPES:
        for training in (True, False):
            x, u = draw(rng, (3, 4), dtype), uniform(rng, (3, 4), dtype)
            right = expected(x, 0.3, u) if training else x.clone()
            got = submission.dropout(x, 0.3, u, training)
            expect(
                not submission.last_call.changed,
                en="`dropout` changed a tensor it was given.",
                ko="`dropout`이 받은 텐서를 바꾸었습니다.",
            )
            assert_close(got, right)


def test_module_share(submission, rng):
    """The module drops a share p, 0.5 unless told otherwise, and keeps x / (1 − p) of the rest."""
    x = draw(rng, MANY)
    for net, p in (
        (submission.Dropout(0.3), 0.3),
        (submission.Dropout(), 0.5),
        (submission.Dropout(p=0.8), 0.8),
    ):
        net.train()
        expect_zeros(kept_of(net(x), x, p), p)


def test_module_masks(submission, rng):
    """Each call has a new mask, and neither rows nor columns share theirs."""
    x, p = draw(rng, SIDES), 0.3
    same = p**2 + (1 - p) ** 2
    net = submission.Dropout(p)
    net.train()
    first, second = kept_of(net(x), x, p), kept_of(net(x), x, p)
    pairs = {
        ("Neighbouring rows treat alike a share of the entries of", "이웃한 두 행에서 결과가 같은 원소의 비율"): (
            first[0::2], first[1::2], OFF_PAIRS),
        ("Neighbouring columns treat alike a share of the entries of", "이웃한 두 열에서 결과가 같은 원소의 비율"): (
            first[:, 0::2], first[:, 1::2], OFF_PAIRS),
        ("Two calls treat alike a share of the entries of", "두 호출에서 결과가 같은 원소의 비율"): (first, second, OFF),
    }  # fmt: skip
    for (en, ko), (one, other, off) in pairs.items():
        expect_share((one == other).double().mean().item(), same, off, en, ko)


def test_module_modes(submission, rng):
    """`eval()` makes the module hand on its input, `train()` brings dropout back."""
    x, p = draw(rng, MANY), 0.4
    net = submission.Dropout(p)
    expect_zeros(kept_of(net(x), x, p), p)
    net.eval()
    assert_close(net(x), x, slips=slips.dropout(x, p, training=False))
    net.train()
    expect_zeros(kept_of(net(x), x, p), p)


def test_module_gradient(submission, rng):
    """The gradient of the module passes by the same mask as its value."""
    x, g, p = draw(rng, (40, 50)), draw(rng, (40, 50)), 0.35
    net = submission.Dropout(p)
    net.train()
    value, (gradient,) = vjp(net, (x,), cotangent=g)
    kept = kept_of(value, x, p)
    # All 2,000 entries kept, or none: less likely than 0.65^2000.
    expect(
        0 < kept.sum() < kept.numel(),
        en="Nothing or everything was dropped.",
        ko="모두 버렸거나 하나도 버리지 않았습니다.",
    )
    assert_close(gradient, torch.where(kept, g / (1 - p), torch.zeros_like(g)))
    net.eval()
    _, (gradient,) = vjp(net, (x,), cotangent=g)
    expect(gradient is not None, **NO_GRADIENT)
    assert_close(gradient, g, slips=slips.dropout(g, p, training=False))


@given(
    max_examples=25,
    x=st.tensors(st.shapes(1, 3, 1, 4)),
    p=st.sampled_from([0.5, 0.25, 0.75, 0.9]),
    seed=st.integers(0, 999),
)
def test_any_tensor(submission, x, p, seed):
    """`dropout` is right for random tensors."""
    u = torch.rand(x.shape, generator=torch.Generator().manual_seed(seed))
    compare(submission, x, p, u)


def test_entries_are_independent(submission, rng):
    """How many entries are dropped changes from call to call."""
    x = draw(rng, (10, 10))
    net = submission.Dropout(0.5)
    net.train()
    counts = {int(kept_of(net(x), x, 0.5).sum()) for _ in range(30)}
    # A count has a probability of at most 0.08, so thirty equal ones have less than 0.08^29.
    expect(
        len(counts) > 1,
        en="Each call drops exactly as many entries. Decide for each entry on its own.",
        ko="호출할 때마다 정확히 같은 개수를 버립니다. 원소마다 따로 정해야 합니다.",
    )


def test_fresh_cases(submission, rng):
    """Other shapes, probabilities and both dtypes; the module for p = 0 and p = 1; images."""
    for dtype in DTYPES:
        for p, shape in ((0.15, (7, 5)), (0.95, (30,)), (0.5, (2, 3, 4, 3)), (0.0, (3,)), (1.0, (2, 2))):
            compare(submission, draw(rng, shape, dtype), p, uniform(rng, shape, dtype))
        images = draw(rng, (10, 10, 20, 50), dtype)
        net = submission.Dropout(0.1)
        net.train()
        kept = kept_of(net(images), images, 0.1)
        expect_zeros(kept, 0.1)
        same = 0.1**2 + 0.9**2
        for axis in range(4):
            even, odd = kept.movedim(axis, 0)[0::2], kept.movedim(axis, 0)[1::2]
            share = (even == odd).double().mean().item()
            en, ko = "Neighbours treat alike a share of the entries of", "이웃한 원소의 결과가 같은 비율"
            expect_share(share, same, OFF_PAIRS, en, ko)
        for p in (0.0, 1.0):
            net = submission.Dropout(p)
            net.train()
            assert_close(net(images[0]), images[0] * (1 - p))
            net.eval()
            assert_close(net(images[0]), images[0])
