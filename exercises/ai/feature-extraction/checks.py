"""Checks for feature-extraction: what is frozen, what learns, and how well the head learns from few pictures.

Weights come back from the submission as data. Whether the backbone is still the one that was given is decided
bit by bit, and accuracy is computed here, on pictures that no submission sees.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from graders import SubmissionError, assert_close, expect

CLASSES = 5
EPOCHS = 40
BATCH = 8
FEATURES = 128


def load(path):
    """Return images from 0 to 1, shape (N, 1, 16, 16), and their labels."""
    with np.load(path, allow_pickle=False) as data:
        images = torch.from_numpy(data["images"]).float() / 255
        return images[:, None], torch.from_numpy(data["labels"]).long()


def load_weights(path):
    """Return the given backbone's state dict."""
    with np.load(path, allow_pickle=False) as data:
        return {name: torch.from_numpy(data[name]) for name in data.files}


def draw_weights(reference, rng):
    """Return a backbone's state dict at random, running statistics included."""
    state = {}
    for name, tensor in reference.Backbone().state_dict().items():
        values = torch.from_numpy(np.asarray(rng.standard_normal(tuple(tensor.shape)))).float()
        if name.endswith("running_var"):
            values = values.abs() + 0.5
        elif name.endswith("tracked"):
            values = torch.tensor(7)
        elif tensor.ndim > 1:
            values = values / math.sqrt(math.prod(tensor.shape[1:]))
        state[name] = values
    return state


def draw_images(rng, count):
    """Return random images as sparse as pictures are."""
    return torch.from_numpy(rng.random((count, 1, 16, 16)) ** 3).float()


def first_head(seed, classes=CLASSES):
    """Return the head that training starts from."""
    torch.manual_seed(seed)
    head = torch.nn.Linear(FEATURES, classes)
    return {"head.weight": head.weight.detach(), "head.bias": head.bias.detach()}


def whole(weights, head):
    """Return the state dict of a classifier."""
    return {**{f"backbone.{name}": tensor for name, tensor in weights.items()}, **head}


def built(owner, weights, head):
    """Return a classifier of the submission or the reference with this backbone and this head."""
    model = owner.build_classifier(weights, len(head["head.bias"]))
    try:
        model.load_state_dict(whole(weights, head))
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    return model


def state_of(model):
    """Return what a model holds, as it is now."""
    return {name: tensor.detach().clone() for name, tensor in dict(model.state_dict().items()).items()}


def head_of(state):
    """Return the head's part of a state dict."""
    return {name: tensor for name, tensor in state.items() if name.startswith("head.")}


def expect_frozen(state, weights):
    """Hold a trained classifier's backbone against the one that was given, bit by bit."""
    changed = [
        name
        for name, tensor in weights.items()
        if not torch.equal(state.get(f"backbone.{name}", tensor + 1), tensor)
    ]
    expect(
        not changed,
        en="Training changed these parts of the backbone: " + ", ".join(changed),
        ko="훈련하는 동안 백본의 다음 부분이 바뀌었습니다: " + ", ".join(changed),
    )


def train(submission, weights, head, images, labels, epochs, seed, log):
    """Train the submission's head from these weights, and return the state it ends with."""
    model = built(submission, weights, head)
    model.train()  # all of it: what must stay in evaluation mode is up to the loop
    submission.train_head(model, images, labels, epochs, seed, log)
    return state_of(model)


def compare_steps(submission, reference, weights, head, images, labels, epochs):
    """Train the submission and the reference alike; compare log, backbone and head."""
    logs = ([], [])

    def hear(step, loss, accuracy):
        logs[0].append((step, loss, accuracy))

    def note(step, loss, accuracy):
        logs[1].append((step, loss, accuracy))

    got = train(submission, weights, head, images, labels, epochs, 5, hear)
    model = built(reference, weights, head)
    reference.train_head(model, images, labels, epochs, 5, note)
    steps = [step for step, _, _ in logs[0]]
    expect(
        steps == [step for step, _, _ in logs[1]],
        en=f"log should be called once for each of the {len(logs[1])} mini-batches, with step=0, 1, 2, … "
        f"The steps it was called with: {steps[:12]}",
        ko=f"log는 미니배치 {len(logs[1])}개마다 한 번씩 step=0, 1, 2, …로 불러야 합니다. "
        f"받은 step: {steps[:12]}",
    )
    for place in (1, 2):
        assert_close(
            [each[place] for each in logs[0]], [each[place] for each in logs[1]], rtol=1e-3, atol=1e-4
        )
    expect_frozen(got, weights)
    assert_close(head_of(got), head_of(state_of(model)), rtol=1e-3, atol=1e-4)


