"""Write the system-call profiles of the sandbox containers: `python -m tools.seccomp`.

Allow-lists, written by hand: what Python, the fork servers, the walls they build and the start of
a container need, and nothing because it seems harmless. Everything else is EPERM; `clone3` is
ENOSYS, so that the C library falls back to `clone`, whose flags can be checked. Only the
machine's own calling convention is named: the 32-bit and x32 ones end the process.

Cells have a far smaller filter of their own (sandbox/cell/seccomp.py). These profiles bound what
the processes around them can do, and a cell that got past its own filter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "sandbox" / "image"
AF_UNIX = 1
ENOSYS = 38
SET_MODE_FILTER = 1

FILES = """
    access chdir chmod close close_range dup dup2 dup3 faccessat faccessat2 fadvise64 fchdir fchmod
    fchmodat fchown fdatasync fstat fstatfs fsync ftruncate getcwd getdents64 lseek lstat mkdir mkdirat
    newfstatat open openat openat2 pipe pipe2 pread64 pwrite64 read readlink readlinkat readv rename
    renameat2 rmdir sendfile stat statfs statx symlink symlinkat umask unlink unlinkat write writev
"""
WAITING = "epoll_create1 epoll_ctl epoll_pwait epoll_wait poll ppoll pselect6 select"
MEMORY = "brk madvise membarrier mincore mmap mprotect mremap munmap"
TIME = "clock_getres clock_gettime clock_nanosleep gettimeofday nanosleep restart_syscall time"
PROCESSES = """
    arch_prctl execve exit exit_group futex getpgid getpgrp getpid getppid getpriority getrandom getrlimit
    getrusage getsid gettid kill pidfd_open pidfd_send_signal rseq sched_getaffinity sched_getparam
    sched_getscheduler sched_yield set_robust_list set_tid_address setpgid setsid sysinfo tgkill uname
    vfork wait4 waitid
"""
SIGNALS = "rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait sigaltstack"
CREDENTIALS = "capget capset getegid geteuid getgid getgroups getresgid getresuid getuid"
#: On pairs of connected Unix sockets, which is what processes here talk over.
SOCKETS = "getpeername getsockname getsockopt recvfrom recvmsg sendmsg sendto setsockopt shutdown"
#: What builds a cell's room. Without a capability these work only inside a user namespace of one's own.
WALLS = """
    landlock_add_rule landlock_create_ruleset landlock_restrict_self mount mount_setattr pivot_root
    sethostname umount2
"""
#: Under a listening socket; `accept4` returns descriptors of sockets that another container connected.
LISTENING = "accept4 bind listen"
#: What the libraries of CUDA call in addition (sandbox/gpu).
GPU = "eventfd2 get_mempolicy getcpu sched_get_priority_max sched_get_priority_min"

#: linux/sched.h; stated here since tools run before anything is installed.
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
NEW_ANY = 0x7E020000  #: every CLONE_NEW* flag that `clone` knows
#: The namespaces that are made, each by one call with exactly these flags.
UNSHARED = (
    CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID
    | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS,  # a fork server's
    CLONE_NEWPID,  # a cell's processes
    CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS,  # a cell's room
    CLONE_NEWUSER,  # a cell's users
)  # fmt: skip
#: Death with the parent, dumpable (get, set), names of threads (set, get), bounding set, reaper of orphans
#: (the container's init), no new privileges (set, get), ambient capabilities.
PRCTL = (1, 3, 4, 15, 16, 24, 36, 38, 39, 47)
#: DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC, sizes of pipes, seals. No locks, no leases.
FCNTL = (0, 1, 2, 3, 4, 1030, 1031, 1032, 1033, 1034)
#: TCGETS, TIOCSPGRP (the container's init), TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX.
IOCTL = (0x5401, 0x5410, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)
SEALED = 0x3  #: MFD_CLOEXEC | MFD_ALLOW_SEALING

Rule = dict[str, object]
Condition = dict[str, int | str]


def equal(index: int, value: int) -> Condition:
    """An argument must have this value."""
    return {"index": index, "value": value, "valueTwo": 0, "op": "SCMP_CMP_EQ"}


def without(index: int, bits: int) -> Condition:
    """An argument must have none of these bits."""
    return {"index": index, "value": bits, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ"}


def allow(names: str | Sequence[str], *conditions: Condition) -> Rule:
    """Allow calls under all of some conditions."""
    listed = sorted(names.split() if isinstance(names, str) else names)
    return {"names": listed, "action": "SCMP_ACT_ALLOW", "args": list(conditions)}


def one_of(name: str, index: int, values: Sequence[int]) -> list[Rule]:
    """Allow a call with each of some values of an argument."""
    return [allow(name, equal(index, value)) for value in values]


def common() -> list[Rule]:
    """What all profiles allow."""
    plain = (FILES, WAITING, MEMORY, TIME, PROCESSES, SIGNALS, CREDENTIALS, SOCKETS, WALLS)
    return [
        allow(" ".join(plain)),
        allow("clone", without(0, NEW_ANY)),
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS, "args": []},
        *one_of("unshare", 0, UNSHARED),
        allow("setns", equal(1, CLONE_NEWPID)),
        allow("socketpair", equal(0, AF_UNIX)),
        allow("memfd_create", equal(1, SEALED)),
        allow("prlimit64", equal(0, 0)),  # its own limits
        allow("seccomp", equal(0, SET_MODE_FILTER), equal(1, 0)),  # no listener, no log
        *one_of("prctl", 0, PRCTL),
        *one_of("fcntl", 1, FCNTL),
    ]


def profiles() -> dict[str, list[Rule]]:
    """File -> its rules."""
    terminals = one_of("ioctl", 1, IOCTL)
    serving = [allow("socket", equal(0, AF_UNIX)), allow(LISTENING)]
    # The driver's requests are the cell's own filter's business, which knows their numbers.
    devices = [allow("ioctl"), allow(GPU)]
    return {
        "seccomp.json": [*common(), *terminals],
        "seccomp-service.json": [*common(), *terminals, *serving],
        "seccomp-gpu.json": [*common(), *devices],
        "seccomp-gpu-service.json": [*common(), *devices, *serving],
    }


def rendered(rules: list[Rule]) -> str:
    """A profile as the engine reads it."""
    profile = {
        "defaultAction": "SCMP_ACT_ERRNO",
        "archMap": [
            {"architecture": "SCMP_ARCH_X86_64", "subArchitectures": []},
            {"architecture": "SCMP_ARCH_AARCH64", "subArchitectures": []},
        ],
        "syscalls": rules,
    }
    return json.dumps(profile, indent=1) + "\n"


def main() -> int:
    """Write them all."""
    for name, rules in profiles().items():
        (FOLDER / name).write_text(rendered(rules))
        print(f"sandbox/image/{name}: {len({n for rule in rules for n in rule['names']})} calls")  # type: ignore[attr-defined]
    return 0


if __name__ == "__main__":
    sys.exit(main())
