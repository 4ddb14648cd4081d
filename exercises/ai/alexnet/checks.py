"""Checks for alexnet: names and counts first, then stage by stage with shared weights, then dropout."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from graders import Slip, SubmissionError, assert_close, expect, on_meta, vjp

KERNELS = (11, 5, 3, 3, 3)
CHANNELS = (64, 192, 384, 256, 256)
#: numbers of channels that other descriptions have, and what is said of them
OTHER_CHANNELS = (
    (
        "two_towers",
        (96, 256, 384, 384, 256),
        "These are the numbers of channels of 2012: 96, 256, 384, 384, 256. The single stream has 64, 192, 384, 256, 256.",
        "2012년 논문의 채널 수(96, 256, 384, 384, 256)입니다. 단일 스트림은 64, 192, 384, 256, 256입니다.",
    ),
    (
        "footnote",
        (64, 192, 384, 384, 256),
        "`conv4` has 384 filters in the footnote of 2014, and 256 in the code of its author and here.",
        "`conv4`의 필터 수는 2014년 논문의 각주에는 384개이지만, 저자의 코드와 이 연습문제에서는 256개입니다.",
    ),
)
#: what is said of a stage that differs in one thing, in both languages; @ is the convolution
TOLD = {
    "relu_missing": ("@ is not followed by ReLU.", "@ 뒤에 ReLU가 없습니다."),
    "padding_missing": ("@ has no padding.", "@에 패딩이 없습니다."),
    "response_normalised": (
        "@ is followed by local response normalisation, as in 2012; here it is left out.",
        "@ 뒤에 2012년 논문의 국소 응답 정규화가 있습니다. 여기서는 쓰지 않습니다.",
    ),
    "windows_of_two": (
        "The pooling looks at 2 × 2 windows; AlexNet's are 3 × 3 with stride 2, so they overlap.",
        "풀링 창이 2 × 2입니다. AlexNet의 풀링은 3 × 3 창이 두 칸씩 움직여 서로 겹칩니다.",
    ),
    "average_pooling": (
        "The pooling takes the mean; take the maximum.",
        "풀링이 평균을 구합니다. 최댓값을 고르세요.",
    ),
    "sizes_rounded_up": (
        "The pooling rounds the number of windows up; a window that does not fit is left out.",
        "풀링 창의 개수를 올림했습니다. 다 들어가지 않는 창은 쓰지 않습니다.",
    ),
    "adaptive_maximum": (
        "Average each of the 6 × 6 regions; this is their maximum.",
        "6 × 6 영역마다 평균을 구하세요. 이것은 최댓값입니다.",
    ),
}


def shapes_of(width, classes, channels=CHANNELS):
    """Return the shapes of the state dict, for numbers of channels at full width."""
    sizes, neurons = [3, *(each * width // 64 for each in channels)], 64 * width
    shapes = {f"conv{i + 1}": (sizes[i + 1], sizes[i], kernel, kernel) for i, kernel in enumerate(KERNELS)}
    shapes |= {"fc6": (neurons, 36 * sizes[-1]), "fc7": (neurons, neurons), "fc8": (classes, neurons)}
    pairs = [(f"{name}.weight", f"{name}.bias", shape) for name, shape in shapes.items()]
    return {
        key: shape if key == weight else shape[:1] for weight, bias, shape in pairs for key in (weight, bias)
    }


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_weights(rng, width=2, classes=5, dtype=torch.float32):
    """Return weights that keep the signal at about one size, and biases that keep it alive."""
    weights = {}
    for name, shape in shapes_of(width, classes).items():
        drawn = draw(rng, shape, dtype)
        bias = len(shape) == 1
        weights[name] = drawn.abs() + 0.5 if bias else drawn * math.sqrt(2 / math.prod(shape[1:]))
        if name.startswith("fc8") and classes > 1:
            weights[name][1] = -weights[name][0]  # one of the two scores is negative
    return weights


def zeros(width=1, classes=5):
    """Return weights and biases that are all zero."""
    return {name: torch.zeros(shape) for name, shape in shapes_of(width, classes).items()}


def network(owner, weights, **options):
    """Return a network of the submission or the reference with these weights, in evaluation mode."""
    options |= {"num_classes": len(weights["fc8.bias"]), "width": len(weights["conv1.bias"])}
    net = owner.AlexNet(**options)
    if weights["fc8.bias"].dtype == torch.float64:
        net.double()
    try:
        net.load_state_dict(weights)
    except SubmissionError as error:
        there = {
            name: tuple(each.shape) for name, each in on_meta(owner.AlexNet, **options).state_dict().items()
        }
        found = [
            f"`{name}` {there.get(name, '–')} ≠ {tuple(each.shape)}"
            for name, each in weights.items()
            if there.get(name) != tuple(each.shape)
        ]
        more = ", ".join(found[:3]) or error.message
        made = f"`AlexNet(num_classes={options['num_classes']}, width={options['width']})`"
        expect(
            False,
            en=f"The weights do not fit into {made}: make the names and shapes right first. {more}",
            ko=f"가중치가 {made}에 맞지 않습니다. 이름과 형태를 먼저 맞추세요. {more}",
        )
    net.eval()
    return net


def close(got, right, slips=()):
    """Compare numbers within a share of the largest."""
    tensors = right.values() if isinstance(right, dict) else [right]
    largest = max(each.abs().max().item() for each in tensors)
    assert_close(got, right, atol=1e-5 * max(1.0, largest), slips=slips)


def scores_of(net, x, en="After `eval()`", ko="`eval()` 뒤인데도"):
    """Return the scores of a network that drops nothing, which are the same each time."""
    scores = net(x)
    expect(
        torch.allclose(scores, net(x), rtol=1e-4, atol=1e-4, equal_nan=True),
        en=f"{en} the same images gave other scores the second time: something is still dropped.",
        ko=f"{ko} 같은 이미지를 다시 넣으면 점수가 달라집니다. 아직 무언가를 지우고 있습니다.",
    )
    return scores


def stages_of(net, x):
    """Return the maps of the six stages; anything but six tensors is told."""
    stages = list(net.stages(x))
    expect(
        len(stages) == 6 and all(isinstance(each, torch.Tensor) for each in stages),
        en=f"`stages` should return six tensors, one for each stage; there are {len(stages)} entries.",
        ko=f"`stages`는 단계마다 하나씩 텐서 여섯 개를 반환해야 하는데 항목이 {len(stages)}개입니다.",
    )
    return stages


def test_parameter_names_and_shapes(submission):
    """The state dict has the agreed names and shapes, at full width and at a small one."""
    for width, classes in ((64, 1000), (2, 7)):
        state = on_meta(submission.AlexNet, num_classes=classes, width=width).state_dict()
        others = [
            Slip(name, en=en, ko=ko, value=lambda full=full: shapes_of(width, classes, full))  # noqa: B023
            for name, full, en, ko in OTHER_CHANNELS
        ]
        found = {name: tuple(tensor.shape) for name, tensor in state.items()}
        assert_close(found, shapes_of(width, classes), slips=others)


def test_parameter_count(submission):
    """There are 61,100,840 parameters for 1000 classes, and 57,044,810 for ten."""
    for options, count in (({}, 61_100_840), ({"num_classes": 10}, 57_044_810)):
        net = on_meta(submission.AlexNet, **options)
        assert_close(sum(parameter.numel() for parameter in net.parameters()), count)


def test_stage_shapes(submission, rng):
    """Images of 224 by 224 give maps of 27, 13, 13, 13, 6 and 6, and a score for each class."""
    weights, x = draw_weights(rng), draw(rng, (2, 3, 224, 224))
    weights["fc8.weight"] /= 100
    net = network(submission, weights)
    sides = [(2, 27), (6, 13), (12, 13), (8, 13), (8, 6), (8, 6)]

    assert_close(
        [tuple(each.shape) for each in stages_of(net, x)], [(2, maps, side, side) for maps, side in sides]
    )
    scores, others = net(x), net(-x)
    expect(
        tuple(scores.shape) == (2, 5) and bool((scores - others).abs().max() > 1e-6),
        en=f"Five classes should give the shape (2, 5), and other images other scores; the shape is {tuple(scores.shape)}.",
        ko=f"클래스가 다섯이면 결과의 형태는 (2, 5)이고 이미지가 다르면 점수도 달라야 합니다. 결과의 형태는 {tuple(scores.shape)}입니다.",
    )


def compare_stages(submission, weights, x):
    """Compare stage after stage with AlexNet's, each made from the right maps of the stage before."""
    net = network(submission, weights)
    expected = maps_after(weights, x)
    for number, (got, right) in enumerate(zip(stages_of(net, x), expected, strict=True), start=1):
        before = x if number == 1 else expected[number - 2]
        close(
            {f"stages(x)[{number - 1}]": got},
            {f"stages(x)[{number - 1}]": right},
            mistakes(weights, number, before),
        )
    close(scores_of(net, x), scores_from(weights, expected[-1]), wrong_ends(weights, expected[-1]))