def scores_of(reference, state, images):
    """Return the scores of these weights in evaluation mode."""
    weights = {name.removeprefix("backbone."): t for name, t in state.items() if not name.startswith("head.")}
    model = built(reference, weights, head_of(state))
    model.eval()
    with torch.no_grad():
        return model(images)


def expect_scores(model):
    """Object to a model that says the same about all images."""
    scores = model(draw_images(np.random.default_rng(2), 4))

    expect(
        (scores[1:] - scores[:1]).abs().max().item() > 1e-3,
        en="The scores do not depend on the images.",
        ko="점수가 이미지에 따라 달라지지 않습니다.",
    )


class Runs:
    """Training runs on the few pictures, each made once."""

    def __init__(self, submission, reference, folder):
        self.submission = submission
        self.reference = reference
        self.weights = load_weights(folder / "backbone.npz")
        self.images, self.labels = load(folder / "few.npz")
        self.done = {}

    def trained(self, seed, log=None):
        """Return the state that training with this seed ends with; object to a backbone that changed."""
        if seed not in self.done:
            head = first_head(seed)
            given = (self.images, self.labels, EPOCHS, seed, log or ignore)
            self.done[seed] = train(self.submission, self.weights, head, *given)
        expect_frozen(self.done[seed], self.weights)
        return self.done[seed]


def ignore(loss, accuracy):
    """Hear a curve that nobody draws."""


@pytest.fixture(scope="session")
def runs(submission, reference, public_data):
    """The training runs of this grading."""
    return Runs(submission, reference, public_data)


def test_backbone_and_head(submission, runs):
    """A new classifier holds the given backbone and a head of the right size."""
    model = submission.build_classifier(runs.weights, CLASSES)
    state = state_of(model)
    expected = whole(runs.weights, first_head(0))

    assert_close(
        {name: tuple(tensor.shape) for name, tensor in state.items()},
        {name: tuple(tensor.shape) for name, tensor in expected.items()},
    )
    expect_frozen(state, runs.weights)
    expect_scores(model)


def test_only_the_head_asks_for_gradients(submission, runs):
    """The backbone's parameters require no gradient, the head's do."""
    model = submission.build_classifier(runs.weights, CLASSES)
    asking = {name: parameter.requires_grad for name, parameter in model.named_parameters()}

    assert_close(asking, {name: name.startswith("head.") for name in asking})
    expect(
        {"head.weight", "head.bias"} <= set(asking),
        en="The head's weight and bias are no parameters of the model.",
        ko="헤드의 가중치와 편향이 모델의 파라미터가 아닙니다.",
    )
    expect_scores(model)


def test_scores(submission, reference, rng):
    """The scores are those of the reference with the same backbone and head."""
    weights, head = draw_weights(reference, rng), first_head(int(rng.integers(2**31)))
    model, images = built(submission, weights, head), draw_images(rng, 5)
    model.eval()

    assert_close(model(images), scores_of(reference, whole(weights, head), images))


def test_backbone_stays_frozen(submission, reference, runs):
    """After training the backbone is what it was, bit by bit, and the head is not."""
    head = first_head(3)
    state = train(submission, runs.weights, head, runs.images, runs.labels, 2, 4, ignore)
    moved = (state["head.weight"] - head["head.weight"]).abs().max().item()

    expect(
        moved > 1e-4,
        en="The head is what it was before training.",
        ko="헤드가 훈련하기 전과 같습니다.",
    )
    expect_frozen(state, runs.weights)


