"""Derivatives of written-down functions, all by autograd."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd import grad


def _leaf(value: Tensor) -> Tensor:
    """Return the same numbers as the beginning of a graph of our own."""
    return value.detach().requires_grad_()


def _slope(value: Tensor, at: Tensor, **options: Any) -> Tensor:
    """Return the gradient of one number in one tensor."""
    (gradient,) = grad(value, at, **options)
    return gradient


def polynomial_slope(coefficients: Tensor, x: Tensor) -> Tensor:
    """Return the derivative of a polynomial at each entry of x."""
    at = _leaf(x)
    terms = torch.stack([c * at**k for k, c in enumerate(coefficients)])
    return _slope(terms.sum(), at)


def loss_gradients(w: Tensor, b: Tensor, x: Tensor, y: Tensor) -> tuple[Tensor, ...]:
    """Return the gradients of the mean squared error in the weights and in the bias."""
    weight, bias = _leaf(w), _leaf(b)
    loss = ((x @ weight + bias - y) ** 2).mean()
    return grad(loss, (weight, bias))


def curvature(x: Tensor) -> Tensor:
    """Return the second derivative of exp(-x²/2) at each entry of x."""
    at = _leaf(x)
    slope = _slope(torch.exp(-(at**2) / 2).sum(), at, create_graph=True)
    return _slope(slope.sum(), at)


def jacobian(x: Tensor) -> Tensor:
    """Return the derivatives of (ab, a², sin b) in a and b, a row for each output."""
    at = _leaf(x)
    a, b = at
    outputs = torch.stack([a * b, a**2, torch.sin(b)])
    return torch.stack([_slope(output, at, retain_graph=True) for output in outputs])


def target_gradient(w: Tensor, x: Tensor, z: Tensor) -> Tensor:
    """Return the gradient of (w·x − t)²/2 in w, where t = w·z counts as a constant."""
    weight = _leaf(w)
    target = (weight * z).sum().detach()
    return _slope(((weight * x).sum() - target) ** 2 / 2, weight)


def descend(w: Tensor, x: Tensor, y: Tensor, rate: float, steps: int) -> Tensor:
    """Return the weights before and after each step of gradient descent on the mean squared error."""
    path = [w.detach()]
    for _ in range(steps):
        weight = _leaf(path[-1])
        loss = ((x @ weight - y) ** 2).mean()
        path.append(path[-1] - rate * _slope(loss, weight))
    return torch.stack(path)
