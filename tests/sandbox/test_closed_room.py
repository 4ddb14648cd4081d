"""A submission cell is a closed room: what is tried from inside fails, each for its own reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox import CellLimits
from sandbox.cell import landlock
from sandbox.policy import MIB
from tests.sandbox.conftest import Laboratory

CALL = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
answer = libc.syscall({call})
result = "done" if answer >= 0 else errno.errorcode[ctypes.get_errno()]
"""


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("57", id="fork"),
        pytest.param("58", id="vfork"),
        pytest.param("59, b'/usr/bin/true', None, None", id="execve"),
        pytest.param("322, -1, b'/usr/bin/true', None, None, 0", id="execveat"),
        pytest.param("41, 1, 1, 0", id="socket"),
        pytest.param("53, 1, 1, 0, (ctypes.c_int * 2)()", id="socketpair"),
        pytest.param("272, 0x10000000", id="unshare"),
        pytest.param("308, 0, 0", id="setns"),
        pytest.param("165, b't', b'/box', b'tmpfs', 0, None", id="mount"),
        pytest.param("155, b'.', b'.'", id="pivot_root"),
        pytest.param("161, b'/box'", id="chroot"),
        pytest.param("101, 0, 0, 0, 0", id="ptrace"),
        pytest.param("310, 1, None, 0, None, 0, 0", id="process_vm_readv"),
        pytest.param("62, -1, 9", id="kill"),
        pytest.param("234, 2, 2, 9", id="tgkill of another"),
        pytest.param("425, 1, None", id="io_uring_setup"),
        pytest.param("206, 1, None", id="io_setup"),
        pytest.param("323, 0", id="userfaultfd"),
        pytest.param("321, 0, None, 0", id="bpf"),
        pytest.param("298, None, 0, -1, -1, 0", id="perf_event_open"),
        pytest.param("250, 0, -3, 0", id="keyctl"),
        pytest.param("248, b'user', b'x', b'y', 1, -4", id="add_key"),
        pytest.param("319, b'x', 0", id="memfd_create"),
        pytest.param("29, 0, 4096, 0o1600", id="shmget"),
        pytest.param("68, 0, 0o1600", id="msgget"),
        pytest.param("64, 0, 1, 0o1600", id="semget"),
        pytest.param("240, b'x', 0o102, 0o600, None", id="mq_open"),
        pytest.param("434, 1, 0", id="pidfd_open"),
        pytest.param("135, 0xffffffff", id="personality"),
        pytest.param("157, 4, 1, 0, 0, 0", id="prctl"),
        pytest.param("160, 7, None", id="setrlimit"),
        pytest.param("302, 0, 7, None, None", id="prlimit64"),
        pytest.param("105, 0", id="setuid"),
        pytest.param("112", id="setsid"),
        pytest.param("133, b'/box/n', 0o600, 0", id="mknod"),
        pytest.param("88, b'/etc', b'/box/l'", id="symlink"),
        pytest.param("86, b'/box/a', b'/box/b'", id="link"),
        pytest.param("188, b'/box', b'user.x', b'y', 1, 0", id="setxattr"),
        pytest.param("73, 1, 2", id="flock"),
        pytest.param("72, 1, 6, None", id="fcntl SETLK"),
        pytest.param("16, 1, 0x5412, b'x'", id="ioctl TIOCSTI"),
        pytest.param("9, None, 4096, 3, 0x21, -1, 0", id="shared anonymous mmap"),
        pytest.param("56, 17, 0, 0, 0, 0", id="clone of a process"),
        pytest.param("47, 3, None, 0", id="recvmsg"),
        pytest.param("46, 3, None, 0", id="sendmsg"),
    ],
)
def test_forbidden_call_is_refused(laboratory: Laboratory, call: str) -> None:
    """The filter answers EPERM to a call that no exercise needs."""
    finding = laboratory.run(CALL.format(call=call))

    assert finding.result == "EPERM"


def test_clone3_sends_the_library_to_clone(laboratory: Laboratory) -> None:
    """`clone3` answers ENOSYS, so that thread libraries fall back to the call that can be checked."""
    assert laboratory.run(CALL.format(call="435, None, 0")).result == "ENOSYS"


def test_foreign_instruction_set_is_fatal(laboratory: Laboratory) -> None:
    """A 32-bit system call, which the filter's numbers do not describe, kills the cell."""
    int80 = """
    import ctypes, mmap
    code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
    code.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    """
    finding = laboratory.run(int80)

    assert finding.exit.reason == "signal"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "/etc/hostname",
        "/proc/self/maps",
        "/proc/1/environ",
        "/sys/kernel",
        "/dev/shm",
        "/dev/mem",
        str(Path(__file__).resolve().parents[2] / "pyproject.toml"),
    ],
)
def test_host_path_does_not_exist(laboratory: Laboratory, path: str) -> None:
    """Paths of the host are not merely forbidden: they are not there."""
    assert laboratory.run(f"import os; result = os.path.exists({path!r})").result is False


@pytest.mark.parametrize("path", ["/", "/home", "/box/..", "/proc"])
def test_folders_outside_cannot_be_listed(laboratory: Laboratory, path: str) -> None:
    """What stands beside the work directory stays unknown."""
    error = laboratory.run(f"import os; os.listdir({path!r})").answer["error"]

    assert error in (
        "PermissionError",
        "FileNotFoundError",
    )


