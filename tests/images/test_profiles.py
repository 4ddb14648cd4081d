"""What the system-call profiles list, read from the files that the engine is given."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tools import seccomp

NAMES = tuple(seccomp.profiles())
#: What a server, and nothing else in a container, may do with sockets.
SERVICE = {"socket", "bind", "listen", "accept4"}
NEVER = """
    accept connect add_key bpf chroot copy_file_range fanotify_init finit_module flock fsopen init_module
    inotify_init1 io_setup io_uring_setup ioperm iopl kcmp kexec_load keyctl mbind memfd_secret mknod
    mknodat modify_ldt move_mount mq_open msgget name_to_handle_at open_by_handle_at open_tree
    perf_event_open personality pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace
    request_key rt_sigqueueinfo semget setgid setgroups setresgid setresuid setuid setxattr shmat shmget
    splice syslog userfaultfd vmsplice
"""


@pytest.mark.parametrize("name", NAMES)
def test_committed_file_is_what_its_program_writes(name: str) -> None:
    """`python -m tools.seccomp` changes nothing: nobody has edited a profile by hand."""
    assert (seccomp.FOLDER / name).read_text() == seccomp.rendered(seccomp.profiles()[name])


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_listed_is_refused(name: str) -> None:
    """The default is an error, and no other calling convention of the machine is let through."""
    profile = _profile(name)

    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert all(entry["subArchitectures"] == [] for entry in profile["archMap"])


@pytest.mark.parametrize("name", NAMES)
def test_namespaces_are_made_by_exact_masks(name: str) -> None:
    """`unshare` takes one of four values, `setns` a PID namespace, `clone` no namespace at all."""
    unshared = [rule["args"] for rule in _rules(name, "unshare")]

    assert [len(conditions) for conditions in unshared] == [1, 1, 1, 1]
    assert {(c["index"], c["op"], c["value"]) for conditions in unshared for c in conditions} == {
        (0, "SCMP_CMP_EQ", mask) for mask in (0x7C020000, 0x20000000, 0x4C020000, 0x10000000)
    }
    assert _conditions(name, "setns") == [(1, "SCMP_CMP_EQ", 0x20000000, 0)]
    assert _conditions(name, "clone") == [(0, "SCMP_CMP_MASKED_EQ", 0x7E020000, 0)]
    assert [rule["action"] for rule in _rules(name, "clone3")] == ["SCMP_ACT_ERRNO"]


@pytest.mark.parametrize("name", NAMES)
def test_dangerous_calls_are_absent(name: str) -> None:
    """None of the calls that cross processes, reach keys, objects, modules or devices is in a profile."""
    listed = {call for rule in _profile(name)["syscalls"] for call in rule["names"]}

    assert listed & set(NEVER.split()) == set()


def test_only_the_service_has_sockets() -> None:
    """The service's profile is the containers' plus a listening Unix socket."""
    plain, service = _listed("seccomp.json"), _listed("seccomp-service.json")

    assert not plain & SERVICE
    assert service - plain == SERVICE
    assert plain - service == set()
    assert _conditions("seccomp-service.json", "socket") == [(0, "SCMP_CMP_EQ", 1, 0)]
    assert all(_conditions(name, "socketpair") == [(0, "SCMP_CMP_EQ", 1, 0)] for name in NAMES)


def _profile(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((seccomp.FOLDER / name).read_text())
    return found


def _rules(name: str, call: str) -> list[dict[str, Any]]:
    return [rule for rule in _profile(name)["syscalls"] if call in rule["names"]]


def _listed(name: str) -> set[str]:
    return {call for rule in _profile(name)["syscalls"] for call in rule["names"]}


def _conditions(name: str, call: str) -> list[tuple[int, str, int, int]]:
    return [
        (condition["index"], condition["op"], condition["value"], condition["valueTwo"])
        for rule in _rules(name, call)
        for condition in rule["args"]
    ]
