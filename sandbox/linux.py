"""The few Linux system calls the sandbox needs and Python's `os` does not offer.

Numbers and constants are those of the kernel's user-space headers (`linux/sched.h`,
`linux/mount.h`, `linux/prctl.h`, `asm/unistd_64.h`); each wrapper raises `OSError`
with the call's name in it, because "Operation not permitted" alone helps nobody.
"""

from __future__ import annotations

import ctypes
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_BIND, MS_REC, MS_PRIVATE = 1 << 12, 1 << 14, 1 << 18
MNT_DETACH = 2

MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID, MOUNT_ATTR_NODEV = 1, 2, 4
AT_RECURSIVE = 0x8000

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4

MADV_COLLAPSE = 25

_SYS_PIVOT_ROOT, _SYS_CAPSET = 155, 126
_SYS_MOUNT_SETATTR, _SYS_CLOSE_RANGE = 442, 436
_CAPABILITY_VERSION_3 = 0x20080522


def _checked(name: str, result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def unshare(flags: int) -> None:
    """Leave the namespaces named by `flags` for new ones (unshare(2))."""
    _checked("unshare", _libc.unshare(flags))


def setns(fd: int, kind: int) -> None:
    """Join the namespace behind `fd` (setns(2))."""
    _checked("setns", _libc.setns(fd, kind))


def mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount `source` at `target` (mount(2))."""
    _checked(
        f"mount {target}",
        _libc.mount(
            source.encode() if source else None,
            target.encode(),
            kind.encode() if kind else None,
            ctypes.c_ulong(flags),
            data.encode() if data else None,
        ),
    )


def umount(target: str, flags: int = MNT_DETACH) -> None:
    """Unmount `target` (umount2(2)), lazily unless told otherwise."""
    _checked(f"umount {target}", _libc.umount2(target.encode(), flags))


def mount_setattr(target: str, attributes: int, *, recursive: bool) -> None:
    """Add mount attributes without touching those that are locked (mount_setattr(2), Linux 5.12)."""
    attr = struct.pack("=QQQQ", attributes, 0, 0, 0)
    flags = AT_RECURSIVE if recursive else 0
    _checked(
        f"mount_setattr {target}",
        _libc.syscall(_SYS_MOUNT_SETATTR, -100, target.encode(), flags, attr, ctypes.c_size_t(len(attr))),
    )


def pivot_root(new_root: str) -> None:
    """Make `new_root` the root and drop the old one (pivot_root(2), the "." form of its manual)."""
    os.chdir(new_root)
    _checked("pivot_root", _libc.syscall(_SYS_PIVOT_ROOT, b".", b"."))
    umount(".")
    os.chdir("/")


def prctl(option: int, *arguments: int) -> int:
    """Call prctl(2)."""
    padded = [ctypes.c_ulong(a) for a in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(f"prctl {option}", _libc.prctl(option, *padded))


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that made it ends (PR_SET_PDEATHSIG)."""
    prctl(PR_SET_PDEATHSIG, 9)


def drop_capabilities() -> None:
    """Empty the effective, permitted, inheritable, ambient and bounding sets."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break  # EINVAL: past the kernel's last capability
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked("capset", _libc.syscall(_SYS_CAPSET, header, bytes(24)))


def close_range(first: int, last: int = 0xFFFFFFFF) -> None:
    """Close every descriptor from `first` to `last` (close_range(2), Linux 5.9)."""
    _checked("close_range", _libc.syscall(_SYS_CLOSE_RANGE, first, ctypes.c_uint(last), 0))


def sethostname(name: str) -> None:
    """Set the host name of this UTS namespace."""
    encoded = name.encode()
    _checked("sethostname", _libc.sethostname(encoded, ctypes.c_size_t(len(encoded))))


def madvise(address: int, length: int, advice: int) -> bool:
    """Advise the kernel about a range of memory (madvise(2)); False where it declines."""
    return bool(_libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), advice) == 0)


def syscall(number: int, *arguments: object) -> int:
    """Make a system call by number; raises `OSError` where it fails."""
    return _checked(f"system call {number}", _libc.syscall(number, *arguments))
