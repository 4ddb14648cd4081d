"""`--sandbox`: behind which boundary a command grades."""

from __future__ import annotations

import argparse
from pathlib import Path

from sandbox import SandboxChoice


def add_sandbox_option(parser: argparse.ArgumentParser) -> None:
    """Add the option; without it a command grades behind namespaces of this machine."""
    parser.add_argument(
        "--sandbox",
        type=_choice,
        default=SandboxChoice(),
        metavar="KIND",
        help="local (default), docker or docker:IMAGE, socket:PATH, or auto: the strongest that holds here",
    )


def _choice(text: str) -> SandboxChoice:
    kind, _, rest = text.partition(":")
    try:
        if kind == "docker" and rest:
            return SandboxChoice(kind, image=rest)
        if kind == "socket":
            return SandboxChoice(kind, socket=Path(rest) if rest else None)
        if rest:
            raise ValueError(f"{kind!r} takes nothing after the colon")
        return SandboxChoice(kind)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
