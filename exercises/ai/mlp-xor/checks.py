"""Checks for mlp-xor: the network first, then an easy gate, then XOR from many starts, then points never seen.

Scores are asked of the returned network, for points that the checks choose; what it says of itself counts nothing.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch

from graders import assert_close, expect

CORNERS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TABLES = {
    "XOR": [0, 1, 1, 0],
    "XNOR": [1, 0, 0, 1],
    "AND": [0, 0, 0, 1],
    "NAND": [1, 1, 1, 0],
    "OR": [0, 1, 1, 1],
    "first": [0, 0, 1, 1],
}
AROUND = 50
NOISE = 0.15
RUNS = 4


def points_of(table, seed):
    """Return points around the corners, in any order, and their labels, both (N, …) and float32."""
    rng = np.random.default_rng(seed)
    corner = rng.permutation(np.arange(4 * AROUND) % 4)
    x = CORNERS.numpy()[corner] + NOISE * rng.normal(size=(4 * AROUND, 2))
    y = np.array(TABLES[table])[corner]
    return torch.from_numpy(x).float(), torch.from_numpy(y).float()[:, None]


def ignore(step, loss):
    """Hear a curve that nobody draws."""


def scores_of(network, x):
    """Return the scores of a network, and object to another shape or to probabilities."""
    scores = network(x)
    expect(
        isinstance(scores, torch.Tensor) and tuple(scores.shape) == (len(x), 1),
        en=f"The network should give one score for each of {len(x)} rows, shape ({len(x)}, 1), as a tensor. "
        f"It gave {described(scores)}.",
        ko=f"신경망은 {len(x)}개 행마다 점수 하나를 ({len(x)}, 1) 형태의 텐서로 내야 합니다. 받은 것: {described(scores)}",
    )
    return scores.detach().double()


def described(value):
    """Return what came, in a word."""
    return f"shape {tuple(value.shape)}" if isinstance(value, torch.Tensor) else type(value).__name__


def classes_of(network, x):
    """Return the class of each row by the sign of its score."""
    scores = scores_of(network, x)
    within = bool(((scores >= -0.05) & (scores <= 1.05)).all())
    expect(
        not within or (scores.max() - scores.min()).item() < 0.3,
        en="All scores lie between 0 and 1, as probabilities do, or scores that were fitted to the labels 0 and 1. "
        "A score is negative for class 0: return it before the sigmoid, and train with a loss of scores.",
        ko="점수가 모두 0과 1 사이에 있습니다. 확률을 냈거나 점수를 레이블 0과 1에 맞춘 것으로 보입니다. 0으로 예측하면 점수가 음수여야 합니다. "
        "시그모이드를 적용하기 전의 점수를 내고, 점수에 대한 손실로 훈련하세요.",
    )
    return (scores > 0).long()[:, 0]


def trained(submission, table, seed, log=ignore):
    """Return the submission's network after it has been taught a table from noisy points."""
    x, y = points_of(table, seed)
    return submission.train(x, y, int(seed), log)


def expect_table(network, table):
    """Object to a wrong class at a corner."""
    got, right = classes_of(network, CORNERS).tolist(), TABLES[table]
    expect(
        got == right,
        en=f"For (0, 0), (0, 1), (1, 0), (1, 1) the network says {got}; the labels were {right}.",
        ko=f"(0, 0), (0, 1), (1, 0), (1, 1)에 대한 신경망의 답: {got}. 레이블: {right}.",
    )


class Runs:
    """The networks that XOR was taught to, each made once."""

    def __init__(self, submission):
        self.submission = submission
        self.done = {}

    def networks(self, seed):
        """Return networks of several starts; all of them follow from one seed."""
        for start in range(RUNS):
            key = (seed + 7919 * start) % 2**31
            if key not in self.done:
                self.done[key] = trained(self.submission, "XOR", key)
            yield key, self.done[key]


@pytest.fixture(scope="session")
def runs(submission):
    """The trainings of this grading."""
    return Runs(submission)


def test_module(submission):
    """A new network gives one score for each row, and each row has its own."""
    network, x = (
        submission.MLP(),
        torch.tensor([[0.0, 0.0], [3.0, -2.0], [-4.0, 1.0], [0.5, 6.0], [1.0, 1.0]]),
    )
    scores = scores_of(network, x)

    expect(
        scores.std().item() > 1e-4,
        en="The scores do not depend on the inputs.",
        ko="점수가 입력에 따라 달라지지 않습니다.",
    )
    for row in range(len(x)):
        assert_close(scores_of(network, x[row : row + 1]), scores[row : row + 1], rtol=1e-4, atol=1e-5)


