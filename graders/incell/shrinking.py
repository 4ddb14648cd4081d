"""The search for a smaller failing example, by few calls.

An example is its choices. Each try changes some of them to simpler ones and draws again; what still fails
becomes the best example. Trying is dear, since it calls the submission, so the order is: leave out elements,
reset whole groups of choices that do not matter, then lower each one that does. At the end no choice can be
lowered alone, nor any two together by the same amount, if the budget lasted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from hypothesis.internal.conjecture.choice import (
    ChoiceNode,
    ChoiceT,
    choice_from_index,
    choice_permitted,
    choice_to_index,
)

from graders.incell.examples import Drawn, Strategies, redraw

#: every simpler value of a whole number is tried if there are no more than these; others are halved first
_FEW = 8
#: choices that do not go down alone are tried in pairs if there are no more than these
_PAIRED = 6
#: first fillings that are worth a try: counted up, or whole
_FILLINGS = (0, 1)


class Shrinking:
    """A failing example on its way down.

    `fails` says whether another example fails alike; it may leave by raising.
    """

    def __init__(self, strategies: Strategies, failing: Drawn, fails: Callable[[Drawn], bool]) -> None:
        self.best = failing
        self._strategies = strategies
        self._fails = fails
        self._tried = {_key(failing.nodes)}

    def run(self) -> None:
        """Try smaller examples until none of them fails."""
        before = None
        while before is not self.best:
            before = self.best
            self._leave_out_elements()
            self._reset_groups()
            self._lower_each()
            if before is self.best:
                self._lower_pairs()

    def _leave_out_elements(self) -> None:
        """Drop elements of lists: half of them, a quarter, … each alone."""
        for number in range(len(self.best.collections)):
            size = max(1, len(self._elements(number)) // 2)
            while size:
                at = 0
                while at < len(self._elements(number)):
                    run = self._elements(number)[at : at + size]
                    if not self._without(run[0][0], run[-1][1]):
                        at += size
                size //= 2

    def _elements(self, number: int) -> Sequence[tuple[int, int]]:
        collections = self.best.collections
        return collections[number] if number < len(collections) else ()

    def _without(self, start: int, end: int) -> bool:
        choices = self.best.choices
        return self._try([*choices[:start], *choices[end:]])

    def _reset_groups(self) -> None:
        """Make half of the choices that are not simplest so, then a quarter of the rest, … each alone."""
        size = max(1, len(self._resettable()) // 2)
        while size:
            at = 0
            while at < len(rest := self._resettable()):
                group = {place: _value(self.best.nodes[place], 0) for place in rest[at : at + size]}
                if not self._try(self._replaced(group)):
                    at += size
            size //= 2

    def _resettable(self) -> list[int]:
        """Places of choices that could be simpler, but for fillings: they come when the sizes are known."""
        nodes = enumerate(self.best.nodes)
        return [place for place, node in nodes if not node.trivial and not _is_filling(node)]

    def _lower_each(self) -> None:
        places = range(len(self.best.nodes))
        for filling in (False, True):
            for at in places:
                if at < len(self.best.nodes) and _is_filling(self.best.nodes[at]) is filling:
                    self._lower(at)

    def _lower(self, at: int) -> None:
        """Give one choice the simplest value that still fails."""
        node = self.best.nodes[at]
        if node.trivial:
            return
        if node.type == "integer":
            self._halve(at)
            for index in range(min(_index(self.best.nodes[at]), _FEW)):
                if self._put(at, _value(node, index)):
                    return
        elif _is_filling(node):
            any(self._put(at, _value(node, index)) for index in _FILLINGS if index < _index(node))
        elif node.type == "string":
            self._shorten(at)
        else:
            any(self._put(at, value) for value in _simpler(node))

    def _halve(self, at: int) -> None:
        """Bring a large number near the smallest that fails, as if all above that one did."""
        node = self.best.nodes[at]
        if _index(node) <= _FEW or self._put(at, _value(node, 0)):
            return
        low, high = 0, _index(self.best.nodes[at])
        while high - low > 1:
            middle = (low + high) // 2
            if self._put(at, _value(node, middle)):
                high = middle
            else:
                low = middle

    def _shorten(self, at: int) -> None:
        """Drop parts of a text, then make its characters simple."""
        if self._put(at, _value(self.best.nodes[at], 0)):
            return
        size = max(1, len(self._text(at)) // 2)
        while size:
            start = 0
            while start < len(text := self._text(at)):
                if not self._put(at, text[:start] + text[start + size :]):
                    start += size
            size //= 2
        for start in range(len(self._text(at))):
            text = self._text(at)
            self._put(at, text[:start] + "0" + text[start + 1 :])

    def _text(self, at: int) -> str:
        return str(self.best.nodes[at].value)

    def _lower_pairs(self) -> None:
        """Lower two numbers together by the same amount: as far as possible, or by one."""
        nodes = self.best.nodes
        places = [place for place, node in enumerate(nodes) if node.type == "integer" and not node.trivial]
        if len(places) > _PAIRED:
            return
        for one, other in combinations(places, 2):
            least = min(_index(nodes[one]), _index(nodes[other]))
            for amount in sorted({least, 1}, reverse=True):
                lowered = {at: _value(nodes[at], _index(nodes[at]) - amount) for at in (one, other)}
                if self._try(self._replaced(lowered)):
                    return

    def _put(self, at: int, value: ChoiceT) -> bool:
        node = self.best.nodes[at]
        return choice_permitted(value, node.constraints) and self._try(self._replaced({at: value}))

    def _replaced(self, values: dict[int, ChoiceT]) -> list[ChoiceT]:
        return [values.get(place, node.value) for place, node in enumerate(self.best.nodes)]

    def _try(self, choices: Sequence[ChoiceT]) -> bool:
        """Whether the example of these choices is smaller and fails; then it is the best."""
        drawn = redraw(self._strategies, choices)
        if drawn is None or _order(drawn.nodes) >= _order(self.best.nodes):
            return False
        if (key := _key(drawn.nodes)) in self._tried:
            return False
        self._tried.add(key)
        if not self._fails(drawn):
            return False
        self.best = drawn
        return True


def _simpler(node: ChoiceNode) -> Iterator[ChoiceT]:
    """Simpler values of a choice that is neither whole nor text."""
    if node.type == "boolean":
        yield False
    elif isinstance(node.value, float) and node.value == node.value:
        whole = float(int(node.value)) if abs(node.value) < 2**53 else 0.0
        for value in (0.0, 1.0, -1.0, 2.0, abs(whole), whole, round(node.value, 1)):
            permitted = choice_permitted(value, node.constraints)
            if permitted and _complexity(value, node) < _complexity(node.value, node):
                yield value


def _is_filling(node: ChoiceNode) -> bool:
    """Whether a choice is a filling: bytes of one length."""
    return node.type == "bytes" and node.constraints.get("min_size") == node.constraints.get("max_size")


def _index(node: ChoiceNode) -> int:
    return _complexity(node.value, node)


def _complexity(value: ChoiceT, node: ChoiceNode) -> int:
    return 0 if node.was_forced else choice_to_index(value, node.constraints)


def _value(node: ChoiceNode, index: int) -> ChoiceT:
    return node.value if node.was_forced else choice_from_index(index, node.type, node.constraints)


def _order(nodes: Sequence[ChoiceNode]) -> tuple[int, list[int]]:
    """What makes one example smaller than another: fewer choices, then simpler ones."""
    return len(nodes), [_index(node) for node in nodes]


def _key(nodes: Sequence[ChoiceNode]) -> tuple[tuple[str, str], ...]:
    return tuple((node.type, repr(node.value)) for node in nodes)
