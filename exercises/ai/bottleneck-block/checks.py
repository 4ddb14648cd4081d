"""Checks for bottleneck-block: names and numbers, then the same weights in both blocks and stages."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, on_meta, pictures, vjp

#: channels in, width, stride, where the stride is
IDENTITY, PROJECTION, FIRST = (16, 4, 1, "conv2"), (3, 4, 2, "conv2"), (3, 4, 2, "conv1")
NORMS = ("weight", "bias", "running_mean", "running_var")
FRESH = [
    (4, 1, 1, "conv2"),
    (4, 1, 1, "conv1"),
    (8, 2, 2, "conv2"),
    (5, 4, 2, "conv1"),
    (2, 3, 3, "conv2"),
    (2, 5, 3, "conv1"),
]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def shapes_of(kind, prefix=""):
    """Return the names of the state dict with their shapes, for a block of this kind."""
    before, width, stride, _ = kind
    after = 4 * width
    convs = {"conv1": (width, before, 1, 1), "conv2": (width, width, 3, 3), "conv3": (after, width, 1, 1)}
    norms = {"bn1": width, "bn2": width, "bn3": after}
    if stride > 1 or before != after:
        convs["downsample.0"] = (after, before, 1, 1)
        norms["downsample.1"] = after
    shapes = {f"{prefix}{name}.weight": shape for name, shape in convs.items()}
    for name, channels in norms.items():
        shapes |= {f"{prefix}{name}.{part}": (channels,) for part in NORMS}
        shapes[f"{prefix}{name}.num_batches_tracked"] = ()
    return shapes


def shapes_of_stage(before, width, blocks, stride):
    """Return the same for a stage."""
    kinds = [(before, width, stride, ""), *[(4 * width, width, 1, "")] * (blocks - 1)]
    return {
        name: shape
        for place, kind in enumerate(kinds)
        for name, shape in shapes_of(kind, f"{place}.").items()
    }


def draw_state(rng, shapes, dtype=torch.float32):
    """Return random weights and statistics; no two normalisations are alike."""
    state = {name: torch.tensor(0) for name in shapes}
    for name, shape in shapes.items():
        if name.endswith("var"):
            state[name] = draw(rng, shape, dtype).abs() + 0.5
        elif shape:
            state[name] = draw(rng, shape, dtype) / math.sqrt(max(1, math.prod(shape[1:]) / 2))
        if len(shape) == 1:  # half of the channels stay alive, the others pass 0 to both sides
            state[name] += 0.5 * state[name].sign()
            state[name][1::2] *= 1.0 if name.endswith(("weight", "var")) else 0.05
            state[name][::2] = state[name][::2].abs()
    return state


def unfit(found, wanted, call):
    """Tell which shapes or names of a state dict are not those that are asked for; shapes say more, so first."""
    for name in [name for name in wanted if name in found]:
        shape = wanted[name]
        expect(
            found[name] == shape,
            en=f"`{call}`: `{name}` should have the shape {shape}, not {found[name]}.",
            ko=f"`{call}`에서 `{name}`의 형태는 {shape}여야 하는데 {found[name]}입니다.",
        )
    missing = ", ".join(f"`{name}`" for name in wanted if name not in found) or "–"
    unknown = ", ".join(f"`{name}`" for name in found if name not in wanted) or "–"
    expect(
        found.keys() == wanted.keys(),
        en=f"`{call}`: missing in the state dict: {missing}; there, but not asked for: {unknown}.",
        ko=f"`{call}`의 `state_dict`에 없는 이름: {missing}. 있으면 안 되는 이름: {unknown}.",
    )


def shapes_in(made):
    """Return the shapes of a state dict."""
    return {name: tuple(value.shape) for name, value in made.state_dict().items()}


def filled(made, state, call, training=False):
    """Return a block or stage with these weights, in one of its modes."""
    if next(iter(state.values())).dtype == torch.float64:
        made.double()
    unfit(shapes_in(made), {name: tuple(value.shape) for name, value in state.items()}, call)
    made.load_state_dict(state)
    made.train(training)
    return made


def said(stride, place):
    """Return the arguments that are not as they would be anyway, and the same as text."""
    settings = {"stride": stride} if stride != 1 else {}
    settings |= {"stride_at": place} if place != "conv2" else {}
    return settings, "".join(f", {name}={value!r}" for name, value in settings.items()).replace("'", '"')


def block(owner, kind, state, training=False):
    """Return a block of the submission or the reference with these weights."""
    before, width, stride, place = kind
    settings, told = said(stride, place)
    return filled(
        owner.Bottleneck(before, width, **settings), state, f"Bottleneck({before}, {width}{told})", training
    )


def norm(state, name, x, training):
    """Return a batch normalisation, by the batch while training."""
    mean, var = (None, None) if training else (state[f"{name}.running_mean"], state[f"{name}.running_var"])
    return F.batch_norm(x, mean, var, state[f"{name}.weight"], state[f"{name}.bias"], training)


def residual(state, x, strides, training=False, relus=(True, True), early=False):
    """Return what the three convolutions give, with these strides and ReLUs; `early` puts ReLU first."""
    for place, name in enumerate(("conv1", "conv2", "conv3")):
        kernel = state[f"{name}.weight"]
        x = F.conv2d(x, kernel, stride=strides[place], padding=kernel.shape[-1] // 2)
        active = place < 2 and relus[place]
        x = norm(state, f"bn{place + 1}", x.relu() if active and early else x, training)
        x = x.relu() if active and not early else x
    return x


def shortcut(state, x, stride, training=False):
    """Return what goes past them."""
    if "downsample.0.weight" not in state:
        return x
    return norm(state, "downsample.1", F.conv2d(x, state["downsample.0.weight"], stride=stride), training)


def mistakes(kind, state, x, training=False):
    """Return what blocks give that differ from the right one in one thing."""
    stride, place = kind[2:]
    strides = (stride, 1, 1) if place == "conv1" else (1, stride, 1)

    def inner(taken=strides, **changes):
        return residual(state, x, taken, training, **changes)

    def past():
        return shortcut(state, x, stride, training)

    return [
        Slip(
            "stride_on_conv1",
            en="The stride is on `conv1`, as in the paper; here it was to be on `conv2`.",
            ko="스트라이드가 논문처럼 `conv1`에 있습니다. 여기서는 `conv2`에 있어야 합니다.",
            value=lambda: (inner((stride, 1, 1)) + past()).relu(),
        ),
        Slip(
            "stride_on_conv2",
            en="The stride is on `conv2`; here it was to be on `conv1`.",
            ko="스트라이드가 `conv2`에 있습니다. 여기서는 `conv1`에 있어야 합니다.",
            value=lambda: (inner((1, stride, 1)) + past()).relu(),
        ),
        Slip(
            "stride_on_conv3",
            en="The stride is on `conv3`.",
            ko="스트라이드가 `conv3`에 있습니다.",
            value=lambda: (inner((1, 1, stride)) + past()).relu(),
        ),
        Slip(
            "relu_after_bn3",
            en="ReLU was applied after `bn3` as well; the sum comes right behind `bn3`.",
            ko="`bn3` 뒤에도 ReLU를 적용했습니다. `bn3` 바로 다음에 더해야 합니다.",
            value=lambda: (inner().relu() + past()).relu(),
        ),
        Slip(
            "relu_before_the_sum",
            en="ReLU was applied before the sum and not after it.",
            ko="ReLU를 더한 뒤가 아니라 더하기 전에 적용했습니다.",
            value=lambda: inner().relu() + past(),
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
            "no_relu_after_bn1",
            en="The ReLU after `bn1` is missing.",
            ko="`bn1` 뒤의 ReLU가 빠졌습니다.",
            value=lambda: (inner(relus=(False, True)) + past()).relu(),
        ),
        Slip(
            "no_relu_after_bn2",
            en="The ReLU after `bn2` is missing.",
            ko="`bn2` 뒤의 ReLU가 빠졌습니다.",
            value=lambda: (inner(relus=(True, False)) + past()).relu(),
        ),
        Slip(
            "relu_before_norm",
            en="ReLU stands before `bn1` and `bn2`; it belongs behind them.",
            ko="ReLU가 `bn1`과 `bn2` 앞에 있습니다. 뒤에 적용하세요.",
            value=lambda: (inner(early=True) + past()).relu(),
        ),
        Slip(
            "relu_on_shortcut",
            en="What passes the shortcut got a ReLU of its own.",
            ko="숏컷 연결에도 ReLU를 적용했습니다. 숏컷 연결에는 ReLU가 없습니다.",
            value=lambda: (inner() + past().relu()).relu(),
        ),
    ]


def compare(submission, reference, kind, x, rng, training=False):
    """Compare what two blocks of the same random state make of an input."""
    state = draw_state(rng, shapes_of(kind), x.dtype)
    expected = block(reference, kind, state, training)(x).detach()
    got = block(submission, kind, state, training)(x)
    assert_close(got, expected, slips=mistakes(kind, state, x, training), picture=pictures.maps(x))


def test_worked_example(submission):
    """The example of the text: one point of four channels, width 1, evaluation mode."""
    kind = (4, 1, 1, "conv2")
    state = {
        name: torch.ones(shape) if name.endswith((".weight", "var")) else torch.zeros(shape)
        for name, shape in shapes_of(kind).items()
    }
    state["conv2.weight"] = torch.zeros(1, 1, 3, 3)
    state["conv2.weight"][0, 0, 1, 1] = 1.0
    state["conv3.weight"] = torch.tensor([1.0, 2, 3, -4]).reshape(4, 1, 1, 1)
    state |= {name: value.long() for name, value in state.items() if name.endswith("tracked")}
    x = torch.tensor([1.0, 2, -1, 0]).reshape(1, 4, 1, 1)

    got = block(submission, kind, state)(x)

    half = 2 / 1.00001**1.5
    expected = torch.tensor([1 + half, 2 + 2 * half, -1 + 3 * half, 0]).reshape(1, 4, 1, 1)
    assert_close(got, expected, slips=mistakes(kind, state, x))


def test_state_names_and_shapes(submission):
    """Blocks and stages have the agreed names and shapes."""
    for settings in ((64, 64, 1), (256, 64, 1), (256, 128, 2), (256, 64, 2)):
        unfit(
            shapes_in(submission.Bottleneck(*settings)), shapes_of((*settings, "")), f"Bottleneck{settings}"
        )
    for settings in ((64, 64, 3, 1), (256, 128, 2, 2)):
        unfit(shapes_in(submission.stage(*settings)), shapes_of_stage(*settings), f"stage{settings}")


def test_parameter_count(submission):
    """Blocks and stages have as many parameters as those of ResNet-50."""
    for name, settings, count in (
        ("Bottleneck", (64, 64), 75_008),
        ("Bottleneck", (256, 64), 70_400),
        ("Bottleneck", (256, 128, 2), 379_392),
        ("stage", (64, 64, 3), 215_808),
        ("stage", (256, 128, 4, 2), 1_219_584),
        ("stage", (512, 256, 6, 2), 7_098_368),
        ("stage", (1024, 512, 3, 2), 14_964_736),
    ):
        made = on_meta(getattr(submission, name), *settings)
        found = sum(parameter.numel() for parameter in made.parameters())
        expect(
            found == count,
            en=f"`{name}{settings}` should have {count:,} parameters, not {found:,}.",
            ko=f"`{name}{settings}`의 파라미터는 {count:,}개여야 하는데 {found:,}개입니다.",
        )


def test_output_shape(submission):
    """Four times the width comes out; a stride divides the sides once, and rounds up."""
    for name, settings, sides, wanted in (
        ("Bottleneck", (8, 4), (6, 5), (16, 6, 5)),
        ("Bottleneck", (8, 4, 2), (6, 5), (16, 3, 3)),
        ("Bottleneck", (8, 4, 2, "conv1"), (7, 4), (16, 4, 2)),
        ("stage", (8, 2, 3, 2), (6, 5), (8, 3, 3)),
        ("stage", (8, 4, 2), (6, 5), (16, 6, 5)),
    ):
        shape = tuple(getattr(submission, name)(*settings)(torch.zeros(2, 8, *sides)).shape)
        expect(
            shape == (2, *wanted),
            en=f"`{name}{settings}` should turn {(2, 8, *sides)} into {(2, *wanted)}, not {shape}.",
            ko=f"`{name}{settings}`에 {(2, 8, *sides)}를 넣으면 {(2, *wanted)}가 나와야 하는데 {shape}입니다.",
        )


def test_identity_shortcut(submission, reference, rng):
    """A block whose shapes agree adds the input itself."""
    compare(submission, reference, IDENTITY, draw(rng, (2, 16, 6, 5)), rng)


def test_projection_shortcut(submission, reference, rng):
    """A block of more channels, of half the sides, or both adds a projection; the 3×3 has the stride."""
    for kind in ((3, 4, 1, "conv2"), (16, 4, 2, "conv2"), PROJECTION):
        compare(submission, reference, kind, draw(rng, (2, kind[0], 6, 5)), rng)


def test_stride_on_the_first(submission, reference, rng):
    """With `stride_at="conv1"` the first 1×1 has the stride, as in the paper."""
    for kind in (FIRST, (16, 4, 2, "conv1")):
        compare(submission, reference, kind, draw(rng, (2, kind[0], 7, 6)), rng)


def compare_stages(submission, reference, settings, shape, rng):
    """Compare what two stages of the same random state make of an input."""
    before, width, blocks, stride, place = settings
    state = draw_state(rng, shapes_of_stage(before, width, blocks, stride))
    changed, told = said(stride, place)
    call = f"stage({before}, {width}, {blocks}{told})"
    ours, theirs = (
        filled(owner.stage(before, width, blocks, **changed), state, call)
        for owner in (submission, reference)
    )
    x = draw(rng, shape)
    expected = theirs(x).detach()
    assert_close(ours(x), expected, atol=1e-5 * max(1.0, expected.abs().max().item()))


def test_stage(submission, reference, rng):
    """The first block of a stage changes the shape, the others keep it."""
    compare_stages(submission, reference, (3, 4, 3, 2, "conv2"), (2, 3, 6, 5), rng)
    compare_stages(submission, reference, (3, 4, 2, 2, "conv1"), (1, 3, 5, 6), rng)


def test_training_mode(submission, reference, rng):
    """In training mode the batch normalises itself, and the running statistics move."""
    state, x = draw_state(rng, shapes_of(PROJECTION)), draw(rng, (4, 3, 6, 5)) + 1
    ours, theirs = (block(owner, PROJECTION, state, training=True) for owner in (submission, reference))

    got, expected = ours(x), theirs(x).detach()

    assert_close(got, expected, slips=mistakes(PROJECTION, state, x, training=True))
    ours.eval()
    theirs.eval()
    assert_close({"eval()": ours(x)}, {"eval()": theirs(x).detach()})


def test_double_precision(submission, reference, rng):
    """A block made float64 computes and answers in float64."""
    compare(submission, reference, PROJECTION, draw(rng, (2, 3, 6, 5), torch.float64), rng)


def test_gradients(submission, reference, rng):
    """Gradients reach the input by both ways, and every weight."""
    for kind, shape in ((IDENTITY, (2, 16, 6, 6)), (PROJECTION, (2, 16, 3, 3))):
        state, x = draw_state(rng, shapes_of(kind)), draw(rng, (2, kind[0], 6, 6))
        cotangent = draw(rng, shape)
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
    """Other widths, strides, sides and both places of the stride are right in both modes."""
    for kind in FRESH:
        for shape, training in (((1, 7, 4), False), ((3, 5, 8), True), ((2, 1, 1), False)):
            x = draw(rng, (shape[0], kind[0], *shape[1:]))
            state = draw_state(rng, shapes_of(kind))
            expected = block(reference, kind, state, training)(x).detach()
            assert_close(block(submission, kind, state, training)(x), expected)


def test_other_stages(submission, reference, rng):
    """Stages of one block, without a stride, and of many blocks are right."""
    for settings in (
        (2, 1, 1, 1, "conv2"),
        (4, 1, 4, 1, "conv1"),
        (5, 4, 2, 3, "conv1"),
        (16, 4, 2, 2, "conv2"),
    ):
        compare_stages(submission, reference, settings, (2, settings[0], 6, 7), rng)
