"""From an ordinary process to a fork server behind walls.

Theory of operation. The owner starts `python -c "… walls.main()"` with one inherited
socket. That launcher

1. as root only: makes a mount namespace, builds the tree below, enters it and drops to an
   unused uid. Doing the mounts first is what lets a clone or a Python under a home of mode
   0700 be seen by a uid that could never walk there;
2. makes new user, mount, PID, network, IPC and UTS namespaces in one call and maps its uid
   to 0 inside them (0 inside, an ordinary or unused uid outside);
3. forks. The parent stays to wait; the child is PID 1 of its namespace, so its death takes
   every cell with it;
4. the child builds a fresh tree on a tmpfs, pivots into it, makes it read-only and executes
   Python with the fork server's module.

The tree holds the Python installation, the system's libraries, three harmless devices, a
private /proc (gone from cells before they run anything) and the packages named in the
plan, at /run/seodang, each as a read-only bind of its own.

Failures are told to the owner as `Refused`, naming the control of docs/security.md.
"""

from __future__ import annotations

import json
import os
import resource
import stat
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from sandbox import linux

PRODUCT = "/run/seodang"
BOX = "/box"
_LIBRARY_ROOTS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_FILES = ("/etc/ld.so.cache", "/dev/null", "/dev/zero", "/dev/urandom")
#: What of the system's own a cell may read, beside the runtime.
SYSTEM_PATHS = ("/usr", *(f"/{name}" for name in _LIBRARY_ROOTS), *_FILES, PRODUCT)
_NAMESPACES = (
    linux.CLONE_NEWUSER
    | linux.CLONE_NEWNS
    | linux.CLONE_NEWPID
    | linux.CLONE_NEWNET
    | linux.CLONE_NEWIPC
    | linux.CLONE_NEWUTS
)
_BOOT = f"import sys; sys.path.insert(0, {PRODUCT!r}); from sandbox.forkserver import main; main()"
#: Where the new tree may be mounted before it becomes the root; the first that hides none of its own sources.
_SITES = ("/mnt", "/media", "/srv", "/tmp", "/var", "/opt", "/run")  # noqa: S108  # covered, not written


@dataclass(frozen=True)
class WallPlan:
    """What a launcher needs to know; travels as JSON on its command line."""

    role: str
    python: str  #: the interpreter to execute inside
    runtime: list[str]  #: folders bound read-only at their own paths
    packages: dict[str, str]  #: package name -> its folder, bound under /run/seodang
    masks: list[str]  #: paths inside `runtime` covered by something empty
    arguments: list[str]  #: for the fork server
    environment: dict[str, str]
    uid: int  #: the unused uid to drop to where the owner is root
    nodes: dict[str, str] = field(default_factory=dict)  #: of GPUs: path in the tree -> where it is now
    without: list[str] = field(default_factory=list)  #: controls left out, in a laboratory

    def to_json(self) -> str:
        """The plan as one line."""
        return json.dumps(asdict(self))


class WallError(Exception):
    """A wall could not be built; names the control that is missing."""

    def __init__(self, control: str, detail: str) -> None:
        self.control = control
        self.detail = detail
        super().__init__(f"{control}: {detail}")


def main() -> None:
    """Build the walls around this process and become a fork server; `argv`: socket, owner's pid, plan."""
    control, owner, plan = int(sys.argv[1]), int(sys.argv[2]), WallPlan(**json.loads(sys.argv[3]))
    try:
        linux.die_with_parent()
        if os.getppid() != owner:
            os._exit(0)  # the owner died before the call above took effect
        _raise_wall(plan, control)
    except WallError as error:
        _refuse(control, error.control, error.detail)
    except OSError as error:
        _refuse(control, "C04", str(error))
    os._exit(78)


def _refuse(control: int, name: str, detail: str) -> None:
    # `messages.Refused` as msgpack, written by hand: the launcher imports only the standard library.
    parts = [b"\x83\xa4type\xa7refused"]
    for key, value in (("control", name), ("detail", detail[:500])):
        encoded = value.encode()
        parts.append(
            bytes([0xA0 | len(key)]) + key.encode() + b"\xda" + len(encoded).to_bytes(2, "big") + encoded
        )
    try:
        os.write(control, b"".join(parts))
    except OSError:
        pass  # the owner is gone; there is nobody left to tell


def _raise_wall(plan: WallPlan, control: int) -> None:
    if os.geteuid() == 0 and _is_real_root():
        if _enter_own_tree(plan):
            inside = {name: f"{PRODUCT}/{name}" for name in plan.packages}
            plan = replace(plan, packages=inside, nodes={path: path for path in plan.nodes})
        if "C03" not in plan.without:
            _drop_to(plan.uid)
            if os.getuid() == 0:
                raise WallError("C03", "would run as root outside its namespaces")
    uid, gid = os.getuid(), os.getgid()
    try:
        linux.unshare(_NAMESPACES)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"0 {uid} 1")
        _write("/proc/self/gid_map", f"0 {gid} 1")
    except OSError as error:
        raise WallError("C02", f"cannot make unprivileged namespaces: {error}") from error
    linux.die_with_parent()  # again: a change of credentials clears it
    child = os.fork()
    if child:
        os.close(control)
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
        _, status = os.waitpid(child, 0)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    linux.die_with_parent()
    try:
        build_tree(plan, fresh_proc=True)
    except OSError as error:
        raise WallError("C04", f"cannot build the read-only root: {error}") from error
    linux.sethostname("box")
    os.dup2(control, 3)
    linux.close_range(4)
    os.execve(  # noqa: S606  # our own interpreter, our own arguments
        plan.python,
        [plan.python, "-I", "-B", "-c", _BOOT, plan.role, *plan.arguments],
        plan.environment,
    )


