"""`given`: a check for many generated inputs, and the smallest input that fails it.

Inputs are drawn from Hypothesis' strategies, seeded from the job. The first failure is told at once; then
smaller inputs are tried within a budget of calls into the submission and a few seconds. Results are
remembered by the bytes of the arguments. A cell that dies on the way, or an answer that changes when the same
input is asked again, ends the search with the best example so far.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.strategies import SearchStrategy

from graders.errors import (
    ChecksNotRun,
    Mismatch,
    SubmissionError,
    SubmissionFault,
    SubmissionLost,
    SubmissionUnusable,
)
from graders.incell import context, examples, protocol, shown
from graders.incell.codec import Encoder
from graders.incell.examples import Drawn
from graders.incell.outcomes import words_of
from graders.incell.shrinking import Shrinking
from graders.incell.values import Unrepresentable
from graders.messages import Text

EXAMPLES = 25
#: failures that are kept beside the smallest one
_SEEN = 4

Check = TypeVar("Check", bound=Callable[..., None])


class _Enough(Exception):
    """Ends the search for a smaller example."""


def given(*, max_examples: int = EXAMPLES, **strategies: SearchStrategy[Any]) -> Callable[[Check], Check]:
    """Run a check for generated values of these arguments; its other arguments are fixtures."""

    def decorate(check: Check) -> Check:
        @wraps(check)
        def run(**fixtures: Any) -> None:
            _Search(check, fixtures, strategies, max_examples).run()

        signature = inspect.signature(check)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in strategies]
        run.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        del run.__wrapped__  # pytest would read the arguments of the original
        return run  # type: ignore[return-value]

    return decorate


@dataclass
class _Failing:
    """An example with the failure it led to."""

    drawn: Drawn
    error: Exception


class _Search:
    """One run of a check over generated arguments."""

    def __init__(
        self,
        check: Callable[..., None],
        fixtures: Mapping[str, Any],
        strategies: Mapping[str, SearchStrategy[Any]],
        max_examples: int,
    ) -> None:
        self._check = check
        self._fixtures = fixtures
        self._strategies = strategies
        self._max_examples = max_examples
        self._context = context.current()
        self._known: dict[bytes, bool] = {}
        self._calls_left = self._context.shrink_calls
        self._deadline = 0.0
        #: calls that one try takes
        self._price = 1
        #: the first failures: what explains the smallest one must explain them too
        self._seen: list[Exception] = []

    def run(self) -> None:
        """Search; raise the failure of the smallest failing example, if any fails."""
        seed = context.derived_key("given", self._context.test)
        for arguments, choices in examples.draw(self._strategies, seed, self._max_examples):
            before = self._context.calls()
            error = self._failure(arguments)
            if error is not None:
                self._price = max(1, self._context.calls() - before)
                self._end(error, choices)

    def _end(self, error: Exception, choices: examples.Choices) -> None:
        """Raise the failure with the smallest example that can be found for it."""
        # Drawn again: the check may have written into its arguments.
        drawn = examples.redraw(self._strategies, choices)
        if drawn is None or (isinstance(error, SubmissionUnusable) and error.detail.get("importing")):
            raise error
        first = _Failing(drawn, error)
        self._seen.append(error)
        if isinstance(error, (SubmissionLost, ChecksNotRun)):
            raise _told(first, "cut", [])
        if not self._context.shrink_calls:
            raise _told(first, "off", [])
        self._context.on_failing(_told(first, "cut", []))
        self._deadline = time.monotonic() + self._context.shrink_s
        best, how = self._smallest(first)
        if isinstance(best.error, Mismatch) and how != "flaky":
            best = _Failing(best.drawn, best.error.shortened())
        raise _told(best, how, self._seen)

    def _smallest(self, first: _Failing) -> tuple[_Failing, str]:
        """The smallest failing example that can be found, and how the search for it ended."""
        best = first
        self._remember(first.drawn, fails=True)

        def fails(drawn: Drawn) -> bool:
            nonlocal best
            key = _key(drawn.arguments)
            if key is not None and key in self._known:
                return self._known[key]
            # One try is kept for the last question: does the best example still fail?
            error = self._retry(drawn, reserve=self._price)
            alike = _alike(error, first.error)
            if key is not None:
                self._known[key] = alike
            if alike and error is not None:
                best = _Failing(drawn, error)
                self._seen += [error] if len(self._seen) < _SEEN else []
            return alike

        try:
            if not self._still_fails(first):
                return first, "flaky"
            how = "done"
            try:
                Shrinking(self._strategies, first.drawn, fails).run()
            except _Enough:
                how = "cut"
            if best is not first and not self._still_fails(best):
                how = "flaky"
        except _Enough:
            how = "cut"
        return best, how

    def _still_fails(self, failing: _Failing) -> bool:
        """Whether the same input fails again, in the same way."""
        drawn = examples.redraw(self._strategies, failing.drawn.choices)
        return drawn is None or _alike(self._retry(drawn), failing.error)

    def _retry(self, drawn: Drawn, reserve: int = 0) -> Exception | None:
        """The failure of another example, within the budget; raises `_Enough` when the search has to end."""
        if self._calls_left < self._price + reserve or time.monotonic() >= self._deadline:
            raise _Enough
        before = self._context.calls()
        try:
            # A copy for the check: what is shown later must be what the submission was given.
            error = self._failure(_again(self._strategies, drawn))
        except Exception:  # noqa: BLE001 - edge: around the author's check, which failed in a known way before
            return None
        finally:
            self._calls_left -= max(1, self._context.calls() - before)
        if isinstance(error, (SubmissionLost, ChecksNotRun)):
            raise _Enough
        return error

    def _failure(self, arguments: Mapping[str, Any]) -> Exception | None:
        """The failure of one example; one that does not meet an assumption has none."""
        try:
            self._check(**self._fixtures, **arguments)
        except UnsatisfiedAssumption:
            return None
        except (Mismatch, SubmissionFault, ChecksNotRun, AssertionError) as error:
            return error
        return None

    def _remember(self, drawn: Drawn, *, fails: bool) -> None:
        if key := _key(drawn.arguments):
            self._known[key] = fails


def _alike(error: Exception | None, first: Exception) -> bool:
    """Whether one failure may stand for another: a wrong answer for an exception too, but for no timeout.

    Not the other way round: a wrong answer can be explained, and the exception of a smaller example may be
    about something else.
    """
    if isinstance(error, AssertionError):
        return isinstance(first, (AssertionError, SubmissionError))
    return error is not None and type(error) is type(first)


def _again(strategies: Mapping[str, SearchStrategy[Any]], drawn: Drawn) -> dict[str, Any]:
    """The same arguments as new objects."""
    copy = examples.redraw(strategies, drawn.choices)
    return drawn.arguments if copy is None else copy.arguments


def _told(failing: _Failing, how: str, seen: Sequence[Exception]) -> Exception:
    """The failure with the example it was found with; `how` says how the search ended."""
    error, arguments = failing.error, failing.drawn.arguments
    untold = shown.untold(arguments, error.detail) if isinstance(error, Mismatch) else arguments
    lines = shown.lines(untold) if untold or not arguments else []
    if how == "flaky":
        lines.append(Text("given.flaky"))
    detail = {**shown.detail(arguments, untold), "shrink": how}
    if isinstance(error, Mismatch):
        return error.with_example(lines, detail, seen)
    if isinstance(error, SubmissionFault):
        return type(error)(error.verdict, error.text.followed_by(*lines), {**error.detail, **detail})
    if isinstance(error, AssertionError):
        text = Text("check.assertion", {"text": words_of(error)})
        return Mismatch("assertion", text.followed_by(*lines), detail)
    return error


def _key(arguments: Mapping[str, Any]) -> bytes | None:
    """The bytes of the arguments, or None for those that have no plain form."""
    encoder = Encoder(_refuse)
    try:
        head = protocol.encode(encoder.encode(dict(arguments)))
    except Unrepresentable:
        return None
    return b"\0".join([head, *map(bytes, encoder.bodies)])


def _refuse(value: Any) -> None:
    raise Unrepresentable(f"a {type(value).__name__}")
