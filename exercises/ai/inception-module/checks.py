"""Checks for inception-module: names, numbers and order first, then the same weights in both modules."""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F

from graders import Slip, assert_close, expect, given, pictures, strategies as st, vjp

#: in, 1x1, 3x3 reduce, 3x3, 5x5 reduce, 5x5, pool projection: rows (3a) and (4b) of the paper's table
MODULE_3A = (192, 64, 96, 128, 16, 32, 32)
MODULE_4B = (512, 160, 112, 224, 24, 64, 64)
#: small ones, for values: no two widths alike
SMALL = (3, 2, 4, 5, 6, 7, 8)
FRESH = [(5, 1, 2, 3, 1, 4, 2), (1, 3, 1, 1, 2, 2, 5), (4, 6, 5, 2, 3, 1, 1)]


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_input(rng, shape, dtype=torch.float32):
    """Return an input that is mostly negative: windows at the border hold nothing above the padding then."""
    return draw(rng, shape, dtype) - 1


def shapes_of(sizes):
    """Return the names of the state dict with their shapes, for a module of these sizes."""
    before, one, reduce3, three, reduce5, five, pooled = sizes
    weights = {
        "branch1": (one, before, 1, 1),
        "branch2_reduce": (reduce3, before, 1, 1),
        "branch2": (three, reduce3, 3, 3),
        "branch3_reduce": (reduce5, before, 1, 1),
        "branch3": (five, reduce5, 5, 5),
        "branch4": (pooled, before, 1, 1),
    }
    return {
        f"{name}.{part}": shape if part == "weight" else shape[:1]
        for name, shape in weights.items()
        for part in ("weight", "bias")
    }


def draw_weights(rng, sizes, dtype=torch.float32):
    """Return random weights that keep the signal at about one size."""
    return {
        name: draw(rng, shape, dtype) / math.sqrt(max(1, math.prod(shape[1:]) / 2))
        for name, shape in shapes_of(sizes).items()
    }


def filled(sizes, value=0.0):
    """Return weights that are all one number, and biases of 0."""
    return {
        name: torch.full(shape, value if name.endswith("weight") else 0.0)
        for name, shape in shapes_of(sizes).items()
    }


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


def module(owner, sizes, weights):
    """Return a module of the submission or the reference with these weights."""
    made = owner.Inception(*sizes)
    if weights["branch1.bias"].dtype == torch.float64:
        made.double()
    unfit(made, weights)
    made.load_state_dict(weights)
    return made