def _is_real_root() -> bool:
    """Whether uid 0 here is uid 0 of the machine, and not an ordinary user in a user namespace."""
    with open("/proc/self/uid_map", encoding="ascii") as file:
        return any(row.split()[:2] == ["0", "0"] for row in file)


def _enter_own_tree(plan: WallPlan) -> bool:
    """Enter the tree while still root; False where root lacks the capability, as in a container."""
    try:
        linux.unshare(linux.CLONE_NEWNS)
    except PermissionError:
        return False  # what the unused uid can reach by itself must do
    build_tree(plan, fresh_proc=False)
    return True


def _drop_to(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Dropping uids makes /proc/self root's; being dumpable again makes uid_map writable.
    linux.prctl(linux.PR_SET_DUMPABLE, 1)


def build_tree(plan: WallPlan, *, fresh_proc: bool) -> None:
    """Mount the plan's tree on a fresh tmpfs and make it the root of this mount namespace."""
    linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
    sources = [*plan.runtime, *plan.packages.values()]
    site = next(s for s in _SITES if Path(s).is_dir() and not any(_is_below(x, s) for x in sources))
    linux.mount("seodang", site, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=4m,mode=755")
    for source in _outermost(["/usr", *plan.runtime]):
        _bind(source, site + source)
    for name in _LIBRARY_ROOTS:
        _copy_library_root(Path("/", name), site)
    for name, folder in plan.packages.items():
        _bind(folder, f"{site}{PRODUCT}/{name}")
    for path, source in ({path: path for path in _FILES} | plan.nodes).items():
        if os.path.exists(source):
            _bind_file(source, site + path, device=path.startswith("/dev/"))
    _bind_whatever_is_there(site, "C04" in plan.without)
    for mask in plan.masks:
        _mask(site + mask)
    _mount_proc(site + "/proc", fresh_proc)
    for folder in (BOX, "/tmp", "/mnt"):  # noqa: S108  # empty folders of the new root
        os.makedirs(site + folder, exist_ok=True)
    if fresh_proc:
        linux.mount("box", site + BOX, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=64m,mode=700")
    linux.pivot_root(site)
    linux.mount_setattr("/", linux.MOUNT_ATTR_RDONLY, recursive=False)


def _mount_proc(target: str, fresh: bool) -> None:
    os.makedirs(target, exist_ok=True)
    if fresh:
        try:
            linux.mount("proc", target, "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
            return
        except OSError:
            pass  # parts of the outer /proc are masked, as in a container: a bind of it serves as well
    linux.mount("/proc", target, None, linux.MS_BIND | linux.MS_REC)


def _bind(source: str, target: str) -> None:
    os.makedirs(target, exist_ok=True)
    try:
        linux.mount(source, target, None, linux.MS_BIND)
        recursive = False
    except OSError:
        # Mounts below the source that an outer namespace locked forbid a plain bind.
        linux.mount(source, target, None, linux.MS_BIND | linux.MS_REC)
        recursive = True
    linux.mount_setattr(target, _READ_ONLY, recursive=recursive)


_READ_ONLY = linux.MOUNT_ATTR_RDONLY | linux.MOUNT_ATTR_NOSUID | linux.MOUNT_ATTR_NODEV


def _bind_file(source: str, target: str, *, device: bool) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
    linux.mount(source, target, None, linux.MS_BIND)
    if not device:
        linux.mount_setattr(target, _READ_ONLY, recursive=False)


def _copy_library_root(path: Path, site: str) -> None:
    if path.is_symlink():
        os.symlink(os.readlink(path), site + str(path))
    elif path.is_dir():
        _bind(str(path), site + str(path))


def _bind_whatever_is_there(site: str, wanted: bool) -> None:
    """What a tree without an explicit list would hold; for the laboratory that shows what the list is for."""
    for name in sorted(os.listdir("/")) if wanted else ():
        new = os.path.isdir(f"/{name}") and not os.path.lexists(f"{site}/{name}")
        if new and f"/{name}" not in (site, "/proc", "/sys", "/dev", "/tmp"):  # noqa: S108  # left out
            _bind(f"/{name}", f"{site}/{name}")


def _mask(target: str) -> None:
    if not os.path.lexists(target):
        return
    if stat.S_ISDIR(os.stat(target).st_mode):
        linux.mount("mask", target, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=4k,nr_inodes=2,mode=755")
        linux.mount_setattr(target, _READ_ONLY, recursive=False)
    else:
        linux.mount("/dev/null", target, None, linux.MS_BIND)


def _outermost(folders: list[str]) -> list[str]:
    """The folders without those inside another one on the same file system."""
    kept: list[str] = []
    for folder in sorted(dict.fromkeys(os.path.realpath(f) for f in folders), key=len):
        device = os.stat(folder).st_dev
        if not any(_is_below(folder, outer) and os.stat(outer).st_dev == device for outer in kept):
            kept.append(folder)
    return kept


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
