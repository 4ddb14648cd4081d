"""What a GPU cell has, tried in a real one; other devices stand in for the nodes of a GPU."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import time
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sandbox import servers
from sandbox.errors import BoundaryUnavailable
from sandbox.gpu import exposure
from sandbox.gpu.grant import GpuGrant
from sandbox.policy import CellLimits
from sandbox.servers import Cell, RoleSpec, Server, sealed_payload
from sandbox.session import socket_pair
from sandbox.wire import Channel, WireError
from tests import needs
from tests.sandbox.gpu.devices import GIB, MIB

EPERM, ENOTTY = 1, 25
NODES = dict.fromkeys(("/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia0", "/dev/nvidia1"), "/dev/full")
GRANT = GpuGrant("GPU-0f", 0, 1 * GIB, 8 * GIB)
LIMITS = CellLimits(20, 20, 256 * MIB, threads=exposure.THREADS, descriptors=exposure.DESCRIPTORS, gpu=GRANT)
PLAIN = CellLimits(20, 20, 256 * MIB)
ROLE = RoleSpec(
    "tests.sandbox.gpu.entries:look", expose=("sandbox", "tests"), importable=True, collapse=False, gpu=True
)


@pytest.fixture(scope="module")
def server() -> Generator[Server]:
    """A GPU fork server without any library."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "machine_nodes", lambda: NODES)
        made = Server("submission", ROLE)
    try:
        made.wait_ready(60)
    except BoundaryUnavailable as error:
        made.close()
        needs.require("the local boundary", False, str(error))
    yield made
    made.close()


def spawn(server: Server, limits: CellLimits, order: bytes = b"look") -> tuple[Cell, socket.socket]:
    """A cell, and the near end of its channel."""
    near, far = socket_pair()
    payload = sealed_payload(order)
    try:
        return server.spawn("main", limits, payload, far.fileno()), near
    finally:
        far.close()
        os.close(payload)


def look(server: Server, limits: CellLimits) -> dict[str, Any]:
    """What a cell with these limits finds."""
    cell, near = spawn(server, limits)
    try:
        head, _ = Channel(near.fileno()).recv(time.monotonic() + 20)
    except WireError as error:
        cell.trace.drain()
        raise AssertionError(cell.trace.text) from error
    finally:
        near.close()
        cell.close()
    found: dict[str, Any] = json.loads(head)
    return found


@pytest.fixture(scope="module")
def seen(server: Server) -> dict[str, Any]:
    """What a GPU cell finds."""
    return look(server, LIMITS)


@pytest.fixture(scope="module")
def plain(server: Server) -> dict[str, Any]:
    """What an ordinary cell of the same server finds."""
    return look(server, PLAIN)


def test_nodes_of_its_own_device_only(seen: dict[str, Any]):
    """The nodes every context needs and its device's: the other device does not exist."""
    assert seen["dev"] == ["null", "nvidia-uvm", "nvidia0", "nvidiactl", "urandom", "zero"]
    assert seen["opens"] == {"/dev/nvidiactl": True, "/dev/nvidia0": True, "/dev/nvidia1": False}


def test_proc_holds_the_list_and_nothing_else(seen: dict[str, Any]):
    """Each entry that this machine has, one by one; its own process under its own number."""
    listed = [f"/proc/{name}" for name in exposure.PROC_FILES if os.path.exists(f"/proc/{name}")]
    own = [f"/proc/1/{name}" for name in (*exposure.OWN_PROC_FILES, exposure.OWN_THREADS)]

    assert sorted(seen["proc"]) == sorted([*listed, *own, "/proc/self"])


def test_proc_is_for_reading(seen: dict[str, Any]):
    """But for the names of its own threads, without which CUDA does not start."""
    assert seen["writes_proc"] == []
    assert seen["threads_named"]


def test_environment_names_its_device(seen: dict[str, Any], plain: dict[str, Any]):
    """CUDA reads these when it starts, which is in the cell."""
    added = {name: seen["environment"][name] for name in seen["environment"].keys() - plain["environment"]}

    assert added == exposure.environment(GRANT)
    assert seen["environment"]["CUDA_VISIBLE_DEVICES"] == GRANT.uuid


@pytest.mark.parametrize("call", ["eventfd2", "pipe2", "prctl name", "prlimit read"])
def test_calls_of_the_list_work(seen: dict[str, Any], plain: dict[str, Any], call: str):
    """They do in a GPU cell, and in no other."""
    assert seen["errors"][call] == 0
    assert plain["errors"][call] == EPERM


@pytest.mark.parametrize("request_", ["ioctl resource manager", "ioctl unified memory"])
def test_requests_of_the_driver_reach_the_device(seen: dict[str, Any], plain: dict[str, Any], request_: str):
    """The device that stands in does not know them, but it is asked; elsewhere they end at the filter."""
    assert seen["errors"][request_] == ENOTTY
    assert plain["errors"][request_] == EPERM


@pytest.mark.parametrize(
    "call",
    [
        "ioctl terminal", "ioctl block device", "prctl dumpable", "prlimit write", "socket", "execve",
        "memfd_create", "ptrace", "unshare", "mount", "process_vm_readv", "mlock", "io_uring_setup",
    ],
)  # fmt: skip
def test_all_other_calls_stay_forbidden(seen: dict[str, Any], call: str):
    """A wider list is still a list."""
    assert seen["errors"][call] == EPERM


def test_ordinary_cell_has_nothing_of_it(plain: dict[str, Any]):
    """No /proc, no open node, no shared memory, even where its fork server has the nodes."""
    assert plain["proc"] == []
    assert not any(plain["opens"].values())
    assert not plain["shared"]
    assert not plain["threads_named"]


def test_owner_learns_which_process_it_is(server: Server):
    """With its first word comes a descriptor of the cell: what the driver counts is told by process."""
    cell, near = spawn(server, LIMITS, b"wait")
    try:
        assert select.select([cell.status], [], [], 10)[0]
        cell.hear()
        assert cell.gpu is not None
        assert cell.gpu.pid is not None
        status = Path(f"/proc/{cell.gpu.pid}/status").read_text()
    finally:
        near.close()
        cell.close()

    assert re.search(r"^NSpid:.*\t1$", status, re.MULTILINE)


def test_server_that_touched_cuda_does_not_fork(monkeypatch: pytest.MonkeyPatch):
    """A context does not survive a fork: the server names the control and ends, instead of making a cell."""
    monkeypatch.setattr(servers, "machine_nodes", lambda: NODES)
    touched = Server("submission", replace(ROLE, warmup="tests.sandbox.gpu.entries:touch"))
    try:
        touched.wait_ready(60)
        cell, near = spawn(touched, LIMITS)
        with near, pytest.raises(BoundaryUnavailable, match=r"C41 .*touched CUDA: /dev/nvidiactl"):
            touched.wait_ready(10)
        cell.close()
    finally:
        touched.close()
