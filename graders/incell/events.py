"""The submission's end of a live event channel: a callable that only ever sends finite numbers away."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graders.incell.protocol import MAX_EVENTS

Send = Callable[[int, dict[str, float], int | None], None]


class EventChannel:
    """What the student's code receives for a callable of the check.

    Called as `log(loss=0.3)`, `log("loss", 0.3)` or `log(0.3)` for the first declared name, each with an
    optional `step`. Numbers that are not finite, and those beyond the cap, are dropped: a diverging training
    is no error.
    """

    def __init__(self, emitter: int, names: Sequence[str], send: Send) -> None:
        self._emitter = emitter
        self._names = tuple(names)
        self._send = send
        self._left = MAX_EVENTS

    def __call__(self, *args: Any, step: int | None = None, **values: Any) -> None:
        """Send numbers under declared names."""
        numbers = {name: float(value) for name, value in self._named(args, values).items()}
        finite = {name: number for name, number in numbers.items() if math.isfinite(number)}
        if finite and self._left > 0:
            self._left -= 1
            self._send(self._emitter, finite, None if step is None else int(step))

    def __repr__(self) -> str:
        return f"<log for {', '.join(self._names)}>"

    def close(self) -> None:
        """Send nothing more: the call this channel belonged to is over."""
        self._left = 0

    def _named(self, args: Sequence[Any], values: Mapping[str, Any]) -> dict[str, Any]:
        """Positional and keyword numbers by name; a name that was not declared is a TypeError."""
        named = dict(values)
        if len(args) > 1 and isinstance(args[0], str):
            named[args[0]] = args[1]
            args = args[2:]
        elif len(args) == 1 and isinstance(args[0], Mapping):
            named.update(args[0])
            args = ()
        named.update(zip(self._names, args, strict=False))
        if unknown := [name for name in named if name not in self._names]:
            raise TypeError(f"log() takes numbers named {', '.join(self._names)}; got {unknown[0]!r}")
        return named
