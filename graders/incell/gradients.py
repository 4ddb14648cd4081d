"""Vector-Jacobian products, computed the same way beside the student's code and beside the reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


class WrongCotangent(Exception):
    """The value is not of the form that the cotangent was made for: expected and actual shapes."""

    def __init__(self, expected: str, got: str) -> None:
        super().__init__(f"expected {expected}, got {got}")
        self.expected = expected
        self.got = got


class Detached(Exception):
    """The value does not depend on the arguments as far as autograd knows."""


def vector_jacobian(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    cotangent: Any,
    wrt: Sequence[int | str],
) -> tuple[Any, tuple[Any, ...]]:
    """The value of a call, and its gradients in the arguments named by `wrt` (position or keyword).

    A value of several tensors takes a cotangent of as many; where the cotangent is None, it is ones. An
    argument that the value does not depend on has the gradient None.
    """
    positional, named, leaves = _with_leaves(args, kwargs, wrt)
    value, gradients = _backward(lambda: function(*positional, **named), leaves, cotangent)
    return value, tuple(gradients)


def parameter_gradients(
    module: Any, args: Sequence[Any], kwargs: Mapping[str, Any], cotangent: Any
) -> tuple[Any, dict[str, Any]]:
    """The value of a module's call, and its gradients in the module's parameters, by name.

    A parameter that the value does not depend on, or that asks for no gradient, has the gradient None.
    """
    weights = dict(module.named_parameters())
    learning = {name: weight for name, weight in weights.items() if weight.requires_grad}
    value, gradients = _backward(lambda: module(*args, **kwargs), list(learning.values()), cotangent)
    return value, {**dict.fromkeys(weights), **dict(zip(learning, gradients, strict=True))}


def _backward(call: Callable[[], Any], leaves: Sequence[Any], cotangent: Any) -> tuple[Any, Sequence[Any]]:
    """The value of a call without its graph, and its gradients in the leaves."""
    torch = import_module("torch")  # only cells whose checks use gradients need it
    with torch.enable_grad():
        value = call()
    several = isinstance(value, (list, tuple))
    outputs = list(value) if several else [value]
    if cotangent is not None and several != isinstance(cotangent, (list, tuple)):
        raise WrongCotangent(_form_of(cotangent), _form_of(value))
    cotangents = list(cotangent) if isinstance(cotangent, (list, tuple)) else [cotangent] * len(outputs)
    _check_form(torch, outputs, cotangents)
    pairs = [(o, c) for o, c in zip(outputs, cotangents, strict=True) if o.requires_grad]
    if not pairs or not leaves:
        raise Detached
    weights = [
        torch.ones_like(output) if given is None else given.to(output.dtype) for output, given in pairs
    ]
    gradients = torch.autograd.grad([output for output, _ in pairs], leaves, weights, allow_unused=True)
    plain = [output.detach() for output in outputs]
    return (tuple(plain) if several else plain[0]), gradients


def _form_of(value: Any) -> str:
    """A value's form in a word or two, for a cotangent that does not fit it."""
    return f"{type(value).__name__} of {len(value)}" if isinstance(value, (list, tuple)) else "a tensor"


def _with_leaves(
    args: Sequence[Any], kwargs: Mapping[str, Any], wrt: Sequence[int | str]
) -> tuple[list[Any], dict[str, Any], list[Any]]:
    """The arguments with those named by `wrt` as leaves of a fresh computation, and these leaves."""
    positional, named = list(args), dict(kwargs)
    leaves = []
    for key in wrt:
        arguments: Any = positional if isinstance(key, int) else named
        arguments[key] = arguments[key].detach().clone().requires_grad_()
        leaves.append(arguments[key])
    return positional, named, leaves


def _check_form(torch: Any, outputs: Sequence[Any], cotangents: Sequence[Any]) -> None:
    """The value has a tensor of the right shape for each cotangent."""
    if len(outputs) != len(cotangents):
        raise WrongCotangent(f"{len(cotangents)} tensors", f"{len(outputs)}")
    for output, given in zip(outputs, cotangents, strict=True):
        if not isinstance(output, torch.Tensor):
            raise WrongCotangent("a tensor", type(output).__name__)
        if given is not None and output.shape != given.shape:
            raise WrongCotangent(str(tuple(given.shape)), str(tuple(output.shape)))
