"""Attacks below Python: machine code, other calling conventions, kernel objects, gaps in accounting."""

from __future__ import annotations

from tests.attacks.escaping import refused
from tests.attacks.probe import Probe, called, denied

_RUN = """
import ctypes, mmap
memory = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40, prot=7)
start = ctypes.addressof(ctypes.c_char.from_buffer(memory))
def execute(code):
    memory[:len(code)] = code
    return ctypes.CFUNCTYPE(ctypes.c_long)(start)()
"""


def executed(name: str, code: str, verdict: str, says: str = "") -> Probe:
    """A probe that runs machine code, an expression of bytes that may mention its address `start`."""
    return called(name, f"{_RUN}\nprint(execute({code}))", verdict, says=says)


_CODE = (
    # mov eax, 20; int 0x80; ret: getpid as an i386 program asks
    executed("X30-i386-call", r"b'\xb8\x14\0\0\0\xcd\x80\xc3'", "RTE", "SIGSYS"),
    # mov eax, 0x40000027; syscall; ret: getpid as an x32 program asks
    executed("X30-x32-call", r"b'\xb8\x27\0\0\x40\x0f\x05\xc3'", "RTE", "SIGSYS"),
    # push 0x23; push start+16; retfq; … mov eax, 20; int 0x80: from a 32-bit code segment
    executed(
        "X30-i386-segment",
        r"b'\x6a\x23\x68' + (start + 16).to_bytes(4, 'little') + b'\x48\xcb' + b'\x90' * 7"
        r" + b'\xb8\x14\0\0\0\xcd\x80\xf4'",
        "RTE",
        "SIG",
    ),
    # mov eax, -1; syscall; ret
    executed("X30-call-of-no-number", r"b'\xb8\xff\xff\xff\xff\x0f\x05\xc3'", "RTE|WA"),
    # mov eax, 57; syscall; ret: fork without the C library
    executed("X30-fork-in-code", r"b'\xb8\x39\0\0\0\x0f\x05\xc3'", "WA"),
    executed("X30-privileged-instruction", r"b'\xf4'", "RTE", "SIGSEGV"),
)

