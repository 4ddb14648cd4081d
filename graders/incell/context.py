"""What the check that runs now may need to know about its grading. One grading a process, so one context."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np


def _no_calls() -> int:
    return 0


def _say_nothing(error: BaseException) -> None:
    return None


@dataclass
class Context:
    """Seed, tolerances and budgets of a grading, and the check at hand."""

    seed: int = 0
    test: str = ""
    #: dtype -> relative and absolute tolerance, where the exercise wants others than the usual
    tolerances: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    #: what a submission cell may use; 0 where nobody said
    memory_bytes: int = 0
    #: the same of a GPU; 0 where it has none
    gpu_memory_bytes: int = 0
    #: calls into the submission that the search for a smaller counter-example may use
    shrink_calls: int = 50
    #: whether the kind of mistake behind a failure is looked for
    diagnose: bool = True
    #: seconds it may take at most
    shrink_s: float = 5.0
    #: calls made into the submission so far
    calls: Callable[[], int] = _no_calls
    #: arguments that the submission's last call changed, as its cell says
    changed: Callable[[], Sequence[str]] = tuple
    #: tells the host that the check at hand fails, before the reason is made smaller
    on_failing: Callable[[BaseException], None] = _say_nothing


_current = Context()


def current() -> Context:
    """The context of this process."""
    return _current


def set_current(context: Context) -> None:
    """Begin a grading, or a check of it."""
    global _current
    _current = context


def derived_key(*parts: object) -> int:
    """A 128-bit key from the grading's secret seed and what it is for: equal parts give equal keys."""
    text = "\x1f".join([str(_current.seed), *map(str, parts)])
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest(), "little")


def generator(*parts: object) -> np.random.Generator:
    """A random generator for one purpose, unknown to whoever does not know the grading's seed."""
    return np.random.Generator(np.random.Philox(key=derived_key(*parts)))
