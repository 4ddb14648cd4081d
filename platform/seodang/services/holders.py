"""Who holds a lease: the name of one process that nobody else can have, and whether it still lives."""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path


@cache
def _machine() -> str:
    """This host and its process namespace, in one word; two containers on a host differ in it."""
    try:
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()}:{namespace}"


@cache
def _boot() -> str:
    """This start of the machine."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _birth(pid: int) -> str | None:
    """When a process began, in ticks since boot: tells it from a later one of the same number."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in ("Z", "X") else fields[19]


def me() -> str:
    """The name of this process."""
    pid = os.getpid()
    return f"{_machine()}/{_boot()}/{pid}/{_birth(pid)}"


def is_dead(holder: str) -> bool:
    """Is this surely a dead process of this machine? Holders elsewhere live until their lease ends."""
    machine, boot, pid, birth = holder.rsplit("/", 3)
    if machine != _machine():
        return False
    return boot != _boot() or _birth(int(pid)) != birth
