"""Checks for fine-tuning: what may learn, at which rate each part moves, and what stays as it was.

Weights come back from the submission as data. What was frozen is compared bit by bit, one step of training is
compared number by number, and accuracy is computed here, on pictures that no submission sees.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from graders import Slip, SubmissionError, assert_close, expect

CLASSES = 5
EPOCHS = 40
BATCH = 8
FEATURES = 128
RATES = (0.1, 0.02)
LEARNS = ("backbone.conv3.", "backbone.bn3.", "head.")


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


def first_state(weights, seed, classes=CLASSES):
    """Return the state dict that training starts from: this backbone and a head by chance."""
    torch.manual_seed(seed)
    head = torch.nn.Linear(FEATURES, classes).state_dict()
    parts = {"backbone": weights, "head": head}
    return {f"{part}.{name}": tensor for part, state in parts.items() for name, tensor in state.items()}


def built(owner, start):
    """Return a model of the submission or the reference with this state."""
    weights = {name[9:]: tensor for name, tensor in start.items() if name.startswith("backbone.")}
    model = owner.build_model(weights, len(start["head.bias"]))
    try:
        model.load_state_dict(start)
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


def expect_frozen(state, start):
    """Hold the first two blocks against those that were given, bit by bit."""
    kept = {name: tensor for name, tensor in start.items() if not name.startswith(LEARNS)}
    changed = [name for name, tensor in kept.items() if not torch.equal(state.get(name, tensor + 1), tensor)]
    names = ", ".join(changed)
    if changed and all(".bn" in name and ("running" in name or "tracked" in name) for name in changed):
        expect(
            False,
            en=f"The weights of the first two blocks are as they were, but not their running statistics: {names}. "
            "Batch normalisation was in training mode there.",
            ko=f"처음 두 블록의 가중치는 그대로지만 이동 통계가 바뀌었습니다: {names}. "
            "이 블록의 배치 정규화가 훈련 모드였습니다.",
        )
    expect(
        not changed,
        en=f"Training changed these parts of the first two blocks: {names}",
        ko=f"훈련하는 동안 처음 두 블록의 다음 부분이 바뀌었습니다: {names}",
    )


def learned(state, start):
    """Return by how much each part moved that may learn, under names that say so: `Δ head.bias`."""
    return {f"Δ {name}": state[name] - tensor for name, tensor in start.items() if name.startswith(LEARNS)}


def stepped(reference, start, images, labels, head_rate, block_rate, still=("bn1", "bn2")):
    """Return how far one step of gradient descent moves each part that may learn, computed by hand."""
    model = built(reference, start)
    model.train()
    for name in still:
        getattr(model.backbone, name).eval()
    F.cross_entropy(model(images), labels).backward()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.grad is not None:
                parameter -= (head_rate if name.startswith("head.") else block_rate) * parameter.grad
    return learned(state_of(model), start)


def mistakes(reference, start, images, labels, head_rate, block_rate):
    """Return how the parts move where one thing is done otherwise."""

    def by(*rates, still=("bn1", "bn2")):
        return lambda: stepped(reference, start, images, labels, *rates, still=still)

    every = ("bn1", "bn2", "bn3")
    return [
        Slip("rates_swapped", value=by(block_rate, head_rate),
             en="The two learning rates are swapped: the head moved at `block_rate`.",
             ko="두 학습률을 서로 바꾸었습니다. 헤드를 `block_rate`로 갱신했습니다."),
        Slip("head_rate_for_both", value=by(head_rate, head_rate),
             en="The last block moved at `head_rate`; it has a rate of its own.",
             ko="마지막 블록도 `head_rate`로 갱신했습니다. 마지막 블록의 학습률은 따로 있습니다."),
        Slip("block_rate_for_both", value=by(block_rate, block_rate),
             en="The head moved at `block_rate`; it has a rate of its own.",
             ko="헤드도 `block_rate`로 갱신했습니다. 헤드의 학습률은 따로 있습니다."),
        Slip("block_left_out", value=by(head_rate, 0.0),
             en="The weights of the last block did not move: the optimiser was not given them.",
             ko="마지막 블록의 가중치가 그대로입니다. 옵티마이저에 넘기지 않았습니다."),
        Slip("backbone_all_frozen", value=by(head_rate, 0.0, still=every),
             en="Only the head moved: this is feature extraction.",
             ko="헤드만 갱신했습니다. 이것은 특성 추출입니다."),
        Slip("last_block_in_evaluation_mode", value=by(head_rate, block_rate, still=every),
             en="`bn3` was in evaluation mode; the last block trains in training mode.",
             ko="`bn3`이 평가 모드였습니다. 마지막 블록은 훈련 모드에서 훈련합니다."),
        Slip("sum_for_mean", value=by(head_rate * len(labels), block_rate * len(labels)),
             en="The loss was the sum over the batch; take the mean.",
             ko="손실로 배치의 합을 썼습니다. 평균을 쓰세요."),
    ]  # fmt: skip


def train(owner, start, images, labels, epochs, seed, log, rates=RATES, mode=True):
    """Train a model of the submission or the reference from this state; return the state it ends with."""
    model = built(owner, start)
    model.train(mode)  # which parts have to be in which mode is up to the loop
    owner.fine_tune(model, images, labels, epochs, seed, log, head_rate=rates[0], block_rate=rates[1])
    return state_of(model)


def compare_steps(submission, reference, start, images, labels, epochs, rates=RATES, mode=True):
    """Train the submission and the reference alike; compare what stays, what moves, and the log."""
    logs = ([], [])

    def hear(step, loss, accuracy):
        logs[0].append((step, loss, accuracy))

    def note(step, loss, accuracy):
        logs[1].append((step, loss, accuracy))

    got = train(submission, start, images, labels, epochs, 5, hear, rates, mode)
    right = train(reference, start, images, labels, epochs, 5, note, rates)
    expect_frozen(got, start)
    steps = [step for step, _, _ in logs[0]]
    expect(
        steps == [step for step, _, _ in logs[1]],
        en=f"log should be called once for each of the {len(logs[1])} mini-batches, with step=0, 1, 2, … "
        f"The steps it was called with: {steps[:12]}",
        ko=f"log는 미니배치 {len(logs[1])}개마다 한 번씩 step=0, 1, 2, …로 불러야 합니다. "
        f"받은 step: {steps[:12]}",
    )
    name = "backbone.bn3.num_batches_tracked"
    seen = int(got[name] - start[name])
    expect(
        seen <= len(steps),
        en=f"In training mode each forward pass counts in the running statistics of `bn3`: it saw "
        f"{seen} batches for {len(steps)} steps. Make one pass for each mini-batch.",
        ko=f"훈련 모드에서는 순전파마다 `bn3`의 이동 통계가 바뀝니다. {len(steps)}단계에 배치를 "
        f"{seen}번 보았습니다. 미니배치마다 순전파를 한 번만 하세요.",
    )
    slips = mistakes(reference, start, images, labels, *rates) if len(steps) == 1 else ()
    assert_close(learned(got, start), learned(right, start), rtol=1e-3, atol=2e-6, slips=slips)
    for place in (1, 2):
        assert_close(
            [each[place] for each in logs[0]], [each[place] for each in logs[1]], rtol=1e-3, atol=1e-4
        )


def scores_of(reference, state, images):
    """Return the scores of these weights in evaluation mode."""
    model = built(reference, state)
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

    def __init__(self, submission, folder):
        self.submission = submission
        self.weights = load_weights(folder / "backbone.npz")
        self.images, self.labels = load(folder / "few.npz")
        self.done = {}

    def trained(self, seed, log=None):
        """Return the state that training with this seed ends with; object to blocks that changed."""
        start = first_state(self.weights, seed)
        if seed not in self.done:
            given = (self.images, self.labels, EPOCHS, seed, log or ignore)
            self.done[seed] = train(self.submission, start, *given)
        expect_frozen(self.done[seed], start)
        return self.done[seed]


def ignore(loss, accuracy):
    """Hear a curve that nobody draws."""


@pytest.fixture(scope="session")
def runs(submission, public_data):
    """The training runs of this grading."""
    return Runs(submission, public_data)


def test_backbone_and_head(submission, runs):
    """A new model holds the given backbone and a head of the right size."""
    model = submission.build_model(runs.weights, CLASSES)
    state, start = state_of(model), first_state(runs.weights, 0)

    assert_close(
        {name: tuple(tensor.shape) for name, tensor in state.items()},
        {name: tuple(tensor.shape) for name, tensor in start.items()},
    )
    backbone = {name: tensor for name, tensor in start.items() if name.startswith("backbone.")}
    assert_close({name: state[name] for name in backbone}, backbone, rtol=0, atol=0)
    expect_scores(model)


def test_what_may_learn(submission, runs):
    """The last block and the head require gradients, the rest does not: 5,349 parameters of 6,645."""
    model = submission.build_model(runs.weights, CLASSES)
    asking = {name: parameter.requires_grad for name, parameter in model.named_parameters()}
    names = [name for name in first_state(runs.weights, 0) if "running" not in name and "tracked" not in name]

    assert_close(asking, {name: name.startswith(LEARNS) for name in names})
    expect_scores(model)


def test_scores(submission, reference, rng):
    """The scores are those of the reference with the same backbone and head."""
    start, images = first_state(draw_weights(reference, rng), int(rng.integers(2**31))), draw_images(rng, 5)
    model = built(submission, start)
    model.eval()

    assert_close(model(images), scores_of(reference, start, images))


def test_one_step(submission, reference, runs, rng):
    """One step on one mini-batch moves head and last block as the reference does."""
    images, labels = draw_images(rng, 6), torch.from_numpy(rng.integers(0, CLASSES, 6))
    start = first_state(runs.weights, int(rng.integers(2**31)))

    compare_steps(submission, reference, start, images, labels, 1)


def test_other_rates(submission, reference, runs, rng):
    """Whatever the two rates are, each part moves at its own."""
    images, labels = draw_images(rng, 5), torch.from_numpy(rng.integers(0, CLASSES, 5))
    start = first_state(runs.weights, int(rng.integers(2**31)))
    for rates in ((0.02, 0.06), (0.3, 0.02)):
        compare_steps(submission, reference, start, images, labels, 1, rates, mode=False)


def test_first_blocks_stay(submission, runs):
    """After two epochs the first two blocks are what they were, bit by bit; the rest is not."""
    start = first_state(runs.weights, 3)
    state = train(submission, start, runs.images, runs.labels, 2, 4, ignore)
    moves = learned(state, start)
    still = [name.removeprefix("Δ ") for name, move in moves.items() if not bool((move != 0).any())]

    expect(
        not still,
        en="These parts should have moved and did not: " + ", ".join(still),
        ko="다음 부분은 바뀌어야 하는데 그대로입니다: " + ", ".join(still),
    )
    expect_frozen(state, start)


def test_three_steps(submission, reference, runs, rng):
    """Three steps on one mini-batch give the reference's log and weights."""
    images, labels = draw_images(rng, 6), torch.from_numpy(rng.integers(0, CLASSES, 6))
    start = first_state(runs.weights, int(rng.integers(2**31)))

    compare_steps(submission, reference, start, images, labels, 3, (0.1, 0.05))