@pytest.mark.parametrize("path", ["/x", "/usr/x", "/tmp/x", "/run/x", "/usr/lib/x"])
def test_nothing_outside_the_work_directory_is_writable(laboratory: Laboratory, path: str) -> None:
    """Every other folder is read-only or missing."""
    error = laboratory.run(f"open({path!r}, 'w')").answer["error"]

    assert error in (
        "PermissionError",
        "OSError",
        "FileNotFoundError",
    )


@pytest.mark.parametrize("name", ["sandbox", "graders", "config", "seodang", "tests"])
def test_product_cannot_be_imported(laboratory: Laboratory, name: str) -> None:
    """Nothing of ours can be imported by name from a submission cell."""
    code = f"""
    try:
        import {name}
        result = "imported"
    except ImportError:
        result = "missing"
    """
    expected = (
        "imported" if name == "tests" else "missing"
    )  # shown to these servers so that they have an entry

    assert laboratory.run(code).result == expected


def test_environment_holds_no_secret(laboratory: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment in a cell is a fixed one."""
    finding = laboratory.run("import os; result = sorted(os.environ)")

    assert "HOME" in finding.result
    assert not [name for name in finding.result if "SEODANG" in name or "SECRET" in name or "PIP" in name]


def test_cell_is_alone(laboratory: Laboratory) -> None:
    """A cell is process 1 of its own namespace, with an ordinary uid and no capability."""
    finding = laboratory.run("import os; result = [os.getpid(), os.getuid(), os.uname().nodename]")

    assert finding.result == [1, 1000, "box"]


def test_descriptors_are_the_known_ones(laboratory: Laboratory) -> None:
    """Streams, the channel and the trace pipe; nothing inherited from the fork server."""
    code = """
    import os
    result = []
    for fd in range(1024):
        try:
            os.fstat(fd)
            result.append(fd)
        except OSError:
            pass
    """
    assert laboratory.run(code).result == [0, 1, 2, 3, 5]


def test_disk_is_small_and_gone_afterwards(laboratory: Laboratory) -> None:
    """The work directory holds 32 MiB and 512 inodes, and the next cell's is empty."""
    fill = """
    import os
    written = files = 0
    try:
        with open("big", "wb") as file:
            while True:
                written += file.write(b"x" * 2**20)
    except OSError:
        os.unlink("big")
    try:
        while True:
            open(f"f{files}", "w").close()
            files += 1
    except OSError:
        pass
    result = [written <= 32 * 2**20, files < 512]
    """
    assert laboratory.run(fill).result == [True, True]
    assert laboratory.run("import os; result = os.listdir('.')").result == []


def test_threads_and_descriptors_are_limited(laboratory: Laboratory) -> None:
    """A cell gets a handful of threads and 64 descriptors."""
    code = """
    import threading
    stop, threads, files = threading.Event(), 0, []
    try:
        while threads < 100:
            threading.Thread(target=stop.wait, daemon=True).start()
            threads += 1
    except RuntimeError:
        pass
    stop.set()
    try:
        while len(files) < 200:
            files.append(open("x", "w"))
    except OSError:
        pass
    result = [threads, len(files)]
    """
    threads, files = laboratory.run(code).result

    assert 4 <= threads <= 16
    assert files < 64


def test_random_numbers_differ_between_cells(laboratory: Laboratory) -> None:
    """Two cells forked from one server do not share a sequence."""
    first = laboratory.run("import random; result = random.random()").result
    second = laboratory.run("import random; result = random.random()").result

    assert first != second


def test_nothing_of_the_last_submission_is_in_memory(laboratory: Laboratory) -> None:
    """A later cell does not find an earlier one's text in its own memory."""
    canary = "RTCANARY_" + os.urandom(6).hex()
    laboratory.run(f"secret = {canary!r}; result = 1")
    search = f"""
    import gc
    needle = {canary[::-1]!r}[::-1]
    spaces = [o for o in gc.get_objects() if isinstance(o, dict) and o is not globals()]
    values = [value for space in spaces for value in list(space.values())]
    result = sum(needle in value for value in values if isinstance(value, str))
    """

    assert laboratory.run(search).result == 0


def test_memory_of_many_kinds_is_bounded(laboratory: Laboratory) -> None:
    """Growing a list ends as a MemoryError inside or as the watchdog's reason outside."""
    limits = CellLimits(wall_s=30, cpu_s=30, memory_bytes=128 * MIB)
    finding = laboratory.run("x = []\nwhile True: x.append(bytes(100_000))", limits)

    assert finding.answer.get("error") == "MemoryError" or finding.exit.reason == "memory"
    assert finding.exit.peak_bytes <= 160 * MIB


def test_readable_is_what_is_mounted_and_nothing_on_the_way() -> None:
    """A runtime below /tmp or /home is readable; the folders on the way to it are not."""
    rows = [
        "/",
        "/usr",
        "/home/김/a\\040clone/.venv",
        "/tmp/clone/.venv",
        "/dev/null",
        "/proc",
        "/box",
        "/srv",
    ]
    mountinfo = "\n".join(f"36 35 98:0 / {point} ro,nosuid - ext4 /dev/root ro" for point in rows)

    meant = ["/usr", "/home/김/a clone", "/tmp/clone/.venv", "/dev/null"]

    readable = landlock.mounted_paths(mountinfo, meant)

    assert readable == ["/usr", "/home/김/a clone/.venv", "/tmp/clone/.venv", "/dev/null"]
