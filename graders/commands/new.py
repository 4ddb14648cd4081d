"""`seodang new`: a bundle to start from."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, get_args

from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.bundle import SLUG
from graders.commands.failures import OK, CommandError
from graders.commands.finding import EXERCISES
from graders.formats.terminal import make_console
from graders.manifest import Kind
from graders.scaffold import scaffold


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "new",
        help="write a bundle to start from",
        description="Write a new exercise that validates but for its to-dos, and list them.",
    )
    parser.add_argument("name", metavar="COURSE/SLUG", help="as in ai/relu-layer")
    parser.add_argument("--kind", choices=get_args(Kind), default="code")
    parser.add_argument("--folder", type=Path, default=EXERCISES, help="where the courses lie (exercises)")
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the files, then say what is left to do."""
    course, _, slug = args.name.partition("/")
    if not SLUG.fullmatch(course) or not SLUG.fullmatch(slug):
        raise CommandError(both("cli.bad_name", name=args.name))
    target = args.folder / course / slug
    if target.exists():
        raise CommandError(both("cli.exists", name=str(target)))
    written = scaffold(slug, args.kind)
    for name, text in written.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    console = make_console()
    console.print(Text(both("cli.written", name=str(target)).in_(args.lang), style="bold"))
    for name, text in written.items():
        for number, line in enumerate(text.splitlines(), start=1):
            if "TODO" in line:
                console.print(Text(f"  {name}:{number}  ").append(line.strip(), style="dim"))
    console.print(Text(both("cli.then", name=str(target)).in_(args.lang)))
    return OK
