"""A cell as the machine's root sees it: what the kernel says of it, not what it says of itself."""

from __future__ import annotations

import os
import re
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import require
from tests.processes import parents
from tests.sandbox.conftest import ROOMY, Laboratory

NAMESPACES = ("user", "mnt", "pid", "net", "ipc", "uts")


@pytest.fixture(scope="module")
def server(laboratory: Laboratory) -> int:
    """The fork server of submissions."""
    launcher = laboratory.boundary.server_pids()["submission"]
    return next(child for child, parent in parents().items() if parent == launcher)


@pytest.fixture(scope="module")
def cell(laboratory: Laboratory, server: int) -> Iterator[int]:
    """A cell at work, by its number outside."""
    require("root", os.geteuid() == 0, "only root reads of another user's process what is asked here")
    busy = threading.Thread(target=laboratory.run, args=("import time; time.sleep(8)",))
    busy.start()
    end = time.monotonic() + 5
    cells: list[int] = []
    while time.monotonic() < end and not cells:
        time.sleep(0.05)
        cells = [child for child, parent in parents().items() if parent == server]
    time.sleep(1)  # it is closed by then
    yield cells[0]
    busy.join()


def status(pid: int) -> dict[str, str]:
    """The fields of /proc/<pid>/status."""
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {row.split(":")[0]: row.split(":")[1].strip() for row in rows}


def test_cell_shares_no_namespace(cell: int, server: int) -> None:
    """All six differ from the fork server's, and those from the machine's."""
    for name in NAMESPACES:
        seen = [os.readlink(f"/proc/{pid}/ns/{name}") for pid in (cell, server, os.getpid())]
        assert len(set(seen)) == 3, name


def test_cell_is_nobody_with_nothing(cell: int) -> None:
    """An uid that is not root, no capability of any kind, no way to gain one, a filter, one thread."""
    fields = status(cell)

    assert all(int(uid) != 0 for uid in fields["Uid"].split() + fields["Gid"].split())
    assert {fields[f"Cap{kind}"].strip("0") for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {""}
    assert (fields["NoNewPrivs"], fields["Seccomp"], fields["Threads"]) == ("1", "2", "1")
    assert Path(f"/proc/{cell}/setgroups").read_text().strip() == "deny"


def test_mounts_are_those_that_were_meant(cell: int) -> None:
    """The root is a read-only tmpfs; on it lie the runtime, three devices and a work folder, and no more."""
    rows = [row.split() for row in Path(f"/proc/{cell}/mountinfo").read_text().splitlines()]
    mounted = {row[4]: (set(row[5].split(",")), row[row.index("-") + 1]) for row in rows}
    system = {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}
    single = {"/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom"}
    runtime = {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, *sys.path) if path}

    assert mounted["/"][1] == mounted["/box"][1] == "tmpfs"
    assert {"nosuid", "nodev", "noexec"} <= mounted["/box"][0]
    for point, (options, _) in mounted.items():
        known = point in {"/", "/box", *system, *single} or any(_below(point, path) for path in runtime)
        assert known, point
        if point != "/box" and not point.startswith("/dev/"):
            assert "ro" in options, point
            assert "nosuid" in options, point


def test_limits_are_the_kernels(cell: int, server: int) -> None:
    """What the cell may use is bounded by the kernel too, hard and soft alike."""
    text = Path(f"/proc/{cell}/limits").read_text()
    limits = {
        name.strip(): (soft, hard) for name, soft, hard in re.findall(r"(Max .+?) {2,}(\S+) +(\S+)", text)
    }

    assert limits["Max processes"] == (str(ROOMY.threads),) * 2
    assert limits["Max open files"] == (str(ROOMY.descriptors),) * 2
    assert limits["Max core file size"] == limits["Max locked memory"] == ("0", "0")
    assert limits["Max cpu time"] == (str(int(ROOMY.cpu_s) + 1),) * 2
    for name in ("Max data size", "Max address space"):
        soft, hard = limits[name]
        assert soft == hard
        assert ROOMY.memory_bytes < int(soft) < 8 * 2**30
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY


def test_kernel_ends_the_cell_first(cell: int, server: int) -> None:
    """Where memory runs out, the cell goes before its server, and before anything of the machine's."""
    cell_score, server_score = (int(Path(f"/proc/{p}/oom_score_adj").read_text()) for p in (cell, server))

    assert cell_score == 1000
    assert server_score < cell_score


def test_server_has_one_thread_and_no_text_of_a_submission(laboratory: Laboratory, server: int) -> None:
    """What a submission held is nowhere in the memory of the server it was forked from."""
    require("root", os.geteuid() == 0, "only root reads the memory of another user's process")
    secret = "RTCANARY_" + os.urandom(6).hex()
    laboratory.run(f"secret = {secret!r}; result = secret")

    assert len(os.listdir(f"/proc/{server}/task")) == 1
    assert secret.encode() not in memory_of(server)
    assert b"sandbox.forkserver" in memory_of(server)


def memory_of(pid: int) -> bytes:
    """Everything writable in a process's memory."""
    parts = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for row in maps:
            low, high = (int(part, 16) for part in row.split()[0].split("-"))
            if " rw-" in row:
                memory.seek(low)
                parts.append(memory.read(high - low) or b"")
    return b"".join(parts)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + "/")
