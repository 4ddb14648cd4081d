"""Somebody who has left a row in every table that can hold one of theirs."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Table

from seodang.extensions import db
from seodang.models import (
    DONE,
    Base,
    Draft,
    Event,
    Exercise,
    ExerciseVersion,
    HintReveal,
    LoginSession,
    PracticeCard,
    PracticeReview,
    QuizAnswer,
    SignInFailure,
    User,
    ValidationRun,
)
from seodang.services import accounts, quotas
from seodang.services.packing import pack

from .factories import bundle_files, make_bundle, make_submission, make_variant, question
from .fakes import FakeGrader


def leave_traces(user: User, exercise: Exercise, quiz: Exercise) -> None:
    """Give somebody a row of everything."""
    report = FakeGrader().grade(make_bundle(), {"solution.py": b"def test_public(): ..."})
    submission = make_submission(user, exercise, state=DONE, verdict="WA", report=msgspec.to_builtins(report))
    answered = make_variant(user, quiz, msgspec.to_builtins(question()))
    make_variant(user, quiz, msgspec.to_builtins(question()))
    run = ValidationRun(
        user_id=user.id,
        course_id=exercise.course_id,
        slug="double",
        version="v",
        content=pack(bundle_files()),
        ok=True,
        state=DONE,
    )
    card = PracticeCard(user_id=user.id, exercise_id=quiz.id, question="sum", state={"stability": 1.5})
    db.session.add_all([run, card])
    db.session.flush()
    db.session.add_all(
        [
            Event(submission_id=submission.id, kind="started", data={}),
            Event(validation_id=run.id, kind="verdict", data={"ok": True}),
            QuizAnswer(
                variant_id=answered.id, answers={"half": "42"}, result={"score": 1}, correct=True, score=1.0
            ),
            Draft(user_id=user.id, exercise_id=exercise.id, files={"solution.py": "# not yet"}),
            HintReveal(user_id=user.id, exercise_id=exercise.id, number=1),
            PracticeReview(card_id=card.id, rating=3),
            LoginSession(token_hash=f"{user.id:064}", user_id=user.id),
            SignInFailure(account_key=accounts._hash(user.name_key), address="192.0.2.1"),
            ExerciseVersion(
                exercise_id=exercise.id,
                version=f"by-{user.id}",
                content=b"",
                origin="upload",
                author_id=user.id,
            ),
        ]
    )
    quotas.take(user, exercise, "submit")
    db.session.commit()


def tables_of_people() -> set[str]:
    """Every table with rows that are somebody's, or that belong to such rows."""
    found = {User.__tablename__}
    while True:
        more = {table.name for table in Base.metadata.sorted_tables if _belongs(table, found)} - found
        if not more:
            return found
        found |= more


def rows_of(user_id: int) -> dict[str, int]:
    """How many rows of each table are somebody's, by the columns that name them."""
    mine: dict[str, Any] = {"user_account": db.select(User.id).where(User.id == user_id)}
    for table in Base.metadata.sorted_tables:
        links = [key for key in table.foreign_keys if key.column.table.name in mine and _owns(key)]
        if links:
            which = [key.parent.in_(mine[key.column.table.name]) for key in links]
            mine[table.name] = db.select(table.c.id).where(db.or_(*which))
    return {name: len(db.session.execute(query).all()) for name, query in mine.items()}


def _belongs(table: Table, owners: set[str]) -> bool:
    return any(key.column.table.name in owners for key in table.foreign_keys if _owns(key))


def _owns(key: Any) -> bool:
    """A version, or the run that made one, is not its author's alone."""
    return key.column.table.name != ExerciseVersion.__tablename__
