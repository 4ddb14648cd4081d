"""Checks for vgg16: lists and counts first, then entry by entry with shared weights, then dropout."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, on_meta, strategies as st, vjp

LISTS = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "B": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "D": [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"],
    "E": [64, 64, "M", 128, 128, "M", *[256] * 4, "M", *[512] * 4, "M", *[512] * 4, "M"],
}
COUNTS = {"A": 132_863_336, "B": 133_047_848, "D": 138_357_544, "E": 143_667_240}
SMALL = [4, "M", 6, 5, "M"]


def shapes_of(configuration, classes, hidden, head=49):
    """Return the shapes of all parameters in their order; `head` numbers of each map enter the first dense layer."""
    shapes, before = [], 3
    for maps in configuration:
        if maps != "M":
            shapes += [(maps, before, 3, 3), (maps,)]
            before = maps
    sizes = (head * before, hidden, hidden, classes)
    for numbers, neurons in zip(sizes[:-1], sizes[1:], strict=True):
        shapes += [(neurons, numbers), (neurons,)]
    return shapes


def labelled(shapes, configuration):
    """Return shapes under the names of their layers; what is there beyond them comes as `more`."""
    layers = [f"conv{i + 1}" for i in range(len(configuration) - list(configuration).count("M"))]
    names = [f"{layer}.{kind}" for layer in (*layers, "fc1", "fc2", "fc3") for kind in ("weight", "bias")]
    more = [f"more.{i + 1}" for i in range(len(shapes) - len(names))]
    return dict(zip(names + more, shapes, strict=False))


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_weights(rng, configuration=SMALL, classes=5, hidden=24, dtype=torch.float32):
    """Return weights that keep the signal at about one size, and biases that keep it alive."""
    weights = []
    for shape in shapes_of(configuration, classes, hidden):
        drawn = draw(rng, shape, dtype)
        weights.append(drawn.abs() + 0.5 if len(shape) == 1 else drawn * math.sqrt(2 / math.prod(shape[1:])))
    for last in weights[-2:]:
        if classes > 1:
            last[1] = -last[0]  # one of the two scores is negative
    return weights


def zeros(configuration, classes=32, hidden=32):
    """Return weights and biases that are all zero."""
    return [torch.zeros(shape) for shape in shapes_of(configuration, classes, hidden)]


def network(owner, configuration, weights, **options):
    """Return a network of the submission or the reference with these weights, in evaluation mode."""
    net = owner.VGG(list(configuration), num_classes=len(weights[-1]), hidden=len(weights[-3]), **options)
    if weights[-1].dtype == torch.float64:
        net.double()
    state = net.state_dict()
    there, wanted = [tuple(each.shape) for each in state.values()], [tuple(each.shape) for each in weights]
    found, right = labelled(there, configuration), labelled(wanted, configuration)
    wrong = [
        f"{name}: {found.get(name, '–')} ≠ {right.get(name, '–')}"
        for name in right | found
        if found.get(name) != right.get(name)
    ]
    made = f"`VGG({configuration}, …)`"
    expect(
        there == wanted,
        en=f"The weights do not fit {made}: make the number, the order and the shapes of the parameters right first. {', '.join(wrong[:2])}",
        ko=f"가중치가 {made}에 맞지 않습니다. 파라미터의 개수, 순서, 형태를 먼저 맞추세요. {', '.join(wrong[:2])}",
    )
    net.load_state_dict(dict(zip(state, weights, strict=True)))
    net.eval()
    return net


def close(got, right, slips=()):
    """Compare numbers within a share of the largest."""
    largest = max(
        each.abs().max().item() for each in (right.values() if isinstance(right, dict) else [right])
    )
    assert_close(got, right, atol=1e-5 * max(1.0, largest), slips=slips)


def test_configurations(submission):
    """The lists of A, B, D and E are those of the paper."""
    lists = {name: list(entries) for name, entries in submission.CONFIGURATIONS.items()}

    expect(
        lists.get("D") != LISTS["E"],
        en="Four convolutions in each of the last three blocks make VGG19 (E); VGG16 (D) has three.",
        ko="마지막 세 블록에 합성곱이 네 개씩 있으면 VGG19(E)입니다. VGG16(D)에는 세 개씩 있습니다.",
    )
    assert_close(lists, LISTS)


def test_parameter_shapes(submission):
    """The parameters come in the agreed order, with 3 by 3 kernels and biases."""
    for configuration, classes, hidden in ((SMALL, 5, 24), ([2], 3, 4)):
        net = submission.VGG(list(configuration), num_classes=classes, hidden=hidden)
        right = shapes_of(configuration, classes, hidden)
        others = {
            "pooled_to_one": (
                "The first fully connected layer takes one number of each map; it should take 7 × 7.",
                "첫 완전 연결층이 특성 맵마다 수를 하나만 받습니다. 7 × 7개를 받아야 합니다.",
                shapes_of(configuration, classes, hidden, head=1),
            ),
            "always_512": (
                "The first fully connected layer takes 512 maps, whatever the list; take the number of the last maps.",
                "첫 완전 연결층이 리스트와 관계없이 특성 맵 512개를 받습니다. 마지막 특성 맵의 수를 쓰세요.",
                [*right[:-6], (hidden, 512 * 49), *right[-5:]],
            ),
        }
        slips = [
            Slip(name, en=en, ko=ko, value=lambda shapes=shapes: labelled(shapes, configuration))  # noqa: B023
            for name, (en, ko, shapes) in others.items()
        ]
        found = [tuple(each.shape) for each in net.state_dict().values()]
        expect(
            len(found) == len(right),
            en=f"`VGG({configuration}, …)` should have {len(right)} parameters, a weight and a bias for each layer; it has {len(found)}.",
            ko=f"`VGG({configuration}, …)`의 파라미터는 층마다 가중치와 편향이 하나씩 있어 {len(right)}개여야 하는데 {len(found)}개입니다.",
        )
        assert_close(labelled(found, configuration), labelled(right, configuration), slips=slips)


def test_parameter_counts(submission):
    """VGG16 has 138,357,544 parameters, and the others as many as they should."""
    for name in ("D", "A", "B", "E"):
        net = on_meta(submission.VGG, LISTS[name])
        assert_close({name: sum(parameter.numel() for parameter in net.parameters())}, {name: COUNTS[name]})


def test_stage_shapes(submission, rng):
    """Each entry gives its maps: a number keeps the side, M halves it."""
    weights, x = draw_weights(rng), draw(rng, (2, 3, 32, 32))
    for last in weights[-2:]:
        last /= 100
    net = network(submission, SMALL, weights)
    made = [(4, 32), (4, 16), (6, 16), (5, 16), (5, 8)]

    found = [tuple(each.shape) for each in net.stages(x)]
    assert_close(found, [(2, maps, side, side) for maps, side in made])
    scores, others = net(x), net(-x)
    expect(
        tuple(scores.shape) == (2, 5) and bool((scores - others).abs().max() > 1e-6),
        en=f"Five classes should give the shape (2, 5), and other images other scores; the shape is {tuple(scores.shape)}.",
        ko=f"클래스가 다섯이면 결과의 형태는 (2, 5)이고 이미지가 다르면 점수도 달라야 합니다. 결과의 형태는 {tuple(scores.shape)}입니다.",
    )


def one_stage(entry, pair, x, *, active=F.relu, padding=1, pool=F.max_pool2d, kernel=2, **more):
    """Return what one entry of a configuration makes of the maps before it."""
    if entry == "M":
        return pool(x, kernel, 2, **more)
    return active(F.conv2d(x, *pair, padding=padding))


def scores_from(weights, x, *, active=(1, 2), adapt=F.adaptive_avg_pool2d, spread=torch.flatten):
    """Return the scores that the last maps lead to, with ReLU after the `active` ones of the first two layers."""
    x = spread(adapt(x, 7), 1)
    for layer in (1, 2):
        x = F.linear(x, weights[2 * layer - 8], weights[2 * layer - 7])
        x = x.relu() if layer in active else x
    return F.linear(x, weights[-2], weights[-1])


def compare(submission, configuration, weights, x):
    """Compare entry after entry with VGG's, and the scores at the end."""
    net = network(submission, configuration, weights)
    made, pairs = list(net.stages(x)), iter(zip(weights[::2], weights[1::2], strict=True))
    expect(
        len(made) == len(configuration),
        en=f"`stages` should return a tensor for each of the {len(configuration)} entries; there are {len(made)}.",
        ko=f"`stages`는 항목 {len(configuration)}개마다 텐서를 하나씩 반환해야 하는데 {len(made)}개입니다.",
    )
    before = x
    for place, (entry, got) in enumerate(zip(configuration, made, strict=True)):
        pair = None if entry == "M" else next(pairs)
        right, key = one_stage(entry, pair, before), f"stages(x)[{place}]"
        close({key: got}, {key: right}, mistakes(key, entry, pair, before))
        before = right
    close(scores_of(net, x), scores_from(weights, before), wrong_ends(weights, before))


