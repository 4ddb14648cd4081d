from __future__ import annotations

import dataclasses
import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from seodang.extensions import db
from seodang.models import RUN, SUBMIT, Exercise, QuotaBucket, Submission, User, now
from seodang.presenters.quotas import quota_view
from seodang.services import leases, quotas, stopping, submissions
from seodang.services.exceptions import LimitError
from seodang.services.quotas import AUTO

from ..factories import RIGHT, make_submission, make_user

FILES = {"solution.py": RIGHT.encode()}


@pytest.fixture(autouse=True)
def three(app: Flask) -> None:
    """Three submissions an hour."""
    app.config["SEODANG"] = dataclasses.replace(app.config["SEODANG"], hourly_submissions=3)


def _take(user: User, exercise: Exercise, times: int = 1, mode: str = SUBMIT) -> None:
    for _ in range(times):
        quotas.take(user, exercise, mode)
    db.session.commit()


def _left(user: User, exercise: Exercise, mode: str = SUBMIT) -> int:
    return quotas.left(user, exercise)[mode].tokens


def _pass(seconds: float) -> None:
    for row in db.session.query(QuotaBucket):
        row.filled_at -= timedelta(seconds=seconds)
    db.session.commit()


def test_untouched_bucket_is_full(student: User, exercise: Exercise) -> None:
    """Who has not tried yet has all tries, and none of them comes later."""
    now_left = quotas.left(student, exercise)[SUBMIT]

    assert now_left == quotas.Allowance(tokens=3, size=3, next_s=0)


def test_empty_bucket_refuses_and_says_how_long(student: User, exercise: Exercise) -> None:
    """The fourth of three is refused with the time until the next token, and costs nothing."""
    _take(student, exercise, 3)

    with pytest.raises(LimitError) as refused:
        quotas.take(student, exercise, SUBMIT)
    assert 1195 <= refused.value.retry_s <= 1200
    assert _left(student, exercise) == 0


def test_tokens_come_back_one_by_one(student: User, exercise: Exercise) -> None:
    """Three an hour is one in twenty minutes, counted from parts of it too."""
    _take(student, exercise, 3)
    _pass(700)
    assert _left(student, exercise) == 0
    _pass(500)
    assert _left(student, exercise) == 1

    _take(student, exercise)

    with pytest.raises(LimitError):
        quotas.take(student, exercise, SUBMIT)


def test_no_more_are_saved_than_fit(student: User, exercise: Exercise) -> None:
    """After a long pause there are as many as the bucket holds."""
    _take(student, exercise, 2)
    _pass(100_000)
    assert _left(student, exercise) == 3

    _take(student, exercise, 3)

    with pytest.raises(LimitError):
        quotas.take(student, exercise, SUBMIT)


def test_clock_set_back_neither_gives_nor_takes(student: User, exercise: Exercise) -> None:
    """A moment before the last count leaves the bucket as it is, and no second is counted twice."""
    _take(student, exercise)
    _pass(-3600)

    _take(student, exercise)

    assert _left(student, exercise) == 1
    assert db.session.query(QuotaBucket).one().filled_at > now() + timedelta(seconds=3000)


def test_buckets_are_apart(student: User, exercise: Exercise) -> None:
    """Runs, automatic runs and other people have buckets of their own."""
    _take(student, exercise, 3)

    _take(student, exercise, 1, RUN)
    _take(student, exercise, 1, AUTO)
    _take(make_user(), exercise, 3)

    assert _left(student, exercise, AUTO) == quotas.HOURLY_AUTO - 1


def test_smaller_setting_counts_at_once(app: Flask, student: User, exercise: Exercise) -> None:
    """Lowering the setting lowers what has been saved up."""
    _take(student, exercise)
    app.config["SEODANG"] = dataclasses.replace(app.config["SEODANG"], hourly_submissions=1)

    assert _left(student, exercise) == 1