_OBJECTS = (
    refused(
        "X31-kernel-objects",
        "syscall(29, 0, 4096, 0o1666)",  # shmget
        "syscall(64, 0, 1, 0o1666)",  # semget
        "syscall(68, 0, 0o1666)",  # msgget
        "syscall(240, b'x', 0o102, 0o666, None)",  # mq_open
        "syscall(319, b'x', 0)",  # memfd_create
        "syscall(447, 0)",  # memfd_secret
        "syscall(290, 0, 0)",  # eventfd2
        "syscall(283, 1, 0)",  # timerfd_create
        "syscall(222, 1, None, 0)",  # timer_create
        "syscall(289, -1, 0, 8, 0)",  # signalfd4
        "syscall(294, 0)",  # inotify_init1
        "syscall(300, 0, 0)",  # fanotify_init
        "syscall(291, 0)",  # epoll_create1
        "syscall(22, 0)",  # pipe
        "syscall(293, 0, 0)",  # pipe2
        "syscall(53, 1, 1, 0, 0)",  # socketpair
        "syscall(425, 8, 0)",  # io_uring_setup
        "syscall(206, 8, 0)",  # io_setup
        "syscall(323, 0)",  # userfaultfd
        "syscall(321, 0, 0, 0)",  # bpf
        "syscall(298, 0, 0, -1, -1, 0)",  # perf_event_open
    ),
    refused(
        "X31-keys-and-locks",
        "syscall(250, 0, -3, 0)",  # keyctl
        "syscall(248, b'user', b'x', b'y', 1, -3)",  # add_key
        "syscall(249, b'user', b'x', 0, -3)",  # request_key
        "syscall(73, 1, 2)",  # flock
        "syscall(72, 1, 6, 0)",  # fcntl F_SETLK
        "syscall(72, 1, 1024, 0)",  # F_SETLEASE
        "syscall(72, 1, 1026, 0)",  # F_NOTIFY
        "syscall(72, 1, 1031, 2**20)",  # F_SETPIPE_SZ
        "syscall(72, 1, 8, 1)",  # F_SETOWN
        "syscall(188, b'/box', b'user.x', b'y', 1, 0)",  # setxattr
        "syscall(280, -100, b'/usr/bin', 0, 0)",  # utimensat
        "syscall(133, b'node', 0o20666, 259)",  # mknod
    ),
    refused(
        "X31-other-processes",
        "syscall(434, 1, 0)",  # pidfd_open
        "syscall(424, 3, 9, 0, 0)",  # pidfd_send_signal
        "syscall(440, 3, 0, 0, 8, 0)",  # process_madvise
        "syscall(311, 1, 0, 0, 0, 0, 0)",  # process_vm_writev
        "syscall(312, 1, 1, 0, 0, 0)",  # kcmp
        "syscall(256, 1, 0, 0, 0)",  # migrate_pages
        "syscall(279, 1, 0, 0, 0, 0, 0)",  # move_pages
        "syscall(302, 0, 7, 0, 0)",  # prlimit64
        "syscall(160, 7, 0)",  # setrlimit
        "syscall(144, 0, 1, 0)",  # sched_setscheduler
        "syscall(141, 0, 0, -20)",  # setpriority
        "syscall(251, 1, 0, 0)",  # ioprio_set
        "syscall(203, 0, 8, 0)",  # sched_setaffinity
    ),
    refused(
        "X31-the-machine",
        "syscall(170, b'x', 1)",  # sethostname
        "syscall(164, 0, 0)",  # settimeofday
        "syscall(227, 0, 0)",  # clock_settime
        "syscall(159, 0)",  # adjtimex
        "syscall(169, 0xfee1dead, 0, 0)",  # reboot
        "syscall(246, 0, 0, 0, 0)",  # kexec_load
        "syscall(175, 0, 0, b'')",  # init_module
        "syscall(103, 3, 0, 0)",  # syslog
        "syscall(167, b'x', 0)",  # swapon
        "syscall(179, 0, b'x', 0, 0)",  # quotactl
        "syscall(304, -100, 0, 0)",  # open_by_handle_at
        "syscall(303, -100, b'/', 0, 0, 0)",  # name_to_handle_at
        "syscall(428, -100, b'/', 0)",  # open_tree
        "syscall(430, b'tmpfs', 0)",  # fsopen
        "syscall(437, -100, b'/', 0, 24)",  # openat2
        "syscall(154, 1, 0, 16)",  # modify_ldt
        "syscall(135, 0x40000)",  # personality
        "syscall(157, 38, 0, 0, 0, 0)",  # prctl
        "syscall(317, 1, 0, 0)",  # seccomp
        "syscall(126, 0, 0)",  # capset
    ),
    refused(
        "X31-clones",
        "syscall(56, 17, 0, 0, 0, 0)",  # clone as fork does
        "syscall(56, 0x4111, 0, 0, 0, 0)",  # clone as vfork does
        "syscall(56, 0x10000000 | 0x10f00, 0, 0, 0, 0)",  # a thread in a new user namespace
        "syscall(58)",  # vfork
        "syscall(435, 0, 88)",  # clone3
        "syscall(322, -100, b'/bin/true', 0, 0, 0x1000)",  # execveat
        "syscall(272, 0x400)",  # unshare files
        "syscall(308, 3, 0)",  # setns
    ),
    refused(
        "X31-memory",
        "syscall(216, 0, 4096, 0, 0, 0)",  # remap_file_pages
        "syscall(149, 0, 4096)",  # mlock
        "syscall(151, 1)",  # mlockall
        "syscall(237, 0, 4096, 0, 0, 0, 0)",  # mbind
        "syscall(278, 1, 0, 0, 0)",  # vmsplice
        "syscall(275, 0, 0, 1, 0, 4096, 0)",  # splice
        "syscall(276, 0, 1, 4096, 0)",  # tee
        "syscall(330, 0, 0)",  # pkey_alloc
        "syscall(27, 0, 4096, 0)",  # mincore
    ),
)

_DROPS = (
    denied(
        "X32-marks-on-shared-files",
        "open(__import__('numpy').__file__, 'a')",
        "__import__('os').utime(__import__('numpy').__file__)",
        "__import__('os').chmod(__import__('numpy').__file__, 0o777)",
        "__import__('os').rename(__import__('numpy').__file__, '/box/x')",
        "open(__import__('os').path.dirname(__import__('numpy').__file__) + '/drop', 'w')",
        "open('/dev/zero', 'r+b', buffering=0)",
        "open('/dev/urandom', 'wb', buffering=0).write(b'x')",
        "open('/tmp/drop', 'w')",
        "open('/dev/shm/drop', 'w')",
        "open('/drop', 'w')",
        "__import__('os').chmod('/', 0o777)",
        "__import__('os').chmod('/dev/null', 0o600)",
    ),
    denied(
        "X32-out-of-the-box",
        "open('/box/../etc/passwd')",
        "__import__('os').chroot('/box')",
        "__import__('os').open('..', __import__('os').O_WRONLY | __import__('os').O_TMPFILE)",
        "__import__('os').rename('/box/solution.py', '/solution.py')",
        "__import__('os').listdir('/proc')[0] or open('/proc/none')",
        errors="OSError, IndexError",
    ),
)

