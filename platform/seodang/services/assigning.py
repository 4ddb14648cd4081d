"""Making and changing assignments: from a course's folder, and by its instructors on the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select

from graders.course import Assignment as AssignmentFile

from ..extensions import db
from ..models import Assignment, AssignmentItem, Course, Exercise


@dataclass(frozen=True)
class Terms:
    """What an assignment says."""

    title: Mapping[str, str]
    exercises: Sequence[int]  #: ids
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    attempts: int | None = None


def make_new(into: Course, found: Sequence[AssignmentFile], published: Mapping[str, Exercise]) -> list[str]:
    """Make the assignments of a course.toml whose key is new; a line for each, and for what is left out.

    One that is known already stays as it is: what instructors change on the site wins over the folder.
    """
    known = set(db.session.scalars(select(Assignment.key).where(Assignment.course_id == into.id)))
    taken = assigned(into)
    lines = []
    for each in found:
        if each.key in known:
            continue
        free = [slug for slug in each.exercises if slug in published and published[slug].id not in taken]
        lines += [
            f"{into.slug}: assignment {each.key} goes without {slug}: "
            + ("it stands in another assignment" if slug in published else "it is not published yet")
            for slug in each.exercises
            if slug not in free
        ]
        ids = [published[slug].id for slug in free]
        taken.update(dict.fromkeys(ids, each.key))
        terms = Terms(msgspec.to_builtins(each.title), ids, each.opens, each.due, each.closes, each.attempts)
        _write(Assignment(course_id=into.id, key=each.key), terms)
        lines.append(f"{into.slug}: new assignment {each.key}")
    db.session.commit()
    return lines


def assigned(course: Course) -> dict[int, str]:
    """The key of the assignment each exercise of a course stands in, by exercise id."""
    query = select(AssignmentItem.exercise_id, Assignment.key).join(Assignment)
    return {row[0]: row[1] for row in db.session.execute(query.where(Assignment.course_id == course.id))}


def _write(row: Assignment, terms: Terms) -> None:
    """Make a row say this."""
    row.title = dict(terms.title)
    row.opens_at, row.due_at, row.closes_at = terms.opens_at, terms.due_at, terms.closes_at
    row.attempts = terms.attempts
    kept = [item for item in row.items if item.exercise_id in terms.exercises]
    present = {item.exercise_id for item in kept}
    row.items = [*kept, *(AssignmentItem(exercise_id=new) for new in terms.exercises if new not in present)]
    db.session.add(row)
