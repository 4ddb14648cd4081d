"""How often each page asks the database, once the process has met it before."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from seodang.extensions import db
from seodang.models import Course, Submission, User
from seodang.services import worker_status

from .conftest import Actor
from .counting import counting
from .course_in_use import address_of, fill, pages

MOST = 8


def test_no_page_asks_the_database_often(
    app: Flask,
    course: Course,
    browse: Callable[..., Actor],
    student: User,
    instructor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every page there is needs eight queries at most the third time it is opened, however much it lists."""
    monkeypatch.setattr(
        worker_status, "RECENT_S", 60.0
    )  # the one answer that pages share, asked once a second
    places = fill(course, student, instructor)
    readers = {True: browse(instructor), False: browse(student)}
    counted: dict[str, list[str]] = {}
    for rule in pages(app):
        address = address_of(rule, places)
        reader = readers[rule.endpoint.startswith("teaching.")]
        for _ in range(2):
            assert reader.get(address).status_code in (200, 302), address
        with counting() as sent:
            reader.get(address)
        counted[address] = sent

    assert len(counted) > 12
    often = {address: [text[:160] for text in sent] for address, sent in counted.items() if len(sent) > MOST}
    assert often == {}


@pytest.mark.parametrize(("state", "starts"), [("queued", 0), ("running", 1)])
def test_neither_does_the_desk_while_something_is_graded(
    app: Flask,
    course: Course,
    browse: Callable[..., Actor],
    student: User,
    instructor: User,
    monkeypatch: pytest.MonkeyPatch,
    state: str,
    starts: int,
) -> None:
    """With its prerequisites, its deadline and a submission under way a workspace keeps to its eight."""
    monkeypatch.setattr(worker_status, "RECENT_S", 60.0)
    fill(course, student, instructor)
    reader = browse(student)
    reader.hand_in()
    waiting = db.session.scalars(select(Submission).order_by(Submission.id.desc()).limit(1)).one()
    waiting.state, waiting.starts = state, starts
    db.session.commit()
    for _ in range(2):
        assert reader.get("/courses/test/exercises/double").status_code == 200
    with counting() as sent:
        reader.get("/courses/test/exercises/double")

    assert len(sent) <= MOST, sent
