"""How often a solution is to be graded anew, as it is typed on a command line."""

from __future__ import annotations

import argparse


def repeats(text: str) -> int:
    """The number of an option `--repeats`."""
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to 1000")
    return int(text)
