"""Checks for residual-block: names and numbers, then the same weights and statistics in both blocks."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, pictures, vjp

#: channels in and out, stride, option
IDENTITY, PROJECTION, PADDED = (3, 3, 1, "B"), (3, 5, 2, "B"), (3, 5, 2, "A")
NORMS = ("weight", "bias", "running_mean", "running_var")
FRESH = [
    (2, 2, 1, "B"),
    (1, 4, 1, "B"),
    (4, 2, 2, "B"),
    (2, 2, 2, "B"),
    (3, 3, 3, "B"),
    (1, 2, 3, "A"),
    (2, 2, 2, "A"),
]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def shapes_of(kind):
    """Return the names of the state dict with their shapes, for a block of this kind."""
    before, after, stride, option = kind
    convs = {"conv1": (after, before, 3, 3), "conv2": (after, after, 3, 3)}
    norms = ["bn1", "bn2"]
    if option == "B" and (stride > 1 or before != after):
        convs["downsample.0"] = (after, before, 1, 1)
        norms.append("downsample.1")
    shapes = {f"{name}.weight": shape for name, shape in convs.items()}
    for name in norms:
        shapes |= {f"{name}.{part}": (after,) for part in NORMS} | {f"{name}.num_batches_tracked": ()}
    return shapes


def draw_state(rng, kind, dtype=torch.float32):
    """Return random weights and statistics; no two normalisations are alike."""
    state = {}
    for name, shape in shapes_of(kind).items():
        if name.endswith("tracked"):
            state[name] = torch.tensor(0)
        elif name.endswith("var"):
            state[name] = draw(rng, shape, dtype).abs() + 0.5
        else:
            state[name] = draw(rng, shape, dtype) / math.sqrt(max(1, math.prod(shape[1:]) / 2))
        if name in ("bn1.weight", "bn2.weight"):
            state[name] += 0.5 * state[name].sign()  # what they scale is felt
        if name in ("bn1.bias", "downsample.1.bias"):
            state[name][::2] = state[name][::2].abs() + 0.5  # half of the channels stay alive
    return state


def unfit(made, state):
    """Tell which names or shapes of a state dict are not those of the weights that are to be put in."""
    found = {name: tuple(value.shape) for name, value in made.state_dict().items()}
    wanted = {name: tuple(value.shape) for name, value in state.items()}
    missing = ", ".join(f"`{name}`" for name in wanted if name not in found) or "–"
    unknown = ", ".join(f"`{name}`" for name in found if name not in wanted) or "–"
    expect(
        found.keys() == wanted.keys(),
        en=f"The weights cannot be put in. Missing in your state dict: {missing}. There, but not asked for: {unknown}.",
        ko=f"가중치를 넣을 수 없습니다. `state_dict`에 없는 이름: {missing}. 있으면 안 되는 이름: {unknown}.",
    )
    for name, shape in wanted.items():
        expect(
            found[name] == shape,
            en=f"The weights cannot be put in: `{name}` should have the shape {shape}, not {found[name]}.",
            ko=f"가중치를 넣을 수 없습니다. `{name}`의 형태는 {shape}여야 하는데 {found[name]}입니다.",
        )


def block(owner, kind, state, training=False):
    """Return a block of the submission or the reference with these weights, in one of its modes."""
    before, after, stride, option = kind
    made = owner.BasicBlock(before, after, stride=stride, option=option)
    if state["conv1.weight"].dtype == torch.float64:
        made.double()
    unfit(made, state)
    made.load_state_dict(state)
    made.train(training)
    return made


def same(value):
    """Return what came: in the place of a ReLU that was left out."""
    return value


def norm(state, name, x, training):
    """Return a batch normalisation, by the batch while training."""
    mean, var = (None, None) if training else (state[f"{name}.running_mean"], state[f"{name}.running_var"])
    return F.batch_norm(x, mean, var, state[f"{name}.weight"], state[f"{name}.bias"], training)


def residual(state, x, strides, training=False, middle=F.relu, early=same):
    """Return what the two convolutions give, with another stride or the ReLU between left out or moved."""
    y = F.conv2d(x, state["conv1.weight"], stride=strides[0], padding=1)
    y = middle(norm(state, "bn1", early(y), training))
    return norm(state, "bn2", F.conv2d(y, state["conv2.weight"], stride=strides[1], padding=1), training)


def shortcut(state, x, stride, training=False, normed=True, front=0.0):
    """Return what goes past them; of the extra channels of option A a share in front."""
    if "downsample.0.weight" in state:
        y = F.conv2d(x, state["downsample.0.weight"], stride=stride)
        return norm(state, "downsample.1", y, training) if normed else y
    extra = len(state["bn2.bias"]) - x.shape[1]
    ahead = int(extra * front)
    return F.pad(x[:, :, ::stride, ::stride], (0, 0, 0, 0, ahead, extra - ahead))


def mistakes(kind, state, x, training=False):
    """Return what blocks give that differ from the right one in one thing."""
    stride, both = kind[2], (kind[2], 1)

    def inner(**changes):
        return residual(state, x, both, training, **changes)

    def past(**changes):
        return shortcut(state, x, stride, training, **changes)

    return [
        Slip(
            "relu_before_the_sum",
            en="ReLU was applied before the sum and not after it.",
            ko="ReLU를 더한 뒤가 아니라 더하기 전에 적용했습니다.",
            value=lambda: inner().relu() + past(),
        ),
        Slip(
            "relu_before_the_sum_too",
            en="ReLU was applied after `bn2` as well; the sum comes right behind `bn2`.",
            ko="`bn2` 뒤에도 ReLU를 적용했습니다. `bn2` 바로 다음에 더해야 합니다.",
            value=lambda: (inner().relu() + past()).relu(),
        ),
        Slip(
            "no_last_relu",
            en="The ReLU after the sum is missing.",
            ko="더한 뒤의 ReLU가 빠졌습니다.",
            value=lambda: inner() + past(),
        ),
        Slip(
            "no_shortcut",
            en="The shortcut is missing: this is the residual alone.",
            ko="숏컷 연결이 빠졌습니다. 잔차만 계산한 결과입니다.",
            value=lambda: inner().relu(),
        ),
        Slip(
            "no_relu_between",
            en="The ReLU after `bn1` is missing.",
            ko="`bn1` 뒤의 ReLU가 빠졌습니다.",
            value=lambda: (inner(middle=same) + past()).relu(),
        ),
        Slip(
            "relu_before_bn1",
            en="ReLU stands before `bn1`; it belongs behind it.",
            ko="ReLU가 `bn1` 앞에 있습니다. `bn1` 뒤에 적용하세요.",
            value=lambda: (inner(middle=same, early=F.relu) + past()).relu(),
        ),
        Slip(
            "projection_not_normalised",
            en="The projection of the shortcut has no batch normalisation.",
            ko="숏컷 연결의 투영에 배치 정규화가 빠졌습니다.",
            value=lambda: (inner() + past(normed=False)).relu(),
        ),
        Slip(
            "stride_on_conv2",
            en="The stride is on `conv2`; it belongs to `conv1`.",
            ko="스트라이드가 `conv2`에 있습니다. `conv1`에 있어야 합니다.",
            value=lambda: (residual(state, x, (1, stride), training) + past()).relu(),
        ),
        Slip(
            "zeros_in_front",
            en="The zero channels stand before those of the input; they belong behind them.",
            ko="0으로 채운 채널이 입력 채널의 앞에 있습니다. 뒤에 붙이세요.",
            value=lambda: (inner() + past(front=1.0)).relu(),
        ),
        Slip(
            "zeros_on_both_sides",
            en="The zero channels stand on both sides of the input's; all of them belong behind.",
            ko="0으로 채운 채널이 입력 채널의 앞뒤에 나뉘어 있습니다. 모두 뒤에 붙이세요.",
            value=lambda: (inner() + past(front=0.5)).relu(),
        ),
        Slip(
            "other_mode",
            en="Batch and running statistics are mixed up: in training mode the batch counts, in evaluation mode the running ones.",
            ko="배치 통계량과 이동 통계량을 바꾸어 썼습니다. 훈련 모드에서는 배치의 값을, 평가 모드에서는 이동 통계량을 씁니다.",
            value=lambda: (
                residual(state, x, both, not training) + shortcut(state, x, stride, not training)
            ).relu(),
        ),
    ]


def compare(submission, reference, kind, state, x, training=False):
    """Compare what two blocks of this state make of an input."""
    expected = block(reference, kind, state, training)(x).detach()
    got = block(submission, kind, state, training)(x)
    assert_close(got, expected, slips=mistakes(kind, state, x, training), picture=pictures.maps(x))


def test_worked_example(submission):
    """The example of the text: kernels with a 1 and a 2 in the middle, evaluation mode."""
    kind = (1, 1, 1, "B")
    state = {
        name: torch.ones(shape) if name.endswith((".weight", "var")) else torch.zeros(shape)
        for name, shape in shapes_of(kind).items()
    }
    for name, value in (("conv1.weight", 1.0), ("conv2.weight", 2.0)):
        state[name] = torch.zeros(1, 1, 3, 3)
        state[name][0, 0, 1, 1] = value
    state |= {name: value.long() for name, value in state.items() if name.endswith("tracked")}
    x = torch.tensor([[[[1.0, 2], [-3, 4]]]])

    got = block(submission, kind, state)(x)

    expected = (x + 2 * x.relu() / 1.00001).relu()
    assert_close(got, expected, slips=mistakes(kind, state, x), picture=pictures.maps(x))


def test_state_names_and_shapes(submission):
    """State dicts have the agreed names and shapes, with a projection only where option B needs one."""
    for kind in ((64, 64, 1, "B"), (64, 128, 2, "B"), (64, 64, 2, "B"), (64, 128, 1, "B"), (64, 128, 2, "A")):
        before, after, stride, option = kind
        made = submission.BasicBlock(before, after, stride=stride, option=option)
        found = {name: tuple(value.shape) for name, value in made.state_dict().items()}
        wanted, call = shapes_of(kind), f'BasicBlock({before}, {after}, stride={stride}, option="{option}")'
        missing = ", ".join(f"`{name}`" for name in wanted if name not in found) or "–"
        unknown = ", ".join(f"`{name}`" for name in found if name not in wanted) or "–"
        expect(
            found.keys() == wanted.keys(),
            en=f"`{call}`: missing in the state dict: {missing}; there, but not asked for: {unknown}.",
            ko=f"`{call}`의 `state_dict`에 없는 이름: {missing}. 있으면 안 되는 이름: {unknown}.",
        )
        assert_close(found, wanted)


def test_parameter_count(submission):
    """Blocks of ResNet-18 have as many parameters as in torchvision."""
    for settings, count in (
        ((64, 64), 73_984),
        ((64, 128, 2), 230_144),
        ((64, 128, 2, "A"), 221_696),
    ):
        found = sum(parameter.numel() for parameter in submission.BasicBlock(*settings).parameters())
        expect(
            found == count,
            en=f"`BasicBlock{settings}` should have {count:,} parameters, not {found:,}.",
            ko=f"`BasicBlock{settings}`의 파라미터는 {count:,}개여야 하는데 {found:,}개입니다.",
        )


def test_output_shape(submission):
    """A stride divides the sides and rounds up, by the shortcut as well."""
    for settings, sides, wanted in (
        ((8, 8), (6, 5), (8, 6, 5)),
        ((8, 16, 2), (6, 5), (16, 3, 3)),
        ((8, 16, 2, "A"), (7, 4), (16, 4, 2)),
    ):
        shape = tuple(submission.BasicBlock(*settings)(torch.zeros(2, 8, *sides)).shape)
        expect(
            shape == (2, *wanted),
            en=f"`BasicBlock{settings}` should turn {(2, 8, *sides)} into {(2, *wanted)}, not {shape}.",
            ko=f"`BasicBlock{settings}`에 {(2, 8, *sides)}를 넣으면 {(2, *wanted)}가 나와야 하는데 {shape}입니다.",
        )


def test_silent_residual(submission, rng):
    """Where `bn2` multiplies by 0, the input alone arrives, after ReLU."""
    state, x = draw_state(rng, IDENTITY), draw(rng, (2, 3, 4, 5))
    state["bn2.weight"].zero_()
    state["bn2.bias"].zero_()

    got = block(submission, IDENTITY, state)(x)

    assert_close(got, x.relu(), slips=mistakes(IDENTITY, state, x), picture=pictures.maps(x))


def test_identity_shortcut(submission, reference, rng):
    """With the same weights and statistics a block of equal shapes gives the same in evaluation mode."""
    compare(submission, reference, IDENTITY, draw_state(rng, IDENTITY), draw(rng, (2, 3, 6, 5)))


def test_projection_shortcut(submission, reference, rng):
    """The same where channels, sides or both change."""
    for kind in (PROJECTION, (3, 5, 1, "B"), (3, 3, 2, "B")):
        compare(submission, reference, kind, draw_state(rng, kind), draw(rng, (2, 3, 6, 5)))


def test_option_a(submission, reference, rng):
    """Option A takes every second point and adds channels of zeros behind."""
    compare(submission, reference, PADDED, draw_state(rng, PADDED), draw(rng, (2, 3, 6, 5)))
    compare(submission, reference, IDENTITY[:3] + ("A",), draw_state(rng, IDENTITY), draw(rng, (1, 3, 4, 4)))


def test_training_mode(submission, reference, rng):
    """In training mode every batch normalisation takes mean and variance from the batch."""
    for kind in (IDENTITY, PROJECTION):
        compare(
            submission, reference, kind, draw_state(rng, kind), draw(rng, (3, 3, 4, 5)) + 1, training=True
        )


def test_running_statistics(submission, reference, rng):
    """A call in training mode moves the running statistics, one in evaluation mode leaves them."""
    state, x = draw_state(rng, PROJECTION), draw(rng, (4, 3, 5, 5)) * 2 + 1
    ours, theirs = (block(owner, PROJECTION, state, training=True) for owner in (submission, reference))
    results = []
    for training in (True, True, False):
        ours.train(training)
        theirs.train(training)
        results.append((ours(x), theirs(x).detach()))
    found = ours.state_dict()

    for name, value in theirs.state_dict().items():
        if "running" in name or "tracked" in name:
            same = torch.allclose(found[name].double(), value.double(), 1e-4, 1e-5)
            expect(
                same,
                en=f"After two calls in training mode and one in evaluation mode `{name}` should be {shown(value)}, not {shown(found[name])}.",
                ko=f"훈련 모드로 두 번, 평가 모드로 한 번 호출한 뒤 `{name}`의 값은 {shown(value)}여야 하는데 {shown(found[name])}입니다.",
            )
    for got, expected in results:
        assert_close(got, expected)


def shown(value):
    """Return the first numbers of a tensor as text."""
    return ", ".join(f"{number:.4g}" for number in value.flatten()[:3].tolist())


def test_double_precision(submission, reference, rng):
    """A block made float64 computes and answers in float64, with either shortcut."""
    for kind in (PROJECTION, PADDED):
        x = draw(rng, (4, 3, 7, 6), torch.float64)
        compare(submission, reference, kind, draw_state(rng, kind, torch.float64), x)


def test_gradients(submission, reference, rng):
    """Gradients reach the input by both ways, and every weight."""
    # Twice: the ReLU in the middle may have nothing to stop in one draw.
    for kind, shape in 2 * ((IDENTITY, (2, 3, 4, 4)), (PROJECTION, (2, 5, 2, 2))):
        state, x, cotangent = draw_state(rng, kind), draw(rng, (2, 3, 4, 4)), draw(rng, shape)
        ours, theirs = (block(owner, kind, state) for owner in (submission, reference))
        _, (gradient,) = vjp(ours, (x,), cotangent=cotangent)
        _, (expected,) = vjp(theirs, (x,), cotangent=cotangent)
        expect(
            gradient is not None,
            en="No gradient arrives at the input: something on the way is cut off.",
            ko="입력까지 기울기가 오지 않습니다. 중간에서 계산 그래프가 끊겼습니다.",
        )
        assert_close(gradient, expected, atol=1e-5 * max(1.0, expected.abs().max().item()))
        _, gradients = vjp(ours, (x,), cotangent=cotangent, parameters=True)
        _, wanted = vjp(theirs, (x,), cotangent=cotangent, parameters=True)
        for name, value in wanted.items():
            expect(
                gradients.get(name) is not None,
                en=f"No gradient arrives at `{name}`, so it would never learn.",
                ko=f"`{name}`에 기울기가 오지 않아 학습되지 않습니다.",
            )
            assert_close(gradients[name], value, atol=1e-5 * max(1.0, value.abs().max().item()))


def test_other_blocks(submission, reference, rng):
    """Other channels, strides, sides and options are right in both modes, one image alone as well."""
    for kind in FRESH:
        for shape, training in (
            ((1, kind[0], 7, 4), False),
            ((3, kind[0], 5, 8), True),
            ((2, kind[0], 1, 1), False),
        ):
            state, x = draw_state(rng, kind), draw(rng, shape)
            expected = block(reference, kind, state, training)(x).detach()
            assert_close(block(submission, kind, state, training)(x), expected)


def test_input_stays(submission, reference, rng):
    """The input is the same after the call, with each shortcut."""
    for kind in (IDENTITY, PROJECTION, PADDED):
        state, x = draw_state(rng, kind), draw(rng, (2, 3, 4, 4))
        expected = block(reference, kind, state)(x).detach()
        made = block(submission, kind, state)
        got = made(x)
        changed = submission.last_call.changed
        assert_close(got, expected)
        expect(
            not changed,
            en="The block changed the input it was given; the shortcut needs it as it was.",
            ko="블록이 받은 입력을 바꾸었습니다. 숏컷 연결에는 원래 입력이 필요합니다.",
        )
