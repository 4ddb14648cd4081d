"""`seodang validate`: does an exercise, or a whole course, do what it says?"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.bundle import MANIFEST, Bundle, load_bundle
from graders.commands.failures import BELOW, OK, CommandError
from graders.commands.finding import find_folder
from graders.commands.sandboxes import add_sandbox_option
from graders.course import OUTLINE, load_course
from graders.formats.terminal import make_console, print_problems
from graders.gpu import GpuUse
from graders.grading import Grader
from graders.problems import BundleError, Problem
from graders.validate import Progress, validate


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "validate",
        help="try an exercise with its own solutions",
        description="Check exercises or courses: their form, and what their own solutions do.",
        epilog="Exit status: 0 without problems, 1 with, 2 for wrong usage or an internal error.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="an exercise, a course, or course/slug")
    parser.add_argument(
        "--no-cells", action="store_true", help="check the form only, without running anything"
    )
    add_sandbox_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the form of everything first, then try what can be tried."""
    console = make_console()
    bundles: list[Bundle] = []
    wrong = 0
    for folder in _folders(args.paths):
        problems = _load(folder, bundles)
        if problems:
            wrong += 1
            _head(console, f"{folder.parent.name}/{folder.name}", False, args.lang)
            print_problems(console, problems, args.lang)
    if bundles and not args.no_cells:
        wrong += _try_all(bundles, console, args)
    elif args.no_cells:
        for bundle in bundles:
            _head(console, bundle.name, True, args.lang)
    return BELOW if wrong else OK


def _load(folder: Path, bundles: list[Bundle]) -> list[Problem]:
    """Read one exercise or outline; its problems."""
    try:
        if (folder / MANIFEST).is_file():
            bundles.append(load_bundle(folder))
        else:
            load_course(folder)
    except BundleError as error:
        return error.problems
    return []


def _folders(paths: Iterable[str]) -> list[Path]:
    """Exercise folders, and course folders followed by their exercises."""
    found: list[Path] = []
    for name in paths:
        folder = Path(name)
        courses = (
            [folder]
            if (folder / OUTLINE).is_file()
            else sorted(f.parent for f in folder.glob(f"*/{OUTLINE}"))
        )
        if not courses:
            found.append(find_folder(name).resolve())
        for course in courses:
            found.append(course.resolve())
            found += sorted(manifest.parent.resolve() for manifest in course.glob(f"*/{MANIFEST}"))
    if not found:
        raise CommandError(both("cli.no_exercise", name=", ".join(paths)))
    return list(dict.fromkeys(found))


def _try_all(bundles: Iterable[Bundle], console: Console, args: argparse.Namespace) -> int:
    """Grade the solutions of each bundle; how many bundles have problems."""
    wrong, lang = 0, args.lang
    wanted = list(bundles)
    gpu: GpuUse = "auto" if any(bundle.resources.gpu for bundle in wanted) else "off"
    grader = Grader(sandbox=args.sandbox, gpu=gpu)
    grader.start()
    try:
        grader.wait_ready()
        for bundle in wanted:
            with console.status(bundle.name) as status:

                def show(progress: Progress, name: str = bundle.name) -> None:
                    status.update(f"{name}  {progress.done}/{progress.total}")

                report = validate(bundle, grader, show)
            _head(console, bundle.name, report.ok, lang)
            if report.ok:
                tried = both("cli.tried", count=len(report.examples)).in_(lang)
                console.print(Text("  " + tried, style="dim"))
            print_problems(console, report.problems, lang)
            wrong += not report.ok
    finally:
        grader.stop()
    return wrong


def _head(console: Console, name: str, ok: bool, lang: str) -> None:
    verdict = both("cli.valid" if ok else "cli.not_valid").in_(lang)
    line = Text(name, style="bold").append("  ").append(verdict, style="green" if ok else "bold red")
    console.print(line)
