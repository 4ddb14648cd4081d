"""The doctor: what it says of this machine, of an ordinary user on it, and of one that lacks something."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sandbox
from sandbox import BoundaryUnavailable
from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.checkup import cure_for, with_cures
from sandbox.servers import RoleSpec

ROOT = Path(__file__).resolve().parents[2]

#: Becomes an ordinary user in a user namespace of its own, whatever user runs the tests, and asks the doctor.
AS_ORDINARY_USER = """
import json, os, sys
sys.path.insert(0, {root!r})
from sandbox import linux
uid, gid = os.getuid(), os.getgid()
linux.unshare(linux.CLONE_NEWUSER)
for name, text in (("setgroups", "deny"), ("uid_map", f"1000 {{uid}} 1"), ("gid_map", f"1000 {{gid}} 1")):
    with open(f"/proc/self/{{name}}", "w") as file:
        file.write(text)
{prepare}
import sandbox
print(json.dumps([[l.control, l.active, l.mandatory, l.detail, l.cure] for l in sandbox.doctor()]))
"""


def ask_as_ordinary_user(prepare: str = "") -> list[list[Any]]:
    """The doctor's layers for uid 1000 of a fresh user namespace."""
    script = AS_ORDINARY_USER.format(root=str(ROOT), prepare=prepare)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=90, check=True
    )
    layers: list[list[Any]] = json.loads(done.stdout)
    return layers


def test_every_mandatory_layer_is_active_here() -> None:
    """This machine can grade, and the doctor says so layer by layer."""
    layers = sandbox.doctor()

    assert [layer for layer in layers if layer.mandatory and not layer.active] == []
    assert {"C02", "C04", "C05", "C07", "C08", "C09", "C12", "C14", "C16", "C20"} <= {
        x.control for x in layers
    }


def test_an_ordinary_user_can_grade() -> None:
    """The same walls stand without any privilege."""
    assert [row for row in ask_as_ordinary_user() if row[2] and not row[1]] == []


def test_missing_user_namespaces_are_named_with_their_cure() -> None:
    """Where the kernel allows no more user namespaces, C02 is named, with the command that cures it."""
    forbid = "open('/proc/sys/user/max_user_namespaces', 'w').write('0')"

    missing = {row[0]: row for row in ask_as_ordinary_user(forbid) if not row[1]}

    assert "cannot make unprivileged namespaces" in missing["C02"][3]
    assert missing["C02"][4] == "sudo sysctl -w user.max_user_namespaces=15000"


@pytest.mark.parametrize(
    ("path", "value", "command"),
    [
        ("apparmor_restrict_unprivileged_userns", "1", "kernel.apparmor_restrict_unprivileged_userns=0"),
        ("unprivileged_userns_clone", "0", "kernel.unprivileged_userns_clone=1"),
    ],
)
def test_each_restriction_has_its_cure(
    monkeypatch: pytest.MonkeyPatch, path: str, value: str, command: str
) -> None:
    """The settings of Ubuntu and of older Debian kernels are recognised by their files."""
    monkeypatch.setattr("sandbox.checkup._setting", lambda name: value if name.endswith(path) else None)

    assert cure_for("C02") == f"sudo sysctl -w {command}"


def test_failed_probe_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control that does not hold in a real cell keeps the boundary from starting, and is named."""
    exposed = ("sandbox", "tests")
    role = RoleSpec(
        "tests.sandbox.entries:run_code", warmup="tests.sandbox.entries:plant_secret", expose=exposed
    )
    boundary = LocalBoundary(dict.fromkeys(ROLES, role), slots=1)
    boundary.start()
    try:
        with pytest.raises(BoundaryUnavailable) as refusal:
            boundary.wait_ready(60)
    finally:
        boundary.stop()

    assert [layer.control for layer in with_cures(refusal.value)] == ["C15"]
