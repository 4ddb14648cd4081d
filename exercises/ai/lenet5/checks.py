"""Checks for lenet5: names, numbers and shapes first, then the same weights in both networks."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from graders import Slip, SubmissionError, assert_close, expect, vjp

SHAPES = {
    "conv1.weight": (6, 1, 5, 5),
    "conv1.bias": (6,),
    "conv2.weight": (16, 6, 5, 5),
    "conv2.bias": (16,),
    "fc1.weight": (120, 400),
    "fc1.bias": (120,),
    "fc2.weight": (84, 120),
    "fc2.bias": (84,),
    "fc3.weight": (10, 84),
    "fc3.bias": (10,),
}
LAYERS = ("conv1", "conv2", "fc1", "fc2", "fc3")


def draw(rng, shape, dtype=torch.float32):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).to(dtype)


def draw_weights(rng, scale=1.0, dtype=torch.float32):
    """Return weights that keep the signal at about one size from layer to layer, times a scale."""
    return {
        name: draw(rng, shape, dtype) * scale / math.sqrt(max(1, math.prod(shape[1:])))
        for name, shape in SHAPES.items()
    }


def zeros():
    """Return weights and biases that are all zero."""
    return {name: torch.zeros(shape) for name, shape in SHAPES.items()}


def network(owner, weights):
    """Return a network of the submission or the reference with these weights."""
    net = owner.LeNet5()
    if weights["fc3.bias"].dtype == torch.float64:
        net.double()
    try:
        net.load_state_dict(weights)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    return net


def scores_of(net, x):
    """Return the scores of a batch, which has ten for each image, and others for other images."""
    scores, others = net(x), net(-x)
    shape = (len(x), 10)
    expect(
        tuple(scores.shape) == shape
        and bool((scores != scores[:1]).any())
        and not torch.equal(scores, others),
        en=f"Different images should give the shape {shape} and different scores; the shape is {tuple(scores.shape)}.",
        ko=f"서로 다른 이미지의 결과는 형태가 {shape}이고 점수가 서로 달라야 합니다. 결과의 형태는 {tuple(scores.shape)}입니다.",
    )
    return scores


def scores_with(weights, x, *, pool=F.max_pool2d, active=torch.relu, dense=torch.relu):
    """Return the scores of a network with another pooling or activation, from the reference's weights."""
    for name in ("conv1", "conv2"):
        x = pool(active(F.conv2d(x, weights[f"{name}.weight"], weights[f"{name}.bias"])), 2)
    x = x.flatten(1)
    for name in ("fc1", "fc2"):
        x = dense(F.linear(x, weights[f"{name}.weight"], weights[f"{name}.bias"]))
    return F.linear(x, weights["fc3.weight"], weights["fc3.bias"])


def mistakes(weights, x):
    """Return what networks give that differ from LeNet-5 in one thing."""
    return [
        Slip(
            "softmax_at_the_end",
            en="These are the probabilities; return the scores, without softmax.",
            ko="확률을 반환했습니다. 소프트맥스를 적용하지 않은 점수를 반환하세요.",
            value=lambda scores: scores.softmax(1),
        ),
        Slip(
            "average_pooling",
            en="This is what average pooling gives; use the maximum.",
            ko="평균 풀링을 쓴 결과입니다. 최댓값을 고르세요.",
            value=lambda: scores_with(weights, x, pool=F.avg_pool2d),
        ),
        Slip(
            "hyperbolic_tangent",
            en="This is what tanh in place of ReLU gives.",
            ko="ReLU 대신 하이퍼볼릭 탄젠트(tanh)를 쓴 결과입니다.",
            value=lambda: scores_with(weights, x, active=torch.tanh, dense=torch.tanh),
        ),
        Slip(
            "relu_missing_between_dense",
            en="This is what one gets without ReLU after `fc1` and `fc2`.",
            ko="`fc1`과 `fc2` 뒤에 ReLU가 없을 때의 결과입니다.",
            value=lambda: scores_with(weights, x, dense=lambda value: value),
        ),
    ]


def test_parameter_names_and_shapes(submission):
    """The state dict has the agreed names and shapes."""
    state = submission.LeNet5().state_dict()

    assert_close({name: tuple(tensor.shape) for name, tensor in state.items()}, SHAPES)


def test_parameter_count(submission):
    """There are 61,706 parameters."""
    assert_close(sum(parameter.numel() for parameter in submission.LeNet5().parameters()), 61_706)


def test_output_shape(submission):
    """A batch of any size gives ten scores for each image."""
    net = submission.LeNet5()

    for images in (1, 2, 5):
        shape = tuple(net(torch.zeros(images, 1, 32, 32)).shape)
        expect(
            shape == (images, 10),
            en=f"{images} image(s) should give the shape {(images, 10)}, not {shape}.",
            ko=f"이미지 {images}장의 결과는 형태가 {(images, 10)}이어야 하는데 {shape}입니다.",
        )


def test_same_scores(submission, reference, rng):
    """With the weights of the reference the scores are those of the reference."""
    weights, x = draw_weights(rng), draw(rng, (3, 1, 32, 32))
    expected = network(reference, weights)(x).detach()

    assert_close(network(submission, weights)(x), expected, slips=mistakes(weights, x))


