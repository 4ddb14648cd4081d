"""Reports for a terminal: colour where there is one, words where there is none, readable in 80 columns."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.bilingual import both
from graders.formats.sheet import View
from graders.problems import Problem
from graders.report import CheckResult, Report
from graders.verdicts import Verdict, verdict_name
from sandbox.layers import Layer

MIB = 2**20
OUTPUT_LINES = 20
MAX_WIDTH = 100
_MARKS = {"passed": ("✓", "ok"), "failed": ("✗", "x"), "error": ("!", "!"), "not_run": ("–", "-")}
_STYLES = {"passed": "green", "failed": "red", "error": "yellow", "not_run": "dim"}


def make_console(*, stderr: bool = False) -> Console:
    """A console that colours only a terminal, honours NO_COLOR, and is never wider than is good to read."""
    console = Console(stderr=stderr, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > MAX_WIDTH or not console.is_terminal:
        console.width = MAX_WIDTH if console.is_terminal else 80
    return console


class TerminalReport:
    """A report on a console, in one language, for its author or for the student."""

    def __init__(self, console: Console, lang: str, view: View = "author") -> None:
        self.console = console
        self.lang = lang
        self.view = view
        self._plain = 0 if (console.encoding or "").lower().startswith("utf") else 1

    def report(self, name: str, report: Report) -> None:
        """The whole report of one file."""
        report = report.for_student() if self.view == "student" else report
        self.console.print(self._headline(name, report))
        if report.message:
            self.console.print(Padding(Text(report.message.in_(self.lang)), (0, 0, 0, 2), expand=False))
        shown: set[str] = set()
        for check in report.checks:
            self.console.print(self._check(check, shown))
        self._advice(report)
        self._output("cli.printed", report.output.stdout)
        self._output("cli.printed_errors", report.output.stderr)
        self._output("cli.diagnosis", report.diagnosis)
        for line in self._footlines(report):
            self.console.print(Text(f"  {line}", style="dim"))

    def _headline(self, name: str, report: Report) -> Text:
        style = (
            "bold green" if report.accepted else "bold yellow" if report.verdict == Verdict.IE else "bold red"
        )
        verdict = f"{verdict_name(report.verdict).in_(self.lang)} ({report.verdict})"
        points = self._say("cli.points", points=report.points, most=report.max_points)
        return Text(f"{name}\n", style="bold").append(f"  {verdict}", style=style).append(f"  {points}")

    def _check(self, check: CheckResult, shown: set[str]) -> RenderableType:
        table = Table.grid(padding=(0, 1))
        table.add_column(width=2, justify="right")
        table.add_column(width=7, justify="right")
        table.add_column(ratio=1, overflow="fold")
        style = _STYLES[check.outcome]
        mark = Text(_MARKS[check.outcome][self._plain], style=style)
        points = Text(
            f"{check.points}/{check.max_points}", style="dim" if check.outcome == "passed" else style
        )
        table.add_row(mark, points, self._title(check))
        if explanation := self._explanation(check, shown):
            table.add_row("", "", Group(*explanation))
        return table

    def _title(self, check: CheckResult) -> Text:
        title = Text(check.title.in_(self.lang))
        if check.visibility != "public":
            title.append(f" ({self._say(f'cli.{check.visibility}')})", style="dim")
        if check.verdict:
            title.append(f"  {check.verdict}", style=_STYLES[check.outcome])
        return title if check.outcome == "passed" else title.append(f"  {check.test}", style="dim")

    def _explanation(self, check: CheckResult, shown: set[str]) -> list[Text]:
        """The message and the hint of a check; what stands above already is not said again.

        A check that never ran has no use for its hint, nor has one that stumbled as an earlier one did, nor
        has code that does not compile.
        """
        message = check.message.in_(self.lang) if check.message else ""
        if check.outcome == "passed" or (check.outcome == "not_run" and not message):
            return []
        again = message in shown
        shown.add(message)
        parts = [Text(self._say("cli.as_above") if again else message)] if message else []
        wanted = check.verdict == Verdict.WA or (check.verdict != Verdict.CE and not again)
        if check.hint and check.outcome == "failed" and wanted:
            parts.append(Text(self._say("cli.hint", text=check.hint.in_(self.lang)), style="italic"))
        return parts

    def _advice(self, report: Report) -> None:
        if report.advice:
            heading = Text(self._say("advice.heading"), style="bold yellow")
            self.console.print(Padding(heading, (0, 0, 0, 2), expand=False))
        for item in report.advice:
            key = "advice.line" if item.line else "advice.file"
            text = self._say(key, file=item.file, line=item.line, text=item.text.in_(self.lang))
            self.console.print(Padding(Text(text), (0, 0, 0, 4), expand=False))

    def _output(self, heading: str, text: str) -> None:
        if not text.strip():
            return
        lines = text.rstrip("\n").split("\n")
        self.console.print(Padding(Text(self._say(heading), style="bold"), (0, 0, 0, 2), expand=False))
        for line in lines[:OUTPUT_LINES]:
            self.console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 4), expand=False))
        if len(lines) > OUTPUT_LINES:
            left = self._say("cli.lines_left", count=len(lines) - OUTPUT_LINES)
            self.console.print(Padding(Text(left, style="dim"), (0, 0, 0, 4), expand=False))

    def _footlines(self, report: Report) -> tuple[str, ...]:
        usage = report.usage
        used = self._say(
            "cli.usage",
            wall=f"{usage.wall_s:.2f}",
            cpu=f"{usage.cpu_s:.2f}",
            mib=f"{usage.peak_bytes / MIB:.1f}",
        )
        if self.view == "student":
            return (used,)
        return used, self._say("cli.seed", seed=report.replay.seed, version=report.version[:12])

    def _say(self, key: str, **params: str | int | float) -> str:
        return both(key, **params).in_(self.lang)


def print_problems(console: Console, problems: Sequence[Problem], lang: str) -> None:
    """Each problem with its place and its cure."""
    for problem in problems:
        place = Text(f"{problem.file}: {problem.key}" if problem.key else problem.file, style="bold")
        console.print(place)
        console.print(Padding(Text(problem.message.in_(lang)), (0, 0, 0, 4), expand=False))
        if problem.cure:
            console.print(Padding(Text(problem.cure.in_(lang), style="green"), (0, 0, 0, 4), expand=False))


def print_layers(console: Console, layers: Sequence[Layer], lang: str) -> None:
    """Each layer of the sandbox, active or missing, why, and what cures it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=3)
    table.add_column(width=7 if lang == "ko" else 17)
    table.add_column(ratio=1, overflow="fold")
    for layer in layers:
        key = "active" if layer.active else "missing" if layer.mandatory else "optional"
        style = "green" if layer.active else "red" if layer.mandatory else "yellow"
        described = Text(layer.name, style="bold").append(
            f"  {layer.detail}" if layer.detail else "", style="not bold"
        )
        if layer.cure and not layer.active:
            described.append("\n" + both("doctor.cure", command=layer.cure).in_(lang), style="green")
        table.add_row(Text(layer.control), Text(both(f"doctor.{key}").in_(lang), style=style), described)
    console.print(table)
