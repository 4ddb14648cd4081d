"""The command line: grade, validate, overview, measure, replay, new, doctor; and the site's own where it is.

Exit status: 0 accepted (or as expected), 1 graded below that, 2 wrong usage or our own fault.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Any

from graders.bilingual import both
from graders.commands import doctor, grade, measure, new, overview, replay, validate
from graders.commands.failures import USAGE, CommandError, explain
from sandbox.errors import SandboxError

GROUP = "seodang.commands"
INTERRUPTED = 130
Run = Callable[[argparse.Namespace], int]
_OURS = (grade, validate, overview, measure, replay, new, doctor)
_OWN_NAMES = ("grade", "validate", "overview", "measure", "replay", "new", "doctor")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser(with_site=not given or given[0] not in _OWN_NAMES)
    if not given or given == ["help"]:
        parser.print_help()
        return 0
    if given[0] == "help":
        given = [given[1], "--help"]
    args = parser.parse_args(given)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Hangul still gets the rest
    run: Run = args.run
    try:
        return run(args)
    except (CommandError, SandboxError) as error:
        return explain(error, getattr(args, "lang", "en"))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # Whoever read our output has gone; keep the interpreter from complaining about it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return USAGE
        return explain(CommandError(both("cli.unreadable", error=str(error))), getattr(args, "lang", "en"))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - edge: 1 would say that a submission was graded
        traceback.print_exc()
        return USAGE


def _parser(*, with_site: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seodang",
        description="Grades PyTorch, scikit-learn and Flask code in isolated cells.",
        epilog="Exit status: 0 accepted or as expected, 1 graded below that, 2 wrong usage or our own fault.",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _OURS:
        command.register(commands)
    helps = commands.add_parser("help", help="say what a command does")
    helps.add_argument("command", nargs="?")
    if with_site:
        _add_installed(commands)
    return parser


def _add_installed(commands: Any) -> None:
    """Add what other installed packages offer; one that cannot be imported is named and left out.

    Only asked for when the command is none of ours, since the site takes a moment to import.
    """
    for point in entry_points(group=GROUP):
        try:
            point.load()(commands)
        except ImportError as error:
            line = both("cli.not_installed", name=point.name, error=str(error)).en
            print(line, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
