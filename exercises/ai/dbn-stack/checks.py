"""Checks for dbn-stack: one machine, then the stack layer by layer, then up and down through all of it."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, expect, given, strategies as st

#: the example of the text: one row of data, two machines, a step each
DATA = torch.tensor([[1.0, 0.0]])
MACHINES = [
    (torch.tensor([[2.0, -1.0], [0.0, 1.0]]), torch.tensor([0.0, 1.0]), torch.tensor([0.0, -1.0])),
    (torch.tensor([[1.0, 0.0], [-1.0, 2.0]]), torch.tensor([0.0, 0.0]), torch.tensor([1.0, 0.0])),
]
NUMBERS = [torch.tensor([[[0.6, 0.4]]]), torch.tensor([[[0.9, 0.2]]])]
PARTS = ("weight", "visible bias", "hidden bias")
DTYPES = (torch.float32, torch.float64)


def draw_case(rng, count, sizes, steps, *, dtype=torch.float32, scale=1.0):
    """Return data, machines of these sizes, noise for so many steps of each, and a rate."""

    def normal(*shape):
        return torch.from_numpy(rng.standard_normal(shape) * scale).to(dtype)

    pairs = list(zip(sizes, sizes[1:], strict=False))
    return {
        "v": torch.from_numpy(rng.random((count, sizes[0])).round()).to(dtype),
        "rbms": [(normal(low, high), normal(low), normal(high)) for low, high in pairs],
        "noise": [
            torch.from_numpy(rng.random((many, count, high))).to(dtype)
            for many, (_, high) in zip(steps, pairs, strict=True)
        ],
        "rate": 0.5,
    }


def named(machines):
    """Return all parameters by name, so that a mismatch says where it is."""
    return {
        f"RBM {place} {part}": value
        for place, machine in enumerate(machines, start=1)
        for part, value in zip(PARTS, machine, strict=True)
    }


def checked(machines, count):
    """Return the parameters of a returned list by name, once it is clear that it is one."""
    right = isinstance(machines, list) and len(machines) == count
    expect(
        right and all(isinstance(machine, (tuple, list)) and len(machine) == 3 for machine in machines),
        en=f"`pretrain` should return a list of {count}, each a tuple of weight, visible bias and hidden bias.",
        ko=f"`pretrain`은 원소가 {count}개인 리스트를 반환해야 합니다. 원소마다 가중치, 가시 편향, 은닉 편향의 튜플입니다.",
    )
    return named(machines)


def trained(reference, v, rbm, noise, rate, mistake=""):
    """Return a machine after its steps, with a mistake in the noise if wanted."""
    if mistake == "reversed":
        noise = noise.flip(0)
    if mistake == "first":
        noise = noise[:1].expand_as(noise)
    if mistake == "once":
        noise = noise[:1]
    if mistake == "none":
        noise = noise[:0]
    before = rbm
    for numbers in noise:
        rbm = reference.cd1(v, before if mistake == "restart" else rbm, numbers, rate)
    return rbm


def stacked(reference, v, rbms, noise, rate, mistake=""):
    """Return all machines after training, with one mistake if wanted."""
    if mistake == "together":
        return together(reference, v, rbms, noise, rate)
    done, x = [], v
    for rbm, numbers in zip(rbms, noise, strict=True):
        done.append(
            trained(reference, x, rbm, noise[0] if mistake == "lowest_noise" else numbers, rate, mistake)
        )
        weight, visible_bias, hidden_bias = done[-1]
        higher = reference.up(x, (weight, visible_bias, visible_bias) if mistake == "bias" else done[-1])
        if mistake == "untrained":
            higher = reference.up(x, rbm)
        if mistake == "samples":
            higher = (numbers[-1] < higher).to(higher.dtype)
        if mistake == "sums":
            higher = x @ weight + hidden_bias
        x = v if mistake == "raw" else higher
    return done


def together(reference, v, rbms, noise, rate):
    """Return machines that all took a step before any took the next."""
    done = list(rbms)
    for step in range(len(noise[0])):
        x = v
        for place, numbers in enumerate(noise):
            done[place] = reference.cd1(x, done[place], numbers[step], rate)
            x = reference.up(x, done[place])
    return done


NOISE_SLIPS = {
    "reversed": ("The noise was used in the reverse order of steps.", "난수를 단계의 반대 순서로 썼습니다."),
    "first": ("The same noise was used in every step: that of the first.", "모든 단계에 첫 단계의 난수를 썼습니다."),
    "once": ("There was a single step; each entry of the noise is a step.",
             "한 단계만 나아갔습니다. `noise`의 원소 하나가 한 단계입니다."),
    "none": ("The machine is as it was before training: no step was taken.",
             "훈련 전의 머신 그대로입니다. 한 단계도 나아가지 않았습니다."),
    "restart": ("Each step began with the untrained machine; go on from the last step.",
                "단계마다 훈련 전의 머신에서 다시 시작했습니다. 앞 단계의 결과에서 이어 가야 합니다."),
}  # fmt: skip
STACK_SLIPS = {
    "raw": ("Every machine was trained on the data; from the second on they see the hidden probabilities of the one below.",
            "모든 머신을 데이터로 훈련했습니다. 둘째부터는 바로 아래 머신의 은닉 확률로 훈련해야 합니다."),
    "untrained": ("The data went up through the machine as it was before training.",
                  "훈련하기 전의 머신으로 데이터를 올려 보냈습니다."),
    "samples": ("Sampled states went up; send the probabilities.", "뽑은 상태를 올려 보냈습니다. 확률을 올려 보내야 합니다."),
    "sums": ("Weighted sums went up, without the sigmoid.", "시그모이드를 거치지 않은 가중합을 올려 보냈습니다."),
    "bias": ("On the way up the visible bias was used for the hidden one.",
             "올라갈 때 은닉 편향 대신 가시 편향을 썼습니다."),
    "together": ("All machines were trained at the same time. Finish one before the next begins.",
                 "모든 머신을 동시에 훈련했습니다. 한 머신의 훈련을 끝낸 뒤에 다음 머신을 훈련하세요."),
    "lowest_noise": ("Every machine used the noise of the lowest one.", "모든 머신에 가장 낮은 머신의 난수를 썼습니다."),
}  # fmt: skip


def machine_slips(reference, arguments):
    """Return mistakes in the training of one machine."""
    return [
        Slip(name, en=en, ko=ko, value=lambda name=name: named([trained(reference, *arguments, name)]))
        for name, (en, ko) in NOISE_SLIPS.items()
    ]


def compare_machine(submission, reference, case):
    """Compare the training of the lowest machine alone."""
    arguments = case["v"], case["rbms"][0], case["noise"][0], case["rate"]
    machine = submission.train_rbm(*arguments)
    expect(
        isinstance(machine, (tuple, list)) and len(machine) == 3,
        en="`train_rbm` should return a tuple of weight, visible bias and hidden bias.",
        ko="`train_rbm`은 가중치, 가시 편향, 은닉 편향의 튜플을 반환해야 합니다.",
    )
    expected = named([trained(reference, *arguments)])
    assert_close(named([machine]), expected, slips=machine_slips(reference, arguments))


def compare_stack(submission, reference, case):
    """Compare all trained machines, the lowest one first."""
    mistakes = [
        Slip(name, en=en, ko=ko, value=lambda name=name: named(stacked(reference, **case, mistake=name)))
        for name, (en, ko) in (NOISE_SLIPS | STACK_SLIPS).items()
    ]
    got = checked(submission.pretrain(**case), len(case["rbms"]))
    assert_close(got, named(stacked(reference, **case)), slips=mistakes)


def no_bias(h, rbms):
    """Return the mistake of going down without biases."""
    down = h
    for weight, _, _ in reversed(rbms):
        down = torch.sigmoid(down @ weight.T)
    return Slip(
        "no_bias",
        en="The visible biases were left out.",
        ko="가시 편향을 더하지 않은 값입니다.",
        value=lambda: down,
    )


def compare_passes(submission, reference, case):
    """Compare the way up, layer by layer, and the way down."""
    v, rbms = case["v"], case["rbms"]
    layers, wrong = [], []
    for weight, visible_bias, hidden_bias in rbms:
        below, fooled = (layers[-1], wrong[-1]) if layers else (v, v)
        layers.append(torch.sigmoid(below @ weight + hidden_bias))
        if weight.shape[0] == weight.shape[1]:
            wrong.append(torch.sigmoid(fooled @ weight + visible_bias))
        else:
            wrong.append(layers[-1])
    bias = Slip("bias", en=STACK_SLIPS["bias"][0], ko=STACK_SLIPS["bias"][1], value=lambda: wrong)
    last = Slip("last", en="These are the probabilities of the highest machine alone; return those of all.",
                ko="가장 높은 머신의 확률만 반환했습니다. 모든 머신의 확률을 반환하세요.", value=lambda: layers[-1:])  # fmt: skip
    assert_close(submission.recognise(v, rbms), layers, slips=[bias, last])
    h = case["noise"][-1][0]
    down = h
    for weight, visible_bias, _ in reversed(rbms):
        down = torch.sigmoid(down @ weight.T + visible_bias)
    assert_close(submission.generate(h, rbms), down, slips=[no_bias(h, rbms)])


def test_train_rbm(submission, reference):
    """The first step of the text, then a second one."""
    right = (
        torch.tensor([[2.064558, -1.046331], [-0.311946, 0.912077]]),
        torch.tensor([0.059601, 0.634471]),
        torch.tensor([0.013694, -1.060667]),
    )
    arguments = DATA, MACHINES[0], NUMBERS[0], 0.5
    got = submission.train_rbm(*arguments)
    assert_close(named([got]), named([right]), slips=machine_slips(reference, arguments))
    case = {"v": DATA, "rbms": MACHINES, "noise": [torch.tensor([[[0.6, 0.1]], [[0.95, 0.05]]])], "rate": 0.5}
    compare_machine(submission, reference, case)


def test_steps_in_order(submission, reference, rng):
    """Each step has its own noise and goes on from the last."""
    for count, sizes, steps in ((2, (3, 3), (3,)), (4, (2, 5), (6,))):
        compare_machine(submission, reference, draw_case(rng, count, sizes, steps))


def test_way_up(submission):
    """The probabilities of both layers of the text."""
    expected = [torch.tensor([[0.880797, 0.119203]]), torch.tensor([[0.853409, 0.559321]])]

    early = Slip("early", en="The list begins with the data; it should begin with the hidden probabilities of machine 1.",
                 ko="리스트가 데이터로 시작합니다. 1번 머신의 은닉 확률로 시작해야 합니다.", value=lambda: [DATA, expected[0]])  # fmt: skip
    assert_close(submission.recognise(DATA, MACHINES), expected, slips=[early])


def test_way_up_and_down(submission, reference, rng):
    """Every layer on the way up; the lowest on the way down, with the visible biases."""
    expected = torch.tensor([[0.767309, 0.780561]])
    h = torch.tensor([[1.0, 0.0]])
    assert_close(submission.generate(h, MACHINES), expected, slips=[no_bias(h, MACHINES)])
    for sizes in ((3, 3, 3), (4, 2), (5, 3, 2, 4)):
        compare_passes(submission, reference, draw_case(rng, 3, sizes, [1] * (len(sizes) - 1)))


def test_worked_example(submission, reference):
    """Both machines of the text, a step each."""
    compare_stack(submission, reference, {"v": DATA, "rbms": MACHINES, "noise": NUMBERS, "rate": 0.5})


def test_single_machine(submission, reference, rng):
    """A stack of one is trained on the data."""
    compare_stack(submission, reference, draw_case(rng, 8, (4, 3), (5,)))


def test_second_machine(submission, reference, rng):
    """The second machine is trained on what the trained first one makes of the data."""
    for count, steps in ((3, (2, 2)), (5, (4, 4))):
        compare_stack(submission, reference, draw_case(rng, count, (3, 3, 3), steps))


def test_earlier_machines_stay(submission, reference, rng):
    """However many machines follow, the lower ones come out the same."""
    case = draw_case(rng, 4, (3, 3, 3, 3), (3, 3, 3))
    for many in (1, 2, 3):
        compare_stack(
            submission, reference, {**case, "rbms": case["rbms"][:many], "noise": case["noise"][:many]}
        )


def test_other_sizes(submission, reference, rng):
    """Layers of other sizes, and other numbers of steps for each; none at all leaves a machine as it is."""
    for sizes, steps in (
        ((5, 3, 2), (2, 3)),
        ((2, 4, 3, 1), (3, 1, 2)),
        ((3, 2, 3), (0, 3)),
        ((3, 2, 3), (2, 0)),
    ):
        compare_stack(submission, reference, draw_case(rng, 4, sizes, steps))


def test_dtype(submission, reference, rng):
    """Results have the dtype of the data."""
    for dtype in DTYPES:
        case = draw_case(rng, 3, (3, 2, 2), (2, 2), dtype=dtype)
        compare_stack(submission, reference, case)
        compare_passes(submission, reference, case)


def test_arguments_stay_as_they_are(submission, reference, rng):
    """Training gives the right result and changes neither the data nor the machines it was given."""
    case = draw_case(rng, 6, (4, 4, 4), (4, 4))
    got = checked(submission.pretrain(**case), 2)
    expect(
        not submission.last_call.changed,
        en="`pretrain` changed a list or a tensor it was given.",
        ko="`pretrain`이 받은 리스트나 텐서를 바꾸었습니다.",
    )
    assert_close(got, named(stacked(reference, **case)))


@st.composite
def stacks(draw):
    """A small stack with data and noise."""
    count = draw(st.integers(1, 3))
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    pairs = list(zip(sizes, sizes[1:], strict=False))
    machines = [tuple(draw(st.tensors(shape)) for shape in (pair, pair[:1], pair[1:])) for pair in pairs]
    noise = [draw(st.tensors((draw(st.integers(0, 3)), count, high), low=0, high=1)) for _, high in pairs]
    v = draw(st.tensors((count, sizes[0]), low=0, high=1))
    return {"v": v, "rbms": machines, "noise": noise, "rate": draw(st.sampled_from([1.0, 0.25]))}


@given(max_examples=25, case=stacks())
def test_any_stack(submission, reference, case):
    """Random stacks come out as the reference trains them."""
    compare_stack(submission, reference, case)


def test_deep_stack(submission, reference, rng):
    """A stack of five machines, many steps, in float64."""
    case = draw_case(rng, 8, (12, 8, 6, 6, 4, 3), (10, 8, 6, 4, 12), dtype=torch.float64, scale=0.4)

    compare_stack(submission, reference, case)
    compare_passes(submission, reference, case)


def test_edges(submission, reference, rng):
    """One example, single units, a rate of zero, numbers equal to probabilities."""
    for count, sizes in ((1, (1, 1, 1)), (2, (1, 3, 1)), (1, (4, 1, 4))):
        case = draw_case(rng, count, sizes, (2, 2), dtype=torch.float64)
        compare_stack(submission, reference, case)
        compare_stack(submission, reference, {**case, "rate": 0.0})
        compare_passes(submission, reference, case)
    even = draw_case(rng, 2, (2, 3), (1,))
    weight, visible_bias, hidden_bias = even["rbms"][0]
    # Nothing is seen and nothing preferred: each probability is one half, and so is each number. No unit is on.
    even |= {"v": torch.zeros(2, 2), "rbms": [(weight, visible_bias, torch.zeros_like(hidden_bias))]}
    compare_stack(submission, reference, {**even, "noise": [torch.full((1, 2, 3), 0.5)]})
