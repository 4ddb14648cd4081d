"""The host's book of one grading: what the grader cell said, held against what was asked and what was seen.

The grader cell runs the author's code, so its messages are data from a stranger: each is decoded strictly,
each test must be one of the plan, once, each number finite, each text cleaned. How a submission cell ended is
known from outside it and wins over what was said about it inside. Points are not taken from anybody: they are
the manifest's, for the checks that passed.

Events of checks that are not public are held back until the last of them has ended: when each began and ended
is a clock that a submission could set by its input.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from graders import messages
from graders.bilingual import EMPTY, Bilingual, both, translate
from graders.curves import Curve, Curves
from graders.events import CheckFinished, CheckStarted, Collected, Event, Live, OnEvent, Started
from graders.exits import explain_exit
from graders.manifest import CheckSpec
from graders.messages import Text
from graders.phrases import PHRASES
from graders.report import CheckResult, Outcome
from graders.sanitise import UnfitValueError, clean_text, clean_value
from graders.verdicts import Verdict, verdict_of_exit

if TYPE_CHECKING:
    from sandbox.cells import CellExit

MAX_MESSAGE = 2**20
MAX_LIVE = 20_000
MAX_LINES = 64
MAX_SAID = 16_000
MAX_DURATION = 3600.0
#: verdicts of a check whose submission cell ended: where they disagree with how it ended, the end is right
_ENDINGS = frozenset(
    {Verdict.RTE, Verdict.TLE, Verdict.MLE, Verdict.GMLE, Verdict.OLE, Verdict.IR, Verdict.IE}
)
_FAILINGS = frozenset(Verdict) - {Verdict.AC, Verdict.IE, Verdict.ST}


class ForgedMessageError(Exception):
    """A message that no honest grader cell sends; the grading ends as our failure."""


class Ledger:
    """Results by test, filled by messages and closed by how the cells ended.

    `announced` is shared between a grading and its repetition, so that nothing is told twice.
    """

    def __init__(
        self,
        checks: Sequence[CheckSpec],
        known: Sequence[CheckSpec],
        on_event: OnEvent | None = None,
        announced: set[Hashable] | None = None,
    ) -> None:
        self.violation = ""
        self._specs = {check.test: check for check in checks}
        self._known = {check.test for check in known}
        self._results: dict[str, CheckResult] = {}
        self._cells: dict[str, int] = {}
        self._failing: dict[str, CheckResult] = {}
        self._begun: set[str] = set()
        self._unlisted: list[str] = []
        self._live = 0
        self._curves = Curves()
        self._found: list[messages.Found] | None = None
        self._done = False
        self._held: list[tuple[Hashable, Event]] = []
        self._on_event = on_event
        self._announced = announced if announced is not None else set()

    def receive(self, data: bytes) -> None:
        """Enter one message; a forged one closes the book, and nothing after it counts."""
        if self.violation:
            return
        try:
            self._enter(_decode(data))
        except (ForgedMessageError, UnfitValueError) as error:
            self.violation = clean_text(str(error), 400)

    @property
    def done(self) -> bool:
        """Whether the grader cell has said everything."""
        return self._done

    @property
    def curves(self) -> list[Curve]:
        """What public checks drew."""
        return [] if self.violation else self._curves.kept()

    @property
    def found(self) -> Sequence[messages.Found]:
        """What was found in the submission's text, as its cell says."""
        return [] if self.violation else self._found or []

    def close(self, grader: CellExit, cells: Sequence[CellExit], stopped: bool = False) -> list[CheckResult]:
        """A result for each planned check; `cells` are the submission cells in the order they served.

        Where the student `stopped` it, checks that had not ended did not run. Those that are not public did
        not run at all: how far they had come at a moment of the student's choice would be a clock.
        """
        if self.violation:
            return [self._ours(spec, both("grading.forged")) for spec in self._specs.values()]
        if stopped:
            ended = {**self._failing, **self._results}
            shown = {test: result for test, result in ended.items() if result.visibility == "public"}
            return [shown.get(test) or not_run(spec) for test, spec in self._specs.items()]
        self._release()
        for number, end in enumerate(cells, start=1):
            self._attribute(number, end)
        return [self._results.get(test) or self._missing(spec, grader) for test, spec in self._specs.items()]

    def fault(self, grader: CellExit, stopped: bool = False) -> Bilingual:
        """What went wrong on our side or the author's with the whole grading; empty where nothing did."""
        if self.violation:
            return both("grading.forged")
        if self._unlisted:
            return both("grading.unlisted", tests=", ".join(self._unlisted))
        if not self._done and not stopped:
            return both("grading.grader_ended", how=_how(grader))
        return EMPTY

    # -- one method for each message

    def _enter(self, message: messages.AnyMessage) -> None:
        if self._done:
            raise ForgedMessageError("a message after the last")
        if isinstance(message, messages.Collected):
            self._collected(message)
        elif isinstance(message, messages.CheckStarted):
            self._started(message)
        elif isinstance(message, messages.CheckFailing):
            self._fails(message)
        elif isinstance(message, messages.CheckFinished):
            self._finished(message)
        elif isinstance(message, messages.Advised):
            self._advised(message)
        elif isinstance(message, messages.Live):
            self._point(message)
        elif isinstance(message, messages.Done):
            self._done = True
            self._release()
        else:
            raise ForgedMessageError(f"an unasked {type(message).__name__}")

    def _collected(self, message: messages.Collected) -> None:
        tests = [clean_text(test, 120) for test in message.tests[:500]]
        self._unlisted = [test for test in tests if test not in self._known]
        self._tell(("started",), Started())
        self._tell(("collected",), Collected(tests))

    def _started(self, message: messages.CheckStarted) -> None:
        self._may_finish(message.test)
        if message.test in self._begun:
            raise ForgedMessageError("a check that began twice")
        self._begun.add(message.test)
        spec = self._specs[message.test]
        self._tell(("started",), Started())
        self._tell(("began", spec.test), CheckStarted(spec.test, spec.title, spec.visibility), spec)

    def _fails(self, message: messages.CheckFailing) -> None:
        spec = self._may_finish(message.test)
        outcome, verdict = _settle(message.outcome, message.verdict)
        detail = {**(clean_value(message.detail) or {}), "shrink": "cut"}
        self._failing[spec.test] = _result(spec, outcome, verdict, _say(message.message), detail)

    def _finished(self, message: messages.CheckFinished) -> None:
        spec = self._may_finish(message.test)
        outcome, verdict = _settle(message.outcome, message.verdict)
        if not 0 <= message.duration_s <= MAX_DURATION or not 0 <= message.calls < 2**31 or message.cell < 0:
            raise ForgedMessageError("a number out of bounds")
        result = CheckResult(
            test=spec.test,
            title=spec.title,
            visibility=spec.visibility,
            hint=spec.hint,
            outcome=outcome,
            verdict=verdict,
            points=spec.points if outcome == "passed" else 0,
            max_points=spec.points,
            message=_say(message.message),
            detail=clean_value(message.detail),
            duration_s=round(message.duration_s, 4),
            calls=message.calls,
        )
        self._results[spec.test] = result
        self._cells[spec.test] = message.cell
        self._tell(("finished", spec.test), CheckFinished(result), spec)

    def _advised(self, message: messages.Advised) -> None:
        if self._found is not None or len(message.found) > messages.MAX_FOUND:
            raise ForgedMessageError("advice given twice, or without end")
        self._found = message.found

    def _point(self, message: messages.Live) -> None:
        self._live += 1
        spec = self._may_finish(message.test)
        if not math.isfinite(message.value) or not 0 <= message.step < 2**31:
            raise ForgedMessageError("a live value out of bounds")
        if self._live <= MAX_LIVE:
            name = clean_text(message.name, 64)
            event = Live(spec.test, name, message.step, message.value, spec.visibility)
            self._tell(("live", spec.test, name, self._live), event, spec)
            if spec.visibility == "public":
                self._curves.add(spec.test, name, message.step, message.value)

    def _may_finish(self, test: str) -> CheckSpec:
        """The planned check of this name, if it has no result yet."""
        if test not in self._specs:
            raise ForgedMessageError("a check outside the plan")
        if test in self._results:
            raise ForgedMessageError("a check that ended twice")
        return self._specs[test]

    def _tell(self, key: Hashable, event: Event, spec: CheckSpec | None = None) -> None:
        if self._on_event is None or key in self._announced:
            return
        if spec is not None and spec.visibility != "public":
            self._held.append((key, event))
            return
        self._announced.add(key)
        self._on_event(event)

    def _release(self) -> None:
        """Tell what was held back, in its order."""
        held, self._held = self._held, []
        for key, event in held:
            if self._on_event is not None and key not in self._announced:
                self._announced.add(key)
                self._on_event(event)

    # -- what was seen from outside

    def _attribute(self, number: int, end: CellExit) -> None:
        """Correct the last check of a cell that ended by itself, if it was said to have failed otherwise."""
        verdict = verdict_of_exit(end)
        served = [test for test in self._results if self._cells[test] == number]
        if verdict is None or not served:
            return
        last = self._results[served[-1]]
        if last.outcome in ("failed", "error") and last.verdict in _ENDINGS and last.verdict != verdict:
            text = translate(_cleaned(explain_exit(end)))
            self._results[last.test] = msgspec.structs.replace(
                last, outcome="failed", verdict=verdict.value, message=text
            )

    def _missing(self, spec: CheckSpec, grader: CellExit) -> CheckResult:
        """The result of a check that was planned and never reported."""
        if spec.test in self._failing:
            return self._failing[spec.test]
        if self._done:
            return self._ours(spec, both("grading.unreported", test=spec.test))
        return self._ours(spec, both("grading.grader_ended", how=_how(grader)))

    def _ours(self, spec: CheckSpec, message: Bilingual) -> CheckResult:
        return _result(spec, "error", Verdict.IE.value, message, None)


