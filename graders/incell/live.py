"""Live event channels, as checks see them: numbers that arrive while the submission works."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graders.incell.connection import Emits

Report = Callable[[str, int, float], None]

LAST_STEP = 2**31 - 1
DEFAULT_NAMES = ("loss", "accuracy")


class LiveChannel:
    """The `live` fixture: pass it to the submission, and what it reports is drawn as curves beside the check.

    `live` takes numbers named loss and accuracy, `live.declare("error")` others. A number without a step gets
    the next one of its name.
    """

    def __init__(self, report: Report, names: Sequence[str] = DEFAULT_NAMES) -> None:
        self.names = tuple(names)
        self._report = report
        self._steps: dict[str, int] = {}

    def declare(self, *names: str) -> LiveChannel:
        """A channel for numbers under these names."""
        return LiveChannel(self._report, names)

    def receive(self, values: Mapping[str, float], step: int | None) -> None:
        """Take one event of the submission."""
        for name, value in values.items():
            at = self._steps.get(name, 0) if step is None else step
            self._steps[name] = min(at + 1, LAST_STEP)
            self._report(name, at, value)

    def __call__(self, step: int | None = None, **values: float) -> None:
        """Report numbers from the check itself."""
        self.receive(values, step)


class _CallableEmitter:
    """A function of the check as an event channel: its parameters are the declared names."""

    def __init__(self, function: Callable[..., Any], names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._function = function

    def receive(self, values: Mapping[str, float], step: int | None) -> None:
        """Call the function with what came."""
        given = dict(values)
        if step is not None and "step" in self.names:
            given["step"] = step
        self._function(**given)


def emitter_of(value: Any) -> Emits | None:
    """The event channel that an argument stands for: a callable whose parameters declare its names."""
    if isinstance(value, LiveChannel):
        return value
    if not callable(value):
        return None
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):  # a callable of C code, which does not say what it takes
        return None
    names = [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    return _CallableEmitter(value, names) if names else None
