"""`given`: a check for many generated inputs, and the smallest input that fails it.

Hypothesis generates, seeded from the job, without deadline or database. What we add is a budget: shrinking
may use a number of calls into the submission and a few seconds, results are remembered by the bytes of the
arguments, the first failure is told before shrinking begins, and a cell that dies on the way keeps the best
example so far.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from hypothesis.errors import UnsatisfiedAssumption
from hypothesis.strategies import SearchStrategy

from graders.errors import ChecksNotRun, Mismatch, SubmissionFault, SubmissionLost, SubmissionUnusable
from graders.incell import context, examples, protocol
from graders.incell.codec import Encoder
from graders.incell.formatting import describe
from graders.incell.values import Unrepresentable
from graders.messages import Text, plain

EXAMPLES = 25
_ARGUMENT = 600
#: failures that are kept beside the smallest one
_SEEN = 4

Check = TypeVar("Check", bound=Callable[..., None])


class _Enough(BaseException):
    """Leaves Hypothesis with what was found; no check and no engine catches it."""


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


class _Unusable(BaseException):
    """Leaves Hypothesis with a fault that no example has to do with."""

    def __init__(self, fault: SubmissionUnusable) -> None:
        super().__init__(fault)
        self.fault = fault


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
        self._known: dict[bytes, Exception | None] = {}
        self._best: Exception | None = None
        #: the first failures: what explains the smallest one must explain them too
        self._seen: list[Exception] = []
        self._arguments: dict[str, str] = {}
        self._failures = 0
        self._calls_left = self._context.shrink_calls
        self._deadline = 0.0
        self._cut = False

    def run(self) -> None:
        """Search; raise the failure of the smallest failing example, if any fails."""
        seed = context.derived_key("given", self._context.test)
        try:
            for arguments, choices in examples.draw(self._strategies, seed, self._max_examples):
                if self._fails(arguments):
                    examples.shrink(self._strategies, choices, seed, self._example)
                    break
        except _Unusable as error:
            raise error.fault from None
        except _Enough:
            pass
        except Exception:
            if self._best is None:
                raise
        if self._best is not None:
            raise _with_example(self._best, self._arguments, self._seen, cut=self._cut)

    def _fails(self, arguments: Mapping[str, Any]) -> bool:
        """Whether an example fails its check; one that does not meet an assumption does not."""
        try:
            failure = self._try(arguments)
        except UnsatisfiedAssumption:
            return False
        if failure is not None and (key := _key(arguments)):
            self._known[key] = failure
        return failure is not None

    def _example(self, **arguments: Any) -> None:
        """Try a smaller example, within the budget."""
        key = _key(arguments)
        if key is not None and key in self._known:
            failure = self._known[key]
        else:
            self._check_budget()
            failure = self._try(arguments)
            if key is not None:
                self._known[key] = failure
        if failure is not None:
            raise failure

    def _check_budget(self) -> None:
        if self._best is None:
            return
        if self._calls_left <= 0 or time.monotonic() >= self._deadline:
            self._cut = True
            raise _Enough

    def _try(self, arguments: Mapping[str, Any]) -> Exception | None:
        """The failure of one example, or None."""
        before = self._context.calls()
        try:
            self._check(**self._fixtures, **arguments)
        except SubmissionUnusable as error:
            if error.detail.get("importing"):
                raise _Unusable(error) from None
            self._keep(error, arguments)
            return error
        except (SubmissionLost, ChecksNotRun) as error:
            if self._best is None:
                self._keep(error, arguments)
            self._cut = self._failures > 1
            raise _Enough from None
        except (Mismatch, SubmissionFault, AssertionError) as error:
            self._keep(error, arguments)
            return error
        finally:
            if self._best is not None:
                self._calls_left -= self._context.calls() - before
        return None

    def _keep(self, error: Exception, arguments: Mapping[str, Any]) -> None:
        """Remember a failure; Hypothesis only ever tries smaller ones after it."""
        self._failures += 1
        first = self._best is None
        if len(self._seen) < _SEEN:
            self._seen.append(error)
        if not first and type(error) is not type(self._best):
            return
        described = {name: plain(describe(value), _ARGUMENT) for name, value in arguments.items()}
        self._best, self._arguments = error, described
        if not first:
            return
        if not self._context.shrink_calls or isinstance(error, (SubmissionLost, ChecksNotRun)):
            raise _Enough
        self._context.on_failing(_with_example(error, described, [], cut=True))
        self._deadline = time.monotonic() + self._context.shrink_s
        self._calls_left = self._context.shrink_calls + 1


def _with_example(
    error: Exception, arguments: Mapping[str, str], seen: Sequence[Exception], *, cut: bool
) -> Exception:
    """The failure with the example it was found with."""
    lines = [Text("given.example")]
    lines += [Text("given.argument", {"name": name, "value": value}) for name, value in arguments.items()]
    example = {"example": dict(arguments), "shrink": "cut" if cut else "done"}
    if isinstance(error, Mismatch):
        return error.with_example(lines, example, seen)
    if isinstance(error, SubmissionFault):
        return type(error)(error.verdict, error.text.followed_by(*lines), {**error.detail, **example})
    if isinstance(error, AssertionError):
        text = Text("check.assertion", {"text": plain(str(error).strip(), 2000) or type(error).__name__})
        return Mismatch("assertion", text.followed_by(*lines), example)
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