def one_stage(weights, number, x, *, kernel=3, active=F.relu, pool=F.max_pool2d, pad=True, **more):
    """Return what one stage makes of the maps before it."""
    if number == 6:
        return F.adaptive_avg_pool2d(x, 6)
    name = f"conv{number}"
    rim = (0, 2, 2, 1, 1, 1)[number] if pad else 0
    x = active(F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"], 4 if number == 1 else 1, rim))
    return pool(x, kernel, 2, **more) if number in (1, 2, 5) else x


def maps_after(weights, x):
    """Return the maps after each stage."""
    made = []
    for number in range(1, 7):
        x = one_stage(weights, number, x)
        made.append(x)
    return made


def scores_from(weights, x, *, active=("fc6", "fc7"), scale=1.0):
    """Return the scores that the maps of the last stage lead to, with ReLU after the `active` layers."""
    x = x.flatten(1)
    for name in ("fc6", "fc7"):
        x = F.linear(x * scale, weights[f"{name}.weight"], weights[f"{name}.bias"])
        x = x.relu() if name in active else x
    return F.linear(x, weights["fc8.weight"], weights["fc8.bias"])


def mistakes(weights, number, before):
    """Return what a stage gives that differs from AlexNet's in one thing."""

    key = f"stages(x)[{number - 1}]"

    def slip(name, en, ko, **change):
        return Slip(name, en=en, ko=ko, value=lambda: {key: one_stage(weights, number, before, **change)})

    if number == 6:
        en, ko = TOLD["adaptive_maximum"]
        made = {key: F.adaptive_max_pool2d(before, 6)}
        return [Slip("adaptive_maximum", en=en, ko=ko, value=lambda: made)]
    layer = f"`conv{number}`"
    changes = {
        "relu_missing": {"active": lambda z: z},
        "padding_missing": {"pad": False},
        "response_normalised": {"active": lambda z: F.local_response_norm(F.relu(z), 5, k=2.0)},
    }
    if number in (1, 2, 5):
        changes |= {
            "windows_of_two": {"kernel": 2},
            "average_pooling": {"pool": F.avg_pool2d},
            "sizes_rounded_up": {"ceil_mode": True},
        }
    return [
        slip(name, *(text.replace("@", layer) for text in TOLD[name]), **change)
        for name, change in changes.items()
    ]


def wrong_ends(weights, x):
    """Return what the fully connected layers give when one thing differs."""
    told = {
        "softmax_at_the_end": (
            "These are the probabilities; return the scores, without softmax.",
            "확률을 반환했습니다. 소프트맥스를 적용하지 않은 점수를 반환하세요.",
            lambda scores: scores.softmax(1),
        ),
        "relu_at_the_end": (
            "A ReLU follows `fc8`, so negative scores are lost.",
            "`fc8` 뒤에 ReLU가 있어 음수 점수가 사라졌습니다.",
            lambda scores: scores.relu(),
        ),
        "flattened_place_by_place": (
            "The maps are flattened place by place; flatten them map after map, each row by row.",
            "위치마다 모든 특성 맵의 값을 늘어놓았습니다. 특성 맵을 하나씩, 그 안에서는 행 순서대로 펼치세요.",
            lambda: scores_from(weights, x.permute(0, 2, 3, 1)),
        ),
        "scaled_in_evaluation": (
            "After `eval()` the numbers are multiplied by 1 − `dropout`; divide while training instead.",
            "`eval()` 뒤에 수에 1 − `dropout`을 곱했습니다. 그 대신 훈련할 때 나누세요.",
            lambda: scores_from(weights, x, scale=0.5),
        ),
    }
    told |= {
        f"relu_missing_{ko}": (
            f"This is what one gets without ReLU after {en}.",
            f"{ko} 뒤에 ReLU가 없을 때의 결과입니다.",
            lambda active=active: scores_from(weights, x, active=active),
        )
        for en, ko, active in (
            ("`fc6` and `fc7`", "`fc6`과 `fc7`", ()),
            ("`fc6`", "`fc6`", ("fc7",)),
            ("`fc7`", "`fc7`", ("fc6",)),
        )
    }
    return [Slip(name, en=en, ko=ko, value=value) for name, (en, ko, value) in told.items()]


def test_same_stages(submission, rng):
    """With shared weights every stage gives what AlexNet gives, and so do the scores."""
    compare_stages(submission, draw_weights(rng), draw(rng, (2, 3, 127, 127)))


def test_scores_are_logits(submission):
    """With all weights zero the scores are the biases of the last layer."""
    weights = zeros()
    weights["fc8.bias"] = torch.arange(-2.0, 3.0)

    scores = network(submission, weights)(torch.ones(2, 3, 63, 63))

    assert_close(scores, torch.arange(-2.0, 3.0).expand(2, 5))


def test_any_image_size(submission, rng):
    """Images of other sizes come to 6 by 6 maps too: the adaptive pooling averages or repeats."""
    weights = draw_weights(rng)
    for height, width in ((256, 256), (63, 63), (100, 161)):
        compare_stages(submission, weights, draw(rng, (1, 3, height, width)))


def test_no_dropout_in_evaluation(submission, reference, rng):
    """After `eval()` nothing is dropped; with `dropout=0` nothing is dropped while training either."""
    weights, x = draw_weights(rng), draw(rng, (4, 3, 63, 63))
    right = network(reference, weights)(x).detach()
    evaluated, trained = network(submission, weights, dropout=0.9), network(submission, weights, dropout=0.0)
    trained.train()

    close(scores_of(evaluated, x), right)
    close(scores_of(trained, x, "While training with `dropout=0`", "`dropout=0`으로 훈련할 때"), right)


def expect_dropped(scores, value, share, en, ko):
    """Check that scores are 0, or a value in so large a share of the cases, each by its own chance."""
    strange = [each for each in scores.flatten().tolist() if min(abs(each), abs(each - value)) > 1e-3 * value]
    kept = scores > 0
    got = kept.double().mean().item()
    expect(
        not strange and abs(got - share) < 0.06,
        en=f"{en} Each score should be {value:.4g} in {share:.4g} of the cases, and 0 in the others; "
        + (f"{strange[0]:.4g} came, too." if strange else f"it is so in {got:.4g} of them."),
        ko=f"{ko} 점수는 {share:.4g}의 비율로 {value:.4g}이고 나머지는 0이어야 하는데, "
        + (f"{strange[0]:.4g}도 나왔습니다." if strange else f"그 비율이 {got:.4g}입니다."),
    )
    expect(
        bool(kept.any(0).all() and kept[:, :36].any(1).all()),
        en=f"{en} Each number should be dropped by its own chance; here whole maps or a number of every image went together.",
        ko=f"{ko} 수마다 따로 뽑아 지워야 하는데, 특성 맵 전체나 모든 이미지의 같은 수가 함께 지워졌습니다.",
    )


def test_dropout_while_training(submission):
    """What enters `fc6` and `fc7` is dropped, number by number; what enters `fc8` is not."""
    dense = ("fc6", "fc7", "fc8")
    for index, (maker, p, value, share) in enumerate(
        (("conv5", 0.25, 16 / 9, 9 / 16), ("fc6", 0.5, 2.0, 0.5), ("fc7", 0.5, 1.0, 1.0))
    ):
        weights = zeros(1, 64)
        weights[f"{maker}.bias"].fill_(1.0)
        for layer in dense[index:]:
            weights[f"{layer}.weight"].fill_diagonal_(1.0)
        net = network(submission, weights, dropout=p)
        net.train()
        expect_dropped(
            net(torch.zeros(48, 3, 63, 63)),
            value,
            share,
            en=f"While training with `dropout={p}`, `{maker}` was made to give 1 everywhere, and the layers after it to pass on what they get.",
            ko=f"`dropout={p}`인 훈련 모드에서 `{maker}`의 결과를 모두 1로 만들고, 그 뒤의 층은 받은 값을 그대로 넘기게 했습니다.",
        )


def test_double_precision(submission, reference, rng):
    """A network made float64 computes and answers in float64."""
    weights, x = draw_weights(rng, dtype=torch.float64), draw(rng, (2, 3, 63, 80), torch.float64)

    assert_close(network(submission, weights)(x), network(reference, weights)(x).detach())


def test_gradients(submission, reference, rng):
    """Every parameter can be trained, and gradients flow through all layers."""
    weights, x, cotangent = draw_weights(rng), draw(rng, (2, 3, 127, 127)), draw(rng, (2, 5))
    net, other = network(submission, weights), network(reference, weights)
    _, gradients = vjp(net, (x,), cotangent=cotangent, parameters=True)
    _, expected = vjp(other, (x,), cotangent=cotangent, parameters=True)
    unreached = [name for name in expected if gradients.get(name) is None]

    expect(
        not unreached,
        en="No gradient arrives at these parameters, so they would never learn: " + ", ".join(unreached),
        ko="다음 파라미터에는 기울기가 오지 않아 학습되지 않습니다: " + ", ".join(unreached),
    )
    for name, right in expected.items():
        assert_close(gradients[name], right, atol=1e-4 * max(1.0, right.abs().max().item()))


def test_other_networks(submission, rng):
    """Other widths, numbers of classes and batch sizes work as well."""
    for width, classes, images in ((3, 1, 1), (4, 12, 3), (1, 2, 5)):
        x = draw(rng, (images, 3, 63 + 8 * images, 71)) * 10
        compare_stages(submission, draw_weights(rng, width, classes), x)
