"""Cases written as a function of a `Pick`, which draws their choices.

As Hypothesis' `composite`, but a whole case is one draw: what Hypothesis keeps about each draw costs several
times the choice itself, and a check that passes pays it for every example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.utils import ONE_FROM_MANY_LABEL, calc_label_from_name
from hypothesis.strategies import SearchStrategy

P = ParamSpec("P")
T = TypeVar("T")

_FILLING_BYTES = 2
_SEVERAL = calc_label_from_name("several parts of a case")


class Pick:
    """Draws the choices of one case; each becomes simpler on its own when an example shrinks."""

    def __init__(self, data: ConjectureData) -> None:
        self._data = data

    def between(self, low: int, high: int) -> int:
        """A whole number within bounds; the lowest is the simplest."""
        return self._data.draw_integer(low, high, shrink_towards=low)

    def flag(self) -> bool:
        """True or False, the simplest."""
        return self._data.draw_boolean(0.5)

    def several(self, low: int, high: int) -> Iterator[int]:
        """Numbers from 0, for each of so many parts, which are drawn while iterating.

        Each part can be left out alone, wherever it stands; a number drawn first could only lose the last.
        """
        average = (low + high) / 2
        self._data.start_span(_SEVERAL)
        for number in range(high + 1):
            self._data.start_span(ONE_FROM_MANY_LABEL)
            # Past the last part a choice says so too: then the others keep their places when one is left out.
            settled = True if number < low else False if number == high else None
            more = self._data.draw_boolean(average / (average + 1), forced=settled)
            if more:
                yield number
            self._data.stop_span()
            if not more:
                break
        self._data.stop_span()

    def one_of(self, options: Sequence[T]) -> T:
        """One of these; the first is the simplest."""
        return options[self._data.draw_integer(0, len(options) - 1)]

    def filling(self) -> int:
        """Which numbers a case is filled with; 0 is the simplest.

        A filling has no neighbours worth trying. A choice of bytes of one length says so to the search for a
        smaller example, which tries the first few fillings and leaves the others.
        """
        return int.from_bytes(self._data.draw_bytes(_FILLING_BYTES, _FILLING_BYTES), "big")

    def of(self, strategy: SearchStrategy[T]) -> T:
        """What another strategy draws."""
        return self._data.draw(strategy)


def cases(function: Callable[Concatenate[Pick, P], T]) -> Callable[P, SearchStrategy[T]]:
    """Make a strategy of a function that picks a case."""

    @wraps(function)
    def strategy(*args: P.args, **kwargs: P.kwargs) -> SearchStrategy[T]:
        return _Cases(lambda pick: function(pick, *args, **kwargs))

    return strategy


class _Cases(SearchStrategy[T]):
    def __init__(self, pick_case: Callable[[Pick], T]) -> None:
        super().__init__()
        self._pick_case = pick_case

    def do_draw(self, data: Any) -> T:
        """One case."""
        return self._pick_case(Pick(data))
