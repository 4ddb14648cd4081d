"""Checks for fashion-cnn: the network first, then single steps of its training, then what training reaches.

Weights come back from the submission as data. Loss and accuracy are computed here, with the reference's
network and images that no submission sees.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from graders import SubmissionError, assert_close, expect

SHAPES = {
    "conv1.weight": (8, 1, 3, 3),
    "conv1.bias": (8,),
    "bn1.weight": (8,),
    "bn1.bias": (8,),
    "bn1.running_mean": (8,),
    "bn1.running_var": (8,),
    "bn1.num_batches_tracked": (),
    "conv2.weight": (16, 8, 3, 3),
    "conv2.bias": (16,),
    "bn2.weight": (16,),
    "bn2.bias": (16,),
    "bn2.running_mean": (16,),
    "bn2.running_var": (16,),
    "bn2.num_batches_tracked": (),
    "fc.weight": (10, 256),
    "fc.bias": (10,),
}
EPOCHS = 4
BATCH = 32
CLASSES = 10


def load(path):
    """Return images from 0 to 1, shape (N, 1, 16, 16), and their labels."""
    with np.load(path, allow_pickle=False) as data:
        images = torch.from_numpy(data["images"]).float() / 255
        return images[:, None], torch.from_numpy(data["labels"]).long()


def draw_state(rng):
    """Return weights, biases and running statistics at random, variances above zero."""
    state = {}
    for name, shape in SHAPES.items():
        values = torch.from_numpy(np.asarray(rng.standard_normal(shape))).float()
        if name.endswith("running_var"):
            values = values.abs() + 0.5
        elif name.endswith("tracked"):
            values = torch.tensor(3)
        elif len(shape) > 1:
            values = values / math.sqrt(math.prod(shape[1:]))
        state[name] = values
    return state


def draw_images(rng, count):
    """Return random images as sparse as pictures are."""
    return torch.from_numpy(rng.random((count, 1, 16, 16)) ** 3).float()


def first_state(reference, seed):
    """Return the weights that training starts from."""
    torch.manual_seed(seed)
    return copy_state(reference.build_network())


def copy_state(network):
    """Return what a network holds, as it is now."""
    return {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}


def filled(owner, state):
    """Return a network of the submission or the reference with these weights."""
    network = owner.build_network()
    try:
        network.load_state_dict(state)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    return network


def returned(network):
    """Return the weights of a submission's network, and object to wrong names, shapes and kinds."""
    state = dict(network.state_dict().items())
    assert_close({name: tuple(tensor.shape) for name, tensor in state.items()}, SHAPES)
    return {name: tensor.detach() for name, tensor in state.items()}


def train(submission, state, images, labels, epochs, seed, log):
    """Train the submission's network from these weights, and return the weights it ends with."""
    network = filled(submission, state)
    network.eval()  # a loop that needs training mode says so itself
    submission.train(network, images, labels, epochs, seed, log)
    return returned(network)


def train_both(submission, reference, state, images, labels, epochs):
    """Return weights and log of the submission and of the reference, trained alike."""
    logs = ([], [])

    def hear(step, loss, accuracy):
        logs[0].append((step, loss, accuracy))

    def note(step, loss, accuracy):
        logs[1].append((step, loss, accuracy))

    got = train(submission, state, images, labels, epochs, 5, hear)
    network = filled(reference, state)
    reference.train(network, images, labels, epochs, 5, note)
    return got, copy_state(network), logs


def compare_logs(logs):
    """Compare what was logged: as many mini-batches, and the same numbers for each."""
    got, expected = logs
    expect(
        [step for step, _, _ in got] == [step for step, _, _ in expected],
        en=f"log should be called once for each of the {len(expected)} mini-batches, with step=0, 1, 2, … "
        f"The steps it was called with: {[step for step, _, _ in got][:12]}",
        ko=f"log는 미니배치 {len(expected)}개마다 한 번씩 step=0, 1, 2, …로 불러야 합니다. "
        f"받은 step: {[step for step, _, _ in got][:12]}",
    )
    assert_close([loss for _, loss, _ in got], [loss for _, loss, _ in expected], rtol=1e-3, atol=1e-4)
    assert_close([hits for _, _, hits in got], [hits for _, _, hits in expected], rtol=0, atol=1e-6)


