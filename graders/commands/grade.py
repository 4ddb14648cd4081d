"""`seodang grade`: submissions against one exercise."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.bundle import Bundle
from graders.commands.failures import BELOW, OK, USAGE, CommandError
from graders.commands.finding import find_bundle, read_submission
from graders.commands.sandboxes import add_sandbox_option
from graders.formats import APPENDED, FORMATS, SINGLE, Graded, Reader
from graders.formats.terminal import TerminalReport, make_console
from graders.formats.watching import watching
from graders.gpu import GpuUse
from graders.grading import Grader
from graders.replay import environment_digest
from graders.report import Report
from graders.verdicts import Verdict
from sandbox import SandboxChoice

#: what `--format` prints besides text; the others are only of use in files
STDOUT = ("json", "junit", "github", "gradescope")


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "grade",
        help="grade submissions",
        description="Grade one or more submissions in isolated cells.",
        epilog="Exit status: 0 if every submission is accepted (or scores at least --min-score), 1 if one "
        "is not, 2 for wrong usage or an internal error.",
    )
    parser.add_argument("exercise", help="an exercise folder, or course/slug below ./exercises")
    parser.add_argument(
        "files", nargs="+", metavar="FILE", type=Path, help="a submission: a file or a folder"
    )
    parser.add_argument("--format", choices=("text", *STDOUT), default="text", help="what to print")
    parser.add_argument(
        "--write",
        action="append",
        default=[],
        type=_target,
        metavar="FORMAT=FILE",
        help=f"write the same reports to a file as well, as often as you like: {', '.join(FORMATS)}",
    )
    parser.add_argument(
        "--view",
        choices=("author", "student"),
        help="student: leave out what hidden checks saw. Usual for github, gradescope and summary; "
        "author is usual for the others",
    )
    parser.add_argument("--min-score", type=_score, metavar="X", help="enough for exit status 0, from 0 to 1")
    parser.add_argument(
        "--jobs", type=_positive, metavar="N", help="submissions graded at a time, on warm servers"
    )
    parser.add_argument(
        "--mode", choices=("submit", "run"), default="submit", help="run: the public checks only"
    )
    parser.add_argument(
        "--seed", type=_seed, metavar="N", help="repeat a grading with the seed its report names"
    )
    add_sandbox_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Grade, print, and say by the exit status how it went."""
    bundle = find_bundle(args.exercise)
    if bundle.kind == "quiz":
        raise CommandError(both("cli.is_quiz", exercise=bundle.name))
    submissions = [(path, read_submission(path, bundle)) for path in args.files]
    if len(submissions) > 1 and SINGLE.intersection([args.format, *(name for name, _ in args.write)]):
        raise CommandError(both("cli.one_submission"))
    with _grader(bundle, args.jobs, len(submissions), args.sandbox) as grader:
        environment_digest()  # while the servers import what they need
        grader.wait_ready()
        if len(submissions) == 1:
            (path, files), *_ = submissions
            with watching(make_console(stderr=True), bundle, args.lang) as on_event:
                report = grader.grade(bundle, files, args.seed, on_event, mode=args.mode)
            return _present(args, iter([Graded(str(path), report, path.is_dir())]))
        with ThreadPoolExecutor(max_workers=grader.slots) as pool:
            reports = pool.map(
                lambda each: Graded(
                    str(each[0]), grader.grade(bundle, each[1], args.seed, mode=args.mode), each[0].is_dir()
                ),
                submissions,
            )
            return _present(args, reports)


def _present(args: argparse.Namespace, reports: Iterator[Graded]) -> int:
    """Print reports as they come (other formats in one piece) and sum them up in an exit status."""
    graded: list[Graded] = []
    printer = TerminalReport(make_console(), args.lang, args.view or "author")
    for each in reports:
        if args.format == "text":
            if graded:
                printer.console.print(Text())
            printer.report(each.name, each.report)
        graded.append(each)
    reader = Reader(args.lang, args.view)
    for name, path in args.write:
        _write(name, path, FORMATS[name](graded, reader))
    if args.format != "text":
        sys.stdout.write(FORMATS[args.format](graded, reader))
    return exit_status([each.report for each in graded], args.min_score)


def _write(name: str, path: Path, text: str) -> None:
    """Write one format to a file, whose folder is made; nothing is written where there is nothing to say."""
    if not text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if name in APPENDED else "w", encoding="utf-8") as file:
        file.write(text)


def exit_status(reports: Sequence[Report], min_score: float | None) -> int:
    """2 if any grading failed on our side, else 0 if each submission is good enough, else 1."""
    if any(report.verdict == Verdict.IE for report in reports):
        return USAGE
    if min_score is None:
        return OK if all(report.accepted for report in reports) else BELOW
    return OK if all(report.score >= min_score for report in reports) else BELOW


@contextmanager
def _grader(bundle: Bundle, jobs: int | None, count: int, sandbox: SandboxChoice) -> Iterator[Grader]:
    """Servers for this run: warm for several submissions, as little as needed for one."""
    once = count == 1 and jobs is None
    gpu: GpuUse = "auto" if bundle.resources.gpu else "off"
    stack = bundle.stack if once else ""
    grader = Grader(slots=1 if once else jobs, warm=not once, stack=stack, sandbox=sandbox, gpu=gpu)
    grader.start()
    try:
        yield grader
    finally:
        grader.stop()


def _target(text: str) -> tuple[str, Path]:
    name, _, path = text.partition("=")
    if name not in FORMATS or not path:
        raise argparse.ArgumentTypeError(f"{text!r} is not FORMAT=FILE with one of {', '.join(FORMATS)}")
    return name, Path(path)


def _score(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no score from 0 to 1")
    return value


def _positive(text: str) -> int:
    return _whole(text, 1, 10_000)


def _seed(text: str) -> int:
    return _whole(text, 0, 2**63 - 1)


def _whole(text: str, least: int, most: int) -> int:
    if not text.isdecimal() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
    return int(text)
