"""Slips of losses, which are single numbers: they tell little, so each slip has to fit to the last digit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from graders.slips.slip import Slip, known, lazily
from graders.slips.tensors import tensor, torch


@lazily
def mse_loss(prediction: Any, target: Any) -> Iterator[Slip]:
    """Slips of the mean of squared errors."""
    prediction, target = tensor(prediction), tensor(target)
    square = (prediction - target) ** 2
    yield known("sum_for_mean", square.sum)
    yield known("mean_over_batch_only", lambda: square.sum() / len(square))
    yield known("loss_halved", lambda: square.mean() / 2)
    yield known("root_taken", lambda: square.mean().sqrt())
    yield known("absolute_for_square", lambda: (prediction - target).abs().mean())
    yield known("square_missing", (prediction - target).mean)
    yield known("loss_not_reduced", lambda: square)
    if prediction.ndim == 1:
        crossed = (prediction[:, None] - target[None]) ** 2
        yield known("broadcast_accident", crossed.mean)
        yield known("broadcast_accident:sum", crossed.sum)


@lazily
def cross_entropy(logits: Any, target: Any) -> Iterator[Slip]:
    """Slips of the mean cross-entropy of scores `(N, classes)` and class numbers `(N,)`."""
    logits, target = tensor(logits), tensor(target)
    log = logits.log_softmax(-1)
    own = log.gather(-1, target[:, None])[:, 0]
    yield known("sum_for_mean", lambda: -own.sum())
    yield known("sign_missing", own.mean)
    yield known("mean_over_all", lambda: -own.sum() / logits.numel())
    yield known("log_base_2", lambda: -own.mean() / math.log(2))
    yield known("log_base_10", lambda: -own.mean() / math.log(10))
    yield known("log_missing", lambda: -own.exp().mean())
    yield known("log_missing:positive", lambda: own.exp().mean())
    twice = logits.softmax(-1).log_softmax(-1)
    yield known("softmax_twice", lambda: -twice.gather(-1, target[:, None]).mean())
    yield known("softmax_missing", lambda: -logits.gather(-1, target[:, None]).mean())
    yield known("loss_not_reduced", lambda: -own)
    if logits.ndim == 2 and len(logits) > 1:
        columns = logits.log_softmax(0)
        yield known("wrong_axis:0", lambda: -columns.gather(-1, target[:, None]).mean(), axis=0)
    yield known("mean_of_logs", lambda: -own.exp().mean().log())


@lazily
def binary_cross_entropy(probability: Any, target: Any) -> Iterator[Slip]:
    """Slips of the mean binary cross-entropy of probabilities and targets, both of one shape."""
    p, y = tensor(probability), tensor(target)
    y = y.to(p.dtype)
    positive, negative = y * p.log(), (1 - y) * (1 - p).log()
    both = positive + negative
    yield known("sum_for_mean", lambda: -both.sum())
    yield known("sign_missing", both.mean)
    yield known("negative_class_missing", lambda: -positive.mean())
    yield known("positive_class_missing", lambda: -negative.mean())
    yield known("classes_swapped", lambda: -(y * (1 - p).log() + (1 - y) * p.log()).mean())
    yield known("log_base_2", lambda: -both.mean() / math.log(2))
    yield known("log_base_10", lambda: -both.mean() / math.log(10))
    yield known("loss_not_reduced", lambda: -both)
    function = torch().nn.functional
    yield known("sigmoid_twice", lambda: function.binary_cross_entropy(p.sigmoid(), y))
