from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from pathlib import Path

from seodang.gate import PER_USER, Gate

MINJI, JUNHO = 7, 8


def _elsewhere(file: Path, take: int, line: Connection) -> None:
    """Another web process: takes places and keeps them until it is killed."""
    gate = Gate(100, file)
    line.send([gate.enter(MINJI) for _ in range(take)])
    line.recv()


def test_places_of_a_user_are_shared_by_processes(tmp_path: Path) -> None:
    """Streams held for a user count in another, not those of others; a killed one holds none."""
    file = tmp_path / "streams"
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_elsewhere, args=(file, PER_USER - 1, there)
    )
    process.start()
    gate = Gate(100, file)
    assert here.recv() == [True] * (PER_USER - 1)

    assert [gate.enter(MINJI) for _ in range(2)] == [True, False]
    assert [gate.enter(JUNHO) for _ in range(PER_USER + 1)] == [True] * PER_USER + [False]
    process.kill()
    process.join()

    assert [gate.enter(MINJI) for _ in range(PER_USER)] == [True] * (PER_USER - 1) + [False]


def test_a_place_given_back_can_be_taken(tmp_path: Path) -> None:
    """Leaving frees exactly one place, of the user and of the process."""
    gate = Gate(2, tmp_path / "streams")
    assert [gate.enter(user) for user in (MINJI, JUNHO, MINJI)] == [True, True, False]

    gate.leave(JUNHO)

    assert [gate.enter(MINJI) for _ in range(2)] == [True, False]
