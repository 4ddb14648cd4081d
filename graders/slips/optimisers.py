"""Slips of optimiser steps: the parameter one gets after following some gradients."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graders.slips.slip import Slip, known, lazily
from graders.slips.tensors import tensor


@dataclass(frozen=True)
class _Sgd:
    """Gradient descent with momentum as torch has it: v ← momentum·v + g, p ← p − lr·v."""

    lr: float
    momentum: float = 0.0
    weight_decay: float = 0.0
    dampening: float = 0.0
    rate_inside: bool = False
    look_ahead: bool = False

    def run(self, parameter: Any, gradients: Sequence[Any]) -> Any:
        """The parameter after these gradients."""
        velocity = None
        for gradient in gradients:
            step = gradient + self.weight_decay * parameter
            step = self.lr * step if self.rate_inside else step
            if velocity is None:
                velocity = step
            else:
                velocity = self.momentum * velocity + (1 - self.dampening) * step
            move = step + self.momentum * velocity if self.look_ahead else velocity
            parameter = parameter - (1 if self.rate_inside else self.lr) * move
        return parameter


@lazily
def sgd(
    parameter: Any, gradients: Any, lr: float, *, momentum: float = 0.0, weight_decay: float = 0.0
) -> Iterator[Slip]:
    """Slips of the parameter after gradient descent along one gradient, or a list of them."""
    parameter, steps = tensor(parameter), _steps(gradients)
    right = _Sgd(lr, momentum, weight_decay)

    def after(rule: _Sgd) -> Any:
        return lambda: rule.run(parameter, steps)

    yield known("ascent", lambda: replace(right, lr=-lr).run(parameter, steps))
    yield known("rate_missing", after(replace(right, lr=1.0)))
    if momentum:
        yield known("momentum_ignored", after(replace(right, momentum=0.0)))
        yield known("momentum_dampened", after(replace(right, dampening=momentum)))
        yield known("momentum_looks_ahead", after(replace(right, look_ahead=True)))
    if weight_decay:
        yield known("decay_ignored", after(replace(right, weight_decay=0.0)))
        yield known("decay_reversed", after(replace(right, weight_decay=-weight_decay)))
    yield from _of_lists(right, parameter, steps)


@dataclass(frozen=True)
class _Adam:
    """Adam as its authors have it: p ← p − lr·m̂ / (√v̂ + eps)."""

    lr: float
    beta1: float
    beta2: float
    eps: float
    weight_decay: float = 0.0
    correct_first: bool = True
    correct_second: bool = True
    late: int = 0
    eps_inside: bool = False
    eps_before_correction: bool = False
    root: bool = True
    square: bool = True
    decoupled: bool = False
    second_of_first: bool = False

    def run(self, parameter: Any, gradients: Sequence[Any]) -> Any:
        """The parameter after these gradients."""
        first, second = 0 * parameter, 0 * parameter
        for number, own in enumerate(gradients, start=1 + self.late):
            gradient = own if self.decoupled else own + self.weight_decay * parameter
            first = self.beta1 * first + (1 - self.beta1) * gradient
            squared = gradient * gradient if self.square else gradient
            if self.second_of_first:
                squared = first * first
            second = self.beta2 * second + (1 - self.beta2) * squared
            parameter = parameter * (1 - self.lr * self.weight_decay) if self.decoupled else parameter
            parameter = parameter - self.lr * self._direction(first, second, number)
        return parameter

    def _direction(self, first: Any, second: Any, number: int) -> Any:
        top = 1 - self.beta1**number if self.correct_first else 1.0
        below = 1 - self.beta2**number if self.correct_second else 1.0
        if self.eps_before_correction:
            return first / top / ((second.sqrt() + self.eps) / below**0.5)
        variance = second / below
        if not self.root:
            return first / top / (variance + self.eps)
        spread = (variance + self.eps).sqrt() if self.eps_inside else variance.sqrt() + self.eps
        return first / top / spread


@lazily
def adam(
    parameter: Any,
    gradients: Any,
    lr: float = 1e-3,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    *,
    weight_decay: float = 0.0,
) -> Iterator[Slip]:
    """Slips of the parameter after Adam along one gradient, or a list of them, from a fresh state."""
    parameter, steps = tensor(parameter), _steps(gradients)
    right = _Adam(lr, *betas, eps, weight_decay)
    changes: dict[str, dict[str, Any]] = {
        "no_bias_correction": {"correct_first": False, "correct_second": False},
        "first_moment_not_corrected": {"correct_first": False},
        "second_moment_not_corrected": {"correct_second": False},
        "step_counted_late": {"late": 1},
        "eps_inside_root": {"eps_inside": True},
        "eps_before_correction": {"eps_before_correction": True},
        "eps_missing": {"eps": 0.0},
        "root_missing": {"root": False},
        "gradient_not_squared": {"square": False},
        "second_of_first_moment": {"second_of_first": True},
        "betas_swapped": {"beta1": betas[1], "beta2": betas[0]},
        "first_moment_ignored": {"beta1": 0.0},
        "ascent": {"lr": -lr},
    }
    if weight_decay:
        changes["decay_ignored"] = {"weight_decay": 0.0}
        changes["decay_decoupled"] = {"decoupled": True}
    for name, change in changes.items():
        rule = replace(right, **change)
        yield known(name, lambda rule=rule: rule.run(parameter, steps))
    if len(steps) > 1:
        yield known("state_forgotten", lambda: _one_at_a_time(right, parameter, steps))
    yield from _of_lists(right, parameter, steps)


def _steps(gradients: Any) -> list[Any]:
    """One gradient or a list of them as a list."""
    if isinstance(gradients, (list, tuple)):
        return [tensor(gradient) for gradient in gradients]
    return [tensor(gradients)]


def _of_lists(rule: _Sgd | _Adam, parameter: Any, steps: Sequence[Any]) -> Iterator[Slip]:
    """Slips of counting steps."""
    yield known("parameter_unchanged", lambda: parameter)
    if len(steps) > 1:
        yield known("last_step_missing", lambda: rule.run(parameter, steps[:-1]))


def _one_at_a_time(rule: _Adam, parameter: Any, steps: Sequence[Any]) -> Any:
    """The parameter after steps that each begin with a fresh state."""
    for step in steps:
        parameter = rule.run(parameter, [step])
    return parameter
