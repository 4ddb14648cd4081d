"""Whether a process has touched CUDA, told from outside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sandbox.gpu.exposure import machine_nodes, unusable_nodes
from sandbox.gpu.traces import traces

MAPS = """\
7f0000000000-7f0000001000 r-xp 00000000 08:01 11 {path}
7f0000002000-7f0000003000 rw-p 00000000 00:00 0
7f0000004000-7f0000005000 rw-p 00000000 00:00 0 [heap]
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/usr/lib/x86_64-linux-gnu/libcuda.so.550.54.15", True),
        ("/usr/lib/x86_64-linux-gnu/libcuda.so.1", True),
        ("/usr/lib/wsl/lib/libcuda.so", True),
        ("/dev/nvidia0", True),
        ("/opt/venv/lib/torch/lib/libtorch_cuda.so", False),
        ("/opt/venv/lib/nvidia/cuda_runtime/lib/libcudart.so.12", False),
    ],
)
def test_library_of_the_driver_is_a_trace(tmp_path: Path, path: str, found: bool):
    """torch and the runtime it brings along may be loaded; the driver's library only by starting CUDA."""
    (tmp_path / "maps").write_text(MAPS.format(path=path))
    (tmp_path / "fd").mkdir()

    assert traces(str(tmp_path)) == ([path] if found else [])


def test_open_node_is_a_trace(tmp_path: Path):
    """A descriptor of a device is one, wherever it came from."""
    (tmp_path / "maps").write_text("")
    (tmp_path / "fd").mkdir()
    (tmp_path / "fd" / "7").symlink_to("/dev/nvidia-uvm")
    (tmp_path / "fd" / "8").symlink_to("/dev/null")

    assert traces(str(tmp_path)) == ["/dev/nvidia-uvm"]


def test_these_tests_have_none():
    """This process has not started CUDA, and the look at itself works."""
    assert traces() == []


def test_tree_of_a_gpu_server_holds_its_nodes_only(tmp_path: Path):
    """Those every context needs, and each device's; not the ones for profiling and displays."""
    for name in (
        "nvidia0",
        "nvidia11",
        "nvidiactl",
        "nvidia-uvm",
        "nvidia-uvm-tools",
        "nvidia-modeset",
        "tty",
    ):
        (tmp_path / name).touch()
    found = machine_nodes(str(tmp_path))

    assert sorted(found) == ["/dev/nvidia-uvm", "/dev/nvidia0", "/dev/nvidia11", "/dev/nvidiactl"]
    assert found["/dev/nvidia11"] == os.path.join(tmp_path, "nvidia11")
    shutil.rmtree(tmp_path)
    assert machine_nodes(str(tmp_path)) == {}


def test_nodes_that_cells_cannot_open_are_told(tmp_path: Path):
    """Missing ones, and those that are not for everybody."""
    for name, mode in (("nvidiactl", 0o666), ("nvidia-uvm", 0o660), ("nvidia3", 0o666)):
        (tmp_path / name).touch()
        (tmp_path / name).chmod(mode)
    found = unusable_nodes([3, 5], str(tmp_path))

    assert [problem.split(" (")[0] for problem in found] == [
        f"{tmp_path}/nvidia-uvm is not open to everybody",
        f"{tmp_path}/nvidia5 is missing",
    ]
