"""What a cell with a real GPU has, and what it still has not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graders.grading import Grader
from sandbox.gpu.inventory import Inventory
from tests.gpu.exercise import RIGHT, finding, outcome

FORBIDDEN = {
    "a socket": "import socket\nsocket.socket(); found.append('socket')",
    "a process": "import os\nos.fork(); found.append('fork')",
    "a program": "import subprocess\nsubprocess.run(['/usr/bin/true']); found.append('execve')",
    "a namespace": "import ctypes\nctypes.CDLL(None).unshare(0x10000000) or found.append('unshare')",
    "another process": "import ctypes\nctypes.CDLL(None).ptrace(0, 0, 0, 0) or found.append('ptrace')",
    "a file of the host": "open('/etc/passwd'); found.append('passwd')",
    "a file outside": "open('/tmp/x', 'w'); found.append('tmp')",
    "a terminal request": "import fcntl\nfcntl.ioctl(0, 0x5412, b'x'); found.append('TIOCSTI')",
    "memory of other processes": "open('/proc/self/mem', 'rb'); found.append('mem')",
}


def test_cell_sees_its_own_device_only(gpu_grader: Grader):
    """torch finds one device, and the nodes of others do not exist."""
    source = finding(
        """
import os, torch
if torch.cuda.device_count() != 1:
    found.append(str(torch.cuda.device_count()))
nodes = [n for n in range(64) if os.path.lexists(f"/dev/nvidia{n}")]
if len(nodes) != 1:
    found.append(str(nodes))
for name in ("nvidia-uvm-tools", "nvidia-modeset", "nvidia-caps", "dri", "shm", "mem"):
    if os.path.lexists(f"/dev/{name}"):
        found.append(name)
"""
    )
    report = outcome(gpu_grader, source)

    assert report.verdict == "AC", report.to_json()


@pytest.mark.parametrize("what", FORBIDDEN)
def test_forbidden_things_stay_forbidden(gpu_grader: Grader, what: str):
    """A wider filter is not an open one: with CUDA running, each of these still fails."""
    lines = "\n".join("    " + line for line in FORBIDDEN[what].splitlines())
    source = finding(
        f"import torch\ntorch.ones(1, device='cuda')\ntry:\n{lines}\nexcept Exception:\n    pass"
    )
    report = outcome(gpu_grader, source)

    assert report.verdict == "AC", report.to_json()


def test_backward_and_convolution_work(gpu_grader: Grader):
    """What exercises use most: cuDNN, cuBLAS and the threads of autograd, under the filter."""
    source = finding(
        """
import torch
x = torch.randn(4, 3, 32, 32, device="cuda", requires_grad=True)
w = torch.randn(8, 3, 3, 3, device="cuda", requires_grad=True)
torch.nn.functional.conv2d(x, w).relu().mean().backward()
if not torch.isfinite(w.grad).all():
    found.append("gradient")
layer = torch.nn.Linear(64, 64).cuda()
optimiser = torch.optim.Adam(layer.parameters())
layer(torch.randn(16, 64, device="cuda")).pow(2).mean().backward()
optimiser.step()
torch.cuda.synchronize()
pinned = torch.ones(1024).pin_memory().to("cuda", non_blocking=True)
if float(pinned.sum()) != 1024:
    found.append("pinned")
"""
    )
    report = outcome(gpu_grader, source)

    assert report.verdict == "AC", report.to_json()


def test_fork_server_has_no_context(gpu_grader: Grader, inventory: Inventory):
    """After gradings, no process of the boundary holds memory of a device."""
    assert outcome(gpu_grader, RIGHT).verdict == "AC"
    time.sleep(1)  # the driver tells of ended processes for a moment
    assert gpu_grader.bench is not None
    servers = set(gpu_grader.bench.boundary.server_pids().values())
    holders = {pid for device in inventory.devices() for pid in inventory.read(device.uuid).held}

    assert servers
    assert not {pid for pid in holders if servers & _ancestors(pid)}


def _ancestors(pid: int) -> set[int]:
    """The process and all it descends from."""
    found: set[int] = set()
    while pid > 1:
        found.add(pid)
        try:
            rows = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            break
        pid = int(next(row.split()[1] for row in rows if row.startswith("PPid:")))
    return found
