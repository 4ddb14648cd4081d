"""Hostile submissions through the real sandbox: each earns its verdict, learns nothing and leaves nothing."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from graders import grading
from graders.grading import Grader
from graders.report import Report, student_view
from tests.attacks import answering, escaping, exercise, exhausting, forging, snooping
from tests.attacks.probe import Probe
from tests.processes import descendants

CORPUS = (
    *forging.PROBES,
    *snooping.PROBES,
    *escaping.PROBES,
    *exhausting.PROBES,
    *answering.PROBES,
)
SETTLE_S = 15.0
QUIET_S = 1.0


@dataclass(frozen=True)
class Traces:
    """What a grading could leave behind on this machine."""

    processes: int
    descriptors: int
    mounts: int


def traces() -> Traces:
    """Descendants of this process, its open descriptors, and the mounts it sees."""
    return Traces(
        len(descendants([os.getpid()])),
        len(os.listdir("/proc/self/fd")),
        len(Path("/proc/self/mountinfo").read_text().splitlines()),
    )


def settled() -> Traces:
    """The traces once they stay the same: a server that served its quota is replaced by and by."""
    deadline = time.monotonic() + SETTLE_S
    last, since = traces(), time.monotonic()
    while time.monotonic() < min(deadline, since + QUIET_S):
        time.sleep(0.05)
        if (now := traces()) != last:
            last, since = now, time.monotonic()
    return last


def graded(grader: Grader, source: str) -> Report:
    """The report of one submission to the exercise under attack."""
    return grader.grade(exercise.bundle(), {"solution.py": source.encode()})


@pytest.fixture(scope="module")
def before(grader: Grader) -> Traces:
    """What there was before the corpus, with the servers warm and one honest grading behind them."""
    assert graded(grader, exercise.HONEST).verdict == "AC"
    return settled()


@pytest.mark.parametrize("probe", CORPUS, ids=[probe.name for probe in CORPUS])
def test_attack_earns_its_verdict_and_learns_nothing(grader: Grader, before: Traces, probe: Probe):
    """Verdict and points are those of the table, and nothing of the author's comes back."""
    report = graded(grader, probe.source)
    first = report.checks[0]
    told = json.dumps(student_view(report), ensure_ascii=False)

    assert report.verdict in probe.verdicts, f"{report.message.en} {first.message.en}\n{report.diagnosis}"
    assert report.points == probe.points
    assert probe.says in first.message.en
    assert exercise.leaks(told) == []
    assert exercise.CANARY not in report.output.stdout + report.output.stderr
    assert len(told) < 400_000


def test_corpus_covers_every_attack_once():
    """Every number from P01 to P46 has a probe, and every probe a name of its own."""
    names = [probe.name for probe in CORPUS]

    assert {name[:3] for name in names} == {f"P{number:02}" for number in range(1, 47)}
    assert len(names) == len(set(names))


def test_what_was_written_to_the_output_is_shown_as_text(grader: Grader):
    """A report on the output is no report: it appears, word for word, as what the submission printed."""
    (probe,) = (probe for probe in forging.PROBES if probe.name.startswith("P01"))
    view = student_view(graded(grader, probe.source))

    assert view["output"]["stdout"].startswith('{"verdict": "AC"')
    assert (view["verdict"], view["score"]) == ("WA", 0.0)


def test_files_of_this_machine_are_out_of_reach(grader: Grader, tmp_path: Path):
    """Neither a file that everybody may read nor a source of this project can be opened in a cell."""
    planted = tmp_path / "planted.txt"
    planted.write_text(exercise.CANARY)
    places = [
        str(planted),
        __file__,
        grading.__file__,
        str(Path.home() / ".profile"),
        str(Path.cwd() / "config.py"),
    ]
    source = f"import os\nfound = [p for p in {places} if os.path.exists(p)]\nassert not found, found\n"
    assert graded(grader, source + exercise.HONEST).verdict == "AC"


def test_honest_submission_is_accepted_after_the_corpus(grader: Grader, before: Traces):
    """Nothing of the attacks stays: full marks, no process, descriptor or mount more than before."""
    report = graded(grader, exercise.HONEST)
    after = settled()

    assert (report.verdict, report.points) == ("AC", exercise.MAX_POINTS)
    assert after.processes <= before.processes
    assert after.descriptors <= before.descriptors
    assert after.mounts <= before.mounts
