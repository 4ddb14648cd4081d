"""Passwords that attackers try first, recognised by how people make them rather than by one list."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_suffix(".txt")
#: rows of a keyboard, the alphabet and the digits, as fingers run along them
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "zaq12wsxcde34rfv",
    "!@#$%^&*()",
)
_LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i"}
)
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")


def is_common(password: str) -> bool:
    """Is this a digit string, a run along the keyboard, a repetition, or one known word with trimmings?"""
    plain = unicodedata.normalize("NFKC", password).casefold()
    if len(set(plain)) <= 2 or (plain.isdigit() and len(plain) <= 12):
        return True
    once = _unrepeated(plain)
    return _is_known(once) or _is_known(once.translate(_LEET)) or all(_is_run(part) for part in _parts(once))


@cache
def _words() -> frozenset[str]:
    """The words that lists of leaked passwords are made of."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _is_known(text: str) -> bool:
    """Is this one of the words, with digits and signs around it, or two words in a row?"""
    core = _ENDS.sub("", text)
    if core in _words():
        return True
    return any(core[:cut] in _words() and core[cut:] in _words() for cut in range(3, len(core) - 2))


def _unrepeated(text: str) -> str:
    """The shortest text that, repeated, gives this one."""
    for size in range(1, len(text) // 2 + 1):
        if len(text) % size == 0 and text[:size] * (len(text) // size) == text:
            return text[:size]
    return text


def _parts(text: str) -> list[str]:
    """Letters, digits and signs of a text apart, or the whole where it is one run already."""
    return [text] if _is_run(text) else re.findall(r"[a-z]+|\d+|[^a-z\d]+", text)


def _is_run(text: str) -> bool:
    """Does this follow a row of keys, in either direction, or say one thing only?"""
    if len(set(text)) == 1:
        return True
    return any(text in run or text[::-1] in run for run in _RUNS)
