"""A cell's own namespaces and its work directory.

The fork server made the PID namespace before the fork, so the cell is PID 1 already. The
mounts are changed while the cell still has the fork server's capabilities over them; the
user namespace comes last and leaves it with none.
"""

from __future__ import annotations

import os

from sandbox import linux
from sandbox.gpu import room
from sandbox.policy import CellLimits, SandboxPolicy

BOX = "/box"
CELL_UID = 1000
_OWN = linux.CLONE_NEWNS | linux.CLONE_NEWNET | linux.CLONE_NEWIPC | linux.CLONE_NEWUTS


def enter(limits: CellLimits, policy: SandboxPolicy, proc: int) -> None:
    """Leave the fork server's namespaces; `proc` is a descriptor of its /proc.

    Raises `OSError` where the kernel refuses.
    """
    linux.unshare(_OWN if policy.has("C02") else linux.CLONE_NEWNS)
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    if limits.gpu:
        room.prepare(limits.gpu)
    if policy.has("C05"):
        linux.umount("/proc")
    if limits.gpu:
        room.move_in()
    if policy.has("C06"):
        options = f"size={limits.disk_bytes},nr_inodes={limits.inodes},mode=700"
        linux.mount("box", BOX, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC, options)
    linux.sethostname("box")
    os.chdir(BOX)
    if policy.has("C02"):
        linux.unshare(linux.CLONE_NEWUSER)
        _write(proc, "self/setgroups", b"deny")
        _write(proc, "self/uid_map", b"%d 0 1" % CELL_UID)
        _write(proc, "self/gid_map", b"%d 0 1" % CELL_UID)


def _write(proc: int, name: str, text: bytes) -> None:
    fd = os.open(name, os.O_WRONLY, dir_fd=proc)
    try:
        os.write(fd, text)
    finally:
        os.close(fd)
