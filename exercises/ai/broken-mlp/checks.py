"""Checks for broken-mlp: each looks at one mistake alone, whatever the others still do; then the whole."""

from __future__ import annotations

import math

import torch

from graders import SubmissionError, assert_close, expect, vjp

SHAPES = {
    "conv1.weight": (6, 1, 5, 5),
    "conv1.bias": (6,),
    "conv2.weight": (8, 6, 3, 3),
    "conv2.bias": (8,),
    "fc1.weight": (32, 72),
    "fc1.bias": (32,),
    "fc2.weight": (4, 32),
    "fc2.bias": (4,),
}


def draw(rng, *shape):
    """Return a tensor of normal random numbers."""
    return torch.from_numpy(rng.standard_normal(shape)).float()


def draw_weights(rng, scale=1.0):
    """Return weights that keep the signal at about one size from layer to layer, times a scale.

    The last biases lie so far apart that in every batch some scores are negative.
    """
    weights = {
        name: draw(rng, *shape) * scale / math.sqrt(max(1, math.prod(shape[1:])))
        for name, shape in SHAPES.items()
    }
    return {**weights, "fc2.bias": scale * torch.tensor([-4.0, -1.0, 1.0, 4.0])}


def give(net, weights, *layers):
    """Give these layers of a network their weights, or all of them; what does not fit ends the check."""
    try:
        for layer in layers:
            own = {name: weights[f"{layer}.{name}"] for name in ("weight", "bias")}
            getattr(net, layer).load_state_dict(own)
        if not layers:
            net.load_state_dict(weights)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit into the layers: {error.message}",
            ko=f"가중치를 층에 넣을 수 없습니다: {error.message}",
        )
    return net


def test_what_was_right_stays(submission, rng):
    """All layers but fc1 have the names and shapes that they had, and take trained weights."""
    weights, net = draw_weights(rng), submission.Classifier()
    shapes = {name: tuple(tensor.shape) for name, tensor in net.state_dict().items()}

    others = {name: shape for name, shape in SHAPES.items() if name != "fc1.weight"}
    assert_close({name: shape for name, shape in shapes.items() if name != "fc1.weight"}, others)
    state = give(net, weights, "conv1", "conv2", "fc2").state_dict()
    for name in others:
        if not name.startswith("fc1"):
            assert_close({name: state[name]}, {name: weights[name]})


def test_flatten_size(submission):
    """The layer after flattening has 8 · 3 · 3 inputs."""
    assert_close(tuple(submission.Classifier().fc1.weight.shape), (32, 72))


def test_each_image_keeps_its_row(submission, reference, rng):
    """Each image becomes one row, channel by channel, for batches of any size."""
    weights = draw_weights(rng)
    net, other = submission.Classifier(), reference.Classifier()
    give(net, weights, "conv1", "conv2")
    other.load_state_dict(weights)

    for images in (1, 2, 25):
        x = draw(rng, images, 1, 20, 20)
        rows = net.features(x)
        expect(
            isinstance(rows, torch.Tensor) and len(rows) == images,
            en=f"{images} image(s) went in, and {len(rows)} row(s) came out of `features`.",
            ko=f"이미지 {images}장을 넣었는데 `features`에서 행 {len(rows)}개가 나왔습니다.",
        )
        assert_close(rows, other.features(x))


def test_activation(submission, rng):
    """`hidden` is the hyperbolic tangent of what fc1 gives, whatever size fc1 has."""
    net = submission.Classifier()
    features = draw(rng, 3, net.fc1.weight.shape[1])

    assert_close(net.hidden(features), torch.tanh(net.fc1(features)).detach())


def test_no_pooling_after_fc2(submission, rng):
    """`scores` gives what fc2 gives: four positive scores stay four, and stay as they are."""
    weights, hidden = draw_weights(rng), draw(rng, 3, 32).abs()
    weights["fc2.weight"] = weights["fc2.weight"].abs()
    weights["fc2.bias"] = torch.tensor([1.0, 2.0, 3.0, 4.0])
    net = give(submission.Classifier(), weights, "fc2")

    assert_close(net.scores(hidden), hidden @ weights["fc2.weight"].T + weights["fc2.bias"])


def test_negative_scores(submission):
    """Without any signal the scores are the biases, negative ones too."""
    weights = {"fc2.weight": torch.zeros(4, 32), "fc2.bias": torch.tensor([-3.0, -1.0, 0.5, 2.0])}
    net = give(submission.Classifier(), weights, "fc2")

    assert_close(net.scores(torch.ones(2, 32)), weights["fc2.bias"].expand(2, 4))


def test_whole_network(submission, reference, rng):
    """With the weights of the reference the scores are those of the reference."""
    weights, x = draw_weights(rng), draw(rng, 3, 1, 20, 20)

    got = give(submission.Classifier(), weights)(x)

    assert_close(got, give(reference.Classifier(), weights)(x).detach())


def test_gradients(submission, reference, rng):
    """The gradients that reach the parameters are those of the reference."""
    weights, x, cotangent = draw_weights(rng), draw(rng, 2, 1, 20, 20), draw(rng, 2, 4)
    net, other = give(submission.Classifier(), weights), give(reference.Classifier(), weights)

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
        assert_close({name: gradients[name]}, {name: expected[name]}, atol=1e-5 * max(1.0, size))


def test_other_weights(submission, reference, rng):
    """The scores are right for other weights and batches of other sizes."""
    for images, scale in ((1, 1.0), (25, 2.0), (6, 0.3)):
        weights, x = draw_weights(rng, scale), draw(rng, images, 1, 20, 20)
        expected = give(reference.Classifier(), weights)(x).detach()
        size = expected.abs().max().item()
        assert_close(give(submission.Classifier(), weights)(x), expected, atol=1e-5 * max(1.0, size))


def test_images_do_not_mix(submission, reference, rng):
    """An image gets the same scores alone as in a batch."""
    weights, x = draw_weights(rng), draw(rng, 5, 1, 20, 20)
    net = give(submission.Classifier(), weights)
    expected = give(reference.Classifier(), weights)(x).detach()

    for index in (0, 2, 4):
        assert_close(net(x[index : index + 1]), expected[index : index + 1])
    assert_close(net(x), expected)
