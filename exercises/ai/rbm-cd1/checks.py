"""Checks for rbm-cd1: each part alone, then a step, then odd machines; free energies by counting all states."""

from __future__ import annotations

from itertools import product

import torch

from graders import Slip, assert_close, expect, given, strategies as st

#: the machine, the data and the noise of the text
WEIGHT = torch.tensor([[1.0, -1.0], [0.0, 2.0], [-1.0, 0.0]])
VISIBLE_BIAS = torch.tensor([0.0, 0.0, 1.0])
HIDDEN_BIAS = torch.tensor([0.0, -1.0])
DATA = torch.tensor([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
NOISE = torch.tensor([[0.6, 0.3], [0.4, 0.1]])
MACHINE = (WEIGHT, VISIBLE_BIAS, HIDDEN_BIAS)
DTYPES = (torch.float32, torch.float64)


def draw_case(rng, count, visible, hidden, *, dtype=torch.float32, scale=1.0, binary=True):
    """Return data, a machine, noise and a rate."""
    data = rng.random((count, visible))
    numbers = {
        "v": data.round() if binary else data,
        "weight": rng.standard_normal((visible, hidden)) * scale,
        "visible_bias": rng.standard_normal(visible) * scale,
        "hidden_bias": rng.standard_normal(hidden) * scale,
        "noise": rng.random((count, hidden)),
    }
    return {name: torch.from_numpy(value).to(dtype) for name, value in numbers.items()} | {"rate": 0.25}


def parts(case):
    """Return v, weight, visible bias and hidden bias of a case."""
    return case["v"], case["weight"], case["visible_bias"], case["hidden_bias"]


def slip(name, en, ko, value):
    """Return a mistake of this exercise."""
    return Slip(name, en=en, ko=ko, value=value)


def layer_slips(x, weight, bias):
    """Return mistakes of a layer of probabilities."""
    return [
        slip("no_sigmoid", "This is the weighted sum; the sigmoid is missing.",
             "가중합입니다. 시그모이드를 적용하지 않았습니다.", lambda: x @ weight + bias),
        slip("no_bias", "The bias was left out.", "편향을 더하지 않은 값입니다.", lambda: torch.sigmoid(x @ weight)),
        slip("turned", "The weights are the wrong way round: transposed where they should not be, or the reverse.",
             "가중치의 방향이 반대입니다. 전치 여부를 확인하세요.", lambda: torch.sigmoid(x @ weight.T + bias)),
        slip("off", "This is the probability of being off, 1 − p.",
             "켜질 확률이 아니라 꺼질 확률 1 − p입니다.", lambda: torch.sigmoid(-x @ weight - bias)),
    ]  # fmt: skip


def energy_slips(v, weight, visible_bias, hidden_bias):
    """Return mistakes of free energies."""
    z = v @ weight + hidden_bias
    seen, soft = v @ visible_bias, torch.nn.functional.softplus(z).sum(1)
    return [
        slip("sign", "The sign is reversed: this is −F.", "부호가 반대입니다. −F의 값입니다.", lambda: seen + soft),
        slip("no_visible", "The term of the visible biases is missing.", "가시 편향의 항이 빠졌습니다.", lambda: -soft),
        slip("visible_sign", "The term of the visible biases has the wrong sign.",
             "가시 편향 항의 부호가 반대입니다.", lambda: seen - soft),
        slip("no_log", "This is −a·v − Σz: log(1 + exp(z)) was replaced by z.",
             "log(1 + exp(z)) 대신 z를 더한 값입니다.", lambda: -seen - z.sum(1)),
        slip("energy", "This is the energy with the hidden probabilities put in; the free energy sums over all hidden states.",
             "은닉 확률을 넣은 에너지입니다. 자유 에너지는 은닉 상태를 모두 더해 없앤 값입니다.",
             lambda: -seen - (z.sigmoid() * z).sum(1)),
    ]  # fmt: skip


def stepped(case, *, mistake=""):
    """Return a step of CD-1 computed with one mistake."""
    v, weight, visible_bias, hidden_bias = parts(case)
    rate, count = case["rate"], len(v)
    p = torch.sigmoid(v @ weight + hidden_bias)
    h = (case["noise"] > p if mistake == "reversed" else case["noise"] < p).to(p.dtype)
    seen = torch.sigmoid((p if mistake == "no_sample" else h) @ weight.T + visible_bias)
    again = torch.sigmoid(seen @ weight + hidden_bias)
    first = h if mistake in ("states", "states_weight") else p
    marginal = h if mistake in ("states", "states_bias") else p
    last = {"old_states": h, "old_probabilities": p}.get(mistake, again)
    if mistake == "sum":
        count = 1
    if mistake == "rate":
        rate = 1.0
    if mistake == "descent":
        rate = -rate
    changed = (
        weight + rate * (v.T @ first - seen.T @ last) / count,
        visible_bias + rate * (v - seen).sum(0) / count,
        hidden_bias + rate * (marginal - last).sum(0) / count,
    )
    return (changed[0], visible_bias, hidden_bias) if mistake == "weight_only" else changed


MISTAKES = {
    "sum": ("The batch was summed; take the mean.", "배치를 더했습니다. 평균을 내야 합니다."),
    "states": ("The sampled states went into the statistics of the data; use the probabilities there.",
               "데이터 쪽 통계에 뽑은 상태를 썼습니다. 확률을 써야 합니다."),
    "states_weight": ("The sampled states went into the statistics of the weights; use the probabilities there.",
                      "가중치의 통계에 뽑은 상태를 썼습니다. 확률을 써야 합니다."),
    "states_bias": ("The sampled states went into the statistics of the hidden biases; use the probabilities there.",
                    "은닉 편향의 통계에 뽑은 상태를 썼습니다. 확률을 써야 합니다."),
    "no_sample": ("The reconstruction was made from the hidden probabilities; make it from the sampled states.",
                  "은닉 확률에서 재구성했습니다. 뽑은 상태에서 재구성해야 합니다."),
    "reversed": ("Units were turned on where the noise is larger than the probability.",
                 "난수가 확률보다 클 때 노드를 켰습니다. 작을 때 켜야 합니다."),
    "descent": ("The step goes the wrong way: data minus reconstruction is added.",
                "갱신 방향이 반대입니다. 데이터에서 재구성을 뺀 값을 더해야 합니다."),
    "old_states": ("The reconstruction was paired with the sampled states of the data, not with new probabilities.",
                   "재구성에 데이터에서 뽑은 은닉 상태를 짝지었습니다. 은닉 확률을 새로 구해야 합니다."),
    "old_probabilities": ("The reconstruction was paired with the hidden probabilities of the data.",
                          "재구성에 데이터의 은닉 확률을 짝지었습니다. 은닉 확률을 새로 구해야 합니다."),
    "rate": ("The learning rate was left out.", "학습률을 곱하지 않았습니다."),
    "weight_only": ("The biases did not change.", "편향이 바뀌지 않았습니다."),
}  # fmt: skip


def named(step):
    """Return the results of a step by name, once it is clear that there are three."""
    expect(
        isinstance(step, tuple) and len(step) == 3,
        en="`cd1` should return a tuple of three: weight, visible bias, hidden bias.",
        ko="`cd1`은 가중치, 가시 편향, 은닉 편향, 세 값의 튜플을 반환해야 합니다.",
    )
    return dict(zip(("weight", "visible_bias", "hidden_bias"), step, strict=True))


def compare_step(submission, case):
    """Compare one step of CD-1."""
    mistakes = [
        slip(name, en, ko, lambda name=name: named(stepped(case, mistake=name)))
        for name, (en, ko) in MISTAKES.items()
    ]
    assert_close(named(submission.cd1(**case)), named(stepped(case)), slips=mistakes)


def compare_probabilities(submission, case):
    """Compare both layers of probabilities, the visible ones from the noise as if it were hidden."""
    v, weight, visible_bias, hidden_bias = parts(case)
    assert_close(
        submission.hidden_probabilities(v, weight, hidden_bias),
        torch.sigmoid(v @ weight + hidden_bias),
        slips=layer_slips(v, weight, hidden_bias),
    )
    h = case["noise"]
    assert_close(
        submission.visible_probabilities(h, weight, visible_bias),
        torch.sigmoid(h @ weight.T + visible_bias),
        slips=layer_slips(h, weight.T, visible_bias),
    )


def counted(v, weight, visible_bias, hidden_bias):
    """Return free energies by adding up all hidden states, one by one."""
    states = torch.tensor(list(product((0.0, 1.0), repeat=len(hidden_bias))), dtype=v.dtype)
    below = v @ weight @ states.T + states @ hidden_bias + (v @ visible_bias)[:, None]
    return -torch.logsumexp(below, dim=1)


def compare_energy(submission, case):
    """Compare free energies."""
    given_parts = parts(case)
    assert_close(
        submission.free_energy(*given_parts), counted(*given_parts), slips=energy_slips(*given_parts)
    )


def test_hidden_probabilities(submission, rng):
    """The hidden units of the text, and of a machine with as many visible ones."""
    expected = torch.tensor([[0.7310586, 0.5], [0.2689414, 0.2689414]])
    got = submission.hidden_probabilities(DATA, WEIGHT, HIDDEN_BIAS)
    assert_close(got, expected, slips=layer_slips(DATA, WEIGHT, HIDDEN_BIAS))
    for visible, hidden in ((3, 3), (4, 2)):
        v, weight, _, bias = parts(draw_case(rng, 2, visible, hidden))
        right = torch.sigmoid(v @ weight + bias)
        got = submission.hidden_probabilities(v, weight, bias)
        assert_close(got, right, slips=layer_slips(v, weight, bias))


def test_visible_probabilities(submission, rng):
    """The visible units of the text, and of a machine with as many hidden ones."""
    states = torch.tensor([[1.0, 1.0], [0.0, 1.0]])
    expected = torch.tensor([[0.5, 0.8807971, 0.5], [0.2689414, 0.8807971, 0.7310586]])
    got = submission.visible_probabilities(states, WEIGHT, VISIBLE_BIAS)
    assert_close(got, expected, slips=layer_slips(states, WEIGHT.T, VISIBLE_BIAS))
    compare_probabilities(submission, draw_case(rng, 2, 3, 3))
    compare_probabilities(submission, draw_case(rng, 3, 2, 4))


def test_sample(submission, rng):
    """A unit is on where its number is less than its probability, off where they are equal."""
    p = torch.tensor([[0.7310586, 0.5], [0.2689414, 0.2689414]])
    assert_close(submission.sample(p, NOISE), torch.tensor([[1.0, 1.0], [0.0, 1.0]]))
    p = torch.tensor([[0.5, 0.25, 0.0, 1.0, 0.0]], dtype=torch.float64)
    noise = torch.tensor([[0.5, 0.25, 0.0, 0.999, 0.5]], dtype=torch.float64)
    assert_close(submission.sample(p, noise), torch.tensor([[0.0, 0, 0, 1, 0]], dtype=torch.float64))
    p, noise = (torch.from_numpy(rng.random((3, 6))) for _ in range(2))
    assert_close(submission.sample(p, noise), torch.where(p > noise, 1.0, 0.0).double())


def test_free_energy(submission, rng):
    """The free energies of the text, and of machines small enough to add up all hidden states."""
    got = submission.free_energy(DATA, *MACHINE)
    assert_close(got, torch.tensor([-2.0064089, -1.6265234]), slips=energy_slips(DATA, *MACHINE))
    for visible, hidden in ((3, 1), (2, 5), (4, 4)):
        compare_energy(submission, draw_case(rng, 3, visible, hidden))


def test_one_step(submission):
    """The step of the text, with a rate of 0.1."""
    case = dict(
        zip(("v", "weight", "visible_bias", "hidden_bias", "noise"), (DATA, *MACHINE, NOISE), strict=True)
    )
    compare_step(submission, {**case, "rate": 0.1})  # fmt: skip


def test_random_steps(submission, rng):
    """Steps of machines of other sizes."""
    for count, visible, hidden in ((1, 2, 2), (4, 3, 2), (5, 3, 6)):
        compare_step(submission, draw_case(rng, count, visible, hidden))


def test_data_between_zero_and_one(submission, rng):
    """Visible values may be probabilities, such as grey values."""
    case = draw_case(rng, 10, 5, 6, binary=False)
    compare_energy(submission, case)
    compare_step(submission, case)


def test_large_weights(submission, rng):
    """Probabilities of 0 and 1 and free energies in the thousands are right and finite."""
    for dtype in DTYPES:
        case = draw_case(rng, 4, 5, 3, dtype=dtype)
        case["weight"] = case["weight"].sign() * 1000
        case["weight"][0] = torch.tensor([1000.0, 2000.0, -1000.0], dtype=dtype)
        case["v"][0], case["noise"][0] = 0.0, 0.8
        case["hidden_bias"] = torch.tensor([-500.0, 0.5, 2000.0], dtype=dtype)
        compare_probabilities(submission, {**case, "noise": case["noise"].round()})
        compare_energy(submission, case)
        compare_step(submission, case)


def test_dtype(submission, rng):
    """Results have the dtype of the data, and are as exact as it."""
    for dtype in DTYPES:
        case = draw_case(rng, 6, 4, 5, dtype=dtype)
        compare_probabilities(submission, case)
        p = torch.full((6, 5), 0.5, dtype=dtype)
        assert_close(submission.sample(p, case["noise"]), (case["noise"] < p).to(dtype))
        compare_energy(submission, case)
        compare_step(submission, case)


def test_arguments_stay_as_they_are(submission, rng):
    """A step gives the right result and changes none of its arguments."""
    case = draw_case(rng, 8, 4, 5)
    got = submission.cd1(**case)
    changed = ", ".join(map(str, submission.last_call.changed))
    expect(
        not submission.last_call.changed,
        en=f"`cd1` changed a tensor it was given: {changed}",
        ko=f"`cd1`이 받은 텐서를 바꾸었습니다: {changed}",
    )
    assert_close(named(got), named(stepped(case)))


@st.composite
def machines(draw):
    """A small machine with data and noise."""
    count, visible, hidden = (draw(st.integers(1, 4)) for _ in range(3))
    shapes = {"weight": (visible, hidden), "visible_bias": (visible,), "hidden_bias": (hidden,)}
    case = {"v": draw(st.tensors((count, visible), low=0, high=1))}
    case |= {name: draw(st.tensors(shape)) for name, shape in shapes.items()}
    return case | {
        "noise": draw(st.tensors((count, hidden), low=0, high=1)),
        "rate": draw(st.sampled_from([1.0, 0.5])),
    }


@given(max_examples=25, case=machines())
def test_any_machine(submission, case):
    """Everything agrees on random machines."""
    compare_probabilities(submission, case)
    compare_energy(submission, case)
    compare_step(submission, case)


def test_many_steps(submission, rng):
    """Twenty steps in a row lead to the same machine."""
    case = draw_case(rng, 8, 6, 4, dtype=torch.float64, scale=0.1)
    ours = case
    for _ in range(20):
        noise = torch.from_numpy(rng.random((8, 4)))
        ours = {**ours, **named(submission.cd1(**{**ours, "noise": noise}))}
        case = {**case, **named(stepped({**case, "noise": noise}))}
    assert_close({"weight": ours["weight"]}, {"weight": case["weight"]})
    assert_close(submission.free_energy(*parts(ours)), counted(*parts(case)))


def test_edges(submission, rng):
    """One example, one unit, a rate of zero, numbers equal to probabilities, and large free energies."""
    for count, visible, hidden in ((1, 1, 1), (1, 4, 1), (3, 1, 4), (2, 12, 10)):
        for dtype in DTYPES:
            case = draw_case(rng, count, visible, hidden, dtype=dtype)
            compare_probabilities(submission, case)
            compare_energy(submission, case)
            compare_step(submission, case)
            compare_step(submission, {**case, "rate": 0.0})
    # Nothing is seen and nothing preferred: each probability is one half, and so is each number. No unit is on.
    even = draw_case(rng, 2, 3, 2)
    even["v"][:], even["hidden_bias"][:], even["noise"][:] = 0.0, 0.0, 0.5
    compare_step(submission, even)
    for size in (1e4, -1e4):
        case = draw_case(rng, 3, 4, 3, dtype=torch.float64, scale=size)
        case["v"][0], case["hidden_bias"][0] = 0.0, size
        compare_energy(submission, case)
