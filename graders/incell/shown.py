"""How an example is shown: its arguments by name, as text and as Python that makes them again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graders.incell.formatting import ELEMENTS, describe
from graders.incell.origins import is_tensor, rebuilt
from graders.messages import Text, plain

_TEXT = 600
#: arguments that are told of one by one
_NAMED = 24


def untold(arguments: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments, but for a sequence of requests that a failure itself lists from the first one on."""
    requests, last = told.get("requests"), told.get("step")
    if not isinstance(requests, list) or len(requests) != last:
        return dict(arguments)
    return {name: value for name, value in arguments.items() if not _are_steps(value, last)}


def lines(arguments: Mapping[str, Any]) -> list[Text]:
    """The example for a message: values where they are small, otherwise how to make them."""
    shown = [Text("given.example")]
    for name, value in _named(arguments):
        params: dict[str, str | int | float] = {"name": name, "value": plain(describe(value), _TEXT)}
        line = rebuilt(value) if _is_large(value) else None
        if line is None:
            shown.append(Text("given.argument", params))
        else:
            shown.append(Text("given.rebuilt", {**params, "line": plain(line)}))
    return shown


def detail(arguments: Mapping[str, Any], named: Mapping[str, Any]) -> dict[str, Any]:
    """The example as data for a report; those named are told one by one, with how to make them."""
    return {
        "example": {name: plain(describe(value), _TEXT) for name, value in arguments.items()},
        "arguments": [_argument(name, value) for name, value in _named(named)],
    }


def _argument(name: str, value: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": name, "text": plain(describe(value), _TEXT)}
    if is_tensor(value) or isinstance(value, np.ndarray):
        entry["dtype"] = str(value.dtype).removeprefix("torch.")
        entry["shape"] = [int(side) for side in value.shape]
    line = rebuilt(value)
    # Text that would have to be cleaned would no longer be the value.
    if line is not None and plain(line) == line:
        entry["rebuild"] = line
    return entry


def _named(arguments: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each argument; those of a case, a dictionary by name, one by one."""
    taken = set(arguments)
    for name, value in list(arguments.items())[:_NAMED]:
        parts = _parts(value)
        if parts is None:
            yield name, value
            continue
        for key, part in parts.items():
            yield (f"{name}[{key!r}]" if key in taken else key), part
        taken.update(parts)


def _parts(value: Any) -> dict[str, Any] | None:
    named = type(value) is dict and 0 < len(value) <= _NAMED
    return value if named and all(type(key) is str and key.isidentifier() for key in value) else None


def _are_steps(value: Any, least: int) -> bool:
    """Whether a value is a sequence of at least so many requests; those after the failure do not matter."""
    return (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(step, dict) and {"method", "path"} <= step.keys() for step in value)
    )


def _is_large(value: Any) -> bool:
    if is_tensor(value):
        return bool(value.numel() > ELEMENTS)
    return isinstance(value, np.ndarray) and value.size > ELEMENTS
