"""Checks for deeplab-aspp: atrous convolutions, the five views of ASPP, then the decoder."""

from __future__ import annotations

import torch
import torch.nn.functional as F

from graders import (
    Slip,
    SubmissionError,
    assert_close,
    expect,
    given,
    on_meta,
    pictures,
    slips,
    strategies as st,
    vjp,
)

RATES = (6, 12, 18)
#: arguments of small modules
SMALL, LOW = (6, 4, (1, 2, 3)), (5, 3, 4, 2)
TOLERANCE = {"rtol": 1e-4, "atol": 1e-5}
LOOSE = {"rtol": 1e-3, "atol": 1e-3}


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def norm_shapes(name, channels):
    """Return the entries of one batch normalisation in a state dict."""
    parts = ("weight", "bias", "running_mean", "running_var")
    return {**{f"{name}.{part}": (channels,) for part in parts}, f"{name}.num_batches_tracked": ()}


def aspp_shapes(channels, out, rates):
    """Return the names and shapes of the state dict of `ASPP`."""
    sides = [1, *[3] * len(rates), 1]
    shapes = {f"convs.{i}.weight": (out, channels, side, side) for i, side in enumerate(sides)}
    for i in range(len(sides)):
        shapes |= norm_shapes(f"norms.{i}", out)
    shapes["project.weight"] = (out, len(sides) * out, 1, 1)
    return shapes | norm_shapes("project_norm", out)


def decoder_shapes(low_channels, classes, channels, reduced):
    """Return the names and shapes of the state dict of `Decoder`."""
    shapes = {"reduce.weight": (reduced, low_channels, 1, 1), **norm_shapes("reduce_norm", reduced)}
    for i, inputs in enumerate((channels + reduced, channels)):
        shapes[f"convs.{i}.weight"] = (channels, inputs, 3, 3)
        shapes |= norm_shapes(f"norms.{i}", channels)
    return shapes | {"classify.weight": (classes, channels, 1, 1), "classify.bias": (classes,)}


def draw_state(rng, shapes, dtype=torch.float32):
    """Return random weights, and running statistics as after some training."""
    state = {}
    for name, shape in shapes.items():
        value = draw(rng, shape, dtype)
        if len(shape) == 4:
            value = value / (shape[1] * shape[2] * shape[3]) ** 0.5
        elif name.endswith("num_batches_tracked"):
            value = torch.tensor(7)
        elif name.endswith("running_var"):
            value = value.abs() + 0.5
        elif name.endswith(("bias", "running_mean")):
            lively = name.startswith("norms") and name.endswith("bias")  # no view dies at its ReLU
            value = 0.3 * value + lively
        state[name] = value
    if "project.weight" in state:  # channels 0 and 1 are opposite: a ReLU cuts one where the other lives
        for name in ("project.weight", "project_norm.running_mean"):
            state[name][1] = -state[name][0]
        for part, same in (("weight", 1.5), ("bias", 0.0), ("running_var", 1.0)):
            state[f"project_norm.{part}"][:2] = same
    return state


def loaded(net, state, training=False):
    """Return the module with these weights, in one of the modes."""
    if any(value.dtype == torch.float64 for value in state.values()):
        net.double()
    try:
        net.load_state_dict(state)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    net.train(training)
    return net


def normed(state, name, x, relu=True):
    """Return batch normalisation in evaluation mode, and ReLU if wanted."""
    parts = ("running_mean", "running_var", "weight", "bias")
    x = F.batch_norm(x, *(state[f"{name}.{part}"] for part in parts))
    return x.relu() if relu else x


def views(state, x, rates, relu=True, pooled=True, early=False):
    """Return the five views of a pyramid in evaluation mode."""
    last = len(rates) + 1
    inputs = [x] * last + [x.mean((2, 3), keepdim=True) if pooled else x]
    found = []
    for i, (each, rate) in enumerate(zip(inputs, (1, *rates, 1))):
        weight = state[f"convs.{i}.weight"]
        cut = rate if weight.shape[2] == 3 else 0
        conv = F.conv2d(each, weight, padding=cut, dilation=rate)
        conv = conv.relu() if early else conv
        found.append(normed(state, f"norms.{i}", conv, relu).expand(-1, -1, *x.shape[2:]))
    return found


