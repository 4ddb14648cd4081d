"""How a grading is cut short where it tries the exercise rather than a student.

A gate grades hundreds of solutions and asks of each only whether it fails, so it can do without what makes a
failure readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graders.manifest import CheckSpec, Limits


@dataclass(frozen=True)
class Trial:
    """What a grading leaves out or changes."""

    #: False: neither a smaller counter-example is looked for nor the kind of mistake
    shrink: bool = True
    #: True: after the first check that fails, none of the others runs
    stop_at_failure: bool = False
    #: other limits than the exercise's
    limits: Limits | None = None
    #: tests to run first within their phase, in this order; a name outside the exercise changes nothing
    order: Sequence[str] = ()

    def sort(self, checks: Sequence[CheckSpec]) -> list[CheckSpec]:
        """The checks in the order in which they are to run; the report keeps the exercise's."""
        rank = {test: number for number, test in enumerate(self.order)}
        return sorted(checks, key=lambda check: rank.get(check.test, len(rank)))


#: what every student gets
WHOLE = Trial()