def branches_of(weights, x, *, pooled=None, active=F.relu, late=None):
    """Return what the four branches give, with another pooling or no ReLU after a reduction where asked."""

    def conv(name, value):
        kernel = weights[f"{name}.weight"]
        return F.conv2d(value, kernel, weights[f"{name}.bias"], padding=kernel.shape[-1] // 2)

    fourth = conv("branch4", F.max_pool2d(x, 3, 1, 1) if pooled is None else pooled(x))
    return [
        conv("branch1", x),
        conv("branch2", active(conv("branch2_reduce", x))),
        conv("branch3", active(conv("branch3_reduce", x))),
        fourth if late is None else late(fourth),
    ]


def joined(weights, x, order=(0, 1, 2, 3), last=F.relu, **changes):
    """Return the branches joined in an order, with what was changed in them."""
    found = branches_of(weights, x, **changes)
    return last(torch.cat([found[place] for place in order], dim=1))


def same(value):
    """Return what came: in the place of a ReLU that was left out."""
    return value


def mistakes(weights, x):
    """Return what modules give that differ from the right one in one thing."""
    last = len(weights["branch4.bias"])
    return [
        Slip(
            "no_relu_after_reductions",
            en="This is what one gets without ReLU after the 1×1 reductions.",
            ko="1×1 축소 합성곱 뒤에 ReLU가 없을 때의 결과입니다.",
            value=lambda: joined(weights, x, active=same),
        ),
        Slip(
            "no_relu_at_the_end",
            en="This is what one gets without ReLU after the last convolution of each branch.",
            ko="각 가지의 마지막 합성곱 뒤에 ReLU가 없을 때의 결과입니다.",
            value=lambda: joined(weights, x, last=same),
        ),
        Slip(
            "no_relu",
            en="This is what one gets without any ReLU.",
            ko="ReLU가 하나도 없을 때의 결과입니다.",
            value=lambda: joined(weights, x, last=same, active=same),
        ),
        Slip(
            "no_relu_on_projection",
            en="The projection after the pooling has no ReLU behind it.",
            ko="풀링 뒤의 투영 합성곱에 ReLU가 붙어 있지 않습니다.",
            value=lambda: joined(
                weights, x, last=lambda each: torch.cat([each[:, :-last].relu(), each[:, -last:]], 1)
            ),
        ),
        Slip(
            "average_pooling",
            en="This is what average pooling gives in the fourth branch; take the maximum.",
            ko="넷째 가지에서 평균 풀링을 쓴 결과입니다. 최댓값을 고르세요.",
            value=lambda: joined(weights, x, pooled=lambda each: F.avg_pool2d(each, 3, 1, 1)),
        ),
        Slip(
            "padding_competes",
            en="The zeros around the map took part in the maximum; padding must never win.",
            ko="맵 둘레에 붙인 0까지 최댓값 비교에 들어갔습니다. 패딩은 최댓값이 되면 안 됩니다.",
            value=lambda: joined(weights, x, pooled=lambda each: F.max_pool2d(F.pad(each, [1] * 4), 3, 1)),
        ),
        Slip(
            "no_pooling",
            en="The fourth branch projects the input itself: its max pooling is missing.",
            ko="넷째 가지가 입력을 그대로 투영했습니다. 최대 풀링이 빠졌습니다.",
            value=lambda: joined(weights, x, pooled=same),
        ),
        Slip(
            "pooling_after_projection",
            en="The fourth branch pools after its convolution; pool the input first.",
            ko="넷째 가지에서 합성곱 뒤에 풀링했습니다. 입력을 먼저 풀링하세요.",
            value=lambda: joined(weights, x, pooled=same, late=lambda each: F.max_pool2d(each, 3, 1, 1)),
        ),
        Slip(
            "pooling_first",
            en="The branches are joined with the pooling branch first; it comes last.",
            ko="풀링 가지를 맨 앞에 이어 붙였습니다. 풀링 가지는 맨 뒤에 옵니다.",
            value=lambda: joined(weights, x, (3, 0, 1, 2)),
        ),
        Slip(
            "reversed_branches",
            en="The branches are joined in the opposite order.",
            ko="가지를 거꾸로 이어 붙였습니다.",
            value=lambda: joined(weights, x, (3, 2, 1, 0)),
        ),
        Slip(
            "five_before_three",
            en="The 5×5 branch stands before the 3×3 branch.",
            ko="5×5 가지를 3×3 가지보다 앞에 이어 붙였습니다.",
            value=lambda: joined(weights, x, (0, 2, 1, 3)),
        ),
    ]


def compare(submission, reference, sizes, weights, x):
    """Compare what two modules of these weights make of an input."""
    expected = module(reference, sizes, weights)(x).detach()
    got = module(submission, sizes, weights)(x)
    assert_close(got, expected, slips=mistakes(weights, x), picture=pictures.maps(x))


def test_worked_example(submission):
    """The example of the text: one channel, the numbers 1 to 9, all weights 1."""
    x = torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    expected = torch.tensor(
        [
            [[1.0, 2, 3], [4, 5, 6], [7, 8, 9]],
            [[12.0, 21, 16], [27, 45, 33], [24, 39, 28]],
            [[45.0] * 3] * 3,
            [[5.0, 6, 6], [8, 9, 9], [8, 9, 9]],
        ]
    )[None]
    weights = filled((1,) * 7, 1.0)

    got = module(submission, (1,) * 7, weights)(x)

    assert_close(got, expected, slips=mistakes(weights, x), picture=pictures.maps(x))


def test_parameter_names_and_shapes(submission):
    """The state dict of module (3a) has the agreed names and shapes."""
    state = submission.Inception(*MODULE_3A).state_dict()

    assert_close({name: tuple(tensor.shape) for name, tensor in state.items()}, shapes_of(MODULE_3A))


def test_parameter_count(submission):
    """Module (3a) has 163,696 parameters, and (4b) 449,160."""
    for sizes, count in ((MODULE_3A, 163_696), (MODULE_4B, 449_160)):
        found = sum(parameter.numel() for parameter in submission.Inception(*sizes).parameters())
        expect(
            found == count,
            en=f"`Inception{sizes}` should have {count:,} parameters, not {found:,}.",
            ko=f"`Inception{sizes}`의 파라미터는 {count:,}개여야 하는데 {found:,}개입니다.",
        )


def test_output_shape(submission):
    """Module (3a) turns 192 channels into 256 and keeps height and width."""
    made = submission.Inception(*MODULE_3A)

    for images, height, width in ((1, 28, 28), (2, 7, 4), (1, 1, 1)):
        shape, wanted = (
            tuple(made(torch.zeros(images, 192, height, width)).shape),
            (images, 256, height, width),
        )
        expect(
            shape == wanted,
            en=f"The input {(images, 192, height, width)} should give the shape {wanted}, not {shape}.",
            ko=f"입력 {(images, 192, height, width)}의 결과는 형태가 {wanted}여야 하는데 {shape}입니다.",
        )


def test_order_of_branches(submission, rng):
    """With weights of 0 each branch shows its bias: 1×1, 3×3, 5×5, pooling, one after the other."""
    weights, parts = filled(SMALL), []
    for place, branch in enumerate(("branch1", "branch2", "branch3", "branch4"), start=1):
        bias = weights[f"{branch}.bias"]
        bias += torch.arange(len(bias)) + 10.0 * place + int(rng.integers(1, 5))
        parts.append(bias)

    got = module(submission, SMALL, weights)(draw(rng, (1, 3, 2, 4)))

    expected = torch.cat(parts)[None, :, None, None].expand(1, 22, 2, 4)
    assert_close(got, expected, slips=mistakes(weights, torch.zeros(1, 3, 2, 4)))


def test_relu_after_each_convolution(submission):
    """A convolution that gives 1 everywhere passes it on, one that gives -1 passes nothing on."""
    places = {
        "branch1": 0,
        "branch2_reduce": 1,
        "branch2": 1,
        "branch3_reduce": 2,
        "branch3": 2,
        "branch4": 3,
    }
    for name, channel in places.items():
        for value in (-1.0, 1.0):
            weights = filled((1,) * 7)
            weights[f"{name}.bias"].fill_(value)
            if name.endswith("_reduce"):
                weights[f"{name[:7]}.weight"][0, 0].diagonal()[1 + (name[6] == "3")] = -2.0
                weights[f"{name[:7]}.bias"].fill_(3.0)
            wanted = max(0.0, value) if not name.endswith("_reduce") else 3.0 - 2.0 * max(0.0, value)
            got = module(submission, (1,) * 7, weights)(torch.zeros(1, 1, 1, 1)).flatten()
            found = got[channel].item()
            expect(
                tuple(got.shape) == (4,) and found == wanted,
                en=f"`{name}` was made to give {value:g} everywhere. With a ReLU after it its branch ends in {wanted:g}, but it gave {found:.4g}.",
                ko=f"`{name}`의 결과를 모두 {value:g}로 만들었습니다. 바로 뒤에 ReLU가 있으면 이 가지의 결과는 {wanted:g}이어야 하는데 {found:.4g}입니다.",
            )


def test_padding_of_the_pooling(submission):
    """Where all inputs are negative, the padding of the pooling does not win."""
    x = -torch.arange(1.0, 10.0).reshape(1, 1, 3, 3)
    weights = filled((1,) * 7)
    weights["branch4.weight"].fill_(-1.0)
    expected = torch.zeros(1, 4, 3, 3)
    expected[0, 3] = torch.tensor([[1.0, 1, 2], [1, 1, 2], [4, 4, 5]])

    got = module(submission, (1,) * 7, weights)(x)

    assert_close(got, expected, slips=mistakes(weights, x), picture=pictures.maps(x))


def test_same_values(submission, reference, rng):
    """With the weights of the reference the maps are those of the reference."""
    compare(submission, reference, SMALL, draw_weights(rng, SMALL), draw_input(rng, (2, 3, 6, 5)))


@given(
    max_examples=10,
    x=st.tensors(st.shapes(min_dims=4, max_dims=4, max_side=5), low=-3.0, high=1.0),
    draws=st.integers(1, 50),
)
def test_any_input(submission, reference, x, draws):
    """Any number of images of any size is right, and any number of channels that come in."""
    sizes = (x.shape[1], 1, 2, 1, 1, 2, 1)
    weights = draw_weights(np.random.default_rng(draws), sizes)

    compare(submission, reference, sizes, weights, x)


def test_double_precision(submission, reference, rng):
    """A module made float64 computes and answers in float64."""
    weights = draw_weights(rng, SMALL, torch.float64)

    compare(submission, reference, SMALL, weights, draw_input(rng, (1, 3, 4, 4), torch.float64))


def test_gradients(submission, reference, rng):
    """Gradients reach every weight and bias, and the input."""
    weights, x = draw_weights(rng, SMALL), draw_input(rng, (2, 3, 4, 4))
    cotangent = draw(rng, (2, 22, 4, 4))
    ours, theirs = module(submission, SMALL, weights), module(reference, SMALL, weights)

    _, (gradient,) = vjp(ours, (x,), cotangent=cotangent)
    _, (expected,) = vjp(theirs, (x,), cotangent=cotangent)
    expect(
        gradient is not None,
        en="No gradient arrives at the input: something on the way is cut off.",
        ko="입력까지 기울기가 오지 않습니다. 중간에서 계산 그래프가 끊겼습니다.",
    )
    assert_close(gradient, expected)
    _, gradients = vjp(ours, (x,), cotangent=cotangent, parameters=True)
    _, wanted = vjp(theirs, (x,), cotangent=cotangent, parameters=True)
    for name in shapes_of(SMALL):
        expect(
            gradients.get(name) is not None,
            en=f"No gradient arrives at `{name}`, so it would never learn.",
            ko=f"`{name}`에 기울기가 오지 않아 학습되지 않습니다.",
        )
        assert_close(gradients[name], wanted[name], atol=1e-5 * max(1.0, wanted[name].abs().max().item()))


def test_other_sizes(submission, reference, rng):
    """Other widths, images that are not square, single pixels: training or not, the maps are right."""
    for sizes in FRESH:
        for shape in ((3, sizes[0], 4, 7), (1, sizes[0], 1, 1), (1, sizes[0], 9, 2)):
            weights, x = draw_weights(rng, sizes), draw_input(rng, shape)
            ours = module(submission, sizes, weights)
            expected = module(reference, sizes, weights)(x).detach()
            for mode in (ours.train, ours.eval):
                mode()
                assert_close(ours(x), expected)


def test_input_stays(submission, reference, rng):
    """The input is the same after the call, negative values and all."""
    weights, x = draw_weights(rng, SMALL), draw_input(rng, (1, 3, 4, 4))
    expected = module(reference, SMALL, weights)(x).detach()

    got = module(submission, SMALL, weights)(x)
    changed = submission.last_call.changed

    assert_close(got, expected)
    expect(
        not changed,
        en="The module changed the input it was given; the other branches read it too.",
        ko="모듈이 받은 입력을 바꾸었습니다. 다른 가지도 같은 입력을 읽습니다.",
    )
