"""System calls made in real containers: refused under our profiles, and something else without them.

Each row is made three times: under each of our two profiles with the flags of a sandbox container, and
in a container without a filter whose root keeps its capabilities. A row that is refused in all three
would prove nothing about the profile, and fails.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests import engine
from tools import seccomp
from tools.images import building

Call = list[int | str | None] | str

PROBE = Path(__file__).with_name("probe.py").read_text()
NULL = 0
SIGCHLD = 17
FAMILIES = {"inet": 2, "inet6": 10, "netlink": 16, "packet": 17, "alg": 38, "vsock": 40}
#: name -> the x86-64 number and arguments that do nothing, or fail for another reason, where allowed
FORBIDDEN: dict[str, Call] = {
    **{
        f"unshare {flags:#x}": [272, flags]
        for flags in (
            0, 0x80, 0x200, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x40000000, 0x10020000, 0x3E020000,
            0x7E020000,
        )
    },
    **{
        f"clone {flags:#x}": [56, flags | SIGCHLD, 0, 0, 0, 0]
        for flags in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
    },
    **{f"setns {kind:#x}": [308, -1, kind] for kind in (0, 0x20000, 0x10000000, 0x40000000)},
    **{
        f"socket {family}": [41, number, 1, 0]
        for family, number in FAMILIES.items()
    },
    "socketpair inet": [53, 2, 1, 0, NULL],
    "connect": [42, -1, NULL, 0],
    "accept": [43, -1, NULL, NULL],
    "keyctl": [250, 0, -3, 0],
    "add_key": [248, "user", "seodang-test", "x", 1, -1],
    "request_key": [249, "user", "seodang-test", NULL, 0],
    "io_uring_setup": [425, 1, NULL],
    "io_setup": [206, 1, NULL],
    "userfaultfd": [323, 0],
    "bpf": [321, 0, NULL, 0],
    "perf_event_open": [298, NULL, 0, -1, -1, 0],
    "ptrace traceme": [101, 0, 0, 0, 0],
    "process_vm_readv": [310, 1, NULL, 0, NULL, 0, 0],
    "process_vm_writev": [311, 1, NULL, 0, NULL, 0, 0],
    "process_madvise": [440, -1, NULL, 0, 0, 0],
    "pidfd_getfd": [438, -1, 0, 0],
    "kcmp": [312, 1, 1, 0, 0, 0],
    "personality": [135, 0xFFFFFFFF],
    "mq_open": [240, "seodang-test", 0o100 | 2, 0o600, NULL],
    "shmget": [29, 0, 4096, 0o1600],
    "semget": [64, 0, 1, 0o1600],
    "msgget": [68, 0, 0o1600],
    "memfd_create unsealed": [319, "x", 0],
    "memfd_create executable": [319, "x", 0x10],
    "mknod": [133, "/run/seodang/fifo", 0o010600, 0],
    "chroot": [161, "/"],
    "open_tree": [428, -1, "/", 0],
    "move_mount": [429, -1, NULL, -1, NULL, 0],
    "fsopen": [430, "tmpfs", 0],
    "name_to_handle_at": [303, -100, NULL, NULL, NULL, 0],
    "open_by_handle_at": [304, -100, NULL, 0],
    "init_module": [175, NULL, 0, NULL],
    "syslog": [103, 10, NULL, 0],
    "ioperm": [173, 0, 1, 0],
    "modify_ldt": [154, 0, NULL, 0],
    "setuid": [105, 0],
    "setgroups": [116, 0, NULL],
    "setxattr": [188, NULL, NULL, NULL, 0, 0],
    "inotify_init1": [294, 0],
    "fanotify_init": [300, 0, 0],
    "timerfd_create": [283, 1, 0],
    "signalfd4": [289, -1, NULL, 8, 0],
    "splice": [275, -1, NULL, -1, NULL, 0, 0],
    "vmsplice": [278, -1, NULL, 0, 0],
    "mbind": [237, NULL, 0, 0, NULL, 0, 0],
    "flock": [73, -1, 1],
    "fcntl lock": [72, -1, 6, NULL],
    "fcntl lease": [72, -1, 1024, 0],
    "ioctl tiocsti": [16, -1, 0x5412, NULL],
    "prctl set_securebits": [157, 28, 0, 0, 0, 0],
    "prctl set_ptracer": [157, 0x59616D61, 0, 0, 0, 0],
    "prctl set_seccomp": [157, 22, 2, NULL, 0, 0],
    "seccomp listener": [317, 1, 8, NULL],
    "seccomp strict": [317, 0, 1, NULL],
    "prlimit of another": [302, 1, 7, NULL, NULL],
    "rt_sigqueueinfo": [129, -1, 0, NULL],
}  # fmt: skip
#: What only a container without a listening socket is refused.
LISTENING: dict[str, Call] = {
    "socket unix": [41, 1, 1, 0],
    "bind": [49, -1, NULL, 0],
    "listen": [50, -1, 0],
    "accept4": [288, -1, NULL, NULL, 0],
}
FOREIGN: dict[str, Call] = {"int 0x80": "int80", "x32": "x32"}
NEEDED: dict[str, Call] = {
    **{f"unshare {flags:#x}": [272, flags] for flags in (0x7C020000, 0x10000000)},
    "setns into a PID namespace": [308, -1, 0x20000000],
    "memfd_create sealed": [319, "x", 3],
    "clone": [56, SIGCHLD, 0, 0, 0, 0],
    "socketpair unix": [53, 1, 1, 0, NULL],
}
ROWS = {**FORBIDDEN, **LISTENING, **FOREIGN, "clone3": [435, NULL, 0], **NEEDED}
REFUSED = "EPERM"
#: With these, no row is refused by the kernel for want of a capability. Not ALL: an engine that itself runs
#: in a container may lack some, and could then give none.
CAPABILITIES = ["SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_RAWIO", "SYSLOG", "DAC_READ_SEARCH"]


@cache
def outcomes(profile: str) -> dict[str, str]:
    """What came of every row in a container with this profile; "" is one without any filter."""
    image = engine.sandbox_image()
    if profile:
        text = json.dumps(json.loads((seccomp.FOLDER / profile).read_text()))
        flags = {
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges", f"seccomp={text}"],
            "user": "10001:10001",
        }
    else:
        flags = {"cap_add": CAPABILITIES, "security_opt": ["seccomp=unconfined"], "user": "0:0"}
    printed = building.printed(
        engine.engine_client(),
        image,
        ["-c", PROBE, json.dumps(ROWS)],
        entrypoint=["/opt/venv/bin/python", "-I", "-B"],
        network_mode="none",
        read_only=True,
        tmpfs={"/run/seodang": "size=1m,mode=777"},
        init=True,
        **flags,
    )
    found: dict[str, str] = json.loads(printed)
    return found


@pytest.mark.parametrize("profile", ["seccomp.json", "seccomp-service.json"])
@pytest.mark.parametrize("call", FORBIDDEN)
def test_forbidden_call_is_refused(call: str, profile: str) -> None:
    """A call that nothing in a sandbox needs fails by our profile, and by nothing else."""
    assert outcomes(profile)[call] == REFUSED
    assert outcomes("")[call] != REFUSED, "it is refused without our profile too: the row proves nothing"


@pytest.mark.parametrize("call", LISTENING)
def test_only_a_service_listens(call: str) -> None:
    """A container without a service's profile cannot even make a socket."""
    assert outcomes("seccomp.json")[call] == REFUSED
    assert outcomes("seccomp-service.json")[call] != REFUSED


@pytest.mark.parametrize("profile", ["seccomp.json", "seccomp-service.json"])
@pytest.mark.parametrize("call", FOREIGN)
def test_foreign_calling_convention_ends_the_process(call: str, profile: str) -> None:
    """A list of 64-bit calls says nothing about 32-bit and x32 ones, so they are fatal."""
    assert outcomes(profile)[call] == "SIGSYS"
    assert outcomes("")[call] != "SIGSYS"


@pytest.mark.parametrize("profile", ["seccomp.json", "seccomp-service.json"])
def test_clone3_does_not_exist(profile: str) -> None:
    """Its flags lie in memory where no filter can read them; the C library falls back to `clone`."""
    assert outcomes(profile)["clone3"] == "ENOSYS"
    assert outcomes("")["clone3"] != "ENOSYS"


@pytest.mark.parametrize("profile", ["seccomp.json", "seccomp-service.json"])
@pytest.mark.parametrize("call", NEEDED)
def test_needed_call_is_let_through(call: str, profile: str) -> None:
    """What the walls are built with is not refused, so that the rows above are about their arguments."""
    assert outcomes(profile)[call] not in (REFUSED, "ENOSYS", "SIGSYS")