def scores_of(net, x, en="After `eval()`", ko="`eval()` 뒤인데도"):
    """Return the scores of a network that drops nothing, which are the same each time."""
    scores = net(x)
    expect(
        torch.allclose(scores, net(x), rtol=1e-4, atol=1e-4, equal_nan=True),
        en=f"{en} the same images gave other scores the second time: something is still dropped.",
        ko=f"{ko} 같은 이미지를 다시 넣으면 점수가 달라집니다. 아직 무언가를 지우고 있습니다.",
    )
    return scores


def mistakes(key, entry, pair, before):
    """Return what an entry gives that is built with one mistake."""

    def slip(name, en, ko, **change):
        return Slip(name, en=en, ko=ko, value=lambda: {key: one_stage(entry, pair, before, **change)})

    if entry == "M":
        return [
            slip(
                "windows_of_three",
                "The pooling windows are 3 × 3; VGG's are 2 × 2.",
                "풀링 창이 3 × 3입니다. VGG의 풀링은 2 × 2입니다.",
                kernel=3,
            ),
            slip(
                "average_pooling",
                "The pooling takes the mean; take the maximum.",
                "풀링이 평균을 구합니다. 최댓값을 고르세요.",
                pool=F.avg_pool2d,
            ),
            slip(
                "sizes_rounded_up",
                "The pooling rounds the side up; a window that does not fit is left out.",
                "풀링이 한 변을 올림했습니다. 다 들어가지 않는 창은 쓰지 않습니다.",
                ceil_mode=True,
            ),
        ]
    return [
        slip(
            "relu_missing",
            f"The convolution of entry {entry} is not followed by ReLU.",
            f"항목 {entry}의 합성곱 뒤에 ReLU가 없습니다.",
            active=lambda z: z,
        ),
        slip(
            "padding_missing",
            "The convolution has no padding, so maps shrink by 2.",
            "합성곱에 패딩이 없어 한 변이 2씩 줄어듭니다.",
            padding=0,
        ),
    ]


