"""Examples drawn from Hypothesis strategies, one after the other, and drawn again from the same choices.

Drawing uses Hypothesis' strategies and choices without its engine: for a check that passes, the engine's
bookkeeping (which inputs were tried, which to mutate) costs several times the check itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis.control import BuildContext
from hypothesis.errors import StopTest, UnsatisfiedAssumption
from hypothesis.internal.conjecture.choice import ChoiceNode, ChoiceT, ChoiceTemplate
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.internal.conjecture.utils import ONE_FROM_MANY_LABEL
from hypothesis.internal.constants_ast import Constants
from hypothesis.strategies import SearchStrategy

Strategies = Mapping[str, SearchStrategy[Any]]
Choices = Sequence[ChoiceT]

#: draws that may fail an assumption, for each example that is wanted
_PATIENCE = 10
_NO_CONSTANTS = Constants()


@dataclass(frozen=True)
class Drawn:
    """An example with what it was drawn from."""

    arguments: dict[str, Any]
    nodes: tuple[ChoiceNode, ...]
    #: of each collection, where the choices of its elements begin and end
    collections: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def choices(self) -> tuple[ChoiceT, ...]:
        """The choices, in their order."""
        return tuple(node.value for node in self.nodes)


def draw(strategies: Strategies, seed: int, count: int) -> Iterator[tuple[dict[str, Any], Choices]]:
    """Up to `count` examples and the choices that led to them: the simplest one first, then random ones."""
    random = Random(seed)
    found = 0
    for attempt in range(count * _PATIENCE):
        if found == count:
            return
        data = _following(()) if attempt == 0 else _random(random)
        arguments = _arguments(strategies, data)
        if arguments is not None:
            found += 1
            yield arguments, data.choices


def redraw(strategies: Strategies, choices: Choices) -> Drawn | None:
    """The example of these choices, with the simplest where they do not fit or are too few.

    None where the strategies refuse what that makes.
    """
    data = _following(choices)
    arguments = _arguments(strategies, data)
    if arguments is None:
        return None
    data.freeze()
    return Drawn(arguments, data.nodes, _collections(data))


def _arguments(strategies: Strategies, data: ConjectureData) -> dict[str, Any] | None:
    try:
        with BuildContext(data, is_final=False, wrapped_test=draw):
            return {name: data.draw(strategy) for name, strategy in strategies.items()}
    except (StopTest, UnsatisfiedAssumption):
        return None


def _collections(data: ConjectureData) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The elements of each list, set or dictionary that was drawn, without the choice that ends it."""
    found: dict[object, list[tuple[int, int]]] = {}
    for span in data.spans:
        is_element = span.label == ONE_FROM_MANY_LABEL and span.end > span.start
        if is_element and data.nodes[span.start].value is True:
            found.setdefault(span.parent, []).append((span.start, span.end))
    return tuple(map(tuple, found.values()))


def _random(random: Random) -> ConjectureData:
    data = ConjectureData(random=random)
    # Hypothesis would read and parse the source of every module loaded since, for numbers to try.
    vars(data.provider)["_local_constants"] = _NO_CONSTANTS
    return data


def _following(choices: Choices) -> ConjectureData:
    return ConjectureData.for_choices((*choices, ChoiceTemplate("simplest", count=None)))
