"""A trial asks less of a grading, and changes no verdict."""

from __future__ import annotations

from graders.grading import Grader
from graders.manifest import Limits
from graders.report import Report
from graders.trial import WHOLE, Trial
from tests.graders import samples

CHECKS = """
from graders import given, strategies as st

@given(x=st.integers(0, 10**6))
def test_small(submission, x):
    assert submission.double(x) == 2 * x

def test_large(submission):
    assert submission.double(10**6) == 2 * 10**6
"""
WRONG = b"def double(x):\n    return x if x > 10 else 2 * x\n"


def graded(grader: Grader, source: bytes, trial: Trial | None, checks: str = CHECKS) -> Report:
    """The report of one submission to the small exercise under this trial."""
    return grader.grade(samples.bundle(checks__py=checks), {"solution.py": source}, 7, trial=trial)


def test_trial_of_nothing_changes_nothing():
    """By default every check runs in its order, with everything a student gets."""
    checks = samples.bundle().checks

    assert Trial() == WHOLE
    assert WHOLE.sort(checks) == checks


def test_wanted_tests_come_first():
    """`order` puts tests first, leaves the others in their order and overlooks names it does not know."""
    checks = samples.bundle().checks

    ordered = Trial(order=("test_gone", "test_large")).sort(checks)

    assert [check.test for check in ordered] == ["test_large", "test_small"]


def test_without_shrinking_the_first_example_stays(grader: Grader):
    """`shrink=False` keeps the first failing example; otherwise the smallest is looked for."""
    whole, quick = (graded(grader, WRONG, trial).checks[0] for trial in (None, Trial(shrink=False)))

    assert whole.detail is not None
    assert quick.detail is not None
    assert (whole.detail["shrink"], whole.detail["example"]) == ("done", {"x": "11"})
    assert quick.detail["example"] != {"x": "11"}
    assert quick.calls < whole.calls
    assert (quick.outcome, quick.verdict) == (whole.outcome, whole.verdict)


def test_first_failure_ends_a_trial(grader: Grader):
    """`stop_at_failure` leaves out what comes after, in this phase and the next; a right answer runs all."""
    wrong = graded(grader, WRONG, Trial(stop_at_failure=True))
    right = graded(grader, samples.RIGHT, Trial(stop_at_failure=True))

    assert [check.outcome for check in wrong.checks] == ["failed", "not_run"]
    assert wrong.verdict == "WA"
    assert [check.outcome for check in right.checks] == ["passed", "passed"]


def test_first_failure_leaves_out_the_rest_of_its_phase(grader: Grader):
    """A check of the same phase, and of a later place in it, is left out too."""
    both_public = samples.MANIFEST.replace('visibility = "hidden"\n', "")
    bundle = samples.bundle(exercise__toml=both_public, checks__py=CHECKS)
    files = {"solution.py": WRONG}

    first = grader.grade(bundle, files, 7, trial=Trial(stop_at_failure=True))
    turned = grader.grade(bundle, files, 7, trial=Trial(stop_at_failure=True, order=["test_large"]))

    assert [(check.test, check.outcome) for check in first.checks] == [
        ("test_small", "failed"),
        ("test_large", "not_run"),
    ]
    assert [(check.test, check.outcome) for check in turned.checks] == [
        ("test_small", "not_run"),
        ("test_large", "failed"),
    ]


def test_a_trial_has_limits_of_its_own(grader: Grader):
    """`limits` are held in place of the exercise's."""
    slow = b"import time\ndef double(x):\n    time.sleep(1)\n    return 2 * x\n"

    report = graded(
        grader, slow, Trial(limits=Limits(time_s=0.3, total_s=5.0, memory_mib=128)), samples.CHECKS
    )

    assert [check.verdict for check in report.checks] == ["TLE", "TLE"]
