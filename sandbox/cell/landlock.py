"""Landlock: what the cell may touch in the file system, enforced by the kernel a second time.

Structures and access rights follow the kernel's documentation, "Landlock: unprivileged
access control". File-system rules need ABI 1; network (ABI 4) and scoping (ABI 6) are used
where the kernel has them, and otherwise left to the empty network namespace, the PID
namespace and the missing system calls.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Sequence

from sandbox import linux

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1
#: how mountinfo writes white space and backslashes (proc(5))
_ESCAPE = re.compile(r"\\([0-7]{3})")

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
#: Number of file-system rights known to each ABI, from 1.
_RIGHTS_BY_ABI = (13, 14, 15, 15, 16)


def version() -> int:
    """The kernel's Landlock ABI; 0 where there is none."""
    try:
        return linux.syscall(_CREATE, None, 0, _VERSION_FLAG)
    except OSError:
        return 0


def mounted_paths(mountinfo: str, meant: Sequence[str]) -> list[str]:
    """Where the runtime is mounted, from the text of /proc/self/mountinfo: what a cell may read.

    Only mounts at or below a path of `meant` count, so that a tree with more in it than it should have is
    not readable for that. The folders on the way to a mount stay closed: their names would tell where the
    product lives.
    """
    points = [
        _ESCAPE.sub(lambda found: chr(int(found[1], 8)), row.split()[4]) for row in mountinfo.splitlines()
    ]
    return [
        point
        for point in dict.fromkeys(points)
        if any(point == path or point.startswith(path.rstrip("/") + "/") for path in meant)
    ]


def restrict(
    read_only: Sequence[str],
    writable: Sequence[str],
    devices: Sequence[str] = (),
    rewritable: Sequence[str] = (),
) -> None:
    """Allow reading below `read_only` and reading, writing and making files below `writable`; nothing else.

    `devices` may be opened for writing and spoken to with `ioctl`; files below `rewritable` may be
    written to, not made. Raises `OSError` where the kernel has no Landlock.
    """
    abi = version()
    if abi < 1:
        raise OSError("this kernel has no Landlock")
    handled = (1 << _RIGHTS_BY_ABI[min(abi, len(_RIGHTS_BY_ABI)) - 1]) - 1
    network = 3 if abi >= 4 else 0
    scoped = 3 if abi >= 6 else 0
    attributes = struct.pack("=QQQ", handled, network, scoped)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = linux.syscall(_CREATE, attributes, size, 0)
    reading = _READ_FILE | _READ_DIR
    writing = reading | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_REG | _REFER | _TRUNCATE
    for path in read_only:
        _allow(ruleset, path, reading & handled)
    for path in writable:
        _allow(ruleset, path, writing & handled)
    for path in devices:
        _allow(ruleset, path, (_READ_FILE | _WRITE_FILE | _IOCTL_DEV) & handled)
    for path in rewritable:
        _allow(ruleset, path, (reading | _WRITE_FILE | _TRUNCATE) & handled)
    _allow(ruleset, "/dev/null", (_READ_FILE | _WRITE_FILE | _TRUNCATE) & handled)
    linux.syscall(_RESTRICT, ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    if not os.path.isdir(path):
        rights &= _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        linux.syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, fd), 0)
    finally:
        os.close(fd)