def wrong_ends(weights, x):
    """Return what the end of the network gives when one thing differs."""
    told = {
        "softmax_at_the_end": (
            "These are the probabilities; return the scores.",
            "확률을 반환했습니다. 점수를 반환하세요.",
            lambda right: right.softmax(1),
        ),
        "relu_at_the_end": (
            "A ReLU follows the last layer, so negative scores are lost.",
            "마지막 층 뒤에 ReLU가 있어 음수 점수가 사라졌습니다.",
            lambda right: right.relu(),
        ),
        "relu_missing_between_dense": (
            "ReLU is missing after the first two fully connected layers.",
            "앞의 두 완전 연결층 뒤에 ReLU가 없습니다.",
            lambda: scores_from(weights, x, active=()),
        ),
        "relu_missing_after_first": (
            "ReLU is missing after the first fully connected layer.",
            "첫 번째 완전 연결층 뒤에 ReLU가 없습니다.",
            lambda: scores_from(weights, x, active=(2,)),
        ),
        "relu_missing_after_second": (
            "ReLU is missing after the second fully connected layer.",
            "두 번째 완전 연결층 뒤에 ReLU가 없습니다.",
            lambda: scores_from(weights, x, active=(1,)),
        ),
        "flattened_place_by_place": (
            "The maps are flattened place by place; flatten them map after map, each row by row.",
            "위치마다 모든 특성 맵의 값을 늘어놓았습니다. 특성 맵을 하나씩, 그 안에서는 행 순서대로 펼치세요.",
            lambda: scores_from(weights, x, spread=lambda z, _: z.permute(0, 2, 3, 1).flatten(1)),
        ),
        "adaptive_maximum": (
            "The adaptive pooling takes the maximum; take the mean.",
            "적응형 풀링이 최댓값을 고릅니다. 평균을 구하세요.",
            lambda: scores_from(weights, x, adapt=F.adaptive_max_pool2d),
        ),
    }
    return [Slip(name, en=en, ko=ko, value=value) for name, (en, ko, value) in told.items()]


def test_same_stages(submission, rng):
    """With shared weights every entry gives what VGG's gives, and so do the scores."""
    compare(submission, SMALL, draw_weights(rng), draw(rng, (2, 3, 36, 36)))


def test_scores_are_logits(submission):
    """With all weights zero the scores are the biases of the last layer."""
    weights = zeros([2, "M"], classes=5, hidden=4)
    weights[-1] = torch.arange(-2.0, 3.0)

    scores = network(submission, [2, "M"], weights)(torch.ones(2, 3, 8, 8))

    assert_close(scores, torch.arange(-2.0, 3.0).expand(2, 5))


