"""Checks for unet: names and shapes, then stage by stage with shared weights, then training and its outcome.

Weights come back from the submission as data. The mean IoU is computed here, with the reference's network and
scenes that no submission sees.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from graders import Slip, SubmissionError, assert_close, expect, pictures

EPOCHS = 16
BATCH = 8
SIZES = (1, 3, 8)
STAGES = ("down1", "down2", "middle", "up2", "join2", "up1", "join1", "score")


def load(path):
    """Return images from 0 to 1, shape (N, 1, 24, 24), and the class of each pixel."""
    with np.load(path, allow_pickle=False) as data:
        images = torch.from_numpy(data["images"]).float() / 255
        return images[:, None], torch.from_numpy(data["labels"]).long()


def draw_state(reference, rng, sizes=SIZES, dtype=torch.float32):
    """Return weights, biases and running statistics at random, variances above zero."""
    state = {}
    for name, tensor in reference.UNet(*sizes).state_dict().items():
        values = torch.from_numpy(np.asarray(rng.standard_normal(tuple(tensor.shape)))).to(dtype)
        if name.endswith("running_var"):
            values = values.abs() + 0.5
        elif name.endswith("tracked"):
            values = torch.tensor(3)
        elif tensor.ndim > 1:
            values = values / math.sqrt(math.prod(tensor.shape) / len(tensor))
        state[name] = values
    return state


def draw_scenes(rng, count, side=8, classes=3):
    """Return random images and random classes of their pixels."""
    images = torch.from_numpy(rng.random((count, 1, side, side))).float()
    return images, torch.from_numpy(rng.integers(0, classes, (count, side, side)))


def first_state(reference, seed):
    """Return the weights that training starts from."""
    torch.manual_seed(seed)
    return state_of(reference.UNet(*SIZES))


def state_of(network):
    """Return what a network holds, as it is now."""
    return {name: tensor.detach().clone() for name, tensor in dict(network.state_dict().items()).items()}


def filled(owner, state, sizes=SIZES):
    """Return a network of the submission or the reference with these weights."""
    network = owner.UNet(*sizes)
    if state["score.weight"].dtype == torch.float64:
        network.double()
    try:
        network.load_state_dict(state)
    except SubmissionError as error:
        expect(
            False,
            en=f"The weights do not fit: make the names and shapes right first. {error.message}",
            ko=f"가중치를 넣을 수 없습니다. 이름과 형태를 먼저 맞추세요. {error.message}",
        )
    return network


def passed(network, x, *, swapped=False, skips=True, active=False, pooled=False, nearest=False):
    """Return all stages of the reference's network in evaluation mode, with one thing done otherwise."""

    def joined(down, up):
        parts = (up, down) if swapped else (down, up)
        return torch.cat(parts if skips else (torch.zeros_like(down), up), dim=1)

    def risen(layer, below):
        up = layer(below)
        if nearest:
            up = F.interpolate(below, scale_factor=2)[:, : up.shape[1]]
        return F.relu(up) if active else up

    pool = F.avg_pool2d if pooled else F.max_pool2d
    found = {"down1": network.down1(x)}
    found["down2"] = network.down2(pool(found["down1"], 2))
    found["middle"] = network.middle(pool(found["down2"], 2))
    found["up2"] = risen(network.up2, found["middle"])
    found["join2"] = network.join2(joined(found["down2"], found["up2"]))
    found["up1"] = risen(network.up1, found["join2"])
    found["join1"] = network.join1(joined(found["down1"], found["up1"]))
    found["score"] = network.score(found["join1"])
    return found


