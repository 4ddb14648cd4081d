"""Planted mistakes in normalisation, reductions, losses and optimiser steps."""

# ruff: noqa: PLW0108 - the lambdas name the arguments of a case, which torch calls otherwise
from __future__ import annotations

import math

import torch
from torch.nn import functional

from graders import slips
from tests.graders.slips.planted import Planted


def _norm(x, weight, bias, running_mean, running_var, training=True, eps=1e-2):
    return functional.batch_norm(
        x, running_mean.clone(), running_var.clone(), weight, bias, training, eps=eps
    )


def _norm_case(g):
    return {
        "x": torch.randn(4, 3, 2, 2, generator=g) * 0.3 + 1,
        "weight": torch.randn(3, generator=g),
        "bias": torch.randn(3, generator=g),
        "running_mean": torch.randn(3, generator=g),
        "running_var": torch.rand(3, generator=g) + 0.5,
        "eps": 1e-2,
    }


def _eval_case(g):
    return _norm_case(g) | {"training": False}


def _by_hand(x, weight, bias, eps, *, axes=(0, 2, 3), correction=0, **_):
    """Batch normalisation written out, for mistakes within it."""
    mean, var = x.mean(axes, keepdim=True), x.var(axes, correction=correction, keepdim=True)
    return (x - mean) / (var + eps).sqrt() * weight[:, None, None] + bias[:, None, None]


def _std(c):
    return c["x"].std((0, 2, 3), correction=0, keepdim=True)


def _wide(each):
    return each[:, None, None]


BATCH_NORM = [
    ("eval_for_train", _norm_case, lambda **c: _norm(**c, training=False)),
    ("train_for_eval", _eval_case, lambda **c: _norm(**c | {"training": True})),
    ("unbiased_variance", _norm_case, lambda **c: _by_hand(**c, correction=1)),
    ("normalised_over_features", _norm_case, lambda **c: _by_hand(**c, axes=(1, 2, 3))),
    ("normalised_each_alone", _norm_case, lambda **c: _by_hand(**c, axes=(2, 3))),
    (
        "eps_outside_root",
        _norm_case,
        lambda **c: (
            (c["x"] - c["x"].mean((0, 2, 3), keepdim=True)) / (_std(c) + c["eps"]) * _wide(c["weight"])
            + _wide(c["bias"])
        ),
    ),
    ("eps_missing", _norm_case, lambda **c: _by_hand(**c | {"eps": 0.0})),
    (
        "root_missing",
        _norm_case,
        lambda **c: (
            (c["x"] - c["x"].mean((0, 2, 3), keepdim=True)) / (_std(c) ** 2 + c["eps"]) * _wide(c["weight"])
            + _wide(c["bias"])
        ),
    ),
    (
        "mean_not_subtracted",
        _norm_case,
        lambda **c: c["x"] / (_std(c) ** 2 + c["eps"]).sqrt() * _wide(c["weight"]) + _wide(c["bias"]),
    ),
    ("scale_missing", _norm_case, lambda **c: _by_hand(**c | {"weight": torch.ones(3)})),
    ("shift_missing", _norm_case, lambda **c: _by_hand(**c | {"bias": torch.zeros(3)})),
    ("shifted_before_scaled", _norm_case, lambda **c: _by_hand(**c | {"bias": c["bias"] * c["weight"]})),
]


def _running_case(g):
    return {
        "before": torch.randn(3, generator=g),
        "batch": torch.randn(5, 3, 4, generator=g),
        "momentum": 0.2,
    }


def _variance_case(g):
    return _running_case(g) | {"variance": True}


def _running(before, batch, momentum, variance=False, *, correction=1):
    new = batch.var((0, 2), correction=correction) if variance else batch.mean((0, 2))
    return before + momentum * (new - before)


RUNNING = [
    ("biased_variance", _variance_case, lambda **c: _running(**c, correction=0)),
    (
        "deviation_for_variance",
        _variance_case,
        lambda before, batch, **_: 0.8 * before + 0.2 * batch.std((0, 2)),
    ),
    ("momentum_swapped", _running_case, lambda **c: _running(**c | {"momentum": 0.8})),
    ("statistics_not_kept", _running_case, lambda **c: _running(**c | {"momentum": 1.0})),
    ("statistics_unchanged", _running_case, lambda before, **_: before),
]


def _dropout_case(g):
    mask = (torch.rand(6, 5, generator=g) < 0.7).float()
    return {"x": torch.randn(6, 5, generator=g), "p": 0.3, "mask": mask}


def _dropout_eval(g):
    return {**_dropout_case(g), "training": False}


def _dropout(x, p, mask, training=True):
    return x * mask / (1 - p) if training else x


