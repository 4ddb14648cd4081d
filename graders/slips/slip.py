"""A slip: a mistake that is made often, and the result one gets by it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial, wraps
from typing import Any, ParamSpec

from graders.messages import Text, plain

P = ParamSpec("P")


@dataclass(frozen=True)
class Slip:
    """A mistake by its name, in the author's words, with the result it leads to.

    `value` is called only after a mismatch. It takes nothing, or the expected result, or the expected and the
    given one. A name that the catalogue knows needs no words of its own.
    """

    name: str
    en: str = field(default="", kw_only=True)
    ko: str = field(default="", kw_only=True)
    value: Callable[..., Any] = field(kw_only=True, compare=False)
    #: particulars of the catalogue's sentence
    params: Mapping[str, str | int | float] = field(default_factory=dict, kw_only=True, compare=False)
    #: bits that chance gains by what the slip itself took from the given result
    cost: float = field(default=0.0, kw_only=True)

    @property
    def kind(self) -> str:
        """The name without what tells apart slips of one kind (`wrong_axis:1`)."""
        return self.name.partition(":")[0]

    @property
    def text(self) -> Text:
        """What a student reads."""
        if self.en or self.ko:
            return Text("slip.words", {"text_en": plain(self.en, 400), "text_ko": plain(self.ko, 400)})
        return Text(f"slip.{self.kind}", dict(self.params))

    def result(self, expected: Any, got: Any) -> Any:
        """The result one gets by this mistake."""
        return self.value(*(expected, got)[: _wanted(self.value)])


class Slips:
    """Slips that are made when somebody asks for them, so that a check that passes does not pay for them."""

    def __init__(self, make: Callable[[], Iterable[Slip]]) -> None:
        self._make = make

    def __iter__(self) -> Iterator[Slip]:
        yield from self._make()

    def __add__(self, other: Iterable[Slip]) -> Slips:
        return Slips(lambda: (*self, *other))


def lazily(make: Callable[P, Iterable[Slip]]) -> Callable[P, Slips]:
    """The function as one that returns at once and makes its slips when they are asked for."""

    @wraps(make)
    def prepare(*args: P.args, **kwargs: P.kwargs) -> Slips:
        return Slips(partial(make, *args, **kwargs))

    return prepare


def known(name: str, value: Callable[..., Any], **params: str | int | float) -> Slip:
    """A slip of the catalogue."""
    return Slip(name, value=value, params=params)


def _wanted(function: Callable[..., Any]) -> int:
    """How many arguments a function has to be given; those with defaults are its own."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:  # a method of torch, bound to its tensor
        return 0
    return sum(
        parameter.default is inspect.Parameter.empty
        and parameter.kind in (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        for parameter in parameters
    )
