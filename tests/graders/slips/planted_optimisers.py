"""Planted mistakes in optimiser steps; the right steps are torch's own."""

from __future__ import annotations

from typing import Any

import torch

from graders import slips
from tests.graders.slips.planted import Planted

RATE = 0.05


def _torch_steps(
    kind: Any, parameter: torch.Tensor, gradients: list[torch.Tensor], **options: Any
) -> torch.Tensor:
    """The parameter after these gradients, by an optimiser of torch."""
    own = parameter.clone().requires_grad_()
    optimiser = kind([own], **options)
    for gradient in gradients:
        own.grad = gradient.clone()
        optimiser.step()
    return own.detach()


def _draw(g, **options):
    parameter = torch.randn(5, generator=g)
    return {
        "parameter": parameter,
        "gradients": [torch.randn(5, generator=g) for _ in range(3)],
        "lr": RATE,
    } | options


def _plain(g):
    return _draw(g)


def _heavy(g):
    return _draw(g, momentum=0.9)


def _decayed(g):
    return _draw(g, weight_decay=0.3)


def _sgd(**case):
    return _torch_steps(torch.optim.SGD, **case)


def _shrunk_the_wrong_way(parameter, gradients, lr, weight_decay):
    for gradient in gradients:
        parameter = parameter - lr * (gradient - weight_decay * parameter)
    return parameter


SGD = [
    ("ascent", _plain, lambda **c: _sgd(**c | {"gradients": [-g for g in c["gradients"]]})),
    ("rate_missing", _plain, lambda **c: _sgd(**c | {"lr": 1.0})),
    ("momentum_ignored", _heavy, lambda **c: _sgd(**c | {"momentum": 0.0})),
    ("momentum_dampened", _heavy, lambda **c: _sgd(**c, dampening=0.9)),
    ("momentum_looks_ahead", _heavy, lambda **c: _sgd(**c, nesterov=True)),
    ("decay_ignored", _decayed, lambda **c: _sgd(**c | {"weight_decay": 0.0})),
    ("decay_reversed", _decayed, _shrunk_the_wrong_way),
    ("parameter_unchanged", _plain, lambda **c: c["parameter"]),
    ("last_step_missing", _plain, lambda **c: _sgd(**c | {"gradients": c["gradients"][:-1]})),
]


def _climbing(g):
    return _draw(g, gradients=[torch.rand(5, generator=g) + 0.1 for _ in range(3)])


def _adam(**case):
    return _torch_steps(torch.optim.Adam, **case)


def _by_hand(
    parameter,
    gradients,
    lr,
    eps=1e-8,
    betas=(0.9, 0.999),
    *,
    top=True,
    below=True,
    late=0,
    place="outside",
    root=True,
    second=lambda g, m: g * g,
    forget=False,
):
    """Adam written out, for mistakes within it."""
    m, v = torch.zeros_like(parameter), torch.zeros_like(parameter)
    for t, g in enumerate(gradients, start=1 + late):
        if forget:
            m, v, t = torch.zeros_like(m), torch.zeros_like(v), 1  # noqa: PLW2901 - the mistake itself
        m = betas[0] * m + (1 - betas[0]) * g
        v = betas[1] * v + (1 - betas[1]) * second(g, m)
        top_hat = m / (1 - betas[0] ** t) if top else m
        below_hat = v / (1 - betas[1] ** t) if below else v
        spread = {
            "outside": lambda b=below_hat: (b.sqrt() if root else b) + eps,
            "inside": lambda b=below_hat: (b + eps).sqrt(),
            "before": lambda v=v, t=t: (v.sqrt() + eps) / (1 - betas[1] ** t) ** 0.5,
        }[place]()
        parameter = parameter - lr * top_hat / spread
    return parameter


def _large_eps(g):
    return _draw(g, eps=1e-2)


ADAM = [
    ("no_bias_correction", _plain, lambda **c: _by_hand(**c, top=False, below=False)),
    ("first_moment_not_corrected", _plain, lambda **c: _by_hand(**c, top=False)),
    ("second_moment_not_corrected", _plain, lambda **c: _by_hand(**c, below=False)),
    ("step_counted_late", _plain, lambda **c: _by_hand(**c, late=1)),
    ("eps_inside_root", _large_eps, lambda **c: _by_hand(**c, place="inside")),
    ("eps_before_correction", _large_eps, lambda **c: _by_hand(**c, place="before")),
    ("eps_missing", _large_eps, lambda **c: _by_hand(**c | {"eps": 0.0})),
    ("root_missing", _plain, lambda **c: _by_hand(**c, root=False)),
    ("gradient_not_squared", _climbing, lambda **c: _by_hand(**c, second=lambda g, m: g)),
    ("second_of_first_moment", _plain, lambda **c: _by_hand(**c, second=lambda g, m: m * m)),
    ("betas_swapped", _plain, lambda **c: _by_hand(**c, betas=(0.999, 0.9))),
    ("first_moment_ignored", _plain, lambda **c: _by_hand(**c, betas=(0.0, 0.999))),
    ("ascent", _plain, lambda **c: _by_hand(**c | {"lr": -RATE})),
    ("state_forgotten", _plain, lambda **c: _by_hand(**c, forget=True)),
    ("decay_ignored", _decayed, lambda **c: _adam(**c | {"weight_decay": 0.0})),
    ("decay_decoupled", _decayed, lambda **c: _torch_steps(torch.optim.AdamW, **c)),
]

OPTIMISERS = [
    *(Planted("sgd", name, draw, _sgd, wrong, slips.sgd) for name, draw, wrong in SGD),
    *(Planted("adam", name, draw, _adam, wrong, slips.adam) for name, draw, wrong in ADAM),
]