def pyramid_slips(state, x, rates):
    """Return what pyramids give that differ in one thing."""

    def mixed(found, relu=True):
        return normed(state, "project_norm", F.conv2d(torch.cat(found, 1), state["project.weight"]), relu)

    rows = (
        (
            "rates_ignored",
            "The three 3×3 convolutions have no gaps: `dilation` is missing.",
            "3×3 합성곱 세 개에 간격이 없습니다. `dilation`이 빠졌습니다.",
            lambda: mixed(views(state, x, [1] * len(rates))),
        ),
        (
            "rates_backwards",
            "The rates were used in the opposite order.",
            "비율을 반대 순서로 썼습니다.",
            lambda: mixed(views(state, x, rates[::-1])),
        ),
        (
            "relu_missing",
            "The ReLU after each view is missing.",
            "갈래마다 있어야 할 ReLU가 빠졌습니다.",
            lambda: mixed(views(state, x, rates, relu=False)),
        ),
        (
            "relu_too_early",
            "In each view the ReLU comes before the batch normalisation; it comes after it.",
            "갈래마다 ReLU를 배치 정규화보다 먼저 적용했습니다. ReLU는 배치 정규화 뒤에 두세요.",
            lambda: mixed(views(state, x, rates, relu=False, early=True)),
        ),
        (
            "last_relu_missing",
            "The ReLU after the last batch normalisation is missing.",
            "마지막 배치 정규화 뒤의 ReLU가 빠졌습니다.",
            lambda: mixed(views(state, x, rates), relu=False),
        ),
        (
            "not_pooled",
            "The last view is a 1×1 convolution of the map; average over the image first.",
            "마지막 갈래가 맵의 1×1 합성곱입니다. 먼저 이미지 전체를 평균하세요.",
            lambda: mixed(views(state, x, rates, pooled=False)),
        ),
        (
            "image_first",
            "The view of the whole image was joined first; it comes last.",
            "이미지 전체의 갈래를 처음에 이었습니다. 마지막에 이으세요.",
            lambda: mixed([*views(state, x, rates)[-1:], *views(state, x, rates)[:-1]]),
        ),
    )
    return [Slip(name, en=en, ko=ko, value=value) for name, en, ko, value in rows]


def decoder_slips(state, features, low, size):
    """Return what decoders give that differ in one thing."""

    def scores(corners=False, relu=True, backwards=False, resize=True):
        def enlarge(x, sides):
            return F.interpolate(x, tuple(sides), mode="bilinear", align_corners=corners)

        detail = normed(state, "reduce_norm", F.conv2d(low, state["reduce.weight"]), relu=relu)
        x = [enlarge(features, low.shape[2:]), detail]
        x = torch.cat(x[::-1] if backwards else x, 1)
        for i in range(2):
            x = normed(state, f"norms.{i}", F.conv2d(x, state[f"convs.{i}.weight"], padding=1))
        x = F.conv2d(x, state["classify.weight"], state["classify.bias"])
        return enlarge(x, size) if resize else x

    rows = (
        (
            "corners_aligned",
            "The maps were enlarged with `align_corners=True`; the text asks for False.",
            "`align_corners=True`로 키웠습니다. False로 키우세요.",
            lambda: scores(corners=True),
        ),
        (
            "detail_first",
            "The early features were joined first; the enlarged deep ones come first.",
            "초기 특성을 먼저 이었습니다. 키운 깊은 특성이 먼저입니다.",
            lambda: scores(backwards=True),
        ),
        (
            "relu_missing",
            "The ReLU after `reduce_norm` is missing.",
            "`reduce_norm` 뒤의 ReLU가 빠졌습니다.",
            lambda: scores(relu=False),
        ),
        (
            "not_enlarged",
            "The scores have the size of the early features; enlarge them to `size`.",
            "점수의 크기가 초기 특성과 같습니다. `size`로 키우세요.",
            lambda: scores(resize=False),
        ),
    )
    return [Slip(name, en=en, ko=ko, value=value) for name, en, ko, value in rows]


