from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from seodang.bell import Bell

IMPORTS = "import os, sys; from pathlib import Path; from seodang.bell import Bell\n"
RING = f"{IMPORTS}Bell(Path(sys.argv[1])).ring('work')"
DIE = f"{IMPORTS}with Bell(Path(sys.argv[1])).subscribe('work'): os._exit(0)"


def test_bell_wakes_another_process_at_once(tmp_path: Path) -> None:
    """Ringing in one process wakes a waiter in another."""
    with Bell(tmp_path / "bell").subscribe("work") as woken:
        subprocess.run([sys.executable, "-c", RING, str(tmp_path / "bell")], check=True)

        assert woken.wait(2)


def test_bell_is_quick(tmp_path: Path) -> None:
    """From ring to waking takes a few milliseconds, not a polling interval."""
    bell = Bell(tmp_path / "bell")
    with bell.subscribe("work") as woken:
        delays = []
        for _ in range(20):
            woken.clear()
            start = time.perf_counter()
            bell.ring("work")
            assert woken.wait(2)
            delays.append(time.perf_counter() - start)

    assert sorted(delays)[10] < 0.02


def test_other_topics_wake_nobody(tmp_path: Path) -> None:
    """Who waits for one thing is not woken for another."""
    bell = Bell(tmp_path / "bell")
    with bell.subscribe("mine") as woken:
        bell.ring("yours")

        assert not woken.wait(0.1)


def test_sockets_of_the_dead_are_cleared_away(tmp_path: Path) -> None:
    """A process that was killed leaves a socket behind; the next ring removes it."""
    folder = tmp_path / "bell"
    subprocess.run([sys.executable, "-c", DIE, str(folder)], check=True)
    assert list(folder.iterdir())

    Bell(folder).ring("work")

    assert list(folder.iterdir()) == []


def test_deep_folders_are_no_problem(tmp_path: Path) -> None:
    """The limit of 108 bytes on socket addresses does not bind where the clone may lie."""
    folder = tmp_path / ("d" * 100) / ("e" * 100)
    bell = Bell(folder)
    with bell.subscribe("work") as woken:
        bell.ring("work")

        assert woken.wait(2)


def test_ringing_where_nobody_listens_is_fine(tmp_path: Path) -> None:
    """A site whose worker is away accepts submissions all the same, and leaves nothing behind."""
    Bell(tmp_path / "nothing").ring("work")

    assert list(tmp_path.iterdir()) == []
