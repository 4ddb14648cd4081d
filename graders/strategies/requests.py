"""Sequences of requests to a web application.

A step is plain data, so that it can be shown, sent and written down again:
`{"method": "POST", "path": "/notes", "form": {"text": "hi"}}`. A sequence is a list of steps; a failing one
loses the steps that do not matter, and the values of the others become the simplest that still fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as base
from hypothesis.strategies import SearchStrategy, composite

#: stands for a field that is left out
_ABSENT = object()

Step = dict[str, Any]
Action = SearchStrategy[Step] | Mapping[str, Any]


def optional(value: Any) -> SearchStrategy[Any]:
    """A field of a form, a query or a JSON object that is sometimes left out."""
    return base.one_of(_strategy(value), base.just(_ABSENT))


@composite
def request(
    draw: base.DrawFn,
    /,
    method: str,
    path: str,
    *,
    query: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    json: Any = None,
    headers: Mapping[str, str] | None = None,
    follow: bool = False,
    client: int | SearchStrategy[int] = 0,
    cookies: Mapping[str, Any] | None = None,
    tamper: Mapping[str, Any] | None = None,
    **parts: Any,
) -> Step:
    """One request. `{name}` in the path is replaced by the part of that name.

    Parts, and values of `query`, `form`, `json`, `cookies` and `tamper`, are values or strategies; `follow`
    follows redirects; `client` is the number of the browser, each with cookies of its own.
    """
    step: Step = {"method": method, "path": path.format(**{k: draw(_strategy(v)) for k, v in parts.items()})}
    drawn = {"query": query, "form": form, "json": json, "cookies": cookies, "tamper": tamper}
    for name, fields in drawn.items():
        if fields is not None:
            step[name] = _drawn(draw, fields)
    if headers:
        step["headers"] = dict(headers)
    if follow:
        step["follow"] = True
    number = draw(_strategy(client))
    if number:
        step["client"] = number
    return step


@composite
def request_sequences(
    draw: base.DrawFn,
    actions: Sequence[Action],
    *,
    max_steps: int = 12,
    min_steps: int = 1,
    first: Sequence[Action] = (),
    last: Sequence[Action] = (),
) -> list[Step]:
    """Lists of steps, each one of the actions; those of `first` and `last` begin and end every sequence."""
    begin = [draw(_strategy(action)) for action in first]
    one = base.one_of([_strategy(action) for action in actions])
    # Half of the sequences are long: what one request breaks often shows only some requests later.
    least = draw(base.sampled_from([min_steps, (min_steps + max_steps) // 2]))
    between = draw(base.lists(one, min_size=least, max_size=max_steps))
    return begin + between + [draw(_strategy(action)) for action in last]


def _strategy(value: Any) -> SearchStrategy[Any]:
    return value if isinstance(value, SearchStrategy) else base.just(value)


def _drawn(draw: base.DrawFn, value: Any) -> Any:
    """A value with every strategy in it drawn, and fields left out that are absent."""
    if isinstance(value, SearchStrategy):
        return draw(value)
    if isinstance(value, Mapping):
        fields = {name: _drawn(draw, item) for name, item in value.items()}
        return {name: item for name, item in fields.items() if item is not _ABSENT}
    if isinstance(value, (list, tuple)):
        return [_drawn(draw, item) for item in value]
    return value
