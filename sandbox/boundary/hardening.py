"""How a sandbox container is made, and whether one was made that way.

The flags are those of docs/security.md, "The container". They exist once, as data: what is
sent to the engine and what its inspection must show afterwards come from the same table, so
that no flag can be lost on the way without a container being refused.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from docker.types import LogConfig, Ulimit

from sandbox.gpu.container import device_requests

USER = "10001:10001"
MEMORY_BYTES = 3 * 2**30
NANO_CPUS = 1_500_000_000
PIDS = 128
SCRATCH = "/run/seodang"
SCRATCH_OPTIONS = "rw,nosuid,nodev,noexec,size=16m,mode=700,uid=10001"
ENVIRONMENT = {"TMPDIR": SCRATCH}
RUNTIMES = ("", "runc", "runsc", "nvidia")
_PROFILES = Path(__file__).resolve().parents[1] / "image"

#: What the inspection of a created container must show, by key of its HostConfig.
_HOST: dict[str, Any] = {
    "Init": True,
    "NetworkMode": "none",
    "ReadonlyRootfs": True,
    "CapDrop": ["ALL"],
    "PidsLimit": PIDS,
    "Memory": MEMORY_BYTES,
    "MemorySwap": MEMORY_BYTES,
    "NanoCpus": NANO_CPUS,
    "IpcMode": "none",
    "OomScoreAdj": 500,
    "Tmpfs": {SCRATCH: SCRATCH_OPTIONS},
    "AutoRemove": True,
}
#: What it must not show: each of these opens a way out.
_NEVER = (
    "Binds", "CapAdd", "Devices", "DeviceCgroupRules", "VolumesFrom", "Mounts", "PortBindings", "Links",
    "ExtraHosts", "GroupAdd", "Sysctls", "Privileged", "PublishAllPorts", "PidMode", "UTSMode", "UsernsMode",
    "StorageOpt", "OomKillDisable", "VolumeDriver", "Dns",
)  # fmt: skip


@dataclass(frozen=True)
class ContainerOptions:
    """What may differ from one sandbox container to another."""

    image: str  #: by its digest
    command: Sequence[str]
    runtime: str = ""  #: the engine's default, or "runsc" for gVisor
    apparmor: str = ""  #: name of a loaded AppArmor profile, on hosts that have it
    gpus: Sequence[str] = ()  #: ids of the devices it may use
    labels: dict[str, str] = field(default_factory=dict)


@cache
def seccomp_profile(name: str = "seccomp.json") -> str:
    """The container's system-call profile as the engine takes it, on one line."""
    return json.dumps(json.loads((_PROFILES / name).read_text(encoding="utf-8")), separators=(",", ":"))


def profile_for(options: ContainerOptions) -> str:
    """The profile that fits these options."""
    return seccomp_profile("seccomp-gpu.json" if options.gpus else "seccomp.json")


def creation(api: Any, options: ContainerOptions) -> dict[str, Any]:
    """Arguments of `APIClient.create_container` for a container with every flag."""
    security = ["no-new-privileges", f"seccomp={profile_for(options)}"]
    if options.apparmor:
        security.append(f"apparmor={options.apparmor}")
    host = api.create_host_config(
        init=True,
        network_mode="none",
        read_only=True,
        cap_drop=["ALL"],
        security_opt=security,
        pids_limit=PIDS,
        mem_limit=MEMORY_BYTES,
        memswap_limit=MEMORY_BYTES,
        nano_cpus=NANO_CPUS,
        ipc_mode="none",
        ulimits=[Ulimit(name="nofile", soft=1024, hard=1024), Ulimit(name="core", soft=0, hard=0)],
        log_config=LogConfig(type="none"),
        oom_score_adj=500,
        tmpfs={SCRATCH: SCRATCH_OPTIONS},
        auto_remove=True,
        device_requests=device_requests(options.gpus),
        **({"runtime": options.runtime} if options.runtime else {}),
    )
    return {
        "image": options.image,
        "command": list(options.command),
        "user": USER,
        "hostname": "box",
        "environment": dict(ENVIRONMENT),
        "labels": options.labels,
        "stdin_open": True,
        "host_config": host,
    }


def weaknesses(inspection: dict[str, Any], options: ContainerOptions) -> list[str]:
    """Where a created container is weaker than asked for, or other than asked for; empty if nowhere."""
    host, config = inspection["HostConfig"], inspection["Config"]
    found = [
        f"{key} is {host.get(key)!r}, not {value!r}" for key, value in _HOST.items() if host.get(key) != value
    ]
    found += [f"{key} is {host[key]!r}" for key in _NEVER if host.get(key)]
    found += _weak_security(host, options)
    limits = {item["Name"]: (item["Soft"], item["Hard"]) for item in host.get("Ulimits") or []}
    if limits != {"nofile": (1024, 1024), "core": (0, 0)}:
        found.append(f"Ulimits are {limits!r}")
    if (host.get("LogConfig") or {}).get("Type") != "none":
        found.append("its output is logged")
    if not host.get("MaskedPaths") or not host.get("ReadonlyPaths"):
        found.append("system paths are not masked")
    if host.get("CgroupnsMode") == "host" and inspection.get("Mounts"):
        found.append("it has mounts")
    asked = [id_ for request in host.get("DeviceRequests") or [] for id_ in request.get("DeviceIDs") or []]
    counted = any(request.get("Count") for request in host.get("DeviceRequests") or [])
    if asked != list(options.gpus) or counted:
        found.append(f"DeviceRequests are {host.get('DeviceRequests')!r}")
    if host.get("Runtime", "") not in RUNTIMES:
        found.append(f"Runtime is {host.get('Runtime')!r}")
    if inspection.get("Mounts"):
        found.append(f"Mounts are {inspection['Mounts']!r}")
    found += _weak_config(config, inspection, options)
    return found


def _weak_security(host: dict[str, Any], options: ContainerOptions) -> list[str]:
    given = dict(item.partition("=")[::2] for item in host.get("SecurityOpt") or [])
    found = []
    if given.pop("no-new-privileges", "false") not in ("", "true"):
        found.append("new privileges are allowed")
    profile = given.pop("seccomp", "")
    if profile != profile_for(options):
        found.append("the system-call profile is not ours")
    if given.pop("apparmor", "") != options.apparmor:
        found.append("the AppArmor profile is not the one asked for")
    if given:
        found.append(f"SecurityOpt holds {sorted(given)!r}")
    return found


def _weak_config(config: dict[str, Any], inspection: dict[str, Any], options: ContainerOptions) -> list[str]:
    found = []
    if config.get("User") != USER:
        found.append(f"it runs as {config.get('User')!r}")
    if config.get("Hostname") != "box":
        found.append(f"Hostname is {config.get('Hostname')!r}")
    if list(config.get("Cmd") or []) != list(options.command):
        found.append("its command is not the one asked for")
    if inspection.get("Image") != options.image:
        found.append(f"its image is {inspection.get('Image')!r}, not {options.image!r}")
    if config.get("Tty"):
        found.append("it has a terminal")
    return found