def mistakes(network, x):
    """Return what the stages are where one thing is done otherwise."""

    def by(**otherwise):
        return lambda: passed(network, x, **otherwise)

    return [
        Slip("order_of_joining", value=by(swapped=True),
             en="The two halves are joined in the other order: the way down comes first, then the way up.",
             ko="이어 붙인 순서가 반대입니다. 내려오는 길의 맵이 먼저이고 올라가는 길의 맵이 다음입니다."),
        Slip("no_skip", value=by(skips=False),
             en="What the way down saw is missing: zeros were joined in its place.",
             ko="내려오는 길의 맵이 없습니다. 그 자리에 0을 이어 붙였습니다."),
        Slip("relu_after_up", value=by(active=True),
             en="There is a ReLU after the up-convolution; it has none.",
             ko="올림 합성곱 뒤에 ReLU를 적용했습니다. 여기에는 활성화 함수가 없습니다."),
        Slip("average_pooling", value=by(pooled=True),
             en="This is what average pooling gives; use the maximum.",
             ko="평균 풀링을 쓴 결과입니다. 최댓값을 고르세요."),
        Slip("nearest_upsampling", value=by(nearest=True),
             en="The maps were enlarged by copying pixels; use the transposed convolution.",
             ko="픽셀을 복사해 맵을 키웠습니다. 전치 합성곱을 쓰세요."),
    ]  # fmt: skip


def at(name, slips):
    """Return what slips make of one stage."""

    def made(slip):
        return lambda: {name: slip.value()[name]}

    return [Slip(slip.name, en=slip.en, ko=slip.ko, value=made(slip)) for slip in slips]


def compare_stages(submission, reference, state, x, sizes=SIZES):
    """Give both networks the same weights and compare each stage, then the scores."""
    network, right = filled(submission, state, sizes), filled(reference, state, sizes)
    network.eval()
    right.eval()
    with torch.no_grad():
        expected, slips = passed(right, x), mistakes(right, x)
        given = pictures.maps(x[:1])
        got = network.stages(x)
        assert_close(
            {name: tuple(tensor.shape) for name, tensor in got.items()},
            {name: tuple(tensor.shape) for name, tensor in expected.items()},
        )
        tight = {} if x.dtype == torch.float64 else {"rtol": 1e-3, "atol": 1e-4}
        for name in STAGES:
            assert_close(
                {name: got[name]}, {name: expected[name]}, slips=at(name, slips), picture=given, **tight
            )
        assert_close(network(x), expected["score"], picture=given, **tight)


def train(owner, state, images, labels, epochs, seed, log):
    """Train a network of the submission or the reference from these weights; return it."""
    network = filled(owner, state)
    network.eval()  # the loop has to set its mode itself
    owner.train(network, images, labels, epochs, seed, log)
    return network