def test_scores_are_logits(submission):
    """With all weights zero the scores are the biases of the last layer."""
    weights = zeros()
    weights["fc3.bias"] = torch.arange(-4.0, 6.0)

    scores = network(submission, weights)(torch.ones(2, 1, 32, 32))

    assert_close(scores, torch.arange(-4.0, 6.0).expand(2, 10))


def test_relu_after_each_layer(submission):
    """A layer that gives 1 everywhere passes it on, one that gives -1 passes nothing on."""
    for index, layer in enumerate(LAYERS[:-1]):
        for given, arrives in ((-1.0, 0.0), (1.0, 1.0)):
            weights = zeros()
            weights[f"{layer}.bias"].fill_(given)
            for later in LAYERS[index + 1 :]:
                weights[f"{later}.weight"].flatten(1)[0, 0] = 1.0
            net = network(submission, weights)
            net.eval()
            score = net(torch.zeros(1, 1, 32, 32)).flatten()[0].item()
            expect(
                score == arrives,
                en=f"{layer} was made to give {given:g} everywhere. ReLU turns that into {arrives:g}, but {score:.4g} arrived at the end.",
                ko=f"{layer}의 결과를 모두 {given:g}로 만들었습니다. ReLU를 거치면 {arrives:g}이 되어야 하는데 끝에 {score:.4g}가 도착했습니다.",
            )


def test_max_pooling(submission):
    """One bright pixel, carried through unchanged, keeps its value."""
    weights = zeros()
    weights["conv1.weight"][0, 0, 2, 2] = 1.0
    weights["conv2.weight"][0, 0, 2, 2] = 1.0
    weights["fc1.weight"][0, :25] = 1.0
    weights["fc2.weight"][0, 0] = 1.0
    weights["fc3.weight"][0, 0] = 1.0
    x = torch.zeros(1, 1, 32, 32)
    x[0, 0, 10, 10] = 16.0

    scores = network(submission, weights)(x)

    assert_close(scores, torch.tensor([[16.0] + [0.0] * 9]))


def test_training_and_evaluation_agree(submission, rng):
    """The scores are the same in training and in evaluation mode."""
    net, x = network(submission, draw_weights(rng)), draw(rng, (4, 1, 32, 32))
    net.train()
    training = scores_of(net, x)
    net.eval()

    assert_close(net(x), training)


def test_double_precision(submission, reference, rng):
    """A network made float64 computes and answers in float64."""
    weights, x = draw_weights(rng, dtype=torch.float64), draw(rng, (2, 1, 32, 32), torch.float64)

    assert_close(network(submission, weights)(x), network(reference, weights)(x).detach())


def test_gradients(submission, reference, rng):
    """Every parameter can be trained, and gradients flow through all layers."""
    weights, x = draw_weights(rng), draw(rng, (2, 1, 32, 32))
    net = network(submission, weights)
    frozen = [name for name, parameter in net.named_parameters() if not parameter.requires_grad]
    cotangent = draw(rng, (2, 10))

    expect(
        not frozen,
        en="These parameters ask for no gradient, so they would never learn: " + ", ".join(frozen),
        ko="다음 파라미터는 기울기를 요구하지 않아 학습되지 않습니다: " + ", ".join(frozen),
    )
    _, (gradient,) = vjp(net, (x,), cotangent=cotangent)
    expect(
        gradient is not None,
        en="No gradient arrives at the input: something on the way is cut off.",
        ko="입력까지 기울기가 오지 않습니다. 중간에서 계산 그래프가 끊겼습니다.",
    )
    _, (expected,) = vjp(network(reference, weights), (x,), cotangent=cotangent)
    assert_close(gradient, expected)
    compare_parameter_gradients(net, network(reference, weights), x, cotangent)


def compare_parameter_gradients(net, other, x, cotangent):
    """Compare the gradients that reach each parameter of two networks."""
    _, gradients = vjp(net, (x,), cotangent=cotangent, parameters=True)
    _, expected = vjp(other, (x,), cotangent=cotangent, parameters=True)
    unreached = [name for name in SHAPES if gradients.get(name) is None]

    expect(
        not unreached,
        en="No gradient arrives at these parameters, so they would never learn: " + ", ".join(unreached),
        ko="다음 파라미터에는 기울기가 오지 않아 학습되지 않습니다: " + ", ".join(unreached),
    )
    for name in SHAPES:
        size = expected[name].abs().max().item()
        assert_close(gradients[name], expected[name], atol=1e-5 * max(1.0, size))


def test_other_weights(submission, reference, rng):
    """The scores are right for other weights, images and batch sizes."""
    for images, scale in ((1, 1.0), (2, 3.0), (7, 0.3)):
        weights, x = draw_weights(rng, scale), draw(rng, (images, 1, 32, 32))
        expected = network(reference, weights)(x).detach()
        size = expected.abs().max().item()
        assert_close(network(submission, weights)(x), expected, atol=1e-5 * size)


def test_images_do_not_mix(submission, rng):
    """An image gets the same scores alone as in a batch."""
    net, x = network(submission, draw_weights(rng)), draw(rng, (4, 1, 32, 32))
    together = scores_of(net, x)

    for index in range(4):
        assert_close(net(x[index : index + 1]), together[index : index + 1])