def compare_atrous(submission, x, weight, rate, rtol=1e-4, atol=1e-5):
    """Compare one atrous convolution with that of torch."""
    padding = [rate * (side - 1) // 2 for side in weight.shape[2:]]
    expected = F.conv2d(x, weight, padding=padding, dilation=rate)
    got = submission.atrous_conv(x, weight, rate)
    near = Slip(
        "rate_ignored",
        en="The weights touch neighbouring cells: the rate was ignored.",
        ko="가중치가 이웃한 칸에 닿았습니다. 비율을 무시한 결과입니다.",
        value=lambda: F.conv2d(x, weight, padding=[side // 2 for side in weight.shape[2:]]),
    )
    known = slips.conv2d(x, weight, padding=tuple(padding), dilation=rate) + [near]
    assert_close(got, expected, slips=known, picture=pictures.maps(x), rtol=rtol, atol=atol)


def compare_aspp(submission, reference, rng, x, arguments, training=False):
    """Compare two pyramids with the same weights, and return them."""
    state = draw_state(rng, aspp_shapes(*arguments), x.dtype)
    net, right = (loaded(owner.ASPP(*arguments), state, training) for owner in (submission, reference))
    rtol, atol = {torch.float64: (1e-9, 1e-10)}.get(x.dtype, (1e-3, 1e-4) if training else (1e-4, 1e-5))
    known = pyramid_slips(state, x, arguments[2])
    assert_close(net(x), right(x).detach(), slips=known, picture=pictures.maps(x), rtol=rtol, atol=atol)
    return net, right


def compare_decoder(submission, reference, rng, features, low, size, arguments, training=False):
    """Compare two decoders with the same weights, and return them."""
    state = draw_state(rng, decoder_shapes(*arguments), low.dtype)
    net, right = (loaded(owner.Decoder(*arguments), state, training) for owner in (submission, reference))
    rtol, atol = {torch.float64: (1e-9, 1e-10)}.get(low.dtype, (1e-3, 1e-4) if training else (1e-4, 1e-5))
    got, expected = net(features, low, size), right(features, low, size).detach()
    known = decoder_slips(state, features, low, size)
    assert_close(got, expected, slips=known, picture=pictures.maps(low), rtol=rtol, atol=atol)
    return net, right


def test_one_bright_cell(submission):
    """The example of the text: one bright cell shows the kernel with gaps, turned by 180°."""
    x = torch.zeros(1, 1, 5, 5)
    x[0, 0, 2, 2] = 1.0
    weight = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)

    compare_atrous(submission, x, weight, 2)
    compare_atrous(submission, x, weight, 1)


def test_padding_keeps_the_size(submission, rng):
    """Whatever the rate, maps keep their size; taps beyond the edge see zeros."""
    for shape, side, rate in (((2, 3, 5, 7), 3, 2), ((1, 2, 4, 4), 3, 6), ((1, 1, 6, 3), 1, 4)):
        compare_atrous(submission, draw(rng, shape), draw(rng, (2, shape[1], side, side)), rate)


@given(max_examples=12, x=st.tensors((1, 2, 4, 5)), weight=st.tensors((2, 2, 3, 3)), rate=st.integers(1, 4))
def test_any_rate(submission, x, weight, rate):
    """Values are those of torch for each rate."""
    compare_atrous(submission, x, weight, rate)


def test_aspp_names_and_shapes(submission):
    """The state dict of ASPP has the agreed names and shapes."""
    for arguments in (SMALL, (3, 2, (4, 5))):
        state = submission.ASPP(*arguments).state_dict()
        shapes = {name: tuple(value.shape) for name, value in state.items()}
        assert_close(shapes, aspp_shapes(*arguments))


def test_decoder_names_and_shapes(submission):
    """The state dict of the decoder has the agreed names and shapes."""
    state = submission.Decoder(*LOW).state_dict()

    assert_close({name: tuple(value.shape) for name, value in state.items()}, decoder_shapes(*LOW))


def test_parameter_counts(submission):
    """ASPP has 15,535,104 parameters for 2048 channels, the decoder 1,309,045 for 256 and 21 classes."""
    for net, count in (
        (on_meta(submission.ASPP, 2048), 15_535_104),
        (on_meta(submission.Decoder, 256, 21), 1_309_045),
    ):
        assert_close(sum(parameter.numel() for parameter in net.parameters()), count)


def test_same_aspp(submission, reference, rng):
    """With the weights of the reference, ASPP gives what the reference gives."""
    compare_aspp(submission, reference, rng, draw(rng, (3, 6, 9, 9)), SMALL)


def test_rates_of_the_paper(submission, reference, rng):
    """By default the rates are 6, 12 and 18, and 256 channels come out."""
    x = draw(rng, (2, 3, 20, 23))
    state = draw_state(rng, aspp_shapes(3, 6, RATES))
    net, right = (loaded(owner.ASPP(3, 6), state) for owner in (submission, reference))

    known = pyramid_slips(state, x, RATES)
    assert_close(net(x), right(x).detach(), slips=known, picture=pictures.maps(x), **TOLERANCE)


def test_same_scores(submission, reference, rng):
    """With the weights of the reference, the decoder gives the scores of the reference."""
    features, low = draw(rng, (2, 4, 3, 3)), draw(rng, (2, 5, 12, 12))

    compare_decoder(submission, reference, rng, features, low, (48, 48), LOW)


def test_training_mode(submission, reference, rng):
    """While training, batches normalise and running statistics move."""
    x, features, low = draw(rng, (4, 6, 7, 7)), draw(rng, (3, 4, 3, 3)), draw(rng, (3, 5, 6, 6))
    pairs = [
        compare_aspp(submission, reference, rng, x, SMALL, training=True),
        compare_decoder(submission, reference, rng, features, low, (24, 24), LOW, training=True),
    ]
    for net, right in pairs:
        moved, wanted = net.state_dict(), right.state_dict()
        for name in wanted:
            if "running" in name:
                assert_close(moved[name], wanted[name].detach(), **LOOSE)


def test_gradients(submission, reference, rng):
    """Gradients reach every parameter, the deep features and the early ones."""
    x, features, low = draw(rng, (3, 6, 5, 5)), draw(rng, (2, 4, 3, 3)), draw(rng, (2, 5, 6, 6))
    cases = [
        (compare_aspp(submission, reference, rng, x, SMALL), (x,), (0,), (3, 4, 5, 5)),
        (
            compare_decoder(submission, reference, rng, features, low, (12, 12), LOW),
            (features, low, (12, 12)),
            (0, 1),
            (2, 3, 12, 12),
        ),
    ]
    for nets, args, wrt, shape in cases:
        cotangent = draw(rng, shape)
        (_, got), (_, right) = (vjp(net, args, cotangent=cotangent, wrt=wrt) for net in nets)
        (_, own), (_, wanted) = (vjp(net, args, cotangent=cotangent, parameters=True) for net in nets)
        missing = [f"argument {i}" for i in wrt if got[i] is None]
        missing += [name for name in wanted if own.get(name) is None]
        expect(
            not missing,
            en="No gradient arrives at " + ", ".join(missing) + ".",
            ko="기울기가 오지 않는 곳: " + ", ".join(missing),
        )
        for pair in [*zip(got, right), *((own[name], wanted[name]) for name in wanted)]:
            assert_close(*pair, **LOOSE)


def test_double_precision(submission, reference, rng):
    """After `net.double()` everything is float64."""
    double = torch.float64
    compare_atrous(
        submission, draw(rng, (1, 2, 5, 5), double), draw(rng, (2, 2, 3, 3), double), 2, 1e-9, 1e-10
    )
    compare_aspp(submission, reference, rng, draw(rng, (3, 6, 5, 5), double), SMALL)
    features, low = draw(rng, (1, 4, 2, 2), double), draw(rng, (1, 5, 8, 8), double)
    compare_decoder(submission, reference, rng, features, low, (16, 16), LOW)


def test_other_pyramids(submission, reference, rng):
    """Other channels, rates and sizes; maps smaller than the reach of the rates among them."""
    cases = [
        ((2, 5, 1, 7), (5, 3, (6, 12, 18))),
        ((3, 2, 8, 4), (2, 5, (2,))),
        ((1, 4, 11, 6), (4, 2, (3, 1, 2, 5))),
    ]
    for shape, arguments in cases:
        compare_aspp(submission, reference, rng, draw(rng, shape), arguments)
    x, weight = draw(rng, (2, 2, 9, 6)), draw(rng, (3, 2, 5, 3))
    compare_atrous(submission, x, weight, 3)


def test_other_decoders(submission, reference, rng):
    """Sides that do not divide, rectangles, and other numbers of channels and classes."""
    cases = [
        ((1, 6, 3, 5), (1, 2, 11, 18), (41, 70), (2, 5, 6, 3)),
        ((2, 3, 1, 2), (2, 4, 1, 5), (3, 20), (4, 1, 3, 4)),
    ]
    for features, low, size, arguments in cases:
        compare_decoder(submission, reference, rng, draw(rng, features), draw(rng, low), size, arguments)
    state = draw_state(rng, decoder_shapes(2, 3, 256, 48))
    x, low = draw(rng, (1, 256, 2, 2)), draw(rng, (1, 2, 4, 5))
    net, right = (loaded(owner.Decoder(2, 3), state) for owner in (submission, reference))
    assert_close(net(x, low, (8, 10)), right(x, low, (8, 10)).detach(), **TOLERANCE)
