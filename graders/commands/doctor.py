"""`seodang doctor`: which layers of the sandbox this machine has."""

from __future__ import annotations

import argparse
from typing import Any

from rich.text import Text

from graders.bilingual import LANGUAGES, both
from graders.commands.failures import BELOW, OK
from graders.formats.terminal import make_console, print_layers
from sandbox import doctor


def register(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "doctor",
        help="list the sandbox's layers on this machine",
        description="List each layer of the sandbox, active or missing, why, and what cures it.",
        epilog="Exit status: 0 if this machine can grade, 1 if not.",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print every layer and what follows."""
    console = make_console()
    layers = doctor()
    print_layers(console, layers, args.lang)
    missing = [layer for layer in layers if layer.mandatory and not layer.active]
    if missing:
        console.print(Text(both("doctor.cannot_grade", count=len(missing)).in_(args.lang), style="bold red"))
        return BELOW
    console.print(Text(both("doctor.can_grade").in_(args.lang), style="bold green"))
    return OK