def test_any_image_size(submission, rng):
    """Images of other sizes come to 7 by 7 maps too: the adaptive pooling averages or repeats."""
    weights = draw_weights(rng)
    for height, width in ((28, 28), (64, 48), (7, 19)):
        compare(submission, SMALL, weights, draw(rng, (1, 3, height, width)))


@given(
    max_examples=12,
    configuration=st.lists(st.one_of(st.integers(1, 5), st.just("M")), min_size=1, max_size=6),
    seed=st.integers(0, 1000),
)
def test_any_configuration(submission, configuration, seed):
    """Made-up lists work too: one entry, M at the start, M twice, no M at all."""
    rng = np.random.default_rng(seed)
    side = 3 + 2 ** configuration.count("M")
    weights = draw_weights(rng, configuration, classes=3, hidden=12)
    compare(submission, configuration, weights, draw(rng, (2, 3, side, side + 3)))


def test_no_dropout_in_evaluation(submission, reference, rng):
    """After `eval()` nothing is dropped; with `dropout=0` nothing is dropped while training either."""
    weights, x = draw_weights(rng), draw(rng, (4, 3, 16, 16))
    right = network(reference, SMALL, weights)(x).detach()
    evaluated, trained = (network(submission, SMALL, weights, dropout=p) for p in (0.9, 0.0))
    trained.train()

    close(scores_of(evaluated, x), right)
    close(scores_of(trained, x, "While training with `dropout=0`", "`dropout=0`으로 훈련할 때"), right)


def expect_dropped(scores, value, share, en, ko):
    """Check that scores are 0, or a value in so large a share of the cases, each by its own chance."""
    strange = [each for each in scores.flatten().tolist() if min(abs(each), abs(each - value)) > 1e-3 * value]
    kept = scores > 0
    got = kept.double().mean().item()
    expect(
        not strange and abs(got - share) < 0.06 and bool(kept.any(0).all()),
        en=f"{en} Each score should be {value:.4g} in {share:.4g} of the cases by its own chance, and 0 in the others; "
        + (f"{strange[0]:.4g} came, too." if strange else f"it is so in {got:.4g} of them."),
        ko=f"{ko} 점수는 저마다 {share:.4g}의 비율로 {value:.4g}이고 나머지는 0이어야 하는데, "
        + (f"{strange[0]:.4g}도 나왔습니다." if strange else f"그 비율이 {got:.4g}입니다."),
    )


def test_dropout_while_training(submission):
    """What the first two fully connected layers give is dropped; what enters the first is not."""
    for place, p, kept, en, ko in (
        (1, 0.25, 2, "the convolution", "합성곱"),
        (3, 0.25, 2, "the first fully connected layer", "첫 번째 완전 연결층"),
        (5, 0.5, 1, "the second fully connected layer", "두 번째 완전 연결층"),
    ):
        weights = zeros([2])
        weights[place].fill_(1.0)
        for layer in range(place + 1, 8, 2):
            weights[layer].fill_diagonal_(1.0)
        net = network(submission, [2], weights, dropout=p)
        net.train()
        expect_dropped(
            net(torch.zeros(96, 3, 7, 7)),
            (1 - p) ** -kept,
            (1 - p) ** kept,
            en=f"While training with `dropout={p}`, {en} was made to give 1 everywhere, and the layers after it to pass on what they get.",
            ko=f"`dropout={p}`인 훈련 모드에서 {ko}의 결과를 모두 1로 만들고, 그 뒤의 층은 받은 값을 그대로 넘기게 했습니다.",
        )


def test_gradients(submission, reference, rng):
    """Every parameter can be trained, and gradients flow through all layers."""
    weights, x, cotangent = draw_weights(rng), draw(rng, (2, 3, 20, 20)), draw(rng, (2, 5))
    nets = network(submission, SMALL, weights), network(reference, SMALL, weights)
    found, expected = (list(vjp(net, (x,), cotangent=cotangent, parameters=True)[1].values()) for net in nets)

    expect(
        not any(each is None for each in found),
        en="No gradient arrives at some parameters, so they would never learn.",
        ko="기울기가 오지 않는 파라미터가 있어 학습되지 않습니다.",
    )
    for got, right in zip(found, expected, strict=True):
        assert_close(got, right, atol=1e-4 * max(1.0, right.abs().max().item()))


def test_double_precision(submission, reference, rng):
    """A network made float64 computes and answers in float64."""
    weights, x = draw_weights(rng, dtype=torch.float64), draw(rng, (2, 3, 12, 15), torch.float64)

    assert_close(network(submission, SMALL, weights)(x), network(reference, SMALL, weights)(x).detach())
