"""Examples drawn from Hypothesis strategies one after the other, and the search for a smaller failing one.

Drawing uses Hypothesis' strategies and choices without its engine: for a check that passes, the engine's
bookkeeping (which inputs were tried, which to mutate) costs several times the check itself. Once an example
fails, the engine takes over: it is given the failing choices as if from its database, and shrinks them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from random import Random
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity
from hypothesis.control import BuildContext
from hypothesis.database import ExampleDatabase, choices_to_bytes
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.choice import ChoiceT, ChoiceTemplate
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.constants_ast import Constants
from hypothesis.strategies import SearchStrategy

Strategies = Mapping[str, SearchStrategy[Any]]
Choices = Sequence[ChoiceT]

#: draws that may fail an assumption, for each example that is wanted
_PATIENCE = 10
_NO_CONSTANTS = Constants()


def draw(strategies: Strategies, seed: int, count: int) -> Iterator[tuple[dict[str, Any], Choices]]:
    """Up to `count` examples and the choices that led to them: the simplest one first, then random ones."""
    random = Random(seed)
    found = 0
    for attempt in range(count * _PATIENCE):
        if found == count:
            return
        data = _simplest() if attempt == 0 else _random(random)
        try:
            with BuildContext(data, is_final=False, wrapped_test=draw):
                arguments = {name: data.draw(strategy) for name, strategy in strategies.items()}
        except (StopTest, UnsatisfiedAssumption):
            continue
        found += 1
        yield arguments, data.choices


def shrink(strategies: Strategies, choices: Choices, seed: int, example: Callable[..., None]) -> None:
    """Let Hypothesis try smaller examples than the failing one of these choices, until `example` leaves."""
    settings = hypothesis.settings(
        # Without a phase of generation Hypothesis refuses to run; with an example found, it skips that one.
        phases=[Phase.reuse, Phase.generate, Phase.shrink],
        database=_Found(choices),
        deadline=None,
        derandomize=False,
        report_multiple_bugs=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    hypothesis.seed(seed)(settings(hypothesis.given(**strategies)(example)))()


def _random(random: Random) -> ConjectureData:
    data = ConjectureData(random=random)
    # Hypothesis would read and parse the source of every module loaded since, for numbers to try.
    vars(data.provider)["_local_constants"] = _NO_CONSTANTS
    return data


def _simplest() -> ConjectureData:
    return ConjectureData.for_choices((ChoiceTemplate("simplest", count=None),))


class _Found(ExampleDatabase):
    """A database that knows one example, whatever it is asked for, and learns nothing."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._data = choices_to_bytes(choices)

    def fetch(self, key: bytes) -> Iterable[bytes]:
        """The one example."""
        return [self._data]

    def save(self, key: bytes, value: bytes) -> None:
        """Forget it."""

    def delete(self, key: bytes, value: bytes) -> None:
        """Keep it."""