def scores_of(reference, state, images):
    """Return the scores of these weights in evaluation mode."""
    network = filled(reference, state)
    network.eval()
    with torch.no_grad():
        return network(images)


def accuracy_of(reference, state, images, labels):
    """Return the share of images that these weights recognise."""
    return (scores_of(reference, state, images).argmax(dim=1) == labels).float().mean().item()


class Runs:
    """Training runs on all images, each made once."""

    def __init__(self, submission, reference, folder):
        self.submission = submission
        self.reference = reference
        self.images, self.labels = load(folder / "train.npz")
        self.done = {}

    def trained(self, seed, log=None):
        """Return the weights that training with this seed ends with."""
        if seed not in self.done:
            need_same_network(self.submission, self.reference)
            state = first_state(self.reference, seed)
            self.done[seed] = train(
                self.submission, state, self.images, self.labels, EPOCHS, seed, log or ignore
            )
        return self.done[seed]


def need_same_network(submission, reference):
    """Object to a network that is another one: its weights would mean nothing in the reference's."""
    rng = np.random.default_rng(1)
    state, images = draw_state(rng), draw_images(rng, 3)
    network = filled(submission, state)
    network.eval()
    got, expected = network(images), scores_of(reference, state, images)
    expect(
        tuple(got.shape) == tuple(expected.shape) and torch.allclose(got, expected, rtol=1e-3, atol=1e-4),
        en="Training is judged once the network is right: see the checks of its scores.",
        ko="훈련은 신경망이 올바를 때 채점합니다. 점수 검사를 먼저 확인하세요.",
    )


def ignore(loss, accuracy):
    """Hear a curve that nobody draws."""


@pytest.fixture(scope="session")
def runs(submission, reference, public_data):
    """The training runs of this grading."""
    return Runs(submission, reference, public_data)


def test_parameter_names_and_shapes(submission):
    """The state dict has the agreed names and shapes, and the scores depend on the images."""
    network = submission.build_network()
    returned(network)
    scores = network(draw_images(np.random.default_rng(2), 4))

    expect(
        (scores[1:] - scores[:1]).abs().max().item() > 1e-3,
        en="The scores do not depend on the images.",
        ko="점수가 이미지에 따라 달라지지 않습니다.",
    )


def test_scores_in_evaluation(submission, reference, rng):
    """With the reference's weights the scores are the reference's, in evaluation mode."""
    state, images = draw_state(rng), draw_images(rng, 5)
    network = filled(submission, state)
    network.eval()

    assert_close(network(images), scores_of(reference, state, images))


def test_scores_in_training(submission, reference, rng):
    """In training mode the batch's own statistics count, and the running ones move."""
    state, images = draw_state(rng), draw_images(rng, 6)
    networks = [filled(owner, state) for owner in (submission, reference)]
    for network in networks:
        network.train()

    assert_close(networks[0](images), networks[1](images).detach())
    assert_close(returned(networks[0]), copy_state(networks[1]))


def test_one_batch_three_epochs(submission, reference, rng):
    """Three steps on one mini-batch give the reference's log and weights."""
    state = first_state(reference, int(rng.integers(2**31)))
    images, labels = draw_images(rng, 20), torch.from_numpy(rng.integers(0, CLASSES, 20))

    got, expected, logs = train_both(submission, reference, state, images, labels, 3)

    compare_logs(logs)
    assert_close(got, expected, rtol=1e-3, atol=1e-4)


def test_mini_batches(submission, reference, rng):
    """Copies of one image, so that their order does not matter, are split into batches of 32."""
    state = first_state(reference, int(rng.integers(2**31)))
    image, label = draw_images(rng, 1), int(rng.integers(CLASSES))
    for count in (2 * BATCH, 2 * BATCH + 1):
        images = image.repeat(count, 1, 1, 1)
        labels = torch.full((count,), label)
        got, expected, logs = train_both(submission, reference, state, images, labels, 2)
        compare_logs(logs)
        assert_close(got, expected, rtol=1e-3, atol=1e-4)


