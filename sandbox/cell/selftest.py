"""The self-test: what a cell must not be able to do, tried inside a real one before anything is graded.

Each probe answers None when it was stopped as it should be, or what it got hold of. The
probes are harmless where they succeed. The answer leaves through the cell's channel as one
frame: a msgpack map from control to what went wrong.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import struct
from collections.abc import Callable, Sequence

import msgspec

from sandbox.wire import Channel

_libc = ctypes.CDLL(None, use_errno=True)

_MANY_FILES, _MANY_DESCRIPTORS = 520, 100
_MUCH_MEMORY = 2 << 30  # more than any cell of the self-test is allowed


def run(payload: bytes, fds: Sequence[int]) -> None:
    """Try every probe and send what was not stopped."""
    del payload
    findings = {control: finding for control, probe in PROBES.items() if (finding := _try(probe))}
    Channel(fds[0]).send(msgspec.msgpack.encode(findings))


def _try(probe: Callable[[], str | None]) -> str | None:
    try:
        return probe()
    except OSError:
        return None


def _call(number: int, *arguments: object) -> bool:
    return bool(_libc.syscall(number, *arguments) >= 0)


def _sees_processes() -> str | None:
    return "sees /proc" if os.path.lexists("/proc/self") or os.path.lexists("/proc/1") else None


def _is_not_alone() -> str | None:
    return None if os.getpid() == 1 else f"runs as process {os.getpid()} of a shared namespace"


def _reaches_outside() -> str | None:
    # Only Landlock forbids looking at the root: its permissions would allow it.
    with contextlib.suppress(OSError):
        return f"could list / ({len(os.listdir('/'))} entries)"
    for path in ("/probe", "/usr/probe", "/tmp/probe", "/run/probe"):  # noqa: S108  # to be refused
        try:
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
        except OSError:
            continue
        return f"could write {path}"
    return None


def _reads_host_files() -> str | None:
    for path in ("/etc/passwd", "/etc/shadow", "/etc/hostname", "/var/lib", "/sys/kernel"):
        if os.path.exists(path):
            return f"sees {path}"
    return None


def _forks() -> str | None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    return "could fork"


def _executes() -> str | None:
    # A call that is allowed fails for want of the file, not for want of permission.
    allowed = _call(59, b"/nonexistent", None, None) or ctypes.get_errno() == errno.ENOENT
    return "could execute a program" if allowed else None


def _shares_its_folder() -> str | None:
    made = 0
    try:
        for made in range(_MANY_FILES):
            os.close(os.open(f"probe{made}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        return None
    finally:
        for number in range(made + 1):
            with contextlib.suppress(OSError):
                os.unlink(f"probe{number}")
    return f"could make {_MANY_FILES} files"


def _makes_unlisted_calls() -> str | None:
    if _call(272, 0x10000000):
        return "could make a user namespace"
    return "could make a call that no list holds" if _call(157, 3, 0, 0, 0, 0) else None


def _shares_memory() -> str | None:
    mmap.mmap(-1, 4096).close()
    return "could map shared memory"


def _makes_kernel_objects() -> str | None:
    made = []
    if _call(41, 1, 1, 0):
        made.append("socket")
    if _call(72, 0, 5, ctypes.create_string_buffer(struct.pack("=hhxxxxqqixxxx", 0, 0, 0, 1, 0))):
        made.append("fcntl with a lock")
    if _call(29, 0, 4096, 0o1600):
        made.append("shmget")
    if _call(319, b"x", 0):
        made.append("memfd_create")
    if _call(250, 0, -3, 0):
        made.append("keyctl")
    return f"could call {', '.join(made)}" if made else None


def _has_capabilities() -> str | None:
    os.close(os.open("probe", os.O_CREAT | os.O_WRONLY, 0))
    try:
        os.close(os.open("probe", os.O_RDONLY))
    finally:
        os.unlink("probe")
    return "could open a file without permission"


def _allocates_without_limit() -> str | None:
    mmap.mmap(-1, _MUCH_MEMORY, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    return f"could allocate {_MUCH_MEMORY >> 20} MiB"


def _opens_without_limit() -> str | None:
    opened: list[int] = []
    try:
        while len(opened) < _MANY_DESCRIPTORS:
            opened.append(os.dup(1))
    except OSError:
        return None
    finally:
        for fd in opened:
            os.close(fd)
    return f"could hold {_MANY_DESCRIPTORS} descriptors"


def _has_stray_descriptors() -> str | None:
    stray = [fd for fd in range(64) if _call(72, fd, 1, 0) and fd not in (0, 1, 2, 3, 5)]
    return f"inherited descriptors {stray}" if stray else None


def _has_secrets() -> str | None:
    known = {"PATH", "HOME", "TMPDIR", "LANG", "TZ"}
    allowed = ("OMP_", "OPENBLAS_", "MKL_", "MPL", "JOBLIB_", "PYTHON")
    stray = [name for name in os.environ if name not in known and not name.startswith(allowed)]
    return f"sees environment variables {stray}" if stray else None


PROBES: dict[str, Callable[[], str | None]] = {
    "C02": _is_not_alone,
    "C04": _reads_host_files,
    "C05": _sees_processes,
    "C06": _shares_its_folder,
    "C07": _reaches_outside,
    "C08": _makes_unlisted_calls,
    "C09": lambda: _forks() or _executes(),
    "C10": _makes_kernel_objects,
    "C11": _shares_memory,
    "C12": _has_capabilities,
    "C14": _has_stray_descriptors,
    "C15": _has_secrets,
    "C16": _allocates_without_limit,
    "C17": _opens_without_limit,
}