def _result(
    spec: CheckSpec, outcome: Outcome, verdict: str, message: Bilingual, detail: dict[str, Any] | None
) -> CheckResult:
    """A result without points."""
    return CheckResult(
        test=spec.test,
        title=spec.title,
        visibility=spec.visibility,
        hint=spec.hint,
        outcome=outcome,
        verdict=verdict,
        points=0,
        max_points=spec.points,
        message=message,
        detail=detail,
    )


def not_run(spec: CheckSpec) -> CheckResult:
    """The result of a check that had no chance to run."""
    return _result(spec, "not_run", "", EMPTY, None)


def _decode(data: bytes) -> messages.AnyMessage:
    if len(data) > MAX_MESSAGE:
        raise ForgedMessageError("a message over 1 MiB")
    try:
        return messages.decode(data)
    except msgspec.MsgspecError as error:
        raise ForgedMessageError(f"not a message: {error}") from error


def _settle(outcome: str, verdict: str) -> tuple[Outcome, str]:
    """Outcome and verdict that fit each other."""
    if outcome == "passed":
        return "passed", ""
    if outcome == "not_run":
        return "not_run", ""
    if outcome == "error" or (outcome == "failed" and verdict == Verdict.IE):
        return "error", Verdict.IE.value
    if outcome == "failed" and (not verdict or verdict in _FAILINGS):
        return "failed", verdict or Verdict.WA.value
    raise ForgedMessageError("an outcome or verdict that does not exist")


def _say(text: Text) -> Bilingual:
    """A text from the grader cell in both languages, cleaned; a key outside the catalogue is forged."""
    said = translate(_cleaned(text))
    return Bilingual(said.en[:MAX_SAID], said.ko[:MAX_SAID])


def _cleaned(text: Text, depth: int = 0) -> Text:
    if text.key not in PHRASES or depth > 4 or len(text.more) > MAX_LINES:
        raise ForgedMessageError("a text outside the catalogue")
    more = tuple(_cleaned(line, depth + 1) for line in text.more)
    return Text(text.key, clean_value(dict(text.params)), more)


def _how(end: CellExit) -> str:
    """How the grader cell ended, for the author who has to find out why."""
    particulars = f"signal {end.signal}" if end.signal is not None else f"exit code {end.exit_code}"
    return particulars if end.reason in ("stopped", "exit", "signal") else end.reason
