from __future__ import annotations

import threading

import pytest
from flask import Flask

from graders.sources import SourceError
from seodang.extensions import db
from seodang.models import DONE, Exercise, Submission, User
from seodang.services import drafts, submissions, worker_status
from seodang.services.exceptions import InputError, LimitError, NotFoundError, UnavailableError

from ..factories import RIGHT, make_course, make_exercise, make_submission, make_user

FILES = {"solution.py": RIGHT.encode()}


def test_one_token_is_one_submission(student: User, exercise: Exercise) -> None:
    """Sending a form twice gives the submission it made the first time."""
    first = submissions.create(student, exercise, FILES, "submit", "token-one")
    second = submissions.create(student, exercise, FILES, "submit", "token-one")

    assert second.id == first.id


def test_form_gone_back_to_makes_another_submission(student: User, exercise: Exercise) -> None:
    """Without scripts a page keeps its token: Submit after Run, or other text, is not taken for a repeat."""
    first = submissions.create(student, exercise, FILES, "run", "token-one")
    second = submissions.create(student, exercise, FILES, "submit", "token-one")
    third = submissions.create(student, exercise, {"solution.py": b"x = 2"}, "submit", "token-one")

    assert len({first.id, second.id, third.id}) == 3
    assert (second.mode, third.files) == ("submit", {"solution.py": "x = 2"})


def test_tokens_are_ones_own(student: User, exercise: Exercise) -> None:
    """Somebody else's token gives nothing of theirs."""
    first = submissions.create(student, exercise, FILES, "submit", "token-one")
    second = submissions.create(make_user(), exercise, FILES, "submit", "token-one")

    assert second.id != first.id


def test_hundred_parallel_requests_make_four_submissions(
    app: Flask, student: User, exercise: Exercise
) -> None:
    """The limit on open submissions holds when everything comes at once."""
    user_id, exercise_id = student.id, exercise.id
    refused = []

    def hand_in(number: int) -> None:
        with app.app_context():
            person, where = db.session.get_one(User, user_id), db.session.get_one(Exercise, exercise_id)
            try:
                submissions.create(person, where, FILES, "submit", f"a-token-{number}")
            except LimitError:
                refused.append(number)

    threads = [threading.Thread(target=hand_in, args=(number,)) for number in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert db.session.query(Submission).count() == submissions.OPEN_PER_USER
    assert len(refused) == 30 - submissions.OPEN_PER_USER


def test_parallel_double_click_makes_one(app: Flask, student: User, exercise: Exercise) -> None:
    """The same token at the same moment, many times, makes one row and every request gets it."""
    user_id, exercise_id = student.id, exercise.id
    made = []

    def hand_in() -> None:
        with app.app_context():
            person, where = db.session.get_one(User, user_id), db.session.get_one(Exercise, exercise_id)
            made.append(submissions.create(person, where, FILES, "submit", "one-token").id)

    threads = [threading.Thread(target=hand_in) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 10
    assert len(set(made)) == 1


def test_our_failures_are_not_endless(student: User, exercise: Exercise) -> None:
    """A submission that makes grading fail would be a try for nothing: twice the quota ends that too."""
    for _ in range(60):
        make_submission(student, exercise, state=DONE, verdict="IE")

    with pytest.raises(LimitError):
        submissions.create(student, exercise, FILES, "submit", "one-more-token")


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("solution.py", b"", "empty"),
        ("solution.py", b"x" * (256 * 1024 + 1), "too_large"),
        ("solution.py", b"\xff\xfa", "not_utf8"),
        ("solution.py", b"a\0b", "nul"),
        ("other.py", b"x = 1", "unknown_name"),
    ],
)
def test_unfit_files_are_refused_before_anything_is_stored(
    student: User, exercise: Exercise, name: str, data: bytes, key: str
) -> None:
    """What cannot be graded is said at once and leaves no row."""
    with pytest.raises(SourceError) as refused:
        submissions.create(student, exercise, {name: data}, "submit", "some-token")

    assert refused.value.key == key
    assert db.session.query(Submission).count() == 0


@pytest.mark.parametrize(
    ("mode", "token"), [("cheat", "good-token"), ("submit", ""), ("submit", "a b"), ("submit", "x" * 65)]
)
def test_incomplete_forms_are_refused(student: User, exercise: Exercise, mode: str, token: str) -> None:
    """A mode there is not, or a token that is none, makes nothing."""
    with pytest.raises(InputError):
        submissions.create(student, exercise, FILES, mode, token)


def test_nothing_is_accepted_that_cannot_be_graded(student: User, exercise: Exercise) -> None:
    """While grading is said to be off, handing in is refused; a silent worker only makes it wait."""
    worker_status.publish(worker_status.OFF, reason="C02 user namespaces: restricted")

    with pytest.raises(UnavailableError):
        submissions.create(student, exercise, FILES, "submit", "some-token")
    worker_status.withdraw()
    assert submissions.create(student, exercise, FILES, "submit", "some-token")


def test_what_was_handed_in_is_the_draft(student: User, exercise: Exercise) -> None:
    """Coming back to the exercise shows what was handed in last, not an older draft."""
    drafts.save(student, exercise, {"solution.py": "old"})

    submissions.create(student, exercise, FILES, "submit", "some-token")

    assert drafts.current(student, exercise).files == {"solution.py": RIGHT}


def test_submissions_are_found_by_their_owner_and_their_teacher_only(
    student: User, instructor: User, exercise: Exercise
) -> None:
    """For everybody else a submission does not exist."""
    row = make_submission(student, exercise)
    other = make_exercise(make_course("other"))
    strangers = [make_user(course=exercise.course), make_user(course=other.course, role="instructor")]
    admin = make_user()
    admin.is_admin = True

    assert {submissions.for_user(user, row.id).id for user in (student, instructor, admin)} == {row.id}
    for stranger in strangers:
        with pytest.raises(NotFoundError):
            submissions.for_user(stranger, row.id)