def losses_by(reference, state, images, labels, epochs, falling=True, training=True, after=False):
    """Return the losses of a loop that does one thing otherwise, where the order of the scenes does not matter."""
    network, losses = filled(reference, state).train(training), []
    optimiser = torch.optim.SGD(network.parameters(), lr=0.1, momentum=0.9)
    batches = [*zip(images.split(BATCH), labels.split(BATCH))] * epochs
    for step, (x, y) in enumerate(batches):
        optimiser.param_groups[0]["lr"] = 0.1 * (1 - step / len(batches) * falling)
        loss = F.cross_entropy(network(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(F.cross_entropy(network(x), y).item() if after else loss.item())
    return {"loss": losses}


def losing_slips(*case):
    """Return what other loops hand to the log."""
    return [
        Slip("after_the_step", value=lambda: losses_by(*case, after=True),
             en="These losses were computed after the step; log those from before the weights changed.",
             ko="가중치를 바꾼 뒤에 다시 계산한 손실입니다. 바꾸기 전의 손실을 넘기세요."),
        Slip("evaluation_mode", value=lambda: losses_by(*case, training=False),
             en="The network was trained in evaluation mode; call `network.train()` first.",
             ko="평가 모드에서 훈련했습니다. 먼저 `network.train()`을 부르세요."),
        Slip("constant_rate", value=lambda: losses_by(*case, falling=False),
             en="The learning rate stays at 0.1; it falls at each step to 0.1 (1 − t/T).",
             ko="학습률이 0.1에 머물러 있습니다. 단계마다 0.1 (1 − t/T)로 낮추세요."),
    ]  # fmt: skip


def compare_steps(submission, reference, state, images, labels, epochs):
    """Train the submission and the reference alike; compare their logs and their weights."""
    logs = ([], [])

    def hear(step, loss, accuracy):
        logs[0].append((step, loss, accuracy))

    def note(step, loss, accuracy):
        logs[1].append((step, loss, accuracy))

    got = state_of(train(submission, state, images, labels, epochs, 5, hear))
    right = state_of(train(reference, state, images, labels, epochs, 5, note))
    steps = [step for step, _, _ in logs[0]]
    expect(
        steps == [step for step, _, _ in logs[1]],
        en=f"log should be called once for each of the {len(logs[1])} mini-batches, with step=0, 1, 2, … "
        f"The steps it was called with: {steps[:12]}",
        ko=f"log는 미니배치 {len(logs[1])}개마다 한 번씩 step=0, 1, 2, …로 불러야 합니다. "
        f"받은 step: {steps[:12]}",
    )
    slips = losing_slips(reference, state, images, labels, epochs)
    losses, shares = ([[each[place] for each in log] for log in logs] for place in (1, 2))
    assert_close({"loss": losses[0]}, {"loss": losses[1]}, rtol=1e-3, atol=1e-4, slips=slips)
    assert_close({"accuracy": shares[0]}, {"accuracy": shares[1]}, rtol=0, atol=0.02)
    assert_close(got, right, rtol=1e-2, atol=1e-3)


def classes_of(reference, state, images):
    """Return the class of each pixel by these weights, in evaluation mode."""
    network = filled(reference, state)
    network.eval()
    with torch.no_grad():
        return network(images).argmax(dim=1)


def mean_iou(found, labels):
    """Return the mean over the classes of intersection over union, each over all pixels together."""
    shares = []
    for kind in range(SIZES[1]):
        both, either = (found == kind) & (labels == kind), (found == kind) | (labels == kind)
        shares.append(both.sum().item() / either.sum().item())
    return sum(shares) / len(shares)


class Runs:
    """Training runs on the scenes, each made once."""

    def __init__(self, submission, reference, folder):
        self.submission = submission
        self.reference = reference
        self.images, self.labels = load(folder / "train.npz")
        self.done = {}

    def trained(self, seed, log=None):
        """Return the state that training with this seed ends with."""
        if seed not in self.done:
            given = (self.images, self.labels, EPOCHS, seed, log or ignore)
            self.done[seed] = state_of(train(self.submission, first_state(self.reference, seed), *given))
        return self.done[seed]


def ignore(loss, accuracy):
    """Hear a curve that nobody draws."""


@pytest.fixture(scope="session")
def runs(submission, reference, public_data):
    """The training runs of this grading."""
    return Runs(submission, reference, public_data)


def test_names_and_shapes(submission, reference):
    """The state dict has the agreed names and shapes."""
    state = submission.UNet(*SIZES).state_dict()

    assert_close(
        {name: tuple(tensor.shape) for name, tensor in dict(state.items()).items()},
        {name: tuple(tensor.shape) for name, tensor in reference.UNet(*SIZES).state_dict().items()},
    )


def test_parameter_count(submission):
    """UNet(1, 3, 8) has 29,499 parameters."""
    assert_close(sum(parameter.numel() for parameter in submission.UNet(*SIZES).parameters()), 29_499)


def test_stage_shapes(submission):
    """The maps halve twice on the way down and double twice on the way up."""
    stages = submission.UNet(*SIZES).stages(torch.zeros(2, 1, 24, 24))
    shapes = {
        "down1": (2, 8, 24, 24),
        "down2": (2, 16, 12, 12),
        "middle": (2, 32, 6, 6),
        "up2": (2, 16, 12, 12),
        "join2": (2, 16, 12, 12),
        "up1": (2, 8, 24, 24),
        "join1": (2, 8, 24, 24),
        "score": (2, 3, 24, 24),
    }

    assert_close({name: tuple(tensor.shape) for name, tensor in stages.items()}, shapes)


def test_stages(submission, reference, rng):
    """With the same weights each stage gives what the reference's gives."""
    compare_stages(submission, reference, draw_state(reference, rng), draw_scenes(rng, 2)[0])


def test_any_size(submission, reference, rng):
    """Images need not be square; channels, classes and width are free."""
    for sizes, shape in (((3, 4, 4), (1, 3, 8, 20)), ((2, 2, 3), (3, 2, 12, 4))):
        x = torch.from_numpy(rng.random(shape)).float()
        compare_stages(submission, reference, draw_state(reference, rng, sizes), x, sizes)


def test_double_precision(submission, reference, rng):
    """After `double()` the scores are those of the reference in double precision."""
    state = draw_state(reference, rng, dtype=torch.float64)
    compare_stages(submission, reference, state, draw_scenes(rng, 1)[0].double())


def test_one_batch_three_epochs(submission, reference, rng):
    """Three steps on one mini-batch give the reference's log and weights."""
    state = first_state(reference, int(rng.integers(2**31)))

    compare_steps(submission, reference, state, *draw_scenes(rng, 6), 3)


def test_mini_batches(submission, reference, rng):
    """Copies of one scene, so that their order does not matter, are split into batches of 8."""
    state, (image, label) = first_state(reference, int(rng.integers(2**31))), draw_scenes(rng, 1)
    for count in (BATCH, BATCH + 1):
        images, labels = image.repeat(count, 1, 1, 1), label.repeat(count, 1, 1)
        compare_steps(submission, reference, state, images, labels, 2)


def expect_new_orders(submission, reference):
    """Object to an order that stays, and to scenes left out, in a network that calls each pixel ground.

    Its accuracy is the share of ground, which differs from scene to scene, 5.625 in all; the ninth is alone in
    its batch.
    """
    state, heard = first_state(reference, 3), []
    state["score.weight"].zero_()
    state["score.bias"].copy_(torch.tensor([1e6, 0.0, 0.0]))
    images = torch.linspace(0, 1, 9 * 64).reshape(9, 1, 8, 8)
    labels = torch.stack([(torch.arange(64) < 6 * scene).long().reshape(8, 8) for scene in range(9)])

    train(submission, state, images, labels, 6, 13, lambda step, loss, accuracy: heard.append(accuracy))
    alone = heard[1::2]
    expect(
        all(abs(8 * first + last - 5.625) < 1e-3 for first, last in zip(heard[::2], alone)),
        en="By the logged accuracies an epoch does not visit each scene once: some came twice, or not at all.",
        ko="log로 받은 비율을 보면 한 에포크에 모든 그림을 한 번씩 보지 않았습니다. 두 번 보거나 빠뜨린 그림이 있습니다.",
    )
    expect(
        len(set(alone)) > 1,
        en="All epochs had the same order: draw a new one for each, and give the seed to the generator only once.",
        ko="모든 에포크의 순서가 같습니다. 순서는 에포크마다 새로 뽑고, 시드는 생성기에 한 번만 주세요.",
    )


def test_seed_decides(submission, reference, runs):
    """One seed, one result; another seed, another result; and each epoch has an order of its own."""
    state = first_state(reference, 1)
    given = (state, runs.images[:24], runs.labels[:24], 1)
    first, again, other = (state_of(train(submission, *given, seed, ignore)) for seed in (11, 11, 12))
    moved = (first["score.weight"] - other["score.weight"]).abs().max().item()

    assert_close(again, first, rtol=0, atol=1e-5)
    expect(
        moved > 1e-4,
        en="Two seeds ended in the same weights: the order of the scenes does not depend on the seed.",
        ko="시드 두 개의 결과가 같습니다. 그림의 순서가 시드에 따라 달라지지 않습니다.",
    )
    expect_new_orders(submission, reference)


def test_loss_falls(reference, runs, measured, live):
    """After training the loss on the scenes is less than a third of what it was."""
    seed = measured.seed()
    trained = runs.trained(seed, live)
    losses = []
    for state in (first_state(reference, seed), trained):
        network = filled(reference, state)
        network.eval()
        with torch.no_grad():
            losses.append(F.cross_entropy(network(runs.images), runs.labels).item())

    expect(
        losses[1] < losses[0] / 3,
        en=f"The loss on the training scenes went from {losses[0]:.3f} to {losses[1]:.3f}; less than a third is asked for.",
        ko=f"훈련 그림의 손실이 {losses[0]:.3f}에서 {losses[1]:.3f}로 바뀌었습니다. 3분의 1 아래로 줄어야 합니다.",
    )


def test_mean_iou(reference, runs, measured, hidden_data):
    """On scenes never seen, the classes of the pixels are as good as the reference's."""
    images, labels = load(hidden_data / "test.npz")

    def score(seed):
        return mean_iou(classes_of(reference, runs.trained(seed), images), labels)

    measured.expect(score, seeds=3, margin=0.03)
