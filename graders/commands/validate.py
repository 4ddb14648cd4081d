"""`seodang validate`: does an exercise, or a whole course, do what it says?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graders.bilingual import LANGUAGES, both
from graders.bundle import MANIFEST, Bundle, load_bundle
from graders.commands.failures import BELOW, OK, CommandError
from graders.commands.finding import find_folder
from graders.commands.repeating import repeats
from graders.commands.sandboxes import add_sandbox_option
from graders.course import OUTLINE, load_course
from graders.formats.terminal import make_console
from graders.formats.validation import Validated, of_report, print_validated, to_json
from graders.gates.choosing import NAMES, Plan, plan_of
from graders.gpu import GpuUse
from graders.grading import Grader
from graders.problems import BundleError, Problem
from graders.validate import OnProgress, validate
from sandbox import SandboxChoice


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "validate",
        help="try an exercise with its own solutions",
        description="Check exercises or courses: their form, what their own solutions do, and whether their "
        "checks are fit to grade anybody.",
        epilog="Exit status: 0 without problems, 1 with, 2 for wrong usage or an internal error.",
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="an exercise, a course, or course/slug")
    parser.add_argument(
        "--no-cells", action="store_true", help="check the form only, without running anything"
    )
    parser.add_argument(
        "--gates",
        default="all",
        metavar="all|quick|NAME,…",
        help=f"which gates to try: {', '.join(NAMES)}; quick leaves out what takes long",
    )
    parser.add_argument("--repeats", type=repeats, metavar="N", help="how often each solution is graded anew")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    add_sandbox_option(parser)
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check the form of everything first, then try what can be tried."""
    try:
        plan = plan_of(args.gates, args.repeats)
    except ValueError as error:
        raise CommandError(both("cli.no_gate", name=str(error), known=", ".join(NAMES))) from None
    told = _Told(args.format, args.lang)
    bundles: list[Bundle] = []
    for folder in _folders(args.paths):
        problems = _load(folder, bundles)
        if problems:
            told.add(Validated(f"{folder.parent.name}/{folder.name}", False, problems))
    if args.no_cells:
        for bundle in bundles:
            told.add(Validated(bundle.name, True, [], bundle.version))
    elif bundles:
        _try_all(bundles, plan, told, args.sandbox)
    return told.end()


class _Told:
    """What is said as it becomes known, or as JSON in one piece at the end."""

    def __init__(self, form: str, lang: str) -> None:
        self.console = make_console()
        self._form = form
        self._lang = lang
        self._all: list[Validated] = []

    def add(self, each: Validated) -> None:
        """One more exercise or outline."""
        self._all.append(each)
        if self._form == "text":
            print_validated(self.console, each, self._lang)

    @contextmanager
    def progress(self, name: str) -> Iterator[OnProgress]:
        """A line that shows how far an exercise has come, where somebody looks at a terminal."""
        if self._form == "json":
            yield lambda progress: None
            return
        with self.console.status(name) as status:
            yield lambda p: status.update(f"{name}  {p.gate} {p.done}/{p.total}")

    def end(self) -> int:
        """Say the rest; the exit status."""
        if self._form == "json":
            sys.stdout.write(to_json(self._all) + "\n")
        return OK if all(each.ok for each in self._all) else BELOW


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


def _try_all(wanted: Sequence[Bundle], plan: Plan, told: _Told, sandbox: SandboxChoice) -> None:
    """Put each bundle through its gates."""
    gpu: GpuUse = "auto" if any(bundle.resources.gpu for bundle in wanted) else "off"
    grader = Grader(sandbox=sandbox, gpu=gpu)
    grader.start()
    try:
        grader.wait_ready()
        for bundle in wanted:
            with told.progress(bundle.name) as show:
                report = validate(bundle, grader, show, plan)
            told.add(of_report(report))
    finally:
        grader.stop()
