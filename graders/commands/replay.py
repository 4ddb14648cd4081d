"""`seodang replay`: grade a report's submission again, and say whether the same comes out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.bundle import Bundle
from graders.commands.failures import BELOW, OK, USAGE, CommandError
from graders.commands.finding import find_bundle
from graders.commands.sandboxes import add_sandbox_option
from graders.formats.terminal import make_console
from graders.gpu import GpuUse
from graders.grading import Grader
from graders.replaying import (
    Difference,
    MissingFilesError,
    files_of,
    first_difference,
    record_differences,
    replay,
)
from graders.report import Report, from_json
from graders.verdicts import Verdict, verdict_name

SHOWN = 400


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "replay",
        help="grade a report's submission again and compare",
        description="Grade again what a report (seodang grade --format json) records: the same files, seed "
        "and checks. Says that verdict and messages are the same, or names the first field that differs.",
        epilog="Exit status: 0 if the reports agree, 1 if not, 2 for wrong usage or an internal error.",
    )
    parser.add_argument("report", type=Path, metavar="REPORT", help="a report as JSON")
    parser.add_argument(
        "--exercise", metavar="PATH", help="the exercise, where it is not ./exercises/COURSE/SLUG"
    )
    parser.add_argument(
        "--files", type=Path, metavar="FOLDER", help="where submitted files are that the report only names"
    )
    add_sandbox_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Grade again and tell what differs."""
    console = make_console()
    recorded = _read(args.report)
    bundle = find_bundle(args.exercise or recorded.exercise)
    if bundle.version != recorded.replay.bundle:
        _tell(console, Difference("replay.bundle", recorded.replay.bundle, bundle.version), args.lang)
        return BELOW
    files = _files(recorded, args.files)
    now = _grade(recorded, bundle, files, args)
    if now.verdict == Verdict.IE and recorded.verdict != Verdict.IE:
        console.print(Text((now.message or both("grading.ours")).in_(args.lang), style="bold yellow"))
        return USAGE
    return _compare(console, recorded, now, args.lang)


def _read(path: Path) -> Report:
    if not path.is_file():
        raise CommandError(both("cli.no_file", name=str(path)))
    try:
        return from_json(path.read_bytes())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CommandError(both("cli.no_report", name=str(path), error=str(error))) from None


def _files(recorded: Report, folder: Path | None) -> dict[str, bytes]:
    """The submission: from the report, or from the folder where it only names them."""
    names = recorded.replay.files
    if not names:
        raise CommandError(both("cli.report_without_files"))
    given = {} if folder is None else {n: (folder / n).read_bytes() for n in names if (folder / n).is_file()}
    try:
        return files_of(recorded.replay, given)
    except MissingFilesError as error:
        raise CommandError(both("cli.other_files", files=", ".join(error.names))) from None


def _grade(recorded: Report, bundle: Bundle, files: dict[str, bytes], args: argparse.Namespace) -> Report:
    gpu: GpuUse = "auto" if bundle.resources.gpu else "off"
    grader = Grader(slots=1, warm=False, stack=bundle.stack, sandbox=args.sandbox, gpu=gpu)
    grader.start()
    try:
        grader.wait_ready()
        return replay(recorded, bundle, files, grader)
    finally:
        grader.stop()


def _compare(console: Console, recorded: Report, now: Report, lang: str) -> int:
    difference = first_difference(recorded, now)
    if difference is None:
        verdict = verdict_name(now.verdict).in_(lang)
        said = both("cli.replay_same", verdict=verdict, points=now.points, most=now.max_points).in_(lang)
        console.print(Text(said, style="bold green"))
    else:
        _tell(console, difference, lang)
    elsewhere = record_differences(recorded.replay, now.replay)
    if elsewhere:
        console.print(Text(both("cli.replay_elsewhere").in_(lang)))
        for each in elsewhere:
            _print(console, each, lang)
    return OK if difference is None else BELOW


def _tell(console: Console, difference: Difference, lang: str) -> None:
    console.print(Text(both("cli.replay_differs").in_(lang), style="bold red"))
    _print(console, difference, lang)


def _print(console: Console, difference: Difference, lang: str) -> None:
    said = both("cli.replay_field", recorded=difference.recorded[:SHOWN], now=difference.now[:SHOWN]).in_(
        lang
    )
    console.print(Padding(Text(difference.field, style="bold"), (0, 0, 0, 2), expand=False))
    console.print(Padding(Text(said), (0, 0, 0, 4), expand=False))
