"""System calls by name and number, and what a cell may do with them.

Numbers are those of x86-64 (asm/unistd_64.h). The list is what torch, NumPy, scikit-learn,
Flask and SQLite need once loaded, measured by tracing them.
"""

from __future__ import annotations

from dataclasses import dataclass

#: Allowed whatever their arguments.
ALLOWED = {
    "read": 0, "write": 1, "close": 3, "stat": 4, "fstat": 5, "lstat": 6, "poll": 7, "lseek": 8,
    "mprotect": 10, "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
    "pread64": 17, "pwrite64": 18, "access": 21, "sched_yield": 24, "mremap": 25,
    "dup": 32, "nanosleep": 35, "getpid": 39, "sendfile": 40, "exit": 60, "uname": 63,
    "fsync": 74, "fdatasync": 75, "ftruncate": 77, "getcwd": 79, "rename": 82, "mkdir": 83, "rmdir": 84,
    "unlink": 87, "readlink": 89, "chmod": 90, "fchmod": 91, "fchown": 93, "gettimeofday": 96,
    "getrusage": 98, "getuid": 102, "getgid": 104, "geteuid": 107, "getegid": 108,
    "getppid": 110, "sigaltstack": 131, "getpriority": 140, "sched_getparam": 143,
    "sched_getscheduler": 145, "gettid": 186, "time": 201,
    "sched_getaffinity": 204, "getdents64": 217, "set_tid_address": 218, "restart_syscall": 219,
    "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "openat": 257,
    "mkdirat": 258, "newfstatat": 262, "unlinkat": 263, "readlinkat": 267, "faccessat": 269, "ppoll": 271,
    "set_robust_list": 273, "renameat2": 316, "getrandom": 318, "statx": 332,
    "rseq": 334, "faccessat2": 439,
}  # fmt: skip


@dataclass(frozen=True)
class ByArgument:
    """A call allowed with some values of one argument, of which only the bits of `mask` are looked at."""

    control: str
    number: int
    index: int
    values: tuple[int, ...]
    mask: int = 0xFFFFFFFF
    required: int = 0  #: without one of these bits the call fails with EAGAIN


_FUTEX_PRIVATE, _FUTEX_REALTIME = 0x80, 0x100
#: The flags of a thread as glibc and musl make one: memory, files, signals and all else shared.
_THREAD = 0x3D0F00
_CLONE_DETACHED = 0x400000

ALLOWED_BY_ARGUMENT = {
    # Waiting and waking; not the priority-inheriting kinds, where most of its flaws were found.
    # Only among the threads of one cell: on a page of a library that other cells map too, one could wait for
    # what another wakes, whatever walls lie between them. EAGAIN and not EPERM, since the C library waits so
    # for the end of a thread: it looks again until the thread has ended.
    "futex": ByArgument(
        "C10",
        202,
        1,
        tuple(kind | _FUTEX_PRIVATE for kind in (0, 1, 3, 4, 5, 9, 10)),
        0xFFFFFFFF ^ _FUTEX_REALTIME,
        required=_FUTEX_PRIVATE,
    ),
    # A cell makes threads, never a process.
    "clone": ByArgument("C09", 56, 0, (_THREAD, _THREAD | _CLONE_DETACHED)),
    "ioctl": ByArgument("C08", 16, 1, (0x5401, 0x5421, 0x5450, 0x5451)),  # TCGETS, FIONBIO, FIONCLEX, FIOCLEX
    # DUPFD, GETFD, SETFD, GETFL, SETFL, DUPFD_CLOEXEC: no locks, leases, seals, pipe sizes.
    "fcntl": ByArgument("C10", 72, 1, (0, 1, 2, 3, 4, 1030)),
    "tgkill": ByArgument("C08", 234, 0, (1,)),  # only itself: a cell is PID 1
    # What allocators ask for; not MERGEABLE, which tells by its time what other cells hold, nor HWPOISON,
    # REMOVE, COLD or PAGEOUT.
    "madvise": ByArgument("C08", 28, 2, (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 22, 23, 25)),
    # QUERY and the private expedited kinds; the global ones interrupt every processor of the machine.
    "membarrier": ByArgument("C08", 324, 0, (0, 8, 16, 32, 64)),
    # GET_FS and the state components of AMX; nothing that maps code or faults instructions.
    "arch_prctl": ByArgument("C08", 158, 0, (0x1003, 0x1021, 0x1022, 0x1023)),
}

#: Denied by name, behind the allow-list, so that an entry too many in the list is not a process or a channel.
PROCESSES = {"fork": 57, "vfork": 58, "execve": 59, "execveat": 322}
OBJECTS = {
    "pipe": 22, "shmget": 29, "shmat": 30, "shmctl": 31, "socket": 41, "connect": 42, "accept": 43,
    "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "bind": 49, "listen": 50,
    "socketpair": 53, "semget": 64, "semop": 65, "semctl": 66, "shmdt": 67, "msgget": 68, "msgsnd": 69,
    "msgrcv": 70, "msgctl": 71, "flock": 73, "ptrace": 101, "mknod": 133, "personality": 135,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "io_setup": 206, "epoll_create": 213,
    "semtimedop": 220, "mq_open": 240, "mq_unlink": 241, "mq_timedsend": 242, "mq_timedreceive": 243,
    "mq_notify": 244, "mq_getsetattr": 245, "add_key": 248, "request_key": 249, "keyctl": 250,
    "inotify_init": 253, "mknodat": 259, "signalfd": 282, "timerfd_create": 283, "eventfd": 284,
    "accept4": 288, "signalfd4": 289, "eventfd2": 290, "epoll_create1": 291, "pipe2": 293,
    "inotify_init1": 294, "perf_event_open": 298, "fanotify_init": 300, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "memfd_create": 319, "bpf": 321, "userfaultfd": 323,
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
    "pidfd_open": 434, "pidfd_getfd": 438, "memfd_secret": 447,
}  # fmt: skip
MMAP, CLONE3 = 9, 435
