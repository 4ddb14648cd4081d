"""The system calls a cell may make: an allow-list, everything else is EPERM.

A classic BPF program, as seccomp(2) describes it. The list is what torch, NumPy,
scikit-learn, Flask and SQLite need once loaded, measured by tracing them; there is no way
to make a process, a socket, a shared mapping or a lock. `clone3` answers ENOSYS so that
glibc falls back to `clone`, whose flags can be checked.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from functools import cache

from sandbox import linux

_SECCOMP, _SET_MODE_FILTER = 317, 1
_ARCH_X86_64 = 0xC000003E
_X32_BIT = 0x40000000

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_NUMBER, _ARCH = 0, 4
_FIRST_ARGUMENT = 16

_CLONE_THREAD = 0x10000
_CLONE_NEW_ANY = 0x7E020000
_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20

#: x86-64 numbers (asm/unistd_64.h) of the calls allowed whatever their arguments.
ALLOWED = {
    "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "pwrite64": 18, "access": 21, "sched_yield": 24, "mremap": 25, "mincore": 27,
    "madvise": 28, "dup": 32, "nanosleep": 35, "getpid": 39, "sendfile": 40, "exit": 60, "uname": 63,
    "fsync": 74, "fdatasync": 75, "ftruncate": 77, "getcwd": 79, "rename": 82, "mkdir": 83, "rmdir": 84,
    "unlink": 87, "readlink": 89, "chmod": 90, "fchmod": 91, "fchown": 93, "gettimeofday": 96,
    "getrusage": 98, "sysinfo": 99, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
    "getppid": 110, "sigaltstack": 131, "getpriority": 140, "sched_getparam": 143,
    "sched_getscheduler": 145, "arch_prctl": 158, "gettid": 186, "time": 201, "futex": 202,
    "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "openat": 257,
    "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "readlinkat": 267, "faccessat": 269, "ppoll": 271,
    "set_robust_list": 273, "renameat2": 316, "getrandom": 318, "membarrier": 324, "statx": 332,
    "rseq": 334, "faccessat2": 439,
}  # fmt: skip

#: Calls allowed with some values of one argument: name -> (number, index of the argument, values).
ALLOWED_BY_ARGUMENT = {
    "ioctl": (16, 1, (0x5401, 0x5421, 0x5450, 0x5451)),  # TCGETS, FIONBIO, FIONCLEX, FIOCLEX
    "fcntl": (
        72,
        1,
        (0, 1, 2, 3, 4, 1030),
    ),  # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC: no locks, leases, seals
    "tgkill": (234, 0, (1,)),  # only itself: a cell is PID 1
}
_CLONE, _MMAP, _CLONE3 = 56, 9, 435


def supported() -> bool:
    """Whether there is a filter for this machine's instruction set."""
    return platform.machine() == "x86_64"


def _instruction(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def _answer(value: int) -> bytes:
    return _instruction(_RETURN, 0, 0, value)


def _errno(number: int) -> bytes:
    return _answer(0x50000 | number)


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def _argument(index: int) -> bytes:
    return _load(_FIRST_ARGUMENT + 8 * index)


@cache
def program() -> bytes:
    """The filter as an array of `struct sock_filter`."""
    deny, allow = _errno(_EPERM), _answer(_ALLOW)
    rows = [
        _load(_ARCH), _instruction(_EQUAL, 1, 0, _ARCH_X86_64), _answer(_KILL),
        _load(_NUMBER), _instruction(_AT_LEAST, 0, 1, _X32_BIT), _answer(_KILL),
        _instruction(_EQUAL, 0, 1, _CLONE3), _errno(_ENOSYS),
    ]  # fmt: skip
    thread_only = [
        _argument(0),
        _instruction(_ANY_BIT, 0, 1, _CLONE_THREAD),
        _instruction(_ANY_BIT, 0, 1, _CLONE_NEW_ANY),
        deny,
        allow,
    ]
    rows += [_instruction(_EQUAL, 0, len(thread_only), _CLONE), *thread_only]
    private_only = [
        _argument(3),
        _instruction(_ANY_BIT, 0, 2, _MAP_ANONYMOUS),
        _instruction(_ANY_BIT, 0, 1, _MAP_SHARED),
        deny,
        allow,
    ]
    rows += [_instruction(_EQUAL, 0, len(private_only), _MMAP), *private_only]
    for number, index, values in ALLOWED_BY_ARGUMENT.values():
        body = [_argument(index)]
        for value in values:
            body += [_instruction(_EQUAL, 0, 1, value), allow]
        body.append(deny)
        rows += [_instruction(_EQUAL, 0, len(body), number), *body]
    for number in ALLOWED.values():
        rows += [_instruction(_EQUAL, 0, 1, number), allow]
    rows.append(deny)
    return b"".join(rows)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install() -> None:
    """Put the filter on this process for good; NO_NEW_PRIVS must be set. Raises `OSError`."""
    if not supported():
        raise OSError(f"no system-call filter for {platform.machine()}")
    instructions = program()
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    description = _Program(len(instructions) // 8, ctypes.addressof(buffer))
    linux.syscall(_SECCOMP, _SET_MODE_FILTER, 0, ctypes.byref(description))