def test_one_batch_three_epochs(submission, reference, runs, rng):
    """Three steps on one mini-batch give the reference's log and head."""
    images, labels = draw_images(rng, 6), torch.from_numpy(rng.integers(0, CLASSES, 6))

    compare_steps(
        submission, reference, runs.weights, first_head(int(rng.integers(2**31))), images, labels, 3
    )


def test_mini_batches(submission, reference, runs, rng):
    """Copies of one image, so that their order does not matter, are split into batches of 8."""
    image, label = draw_images(rng, 1), int(rng.integers(CLASSES))
    head = first_head(int(rng.integers(2**31)))
    for count in (2 * BATCH, 2 * BATCH + 1):
        images, labels = image.repeat(count, 1, 1, 1), torch.full((count,), label)
        compare_steps(submission, reference, runs.weights, head, images, labels, 2)


def expect_new_order(submission, runs):
    """Object to epochs in one and the same order: a loss says which labels are in its mini-batch.

    The head's biases are so far apart that training hardly changes what each label costs.
    """
    losses = []

    def hear(step, accuracy, loss=math.nan):  # a loss that is no number does not arrive
        losses.append(loss)

    head = {
        "head.weight": torch.zeros(CLASSES, FEATURES),
        "head.bias": 1e5 * torch.arange(float(CLASSES)) ** 2,
    }
    train(submission, runs.weights, head, runs.images, runs.labels, 3, 13, hear)
    steps = len(losses) // 3
    expect(
        not steps or any(not abs(one - other) <= 5e3 for one, other in zip(losses, losses[steps:])),
        en="All epochs had the mini-batches of the first: draw a new order for each epoch, "
        "and give the seed to the generator before all epochs, not in each.",
        ko="모든 에포크의 미니배치가 첫 에포크와 같습니다. 에포크마다 순서를 새로 뽑고, "
        "시드는 에포크마다가 아니라 모든 에포크 앞에서 한 번만 주세요.",
    )


def test_seed_decides(submission, runs):
    """One seed, one result; another seed, another result; and each epoch has an order of its own."""
    head = first_head(1)
    given = (runs.weights, head, runs.images, runs.labels, 2)
    first, again, other = (head_of(train(submission, *given, seed, ignore)) for seed in (11, 11, 12))
    moved = (first["head.weight"] - other["head.weight"]).abs().max().item()

    assert_close(again, first, rtol=0, atol=1e-6)
    expect(
        moved > 1e-5,
        en="Two seeds ended in the same head: the order of the images does not depend on the seed.",
        ko="시드 두 개의 결과가 같습니다. 이미지 순서가 시드에 따라 달라지지 않습니다.",
    )
    expect_new_order(submission, runs)


def test_loss_falls(reference, runs, measured, live):
    """After training the loss on the few pictures is a third of what it was, or less."""
    seed = measured.seed()
    state = runs.trained(seed, live)
    before, after = (
        F.cross_entropy(scores_of(reference, each, runs.images), runs.labels).item()
        for each in (whole(runs.weights, first_head(seed)), state)
    )

    expect(
        after < before / 3,
        en=f"The loss on the labelled pictures went from {before:.3f} to {after:.3f}.",
        ko=f"레이블이 있는 그림의 손실이 {before:.3f}에서 {after:.3f}로 바뀌었습니다.",
    )


def test_accuracy(reference, runs, measured, hidden_data):
    """On pictures never seen, the head is as good as the reference's."""
    images, labels = load(hidden_data / "test.npz")

    def score(seed):
        scores = scores_of(reference, runs.trained(seed), images)
        return (scores.argmax(dim=1) == labels).float().mean().item()

    measured.expect(score)


def test_another_backbone(submission, reference, rng):
    """Another backbone and another number of classes are frozen and trained alike."""
    weights, classes = draw_weights(reference, rng), int(rng.integers(2, 5))
    images, labels = draw_images(rng, 7), torch.from_numpy(rng.integers(0, classes, 7))

    compare_steps(
        submission, reference, weights, first_head(int(rng.integers(2**31)), classes), images, labels, 3
    )