def test_mini_batches(submission, reference, runs, rng):
    """Copies of one image, so that their order does not matter, are split into batches of 8."""
    image, label = draw_images(rng, 1), int(rng.integers(CLASSES))
    start = first_state(runs.weights, int(rng.integers(2**31)))
    for count in (2 * BATCH, 2 * BATCH + 1):
        images, labels = image.repeat(count, 1, 1, 1), torch.full((count,), label)
        compare_steps(submission, reference, start, images, labels, 2)


def expect_new_order(submission, runs, start):
    """Object to epochs in one and the same order: at rates of 0 only the order can change the losses."""
    losses = []

    def hear(step, loss, accuracy):
        losses.append(loss)

    train(submission, start, runs.images, runs.labels, 2, 13, hear, rates=(0.0, 0.0))
    first, second = losses[: len(losses) // 2], losses[len(losses) // 2 :]
    expect(
        not second or any(abs(one - other) > 1e-4 for one, other in zip(first, second)),
        en="The second epoch had the mini-batches of the first: draw a new order for each epoch, "
        "and give the seed to the generator before all epochs, not in each.",
        ko="둘째 에포크의 미니배치가 첫 에포크와 같습니다. 에포크마다 순서를 새로 뽑고, "
        "시드는 에포크마다가 아니라 모든 에포크 앞에서 한 번만 주세요.",
    )


def test_seed_decides(submission, runs):
    """One seed, one result; another seed, another result; and each epoch has an order of its own."""
    start = first_state(runs.weights, 1)
    given = (start, runs.images, runs.labels, 2)
    first, again, other = (learned(train(submission, *given, seed, ignore), start) for seed in (11, 11, 12))
    moved = (first["Δ head.weight"] - other["Δ head.weight"]).abs().max().item()

    assert_close(again, first, rtol=0, atol=1e-6)
    expect(
        moved > 1e-5,
        en="Two seeds ended in the same head: the order of the images does not depend on the seed.",
        ko="시드 두 개의 결과가 같습니다. 이미지 순서가 시드에 따라 달라지지 않습니다.",
    )
    expect_new_order(submission, runs, start)


def test_loss_falls(reference, runs, measured, live):
    """After training the loss on the few pictures is a third of what it was, or less."""
    seed = measured.seed()
    ends = first_state(runs.weights, seed), runs.trained(seed, live)
    before, after = (
        F.cross_entropy(scores_of(reference, state, runs.images), runs.labels).item() for state in ends
    )

    expect(
        after < before / 3,
        en=f"The loss on the labelled pictures went from {before:.3f} to {after:.3f}.",
        ko=f"레이블이 있는 그림의 손실이 {before:.3f}에서 {after:.3f}로 바뀌었습니다.",
    )


def test_accuracy(reference, runs, measured, hidden_data):
    """On pictures never seen, the model is as good as the reference's."""
    images, labels = load(hidden_data / "test.npz")

    def score(seed):
        scores = scores_of(reference, runs.trained(seed), images)
        return (scores.argmax(dim=1) == labels).float().mean().item()

    measured.expect(score, seeds=5)


def test_another_backbone(submission, reference, rng):
    """Another backbone, another number of classes and other rates are trained alike."""
    weights, classes = draw_weights(reference, rng), int(rng.integers(2, 5))
    images, labels = draw_images(rng, 7), torch.from_numpy(rng.integers(0, classes, 7))
    start = first_state(weights, int(rng.integers(2**31)), classes)
    for rates in ((0.05, 0.02), (0.1, 0.0), (0.0, 0.05)):
        compare_steps(submission, reference, start, images, labels, 2, rates, mode=False)
