"""The page on which instructors read of gradings that failed on our side or theirs."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from graders.bilingual import EMPTY, Bilingual
from graders.manifest import Limits
from graders.report import SCHEMA, CheckResult, Output, Replay, Report, Usage
from seodang.dispatch.jobs import OURS
from seodang.models import DONE, Exercise, Submission, User, now
from seodang.services import leases, teaching

from ..conftest import Actor
from ..factories import make_course, make_exercise, make_submission, make_user

PLACE = "/teaching/courses/test/failures"
TOLD = Bilingual("The checks did not finish.", "검사가 끝나지 않았습니다.")
MARKUP = "</pre><script>alert(1)</script>"


@pytest.fixture
def desk(browse: Callable[..., Actor], instructor: User) -> Actor:
    """The instructor's browser."""
    return browse(instructor)


def _report(
    message: Bilingual = TOLD, diagnosis: str = "", checks: list[CheckResult] | None = None
) -> Report:
    replay = Replay("v", "", {}, 31337, Limits(), "test")
    return Report(
        schema=SCHEMA,
        exercise="test/double",
        version="v",
        mode="submit",
        verdict="IE",
        score=0.0,
        points=0,
        max_points=4,
        message=message,
        checks=checks or [],
        usage=Usage(),
        hidden_usage=Usage(),
        output=Output(),
        replay=replay,
        diagnosis=diagnosis,
    )


def _fail(user: User, exercise: Exercise, report: Report | None = None, **columns: Any) -> Submission:
    stored = None if report is None else msgspec.to_builtins(report)
    values = {"state": DONE, "verdict": "IE", "finished_at": now(), "report": stored, **columns}
    return make_submission(user, exercise, **values)


def test_failed_grading_appears(desk: Actor, student: User, exercise: Exercise) -> None:
    """A failure is listed with its exercise, version, student, time, message and diagnosis."""
    assert "No grading of this course has failed." in desk.get(PLACE).text
    row = _fail(student, exercise, _report(diagnosis="Traceback\n  KeyError: 'weight'"))
    page = html.unescape(desk.get(PLACE).text)

    for said in ("Double it", row.version.version[:10], "minji", TOLD.en, "Traceback\n  KeyError: 'weight'"):
        assert said in page, said
    assert row.finished_at is not None
    assert f'<time datetime="{row.finished_at.isoformat()}"' in page
    assert f'href="/submissions/{row.id}"' in page
    assert "No report" not in page


def test_only_failures_are_listed(desk: Actor, student: User, exercise: Exercise) -> None:
    """Neither a wrong answer nor a submission that still waits is a failed grading."""
    make_submission(student, exercise, state=DONE, verdict="WA", finished_at=now())
    make_submission(student, exercise)

    assert "minji" not in desk.get(PLACE).text


def test_job_that_was_given_up_has_no_report(desk: Actor, student: User, exercise: Exercise) -> None:
    """Where a worker could not do the job at all, the page says that there is no report."""
    make_submission(student, exercise)
    lease = leases.claim()
    assert lease is not None
    leases.finish(lease, dict(OURS))
    page = desk.get(PLACE).text

    assert "minji" in page
    assert "No report: the job was given up." in page


def test_broken_check_speaks_where_the_report_is_silent(
    desk: Actor, student: User, exercise: Exercise
) -> None:
    """A check that broke says why; a check that merely failed before it does not."""
    messages = {"WA": Bilingual("merely wrong", "오답"), "IE": Bilingual("test_hidden broke", "검사 오류")}
    checks = [
        CheckResult("test_hidden", EMPTY, "hidden", "error", verdict, 0, 3, message=message)
        for verdict, message in messages.items()
    ]
    _fail(student, exercise, _report(EMPTY, checks=checks))
    page = desk.get(PLACE).text

    assert "test_hidden broke" in page
    assert "merely wrong" not in page


def test_what_a_cell_wrote_is_text(desk: Actor, student: User, exercise: Exercise) -> None:
    """Markup in a diagnosis or a message is shown, not run."""
    _fail(student, exercise, _report(Bilingual(MARKUP, MARKUP), MARKUP))
    page = desk.get(PLACE).text

    assert "<script>alert" not in page
    assert page.count(html.escape(MARKUP)) == 2


def test_other_courses_failures_are_absent(desk: Actor, exercise: Exercise) -> None:
    """A course's page and number are of its own failures."""
    other = make_exercise(make_course("other"))
    _fail(make_user("stranger", other.course), other, _report(diagnosis="FOREIGN"))
    page = desk.get(PLACE).text

    assert "stranger" not in page
    assert "FOREIGN" not in page
    assert teaching.recent_failures(exercise.course) == 0
    assert teaching.recent_failures(other.course) == 1


def test_newest_come_first_and_fifty_at_most(desk: Actor, student: User, exercise: Exercise) -> None:
    """The page holds the newest fifty, by the time at which they ended."""
    for age in range(52):
        _fail(student, exercise, _report(diagnosis=f"age-{age};"), finished_at=now() - timedelta(hours=age))
    page = desk.get(PLACE).text

    assert page.index("age-0;") < page.index("age-1;") < page.index("age-49;")
    assert "age-50;" not in page


def test_index_tells_the_failures_of_a_week(desk: Actor, student: User, exercise: Exercise) -> None:
    """The course leads to its failures, with a number where there were any in seven days."""
    _fail(student, exercise, finished_at=now() - timedelta(days=8))
    quiet = desk.get("/teaching").text
    _fail(student, exercise, mode="run")
    _fail(student, exercise)
    page = desk.get("/teaching").text

    assert f'href="{PLACE}"' in quiet
    assert "in the last 7 days" not in quiet
    assert "2 in the last 7 days" in page


def test_failures_are_told_in_korean(desk: Actor, student: User, exercise: Exercise) -> None:
    """A Korean reader gets Korean sentences, the report's own among them."""
    headers = {"Accept-Language": "ko"}
    empty = desk.get(PLACE, headers=headers).text
    _fail(student, exercise, _report(diagnosis="trace"))
    _fail(student, exercise)
    page = desk.get(PLACE, headers=headers).text

    assert "이 과목에서 실패한 채점이 없습니다." in empty
    for said in ("채점 실패: 시험 과목", "두 배로", TOLD.ko, "검사 쪽에 남은 기록", "채점 결과 없음"):
        assert said in page, said
    assert TOLD.en not in page
    assert "최근 7일간 2건" in desk.get("/teaching", headers=headers).text


def test_failures_are_for_instructors(auth: Actor, student: User, exercise: Exercise) -> None:
    """For a student of the course there is no such page, not even of one's own failures."""
    _fail(student, exercise, _report(diagnosis="trace"))

    assert auth.get(PLACE).status_code == 404
