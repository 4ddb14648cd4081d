"""`seodang overview`: one page about courses, with what every gate says of every exercise."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec

from graders.bilingual import both
from graders.bundle import MANIFEST, Bundle, load_bundle
from graders.commands.failures import BELOW, OK, CommandError
from graders.commands.repeating import repeats
from graders.commands.sandboxes import add_sandbox_option
from graders.course import OUTLINE, Course, load_course
from graders.formats.terminal import make_console
from graders.gates.choosing import ALL, EXAMPLES, Plan
from graders.grading import Grader
from graders.overview import Record, Stand, passes, render, stand_of, times_of
from graders.problems import BundleError
from graders.validate import validate
from sandbox import SandboxChoice


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "overview",
        help="write a page about courses and how their exercises stand in the gates",
        description="Put the exercises of courses through every gate and write a table of them as Markdown. "
        "What was found is kept as JSON beside it; exercises that have not changed are not tried again.",
        epilog="Exit status: 0 if all are there and pass, 1 if not, 2 for wrong usage or an internal error.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a course, or a folder of courses")
    parser.add_argument("--write", metavar="FILE", type=Path, help="the page; without it, standard output")
    parser.add_argument("--again", action="store_true", help="try unchanged exercises too")
    parser.add_argument("--repeats", type=repeats, metavar="N", help="how often each solution is graded anew")
    parser.add_argument("--times", action="store_true", help="take the times of all exercises anew")
    add_sandbox_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Try what has to be tried, then write."""
    courses = _courses(args.paths)
    bundles = _bundles(courses)
    kept = args.write.with_suffix(".json") if args.write else None
    record = _read(kept)
    stale = [
        bundle
        for name, bundle in bundles.items()
        if args.again or name not in record.stands or record.stands[name].version != bundle.version
    ]
    timed = list(bundles.values()) if args.times else []
    stands = {name: stand for name, stand in record.stands.items() if name in bundles}
    record = Record(processors=os.cpu_count() or 1, stands=stands)
    if stale or timed:
        for name, stand in _tried(stale, timed, record, replace(ALL, repeats=args.repeats), args.sandbox):
            record.stands[name] = stand
            if kept:  # at once: whoever interrupts an hour's work keeps what was found
                kept.write_bytes(_encoded(record))
    page = render([course for _, course in courses], bundles, record)
    if args.write and kept:
        args.write.write_text(page, encoding="utf-8")
        kept.write_bytes(_encoded(record))
    else:
        sys.stdout.write(page)
    listed = [f"{course.slug}/{slug}" for _, course in courses for slug in course.exercises]
    return OK if all(passes(record.stands.get(name)) for name in listed) else BELOW


def _courses(paths: Sequence[str]) -> list[tuple[Path, Course]]:
    """The courses of these folders."""
    folders = [
        folder
        for path in map(Path, paths)
        for folder in (
            [path] if (path / OUTLINE).is_file() else sorted(f.parent for f in path.glob(f"*/{OUTLINE}"))
        )
    ]
    if not folders:
        raise CommandError(both("cli.no_exercise", name=", ".join(paths)))
    try:
        return [(folder, load_course(folder)) for folder in folders]
    except BundleError as error:
        raise CommandError(both("cli.bad_bundle"), error.problems) from error


def _bundles(courses: Sequence[tuple[Path, Course]]) -> dict[str, Bundle]:
    """What is there of what the courses list, by name."""
    folders = [
        folder / slug
        for folder, course in courses
        for slug in course.exercises
        if (folder / slug / MANIFEST).is_file()
    ]
    try:
        return {bundle.name: bundle for bundle in map(load_bundle, folders)}
    except BundleError as error:
        raise CommandError(both("cli.bad_bundle"), error.problems) from error


def _read(kept: Path | None) -> Record:
    """What is known from before; nothing where that is no record of ours."""
    if kept is None or not kept.is_file():
        return Record()
    try:
        return msgspec.json.decode(kept.read_bytes(), type=Record)
    except msgspec.MsgspecError:
        return Record()


def _encoded(record: Record) -> bytes:
    """The record as it is kept: sorted and one value a line, so that changes read well."""
    return msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1) + b"\n"


def _tried(
    stale: Sequence[Bundle],
    timed: Sequence[Bundle],
    record: Record,
    plan: Plan,
    sandbox: SandboxChoice,
) -> Iterator[tuple[str, Stand]]:
    """Put changed exercises through every gate, then take times where they are wanted; how each stands."""
    console = make_console(stderr=True)
    grader = Grader(sandbox=sandbox)
    grader.start()
    try:
        grader.wait_ready()
        for bundle in stale:
            stand = stand_of(validate(bundle, grader, plan=plan), bundle)
            console.print(f"{bundle.name}: {_line(stand.gates)}")
            yield bundle.name, stand
        for bundle in timed:
            times = times_of(validate(bundle, grader, plan=EXAMPLES))
            yield bundle.name, msgspec.structs.replace(record.stands[bundle.name], **times)
    finally:
        grader.stop()


def _line(gates: Mapping[str, str]) -> str:
    return "; ".join(f"{gate} {words}" for gate, words in gates.items())
