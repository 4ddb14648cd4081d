"""What is put into a GPU cell: its device's nodes, a few /proc entries, and advice to torch.

Runs in the cell while it still has the fork server's capabilities over its mounts. The new
/dev and /proc are built aside and then mounted over the old ones, so that at no moment is
there more in them than in the list.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sandbox import linux
from sandbox.gpu.exposure import CONTEXT_BYTES, OWN_PROC_FILES, OWN_THREADS, PROC_FILES, nodes
from sandbox.gpu.grant import GpuGrant

_SITE = "/mnt"  # an empty folder of every cell's root
_PLAIN_NODES = ("/dev/null", "/dev/zero", "/dev/urandom")
_SAFE = linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV
_FLAGS = linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC


def prepare(grant: GpuGrant) -> None:
    """Build the cell's /dev and /proc aside; /proc must still be mounted."""
    linux.mount("gpu", _SITE, "tmpfs", _FLAGS, "size=64k,nr_inodes=64,mode=755")
    for name in ("dev", "proc", "own"):
        os.mkdir(f"{_SITE}/{name}")
    for path in (*_PLAIN_NODES, *nodes(grant)):
        if os.path.exists(path):
            _bind(path, _SITE + path)
    own = _own_proc()
    for name in PROC_FILES:
        if os.path.exists(f"/proc/{name}"):
            _bind(f"/proc/{name}", f"{_SITE}/proc/{name}", _SAFE | linux.MOUNT_ATTR_RDONLY)
    process = os.readlink(f"{own}/self")
    for name in OWN_PROC_FILES:
        _bind(f"{own}/{process}/{name}", f"{_SITE}/proc/{process}/{name}", _SAFE | linux.MOUNT_ATTR_RDONLY)
    _bind(f"{own}/{process}/{OWN_THREADS}", f"{_SITE}/proc/{process}/{OWN_THREADS}", _SAFE)
    os.symlink(process, f"{_SITE}/proc/self")


def move_in() -> None:
    """Mount what was prepared over /dev and over the empty /proc."""
    for name in ("dev", "proc"):
        linux.mount(f"{_SITE}/{name}", f"/{name}", None, linux.MS_BIND | linux.MS_REC)
        linux.mount_setattr(f"/{name}", linux.MOUNT_ATTR_RDONLY, recursive=False)
    linux.umount(_SITE)


def readable() -> list[str]:
    """What Landlock lets the cell read beyond the runtime."""
    return ["/dev/zero", "/dev/urandom", "/proc"]


def threads_folder() -> str:
    """The one folder of /proc in which the cell may write."""
    return os.path.realpath(f"/proc/self/{OWN_THREADS}")


def present(grant: GpuGrant) -> list[str]:
    """The granted nodes that exist."""
    return [path for path in nodes(grant) if os.path.exists(path)]


def advise_torch(grant: GpuGrant) -> None:
    """Have torch keep within the share by itself, once CUDA starts: then it raises, and nothing is killed.

    Advice only: the cell's code can take it back. The share is enforced from outside.
    """
    cuda = sys.modules.get("torch.cuda")
    later = getattr(cuda, "_lazy_call", None)  # runs a function when CUDA starts, which must not happen here
    if cuda is None or later is None:
        return
    usable = max(0, grant.memory_bytes - CONTEXT_BYTES)
    later(lambda: cuda.set_per_process_memory_fraction(min(1.0, usable / grant.device_bytes), 0))


def _own_proc() -> str:
    """A /proc that counts processes as the cell does; the fork server's where no fresh one can be mounted."""
    own = f"{_SITE}/own"
    try:
        linux.mount("proc", own, "proc", _FLAGS)
    except OSError:
        return "/proc"  # in a container that masks parts of it; docs/gpu.md says what follows
    return own


def _bind(source: str, target: str, attributes: int = 0) -> None:
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    if os.path.isdir(source):
        os.mkdir(target)
    else:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    linux.mount(source, target, None, linux.MS_BIND)
    if attributes:
        linux.mount_setattr(target, attributes, recursive=False)
