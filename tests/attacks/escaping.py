"""Attacks on the room: processes, name spaces, other processes, the network, links, privileges."""

from __future__ import annotations

from tests.attacks.probe import Probe, called, denied


def refused(name: str, *calls: str) -> Probe:
    """A probe of calls into the C library that must each return -1 with EPERM, ENOSYS or ENOENT."""
    body = "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n" + "".join(
        f"if libc.{call} != -1 or ctypes.get_errno() not in (1, 2, 38):\n"
        f"    raise SystemExit({f'it worked: {call}'!r})\n"
        for call in calls
    )
    return called(name, body, "WA")


PROBES = (
    denied(
        "P20-programs",
        "__import__('subprocess').run(['/bin/true'])",
        "__import__('os').posix_spawn('/bin/true', ['true'], {})",
        "__import__('pty').spawn('/bin/true')",
        "__import__('os').execv('/bin/true', ['true'])",
    ),
    called(
        "P20-uncaught",
        "import subprocess\nsubprocess.run(['/bin/true'])",
        "RTE",
        says="Operation not permitted",
    ),
    called("P20-shell", "import os\nif os.system('exit 7') == 7 << 8: raise SystemExit('a shell ran')", "WA"),
    denied("P21-fork", "__import__('os').fork()", "__import__('os').forkpty()"),
    denied(
        "P21-fork-bomb",
        "[__import__('os').fork() for _ in range(2000)]",
        "__import__('multiprocessing').Pool(2)",
    ),
    called(
        "P21-fork-bomb-regardless",
        """
import os
made = 0
for _ in range(2000):
    try:
        if os.fork() == 0:
            os._exit(0)
        made += 1
    except PermissionError:
        pass
if made: raise SystemExit(f"{made} forks")
raise PermissionError("every fork failed")
""",
        "RTE",
        says="every fork failed",
    ),
    denied("P22-session", "__import__('os').setsid()", "__import__('os').setpgid(0, 0)"),
    called(
        "P22-daemon",
        """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
raise SystemExit("a daemon runs")
""",
        "RTE",
        says="Operation not permitted",
    ),
    refused(
        "P23-name-spaces",
        "unshare(0x10000000)",
        "unshare(0x00020000)",
        "mount(b'none', b'/box', b'tmpfs', 0, None)",
        "umount2(b'/', 2)",
        "setns(0, 0)",
        "chroot(b'/box')",
        "syscall(155, b'/box', b'/box')",
    ),
    refused(
        "P24-other-processes",
        "ptrace(0, 0, None, None)",
        "ptrace(16, 1, None, None)",
        "process_vm_readv(1, None, 0, None, 0, 0)",
        "syscall(438, 3, 0, 0)",
    ),
    denied(
        "P25-network",
        "__import__('socket').create_connection(('127.0.0.1', 6379), 0.2)",
        "__import__('socket').create_connection(('1.1.1.1', 53), 0.2)",
        "__import__('socket').getaddrinfo('example.org', 80)",
        "__import__('socket').socketpair()",
        "__import__('socket').socket(__import__('socket').AF_INET, __import__('socket').SOCK_DGRAM)",
        "__import__('socket').socket(__import__('socket').AF_VSOCK)",
        "__import__('socket').socket(__import__('socket').AF_NETLINK, 2)",
        "__import__('socket').socket(__import__('socket').AF_PACKET, 3)",
        "__import__('socket').socket(__import__('socket').AF_ALG, 5)",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:8000/', timeout=0.2)",
    ),
    denied(
        "P26-links",
        "__import__('os').symlink('/etc/hosts', 'out')",
        "__import__('os').link('solution.py', 'copy.py')",
        "__import__('os').mknod('node')",
        "__import__('os').mkfifo('pipe')",
    ),
    denied(
        "P27-signals",
        "__import__('os').kill(-1, 9)",
        "__import__('os').kill(__import__('os').getppid(), 9)",
        "__import__('os').kill(1, 15)",
        "__import__('os').killpg(0, 9)",
    ),
    refused("P28-identities", "setuid(0)", "setgid(0)", "setgroups(0, None)", "setresuid(0, 0, 0)"),
)