DROPOUT = [
    ("dropout_unscaled", _dropout_case, lambda x, p, mask: x * mask),
    ("dropout_scaled_by_p", _dropout_case, lambda x, p, mask: x * mask / p),
    ("dropout_scaled_down", _dropout_case, lambda x, p, mask: x * mask * (1 - p)),
    ("eval_for_train", _dropout_case, lambda x, p, mask: x),
    ("mask_inverted", _dropout_case, lambda x, p, mask: x * (1 - mask) / (1 - p)),
    ("scaled_in_eval", _dropout_eval, lambda x, p, **_: x * (1 - p)),
    ("divided_in_eval", _dropout_eval, lambda x, p, **_: x / (1 - p)),
    ("train_for_eval", _dropout_eval, lambda x, p, mask, training: functional.dropout(x, p, True)),
    ("train_for_eval_unscaled", _dropout_eval, lambda x, p, mask, training: x * mask),
]


def _matrix(g):
    return {"x": torch.randn(4, 5, 6, generator=g), "axis": 1}


def _reduce(kind):
    functions = {
        "sum": lambda x, axis: x.sum(axis),
        "mean": lambda x, axis: x.mean(axis),
        "max": lambda x, axis: x.amax(axis),
        "min": lambda x, axis: x.amin(axis),
        "var": lambda x, axis: x.var(axis),
        "biased_var": lambda x, axis: x.var(axis, correction=0),
        "std": lambda x, axis: x.std(axis),
        "biased_std": lambda x, axis: x.std(axis, correction=0),
    }
    return functions[kind]


REDUCTIONS = [
    ("sum", "mean_for_sum", _reduce("mean")),
    ("mean", "sum_for_mean", _reduce("sum")),
    ("max", "smallest_value", _reduce("min")),
    ("max", "average_for_maximum", _reduce("mean")),
    ("min", "largest_value", _reduce("max")),
    ("var", "biased_variance", _reduce("biased_var")),
    ("var", "deviation_for_variance", _reduce("std")),
    ("biased_var", "unbiased_variance", _reduce("var")),
    ("std", "variance_for_deviation", _reduce("var")),
    ("biased_std", "unbiased_variance", _reduce("std")),
    ("sum", "wrong_axis", lambda x, axis: x.sum(2)),
    ("mean", "wrong_axis", lambda x, axis: x.mean(0)),
    ("sum", "all_axes", lambda x, axis: x.sum()),
]
SOFTMAX = [
    ("log_softmax_for_softmax", lambda x, axis: x.log_softmax(axis)),
    ("wrong_axis", lambda x, axis: x.softmax(2)),
    ("softmax_of_everything", lambda x, axis: x.exp() / x.exp().sum()),
    ("not_normalised", lambda x, axis: x.exp()),
    ("softmax_of_negative", lambda x, axis: (-x).softmax(axis)),
    ("softmax_twice", lambda x, axis: x.softmax(axis).softmax(axis)),
    ("sigmoid_for_softmax", lambda x, axis: x.sigmoid()),
    ("exponential_missing", lambda x, axis: x / x.sum(axis, keepdim=True)),
    ("softmax_of_powers_of_two", lambda x, axis: 2**x / (2**x).sum(axis, keepdim=True)),
]
LOG_SOFTMAX = [
    ("log_missing", lambda x, axis: x.softmax(axis)),
    ("wrong_axis", lambda x, axis: x.log_softmax(0)),
    ("log_base_2", lambda x, axis: x.softmax(axis).log2()),
    ("log_base_10", lambda x, axis: x.softmax(axis).log10()),
    ("log_softmax_of_softmax", lambda x, axis: x.softmax(axis).log_softmax(axis)),
    ("largest_subtracted", lambda x, axis: x - x.amax(axis, keepdim=True)),
    ("sum_not_exponential", lambda x, axis: x - x.exp().sum(axis, keepdim=True)),
    ("log_softmax_of_everything", lambda x, axis: x - x.exp().sum().log()),
]


def _pair(g):
    return {"prediction": torch.randn(7, generator=g), "target": torch.randn(7, generator=g)}


def _pairs(g):
    return {key: torch.randn(7, 3, generator=g) for key in ("prediction", "target")}


def _scores(g):
    return {"logits": torch.randn(6, 6, generator=g), "target": torch.randint(6, (6,), generator=g)}


def _chances(g):
    return {"probability": torch.rand(9, generator=g) * 0.9 + 0.05, "target": (torch.arange(9) % 2).float()}


def _own(logits, target):
    return logits.log_softmax(-1)[torch.arange(len(target)), target]