def expect_new_order(submission, state, images, labels):
    """Object to epochs in one and the same order: a loss says which labels are in its mini-batch.

    The last layer's biases are so far apart that training hardly changes what each label costs.
    """
    losses = []

    def hear(accuracy, loss=math.nan):  # a loss that is no number does not arrive
        losses.append(loss)

    far = {"fc.weight": state["fc.weight"] * 0, "fc.bias": 1e6 * torch.arange(float(CLASSES)) ** 2}
    train(submission, {**state, **far}, images, labels, 3, 13, hear)
    steps = len(losses) // 3
    expect(
        not steps or any(not abs(one - other) <= 1e5 for one, other in zip(losses, losses[steps:])),
        en="All epochs had the mini-batches of the first: draw a new order for each epoch, "
        "and give the seed to the generator before all epochs, not in each.",
        ko="모든 에포크의 미니배치가 첫 에포크와 같습니다. 에포크마다 순서를 새로 뽑고, "
        "시드는 에포크마다가 아니라 모든 에포크 앞에서 한 번만 주세요.",
    )


def test_seed_decides(submission, reference, runs):
    """One seed, one result; another seed, another result; and each epoch has an order of its own."""
    chosen = torch.arange(0, len(runs.images), 8)
    state, given = first_state(reference, 1), (runs.images[chosen], runs.labels[chosen], 1)
    first, again, other = (train(submission, state, *given, seed, ignore) for seed in (11, 11, 12))
    moved = max((first[name] - other[name]).abs().max().item() for name in ("fc.weight", "conv1.weight"))

    assert_close(again, first, rtol=0, atol=1e-6)
    expect(
        moved > 1e-4,
        en="Two seeds ended in the same weights: the order of the images does not depend on the seed.",
        ko="시드 두 개의 결과가 같습니다. 이미지 순서가 시드에 따라 달라지지 않습니다.",
    )
    expect_new_order(submission, state, *given[:2])


def test_loss_falls(reference, runs, measured, live):
    """After training the loss on the training images is half of what it was, or less."""
    seed = measured.seed()
    state = runs.trained(seed, live)
    before, after = (
        F.cross_entropy(scores_of(reference, weights, runs.images), runs.labels).item()
        for weights in (first_state(reference, seed), state)
    )

    expect(
        after < before / 2,
        en=f"The loss on the training images went from {before:.3f} to {after:.3f}.",
        ko=f"훈련 이미지의 손실이 {before:.3f}에서 {after:.3f}로 바뀌었습니다.",
    )


def test_accuracy(reference, runs, measured, hidden_data):
    """On images never seen, the network is as good as the reference's."""
    images, labels = load(hidden_data / "test.npz")

    measured.expect(lambda seed: accuracy_of(reference, runs.trained(seed), images, labels))


def test_renamed_classes(submission, reference, runs, measured, hidden_data):
    """With the classes numbered anew the network learns them as well: it goes by the labels it is given."""
    images, labels = load(hidden_data / "test.npz")
    need_same_network(submission, reference)

    def score(seed):
        renamed = torch.from_numpy(np.random.default_rng(seed).permutation(CLASSES))
        state = first_state(reference, seed)
        state = train(submission, state, runs.images, renamed[runs.labels], EPOCHS, seed, ignore)
        return accuracy_of(reference, state, images, renamed[labels])

    measured.expect(score)


def test_images_do_not_mix(submission, rng):
    """In evaluation mode an image gets the same scores alone and among others."""
    network, images = filled(submission, draw_state(rng)), draw_images(rng, 4)
    network.eval()
    together = network(images)

    expect(
        together.std().item() > 1e-3,
        en="All scores are the same, whatever the images.",
        ko="이미지와 관계없이 점수가 모두 같습니다.",
    )
    for index in range(4):
        assert_close(network(images[index : index + 1]), together[index : index + 1], atol=1e-4)