def test_many_at_once_take_what_there_is(app: Flask, student: User, exercise: Exercise) -> None:
    """Of forty requests at the same moment exactly three get a token; the bucket is made once."""
    user_id, exercise_id = student.id, exercise.id
    got: list[int] = []
    together = threading.Barrier(40)

    def take(number: int) -> None:
        with app.app_context():
            user, where = db.session.get_one(User, user_id), db.session.get_one(Exercise, exercise_id)
            db.session.rollback()
            together.wait()
            try:
                quotas.take(user, where, SUBMIT)
                db.session.commit()
                got.append(number)
            except LimitError:
                db.session.rollback()

    threads = [threading.Thread(target=take, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(got) == 3
    assert db.session.query(QuotaBucket).count() == 1


def test_submitting_takes_one_and_its_double_click_none(student: User, exercise: Exercise) -> None:
    """The same token twice is one submission and one token of the bucket."""
    for _ in range(2):
        submissions.create(student, exercise, FILES, SUBMIT, "one-token")

    assert _left(student, exercise) == 2


def test_refused_submission_leaves_nothing(student: User, exercise: Exercise) -> None:
    """Without a token there is no row, and runs go on."""
    _take(student, exercise, 3)

    with pytest.raises(LimitError):
        submissions.create(student, exercise, FILES, SUBMIT, "one-token")
    submissions.create(student, exercise, FILES, RUN, "one-token")

    assert [row.mode for row in db.session.query(Submission)] == [RUN]


def test_other_refusals_take_nothing(student: User, exercise: Exercise) -> None:
    """Who has four open already is refused without losing a token."""
    for _ in range(submissions.OPEN_PER_USER):
        make_submission(student, exercise, mode=RUN)

    with pytest.raises(LimitError):
        submissions.create(student, exercise, FILES, SUBMIT, "one-token")

    assert _left(student, exercise) == 3


def test_automatic_runs_use_their_own_bucket(student: User, exercise: Exercise) -> None:
    """A run that no button was pressed for costs neither a run nor a submission, and is marked."""
    row = submissions.create(student, exercise, FILES, RUN, "one-token", automatic=True)

    left = {mode: now.tokens - now.size for mode, now in quotas.left(student, exercise).items()}
    assert row.automatic
    assert left == {RUN: 0, SUBMIT: 0, AUTO: -1}


@pytest.mark.parametrize(
    ("result", "left"),
    [({"verdict": "IE"}, 3), ({"verdict": "ST", "counts": False}, 3), ({"verdict": "WA", "counts": True}, 2)],
)
def test_what_counts_for_nothing_gives_its_token_back(
    student: User, exercise: Exercise, result: dict[str, object], left: int
) -> None:
    """A failure of ours, or a stop that its exercise forgives, costs no token; a verdict does."""
    submissions.create(student, exercise, FILES, SUBMIT, "one-token")
    lease = leases.claim()
    assert lease is not None

    leases.finish(lease, result)
    assert not leases.finish(lease, result)

    assert _left(student, exercise) == left


def test_stopped_before_it_began_gives_its_token_back(student: User, exercise: Exercise) -> None:
    """What never ran was no try, however often it is stopped."""
    row = submissions.create(student, exercise, FILES, SUBMIT, "one-token")

    for _ in range(2):
        stopping.stop(student, row.id)

    assert _left(student, exercise) == 3


def test_full_bucket_takes_no_token_back(student: User, exercise: Exercise) -> None:
    """What comes back late does not make more than there can be."""
    row = submissions.create(student, exercise, FILES, SUBMIT, "one-token")
    _pass(3600)

    quotas.give_back(row)
    db.session.commit()

    assert _left(student, exercise) == 3


def test_tries_for_nothing_are_not_endless(student: User, exercise: Exercise) -> None:
    """However many tokens came back, twice the quota within an hour is the end; an hour later it is new."""
    for _ in range(6):
        make_submission(student, exercise, state="done", verdict="IE")

    with pytest.raises(LimitError):
        submissions.create(student, exercise, FILES, SUBMIT, "one-token")
    assert _left(student, exercise) == 3
    db.session.execute(update(Submission).values(created_at=now() - timedelta(hours=1, seconds=1)))
    db.session.commit()
    assert submissions.create(student, exercise, FILES, SUBMIT, "one-token")


def test_words_tell_what_is_left(app: Flask, student: User, exercise: Exercise) -> None:
    """The line counts and says when there will be one more, rounded up."""
    _take(student, exercise)
    with app.test_request_context():
        view = quota_view(quotas.left(student, exercise))

    assert view[SUBMIT]["text"] == "Submissions left: 2 of 3, next in 20 min"
    assert view[RUN]["text"] == "Runs left: 300 of 300"
    assert not view[RUN]["short"]
