"""What has changed between two texts of one exercise: line by line, and inside a line word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

from sqlalchemy import select

from ..extensions import db
from ..models import Exercise, Submission, User

CHOICES = 50
CONTEXT = 3  #: unchanged lines shown around a change
MAX_LINES = 2_000  #: a changed part beyond this is shown as wholly replaced; matching takes the square of it
MAX_WIDTH = 400  #: longer lines are not compared word by word
_WORD = re.compile(r"\w+|\s+|[^\w\s]")

Kind = Literal["same", "removed", "added", "gap"]
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Part:
    """A piece of a line; `changed` pieces are what differs from the line's other self."""

    text: str
    changed: bool = False


@dataclass(frozen=True)
class Line:
    """A line of a comparison with its numbers before and after; a gap stands for `count` unchanged ones."""

    kind: Kind
    before: int | None = None
    after: int | None = None
    parts: tuple[Part, ...] = ()
    count: int = 0


def choices(user: User, exercise: Exercise) -> Sequence[Submission]:
    """One's own submissions to compare with, newest first, without automatic runs."""
    query = select(Submission).where(
        Submission.user_id == user.id,
        Submission.exercise_id == exercise.id,
        Submission.automatic.is_(False),
    )
    return db.session.scalars(query.order_by(Submission.id.desc()).limit(CHOICES)).all()


def choice(user: User, exercise: Exercise, submission_id: int) -> Submission | None:
    """One's own submission to this exercise; None for every other number."""
    return db.session.scalar(
        select(Submission).where(
            Submission.id == submission_id,
            Submission.user_id == user.id,
            Submission.exercise_id == exercise.id,
        )
    )


def compare(before: str, after: str) -> list[Line]:
    """The lines of both texts in one column, long unchanged stretches folded away; empty where they agree."""
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    lines: list[Line] = []
    for code, i, i_end, j, j_end in _opcodes(old, new):
        if code == "equal":
            lines += [_line("same", old[i + k], i + k, j + k) for k in range(i_end - i)]
        else:
            lines += _changed(old, new, (i, i_end), (j, j_end))
    return list(_folded(lines))


def _opcodes(old: list[str], new: list[str]) -> list[Opcode]:
    """What makes one list into the other; common beginnings and ends come off first."""
    head = _shared(old, new)
    tail = min(_shared(old[::-1], new[::-1]), len(old) - head, len(new) - head)
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(middle_old), len(middle_new)) > MAX_LINES:
        inner: list[Opcode] = [("replace", 0, len(middle_old), 0, len(middle_new))]
    else:
        inner = [(*code,) for code in SequenceMatcher(None, middle_old, middle_new).get_opcodes()]
    moved = [(code, i + head, i2 + head, j + head, j2 + head) for code, i, i2, j, j2 in inner]
    first: Opcode = ("equal", 0, head, 0, head)
    last: Opcode = ("equal", len(old) - tail, len(old), len(new) - tail, len(new))
    return [first, *moved, last]


def _shared(one: list[str], other: list[str]) -> int:
    """How many lines two lists begin with alike."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _changed(old: list[str], new: list[str], gone: tuple[int, int], come: tuple[int, int]) -> list[Line]:
    """First what was removed, then what was added; lines that answer each other are compared by words."""
    removed: list[Line] = []
    added: list[Line] = []
    for i, j in zip_longest(range(*gone), range(*come)):
        if i is None:
            added.append(_line("added", new[j], None, j))
        elif j is None:
            removed.append(_line("removed", old[i], i, None))
        else:
            was, now = _words(old[i], new[j])
            removed.append(Line("removed", i + 1, None, was))
            added.append(Line("added", None, j + 1, now))
    return removed + added


def _words(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Two lines with the pieces that differ; lines that have little in common are not picked apart."""
    if max(len(before), len(after)) > MAX_WIDTH:
        return (Part(before),), (Part(after),)
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.5:
        return (Part(before),), (Part(after),)
    was: list[Part] = []
    now: list[Part] = []
    for code, i, i_end, j, j_end in matcher.get_opcodes():
        was.append(Part("".join(old[i:i_end]), code != "equal"))
        now.append(Part("".join(new[j:j_end]), code != "equal"))
    return tuple(part for part in was if part.text), tuple(part for part in now if part.text)


def _line(kind: Kind, text: str, before: int | None, after: int | None) -> Line:
    """A line that is shown as it is."""
    first, second = (None if at is None else at + 1 for at in (before, after))
    return Line(kind, first, second, (Part(text),))


def _folded(lines: list[Line]) -> Iterator[Line]:
    """The lines near a change, and a gap for each longer stretch between them."""
    changes = [at for at, line in enumerate(lines) if line.kind != "same"]
    near = {at + step for at in changes for step in range(-CONTEXT, CONTEXT + 1)}
    hidden = 0
    for at, line in enumerate(lines):
        if at in near:
            if hidden:
                yield Line("gap", count=hidden)
            hidden = 0
            yield line
        else:
            hidden += 1
    if hidden:
        yield Line("gap", count=hidden)
