"""Submissions that want a GPU wait where one is served, and nowhere else."""

from __future__ import annotations

import pytest

from graders.bundle import Bundle
from seodang.extensions import db
from seodang.models import Exercise, Submission, User
from seodang.presenters.submissions import look
from seodang.services import catalogue, gpu_jobs, queue, submissions, worker_status
from tests.graders import samples

from ..factories import RIGHT, make_submission

FILES = {"solution.py": RIGHT.encode()}


def needing(fallback: bool) -> Bundle:
    """A bundle that needs a GPU."""
    table = (
        f"[resources]\ngpu = true\ngpu_memory_mib = 4096\ncpu_fallback = {str(fallback).lower()}\n[limits]"
    )
    return samples.bundle(exercise__toml=samples.MANIFEST.replace("[limits]", table, 1))


@pytest.fixture
def gpu_worker(student: User) -> None:
    """A living worker that takes GPU jobs."""
    worker_status.publish(worker_status.READY, slots=2, queues=["cpu", "gpu"])


@pytest.mark.parametrize("fallback", [True, False])
@pytest.mark.usefixtures("gpu_worker")
def test_gpu_job_goes_to_a_worker_that_has_one(fallback: bool) -> None:
    """Where a GPU is served, a processor is no choice."""
    assert queue.queue_for(needing(fallback)) == "gpu"


@pytest.mark.usefixtures("student")
def test_without_a_gpu_worker_the_exercise_decides() -> None:
    """With `cpu_fallback` a processor serves; without it the submission waits."""
    worker_status.publish(worker_status.READY, slots=2, queues=["cpu"])

    assert queue.queue_for(needing(True)) == "cpu"
    assert queue.queue_for(needing(False)) == "gpu"
    assert queue.queue_for(samples.bundle()) == "cpu"


@pytest.mark.usefixtures("student")
@pytest.mark.parametrize("state", [worker_status.WARMING, worker_status.OFF])
def test_worker_that_is_not_ready_serves_nobody(state: str) -> None:
    """A worker that refused to work, or is warming up, is no worker with a GPU yet."""
    worker_status.publish(state, queues=["gpu"])

    assert not worker_status.serves("gpu")


def test_submission_that_waits_in_vain_says_so(student: User, exercise: Exercise) -> None:
    """The student reads that no worker has a GPU, as long as that is so."""
    row = make_submission(student, exercise)
    row.queue = "gpu"
    db.session.commit()

    assert "No worker with a GPU" in look(row, 0, "en").messages[-1].data["why"]
    worker_status.publish(worker_status.READY, slots=1, queues=["gpu"])
    assert look(row, 0, "en").messages[-1].data == {"ahead": 0}


def test_ordinary_submission_waits_for_its_turn_only(student: User, exercise: Exercise) -> None:
    """Nothing about GPUs is said to those who need none."""
    row = make_submission(student, exercise)

    assert look(row, 0, "en").messages[-1].data == {"ahead": 0}


@pytest.mark.parametrize(("fallback", "queued"), [(True, "cpu"), (False, "gpu")])
def test_waiting_submission_falls_back_when_the_last_gpu_goes(
    student: User, exercise: Exercise, monkeypatch: pytest.MonkeyPatch, fallback: bool, queued: str
) -> None:
    """What was queued for a GPU worker that is gone goes to processors, where the exercise allows it."""
    row = make_submission(student, exercise)
    row.queue = "gpu"
    db.session.commit()
    monkeypatch.setattr(catalogue, "bundle", lambda version: needing(fallback))

    assert gpu_jobs.fall_back() == int(fallback)
    db.session.refresh(row)
    assert row.queue == queued


@pytest.mark.usefixtures("gpu_worker")
def test_nothing_falls_back_while_a_gpu_is_served(
    student: User, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker with a GPU that is busy is waited for."""
    row = make_submission(student, exercise)
    row.queue = "gpu"
    db.session.commit()
    monkeypatch.setattr(catalogue, "bundle", lambda version: needing(True))

    assert gpu_jobs.fall_back() == 0
    assert submissions.get(row.id).queue == "gpu"


def test_handing_in_picks_the_queue(
    student: User, exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row that is stored names the queue."""
    monkeypatch.setattr(catalogue, "current_bundle", lambda found: needing(False))

    made: Submission = submissions.create(student, exercise, FILES, "submit", "token-gpu")
    assert made.queue == "gpu"
