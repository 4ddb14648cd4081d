"""What a limit costs: the check that ran into it, and no other until the cells are used up."""

from __future__ import annotations

import re

import pytest

from graders.grading import Grader
from graders.report import CheckResult, Report, student_view
from tests.attacks import exercise

CHECKS = """
import pytest

@pytest.fixture(scope="session")
def kept(submission):
    return submission.Counter()
""" + "".join(
    f"""
def test_step_{number}(submission):
    assert submission.step({number}) == {number}
"""
    for number in range(1, 7)
)
PLAN = tuple((f"test_step_{number}", 1, "public") for number in range(1, 7))

#: what each step does instead of answering
SPIN = "while True: pass"
FILL = "kept = []\n        while True: kept.append(bytearray(2**20))"
LEAVE = "os._exit(3)"


def submission(**steps: str) -> bytes:
    """A submission whose steps `s1` to `s6` do this, and otherwise answer."""
    cases = "".join(f"    if n == {name[1:]}:\n        {body}\n" for name, body in steps.items())
    return f"import os\ndef step(n):\n{cases}    return n\n".encode()


def graded(grader: Grader, source: bytes, time_s: float = 1) -> Report:
    """The report of six public checks with this submission, each within so many seconds."""
    bundle = exercise.bundle(checks=CHECKS, plan=PLAN, time_s=time_s, total_s=max(6, 2 * time_s))
    return grader.grade(bundle, {"solution.py": source})


def outcomes(report: Report) -> list[str]:
    """How each check ended: passed, its verdict, or not_run."""
    return [check.verdict or check.outcome for check in report.checks]


def test_checks_before_and_after_a_limit_keep_their_results(grader: Grader):
    """Time, memory and an exit each fail one check; the others run in a replacement cell and pass."""
    report = graded(grader, submission(s2=SPIN, s3=FILL, s5=LEAVE), time_s=3)

    assert outcomes(report) == ["passed", "TLE", "MLE", "passed", "RTE", "passed"]
    assert (report.verdict, report.points) == ("TLE", 3)


def test_after_three_replacements_the_rest_is_not_run(grader: Grader):
    """The fourth death is the last: later checks say that they were not run, and why."""
    report = graded(grader, submission(s1=LEAVE, s2=LEAVE, s3=LEAVE, s4=LEAVE))

    assert outcomes(report) == ["RTE", "RTE", "RTE", "RTE", "not_run", "not_run"]
    assert "stopped too often" in report.checks[4].message.en
    assert "실행하지 않았습니다" in report.checks[4].message.ko
    assert (report.verdict, report.points) == ("RTE", 0)


def test_hidden_checks_have_a_cell_even_when_the_public_ones_used_up_theirs(grader: Grader):
    """What public checks spend is not taken from the cell of the hidden ones."""
    plan = (*PLAN[:5], ("test_step_6", 1, "hidden"))
    bundle = exercise.bundle(checks=CHECKS, plan=plan)
    source = submission(s1=LEAVE, s2=LEAVE, s3=LEAVE, s4=LEAVE)
    report = grader.grade(bundle, {"solution.py": source})

    assert outcomes(report) == ["RTE", "RTE", "RTE", "RTE", "not_run", "passed"]


@pytest.mark.parametrize(
    ("body", "verdict"), [(SPIN, "TLE"), ("import time; time.sleep(99)", "TLE"), (FILL, "MLE")]
)
def test_text_names_the_limit_the_measured_value_and_the_line(grader: Grader, body: str, verdict: str):
    """The student reads what was allowed, what was used and where, in both languages."""
    check = graded(grader, submission(s1=body), 8 if verdict == "MLE" else 1).checks[0]
    limit, place = (
        ("1.0", "solution.py, line 4, in step") if verdict == "TLE" else ("256 MiB", "solution.py, line 5")
    )

    assert check.verdict == verdict
    assert limit in check.message.en
    assert limit in check.message.ko
    assert place in check.message.en
    assert place.split(",")[0] in check.message.ko
    if verdict == "TLE":
        measured = re.search(r"after (\d+\.\d) s", check.message.en)
        assert measured is not None
        assert 1.0 <= float(measured[1]) < 5.0


def test_a_whole_life_over_the_limit_is_a_time_limit(grader: Grader):
    """Calls that are each in time may together outlive the cell: the text names that limit."""
    slow = b"import time\ndef step(n):\n    time.sleep(2)\n    return n\n"
    bundle = exercise.bundle(checks=CHECKS, plan=PLAN, time_s=3.5, total_s=4)
    report = grader.grade(bundle, {"solution.py": slow})
    ended = next(check for check in report.checks if check.outcome != "passed")

    assert report.verdict == "TLE"
    assert "4.0 s" in ended.message.en
    assert "solution.py, line 3, in step" in ended.message.en


def test_objects_of_a_lost_cell_are_made_anew(grader: Grader):
    """A session fixture that holds an object of the submission is rebuilt in the replacement cell."""
    checks = CHECKS + "\n".join(
        f"def test_count_{number}(kept):\n    assert kept.count({number}) == {number}\n"
        for number in (1, 2, 3)
    )
    plan = tuple((f"test_count_{number}", 1, "public") for number in (1, 2, 3))
    source = (
        b"import os\nclass Counter:\n    def count(self, n):\n"
        b"        if n == 2: os._exit(1)\n        return n\n"
    )
    report = grader.grade(exercise.bundle(checks=checks, plan=plan), {"solution.py": source})

    assert [check.test for check in report.checks if check.outcome == "passed"] == [
        "test_count_1",
        "test_count_3",
    ]


def test_limits_are_told_to_the_student_as_they_are(grader: Grader):
    """The student's view of a public check holds the same text as the author's."""
    report = graded(grader, submission(s1=SPIN))
    shown = student_view(report)["checks"][0]

    assert _told(report.checks[0]) == (shown["message"]["en"], shown["message"]["ko"])


def _told(check: CheckResult) -> tuple[str, str]:
    return check.message.en, check.message.ko