_GAPS = (
    called(
        "X33-shared-zero-pages",
        """
import ctypes, mmap
zero, kept = open("/dev/zero", "rb"), []
for _ in range(64):
    memory = mmap.mmap(zero.fileno(), 2**26, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ)
    kept.append(memory)
    for page in range(0, 2**26, 4096): memory[page]
    memory.madvise(mmap.MADV_DONTNEED)
""",
        "MLE|RTE",
        task="patient",
    ),
    called(
        "X33-page-tables",
        """
import mmap
kept = []
while True:
    memory = mmap.mmap(-1, 2**28, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
    kept.append(memory)
    for page in range(0, 2**28, 2**21): memory[page]
""",
        "MLE|RTE",
        task="patient",
    ),
    called(
        "X33-stacks-that-grow",
        """
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
for _ in range(64):
    address = libc.mmap(None, ctypes.c_size_t(2**26), 3, 0x122, -1, ctypes.c_long(0))
    if address in (None, 2**64 - 1): raise MemoryError("refused")
    ctypes.memset(address, 1, 2**26)
""",
        "MLE|RTE",
        task="patient",
    ),
    called(
        "X33-grown-mappings",
        """
import ctypes
libc = ctypes.CDLL(None)
libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
address, size = libc.mmap(None, ctypes.c_size_t(4096), 3, 0x22, -1, ctypes.c_long(0)), 4096
while size < 2**33:
    address = libc.mremap(ctypes.c_void_p(address), ctypes.c_size_t(size), ctypes.c_size_t(2 * size), 1)
    size *= 2
    if address in (None, 2**64 - 1): raise MemoryError("refused")
    ctypes.memset(address, 1, size)
""",
        "MLE|RTE",
        task="patient",
    ),
    called(
        "X33-shared-file-of-the-box",
        """
import mmap
kept = []
for i in range(64):
    file = open(f"f{i}", "w+b")
    file.truncate(2**24)
    memory = mmap.mmap(file.fileno(), 2**24)
    kept.append((file, memory))
    memory.write(b"x" * 2**24)
""",
        "RTE|MLE",
    ),
    called(
        "X33-pieces-of-mappings",
        """
import ctypes, mmap
libc = ctypes.CDLL(None)
memory = mmap.mmap(-1, 2**29, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ)
start = ctypes.addressof(ctypes.c_char.from_buffer_copy(b"x")) if False else None
address = ctypes.c_void_p()
import numpy
at = numpy.frombuffer(memory, dtype=numpy.uint8).ctypes.data
count = 0
while libc.mprotect(ctypes.c_void_p(at + 8192 * count), 4096, 0) == 0 and count < 60_000: count += 1
raise MemoryError(f"{count} pieces")
""",
        "MLE|RTE",
        task="patient",
    ),
    called(
        "X33-names-of-nothing",
        "import os\nfor i in range(10**7):\n    try: os.stat(f'/usr/lib/{i}')\n    except OSError: pass",
        "TLE",
    ),
    called("X33-sparse-file", "with open('sparse', 'wb') as file:\n    file.truncate(2**40)", "RTE"),
    called(
        "X33-deep-folders",
        "import os\nfor _ in range(10**5):\n    os.mkdir('d')\n    os.rename('d', 'e')\n"
        "    os.mkdir('d')\n    os.rename('e', 'd/e')\n    os.rename('d', 'x')\n    os.rename('x', 'd')",
        "RTE|TLE|WA",
    ),
    called(
        "X33-large-stacks",
        "import threading, time\nthreading.stack_size(2**29)\n"
        "for _ in range(8): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "RTE",
    ),
    called(
        "X34-time-in-short-threads",
        "import threading\nwhile True:\n"
        "    threads = [threading.Thread(target=sum, args=(range(10**5),)) for _ in range(8)]\n"
        "    for thread in threads: thread.start()\n    for thread in threads: thread.join()",
        "TLE",
        task="short-of-cpu",
    ),
    called(
        "X34-time-in-the-kernel", "import os\nwhile True: os.getrandom(2**25)", "TLE", task="short-of-cpu"
    ),
    called(
        "X34-time-in-copies",
        "import os\nzero, null = os.open('/dev/zero', 0), os.open('/dev/null', 1)\nwhile True:\n"
        "    try: os.sendfile(null, zero, None, 2**30)\n    except OSError: os.read(zero, 2**26)",
        "TLE",
        task="short-of-cpu",
    ),
    called(
        "X34-interrupts",
        "import ctypes\nlibc = ctypes.CDLL(None)\nwhile True: libc.syscall(324, 1, 0, 0)",
        "TLE",
    ),
    called("X34-reading-to-the-end", "open('/dev/zero', 'rb').read()", "MLE", task="patient"),
)

PROBES = (*_CODE, *_OBJECTS, *_DROPS, *_GAPS)