MSE = [
    (
        "sum_for_mean",
        _pairs,
        lambda prediction, target: functional.mse_loss(prediction, target, reduction="sum"),
    ),
    ("mean_over_batch_only", _pairs, lambda prediction, target: ((prediction - target) ** 2).sum(1).mean()),
    ("loss_halved", _pair, lambda prediction, target: functional.mse_loss(prediction, target) / 2),
    ("root_taken", _pair, lambda prediction, target: functional.mse_loss(prediction, target).sqrt()),
    ("absolute_for_square", _pair, lambda prediction, target: functional.l1_loss(prediction, target)),
    ("square_missing", _pair, lambda prediction, target: (prediction - target).mean()),
    ("loss_not_reduced", _pair, lambda prediction, target: (prediction - target) ** 2),
    ("broadcast_accident", _pair, lambda prediction, target: ((prediction[:, None] - target) ** 2).mean()),
]
CROSS_ENTROPY = [
    ("sum_for_mean", lambda logits, target: functional.cross_entropy(logits, target, reduction="sum")),
    ("sign_missing", lambda logits, target: -functional.cross_entropy(logits, target)),
    ("mean_over_all", lambda logits, target: functional.cross_entropy(logits, target) / 6),
    ("log_base_2", lambda logits, target: functional.cross_entropy(logits, target) / math.log(2)),
    ("log_base_10", lambda logits, target: functional.cross_entropy(logits, target) / math.log(10)),
    ("log_missing", lambda logits, target: functional.nll_loss(logits.softmax(1), target)),
    ("softmax_twice", lambda logits, target: functional.cross_entropy(logits.softmax(1), target)),
    ("softmax_missing", lambda logits, target: functional.nll_loss(logits, target)),
    ("loss_not_reduced", lambda logits, target: functional.cross_entropy(logits, target, reduction="none")),
    ("wrong_axis", lambda logits, target: functional.nll_loss(logits.log_softmax(0), target)),
    ("mean_of_logs", lambda logits, target: -_own(logits, target).exp().mean().log()),
]
BINARY = [
    (
        "sum_for_mean",
        lambda probability, target: functional.binary_cross_entropy(probability, target, reduction="sum"),
    ),
    ("sign_missing", lambda probability, target: -functional.binary_cross_entropy(probability, target)),
    ("negative_class_missing", lambda probability, target: -(target * probability.log()).mean()),
    ("positive_class_missing", lambda probability, target: -((1 - target) * (1 - probability).log()).mean()),
    ("classes_swapped", lambda probability, target: functional.binary_cross_entropy(1 - probability, target)),
    (
        "log_base_2",
        lambda probability, target: functional.binary_cross_entropy(probability, target) / math.log(2),
    ),
    (
        "log_base_10",
        lambda probability, target: functional.binary_cross_entropy(probability, target) / math.log(10),
    ),
    (
        "loss_not_reduced",
        lambda probability, target: functional.binary_cross_entropy(probability, target, reduction="none"),
    ),
    (
        "sigmoid_twice",
        lambda probability, target: functional.binary_cross_entropy_with_logits(probability, target),
    ),
]

TRAINING = [
    *(Planted("batch_norm", name, draw, _norm, wrong, slips.batch_norm) for name, draw, wrong in BATCH_NORM),
    *(
        Planted("running", name, draw, _running, wrong, slips.running_statistics)
        for name, draw, wrong in RUNNING
    ),
    *(Planted("dropout", name, draw, _dropout, wrong, slips.dropout) for name, draw, wrong in DROPOUT),
    *(
        Planted(kind, name, _matrix, _reduce(kind), wrong, lambda kind=kind, **c: slips.reduction(kind, **c))
        for kind, name, wrong in REDUCTIONS
    ),
    *(
        Planted("softmax", name, _matrix, lambda x, axis: x.softmax(axis), wrong, slips.softmax)
        for name, wrong in SOFTMAX
    ),
    *(
        Planted("log_softmax", name, _matrix, lambda x, axis: x.log_softmax(axis), wrong, slips.log_softmax)
        for name, wrong in LOG_SOFTMAX
    ),
    *(
        Planted(
            "mse",
            name,
            draw,
            lambda prediction, target: functional.mse_loss(prediction, target),
            wrong,
            slips.mse_loss,
        )
        for name, draw, wrong in MSE
    ),
    *(
        Planted(
            "cross_entropy",
            name,
            _scores,
            lambda logits, target: functional.cross_entropy(logits, target),
            wrong,
            slips.cross_entropy,
        )
        for name, wrong in CROSS_ENTROPY
    ),
    *(
        Planted(
            "binary",
            name,
            _chances,
            lambda probability, target: functional.binary_cross_entropy(probability, target),
            wrong,
            slips.binary_cross_entropy,
        )
        for name, wrong in BINARY
    ),
]