def test_hidden_layer_bends(submission, rng):
    """A new network is no affine function: a plane does not pass through its scores."""
    x = torch.from_numpy(4 * rng.normal(size=(60, 2))).float()
    network = submission.MLP()
    scores = scores_of(network, x).numpy()
    expect(
        np.allclose(scores_of(network, x.flip(0)).numpy()[::-1], scores, rtol=1e-4, atol=1e-5),
        en="A row gets another score when the rows come in another order.",
        ko="행의 순서를 바꾸면 같은 행의 점수가 달라집니다.",
    )
    flat = np.column_stack([x.numpy(), np.ones(60)])
    rest = scores - flat @ np.linalg.lstsq(flat, scores, rcond=None)[0]

    expect(
        np.abs(rest).max() > 1e-4,
        en="The score is a weighted sum of the inputs plus a constant. Such a network separates by one line, "
        "however many linear layers it has: apply an activation function between them.",
        ko="점수가 입력의 가중합에 상수를 더한 값과 같습니다. 선형층이 몇 개든 이런 신경망은 직선 하나로 나눌 뿐입니다. 층 사이에 활성화 함수를 적용하세요.",
    )


def test_easier_gates(submission, rng):
    """AND and NAND, for which one line would do, are learnt from one start."""
    seed = rng.integers(2**31)
    for table in ("AND", "NAND"):
        expect_table(trained(submission, table, seed), table)


def test_log(submission, measured, live):
    """The curve has a point for each step, and the loss falls below half of what it was."""
    heard = []

    def hear(step, loss):
        heard.append((step, loss))
        live(step=step, loss=loss)

    trained(submission, "XOR", measured.seed(), hear)
    steps, losses = [step for step, _ in heard], [loss for _, loss in heard]
    expect(
        len(heard) >= 20 and steps == list(range(len(heard))),
        en=f"log should be called after each step, with step=0, 1, 2, … and the loss, at least 20 times. "
        f"It was called {len(heard)} times; the first steps: {steps[:8]}",
        ko=f"log는 갱신할 때마다 step=0, 1, 2, …와 손실로, 적어도 20번 불러야 합니다. 불린 횟수: {len(heard)}, 처음의 step: {steps[:8]}",
    )
    expect(
        max(map(abs, losses)) > 1e-9,
        en="The loss is 0 throughout. `cross_entropy` with a single score for each row is always 0: "
        "use the binary cross-entropy of scores.",
        ko="손실이 처음부터 끝까지 0입니다. 점수가 행마다 하나뿐이면 `cross_entropy`는 언제나 0입니다. 점수에 대한 이진 교차 엔트로피를 쓰세요.",
    )
    expect(
        np.mean(losses[-5:]) < losses[0] / 2,
        en=f"The loss went from {losses[0]:.3f} to {np.mean(losses[-5:]):.3f}; it should fall below half.",
        ko=f"손실이 {losses[0]:.3f}에서 {np.mean(losses[-5:]):.3f}로 바뀌었습니다. 절반보다 작아져야 합니다.",
    )


def test_seed_decides(submission, rng):
    """One seed, one network; another seed, another network."""
    x, y = points_of("XOR", 5)
    grid = torch.from_numpy(rng.uniform(-1, 2, size=(40, 2))).float()
    seed = int(rng.integers(2**30))
    first, again, other = (
        scores_of(submission.train(x, y, each, ignore), grid) for each in (seed, seed, seed + 1)
    )

    expect(
        first.std().item() > 1e-3,
        en="The scores do not depend on the inputs.",
        ko="점수가 입력에 따라 달라지지 않습니다.",
    )
    expect(
        torch.allclose(again, first, rtol=1e-3, atol=1e-4),
        en="Two trainings with the same seed ended in different networks: something random does not follow from the seed.",
        ko="같은 시드로 두 번 훈련한 결과가 다릅니다. 시드를 따르지 않는 난수가 있습니다.",
    )
    expect(
        (first - other).abs().max().item() > 1e-8,
        en="Two seeds ended in the same network: its first weights do not follow from the seed.",
        ko="시드 두 개의 결과가 같습니다. 처음 가중치가 시드에 따라 달라지지 않습니다.",
    )


def test_truth_table(runs, measured):
    """From many starts, practically every training ends with all four rows of XOR."""
    table = torch.tensor(TABLES["XOR"])

    def right(key, network):
        """Ask for the corners in an order of this training's own, a hair beside them."""
        rng = np.random.default_rng(key)
        order = torch.from_numpy(rng.permutation(4))
        beside = torch.from_numpy(1e-4 * rng.normal(size=(4, 2))).float()
        return torch.equal(classes_of(network, CORNERS[order] + beside), table[order])

    def learnt(seed):
        return np.mean([right(key, network) for key, network in runs.networks(seed)])

    measured.expect(learnt, margin=0.35)


def test_new_points(runs, measured):
    """Points around the corners that were never shown are told apart as well."""

    def accuracy(seed):
        shares = []
        for key, network in runs.networks(seed):
            x, y = points_of("XOR", key + 2**31)
            shares.append((classes_of(network, x) == y[:, 0].long()).double().mean().item())
        return np.mean(shares)

    measured.expect(accuracy, margin=0.09)


def test_other_tables(submission, rng):
    """Other labels teach other tables: the network goes by what it is shown."""
    for table in ("XNOR", "OR", "first"):
        expect_table(trained(submission, table, rng.integers(2**31)), table)
