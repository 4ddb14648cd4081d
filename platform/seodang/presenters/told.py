"""Messages of a report in parts: sentences, listings, and places in the student's own text.

A report tells all of it as one text, which also stands in terminals. Here the lines that name a place are
found again by the very phrases that wrote them. A place counts only in a file that was handed in: messages
hold what strangers' code said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from graders.phrases import PHRASES

_FRAME = "submission.at"
#: sentences that name a place besides
_PLACED = ("cell.line", "submission.compile")
_SHAPES = {"file": r"(?P<file>[^\s\"'<>]{1,200}?)", "line": r"(?P<line>\d{1,7})"}
MAX_FRAMES = 40


@dataclass(frozen=True)
class Place:
    """A line of the student's text; `number` is that of the file on the page, from 1."""

    file: str
    line: int
    number: int
    function: str = ""
    source: str = ""


@dataclass(frozen=True)
class Block:
    """Some lines of a message: a listing, or the frames of a traceback, the innermost last."""

    text: str = ""
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Told:
    """A message: its first line as a sentence, the place that this names, and what follows."""

    first: str
    place: Place | None
    blocks: list[Block]


def told(message: str, files: Mapping[str, int]) -> Told | None:
    """A message in its parts; `files` number those that were handed in. None where nothing is said."""
    if not message:
        return None
    first, _, rest = message.partition("\n")
    return Told(first, _place(first, files, _PLACED), list(_blocks(rest.split("\n"), files)) if rest else [])


def numbered(names: Iterable[str]) -> dict[str, int]:
    """Files by name, with the number each has on the page."""
    return {name: number for number, name in enumerate(names, start=1)}


def _blocks(lines: list[str], files: Mapping[str, int]) -> Iterable[Block]:
    """Runs of frames and runs of other lines, in their order."""
    text: list[str] = []
    places: list[Place] = []
    for line in lines:
        place = _place(line, files, (_FRAME,)) if len(places) < MAX_FRAMES else None
        if place is None and places:
            yield Block(places=places)
            places = []
        if place is not None:
            if text:
                yield Block(text="\n".join(text))
                text = []
            places.append(place)
            continue
        text.append(line)
        named = _place(line, files, _PLACED)
        if named is not None:
            yield Block(text="\n".join(text), places=[named])
            text = []
    if text:
        yield Block(text="\n".join(text))
    if places:
        yield Block(places=places)


def _place(line: str, files: Mapping[str, int], keys: Iterable[str]) -> Place | None:
    """The place a line names by one of these phrases, in either language."""
    for pattern in (pattern for key in keys for pattern in _patterns(key)):
        found = pattern.fullmatch(line)
        if found and found["file"] in files:
            parts = found.groupdict()
            return Place(
                file=parts["file"],
                line=int(parts["line"]),
                number=files[parts["file"]],
                function=parts.get("function") or "",
                source=parts.get("source") or "",
            )
    return None


@lru_cache(maxsize=32)
def _patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """A phrase as expressions that find it again, one a language; none for a key that does not exist."""
    phrase = PHRASES.get(key)
    return tuple(re.compile(_expression(text)) for text in phrase) if phrase else ()


def _expression(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        _SHAPES.get(part, f"(?P<{part}>.*)") if at % 2 else re.escape(part) for at, part in enumerate(parts)
    )
