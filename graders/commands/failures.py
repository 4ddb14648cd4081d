"""Why a command cannot do its work, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from graders.bilingual import Bilingual, both
from graders.formats.terminal import make_console, print_layers, print_problems
from graders.problems import Problem
from sandbox.errors import BoundaryUnavailable, SandboxError

OK, BELOW, USAGE = 0, 1, 2


class CommandError(Exception):
    """Wrong usage, or an exercise that cannot be used: a text, and the problems behind it."""

    def __init__(self, message: Bilingual, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message.en)
        self.message = message
        self.problems = list(problems)


def explain(error: CommandError | SandboxError, lang: str) -> int:
    """Say on stderr what went wrong and what cures it; the exit status for it."""
    console = make_console(stderr=True)
    if isinstance(error, CommandError):
        console.print(Text(error.message.in_(lang), style="bold red"))
        print_problems(console, error.problems, lang)
    elif isinstance(error, BoundaryUnavailable):
        console.print(Text(both("cli.no_sandbox").in_(lang), style="bold red"))
        print_layers(console, error.layers, lang)
        console.print(Text(both("cli.see_doctor").in_(lang)))
    else:
        console.print(Text(both("cli.sandbox_failed", error=str(error)).in_(lang), style="bold red"))
    return USAGE
