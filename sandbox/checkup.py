"""Which layers of the sandbox work on this machine, and what to do about those that do not.

The kernel is asked first; then a fork server without any library is started behind the
real walls and the self-test runs in a real cell, because a setting that looks right
proves nothing.
"""

from __future__ import annotations

import platform
from pathlib import Path

from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.boundary.opening import container_layer
from sandbox.cell import calls, landlock, seccomp
from sandbox.choice import SandboxChoice
from sandbox.errors import BoundaryFailed, BoundaryUnavailable
from sandbox.gpu.exposure import unusable_nodes
from sandbox.gpu.inventory import find_inventory
from sandbox.layers import Layer
from sandbox.servers import RoleSpec

_LANDLOCK_NETWORK, _LANDLOCK_SCOPES = 4, 6

#: What the self-test and the start of a boundary show to hold, by control.
_SHOWN = {
    "C02": "own user, PID, mount, network, IPC and UTS namespaces",
    "C03": "never root outside its namespaces",
    "C04": "read-only root of its own",
    "C05": "no /proc, no /sys",
    "C06": "work directory of its own",
    "C07": "writes nowhere but its work directory",
    "C08": "no system call but those of a list",
    "C09": "no process can be made, no program executed",
    "C10": "no shared kernel objects",
    "C11": "no shared memory",
    "C12": "no capabilities",
    "C14": "no inherited descriptors",
    "C15": "environment of its own",
    "C16": "limits on memory",
    "C17": "limits on threads, descriptors and files",
    "C20": "watchdog outside the cell",
    "C36": "fork server with one thread",
}
#: Set up by every cell; a failure shows as the cell's own setup failing.
_SETTINGS = (
    ("/proc/sys/kernel/unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    (
        "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
    ("/proc/sys/user/max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
)
_CONTAINER_CURE = (
    "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "(or with a profile that allows unshare, mount, umount2 and pivot_root)"
)


def examine() -> list[Layer]:
    """Every layer, active or missing; takes about half a second."""
    layers = [_filter_layer(), _landlock_layer(), _landlock_extras()]
    findings = _try_boundary()
    for control, name in _SHOWN.items():
        if not findings:
            layers.append(Layer(name, control, True, True, "holds in a real cell"))
        elif control in findings:
            layers.append(
                Layer(name, control, True, False, findings[control], cure_for(control, findings[control]))
            )
        else:
            layers.append(Layer(name, control, True, False, "not reached: an earlier layer is missing"))
    return [*layers, container_layer(SandboxChoice()), _gpu_layer()]


def with_cures(error: BoundaryUnavailable) -> list[Layer]:
    """The missing layers of a boundary that did not start, each with its cure where one is known."""
    return [
        Layer(
            _SHOWN.get(layer.control, layer.name),
            layer.control,
            layer.mandatory,
            layer.active,
            layer.detail,
            cure_for(layer.control, layer.detail),
        )
        for layer in error.layers
    ]


def cure_for(control: str, detail: str = "") -> str | None:
    """The command that makes a missing control work here, where one is known."""
    if control == "C04" and "Permission denied" in detail:
        return "run as an ordinary user, or move the clone and Python out of folders only root may enter"
    if control in ("C02", "C04"):
        for path, blocking, command in _SETTINGS:
            if _setting(path) == blocking:
                return command
        if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
            return _CONTAINER_CURE
    if control == "C07":
        return "boot a kernel with Landlock (5.13 or newer, CONFIG_SECURITY_LANDLOCK, landlock in lsm=)"
    return None


def _setting(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="ascii").strip()
    except OSError:
        return None


def _try_boundary() -> dict[str, str]:
    """Start a bare boundary; the controls that do not hold, with what was found."""
    spec = RoleSpec("sandbox.cell.selftest:run", collapse=False)
    boundary = LocalBoundary(dict.fromkeys(ROLES, spec), slots=1)
    boundary.start()
    try:
        boundary.wait_ready(60)
    except BoundaryUnavailable as error:
        return {layer.control: layer.detail for layer in error.layers}
    except BoundaryFailed as error:
        return {"C36": str(error)}
    finally:
        boundary.stop()
    return {}


def _filter_layer() -> Layer:
    machine = platform.machine()
    if seccomp.supported():
        count = len(calls.ALLOWED) + len(calls.ALLOWED_BY_ARGUMENT)
        return Layer(
            "system-call filter", "C08", True, True, f"{count} calls and checked clone and mmap on {machine}"
        )
    return Layer(
        "system-call filter", "C08", True, False, f"no filter is written for {machine}, only for x86_64"
    )


def _landlock_layer() -> Layer:
    abi = landlock.version()
    if abi:
        return Layer("Landlock file rules", "C07", True, True, f"ABI {abi}")
    return Layer("Landlock file rules", "C07", True, False, "this kernel has no Landlock", cure_for("C07"))


def _gpu_layer() -> Layer:
    """Whether exercises that need a GPU can be graded here; a machine without one grades all others."""
    inventory = find_inventory()
    devices = inventory.devices() if inventory else []
    if not devices:
        return Layer("GPU cells", "C41", False, False, "no NVIDIA GPU, or no driver that tells of one")
    if problems := unusable_nodes([device.minor for device in devices]):
        return Layer("GPU cells", "C41", False, False, "; ".join(problems), "sudo nvidia-modprobe -u -c=0")
    named = ", ".join(f"{device.name} ({device.capacity_bytes >> 30} GiB)" for device in devices)
    return Layer("GPU cells", "C41", False, True, named)


def _landlock_extras() -> Layer:
    abi = landlock.version()
    missing = [
        text
        for need, text in (
            (_LANDLOCK_NETWORK, "network rules (covered by the empty network namespace)"),
            (
                _LANDLOCK_SCOPES,
                "scopes for signals and abstract sockets (covered by PID and network namespaces)",
            ),
        )
        if abi < need
    ]
    detail = "missing " + ", ".join(missing) if missing else "network rules and scopes"
    return Layer("Landlock network and scopes", "C07", False, not missing, detail)
