"""What all attacks share: the boundaries they are tried on, and secrets where none must be found."""

from __future__ import annotations

import os
import time
from typing import Any

import pytest

from graders.grading import Grader
from tests.attacks import exercise

#: boundary -> the fixture that opens it
BOUNDARIES = {"local": "grader", "docker": "docker_grader"}

SERVERS = 2  #: fork servers, or containers: one a slot
WARM_UP_S = 60.0

# Before any boundary starts: a cell, a fork server or a container that inherited anything would hold it.
os.environ["SEODANG_CANARY"] = exercise.CANARY


@pytest.fixture(scope="session", params=list(BOUNDARIES))
def any_grader(request: pytest.FixtureRequest) -> Grader:
    """A warm grader behind each boundary in turn, whose servers live as long as the attacks."""
    grader: Grader = request.getfixturevalue(BOUNDARIES[request.param])
    boundary: Any = grader.boundary
    # Servers and containers are otherwise replaced in the middle, rightly.
    vars(boundary)["_quota" if request.param == "local" else "_reuse"] = 10**9
    deadline = time.monotonic() + WARM_UP_S
    while len(grader.server_pids()) < SERVERS and time.monotonic() < deadline:
        time.sleep(0.05)  # a pool is ready with its first container; what is here is counted with the last
    return grader
