"""Where exercises that ask for a GPU are graded.

A `GpuBench` is a boundary of its own, whose submission server is made for GPU cells, and the ledger of shares
of this machine's devices. A grader has one where it was asked to and there are devices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Literal

from graders.bilingual import both
from graders.report import CheckResult
from graders.resources import Resources
from graders.stacks import gpu_roles
from graders.verdicts import Verdict
from sandbox.boundary.base import Boundary
from sandbox.boundary.opening import open_boundary
from sandbox.cells import CellExit
from sandbox.choice import SandboxChoice
from sandbox.errors import BoundaryUnavailable, SandboxError
from sandbox.gpu.exposure import DESCRIPTORS, RUNTIME_HOST_BYTES, THREADS, unusable_nodes
from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.inventory import Chosen, Inventory, InventoryError, find_inventory
from sandbox.gpu.slots import GpuSlots
from sandbox.layers import Layer
from sandbox.policy import CellLimits

#: "off": this grader never uses a GPU; "auto": where there is one; "required": it must have one
GpuUse = Literal["off", "auto", "required"]


class NoGpu(SandboxError):
    """The exercise needs a GPU, and this grader has none that is large enough."""


class GpuBench:
    """The devices of one grader, and the boundary whose cells may use them."""

    def __init__(self, inventory: Inventory, boundary: Boundary) -> None:
        self.boundary = boundary
        self.slots = GpuSlots(inventory)
        self.names: Mapping[str, str] = {device.uuid: device.name for device in inventory.devices()}


def open_bench(
    use: GpuUse, devices: Sequence[str], sandbox: SandboxChoice, slots: int | None, facts: str
) -> GpuBench | None:
    """The bench asked for, not started; raises BoundaryUnavailable where it must exist but does not."""
    if use == "off":
        return None
    try:
        inventory = find_inventory()
        if inventory is not None and devices:
            inventory = Chosen(inventory, devices)
    except InventoryError as error:
        raise BoundaryUnavailable([_missing(str(error))]) from error
    if inventory is None:
        if use == "required":
            raise BoundaryUnavailable([_missing("no GPU was found, or no NVIDIA driver that tells of one")])
        return None
    if problems := unusable_nodes([device.minor for device in inventory.devices()]):
        raise BoundaryUnavailable([_missing(problem) for problem in problems])
    uuids = tuple(device.uuid for device in inventory.devices())
    return GpuBench(inventory, open_boundary(replace(sandbox, gpus=uuids), gpu_roles(), slots, facts))


def share_for(resources: Resources, bench: GpuBench | None) -> int:
    """How much of a GPU's memory a grading is given; 0 where it runs without one. Raises NoGpu."""
    wanted = resources.gpu_bytes
    if not wanted or (bench is not None and bench.slots.fits(wanted)):
        return wanted
    if resources.cpu_fallback:
        return 0
    raise NoGpu(both("grading.no_gpu", mib=wanted >> 20).en)


@contextmanager
def granted(
    bench: GpuBench | None, share: int, on_wait: Callable[[int], None] | None
) -> Iterator[GpuGrant | None]:
    """Hold a share of a device for one session; None where it needs none."""
    if bench is None or not share:
        yield None
        return
    with bench.slots.taken(share, on_wait) as grant:
        yield grant


def name_of(grant: GpuGrant | None, bench: GpuBench | None) -> str:
    """What the granted device is called."""
    return bench.names[grant.uuid] if bench and grant else ""


def gpu_limits(limits: CellLimits, grant: GpuGrant) -> CellLimits:
    """The limits of a submission cell with this grant: what CUDA takes comes on top of the exercise's."""
    return CellLimits(
        wall_s=limits.wall_s,
        cpu_s=limits.cpu_s,
        memory_bytes=limits.memory_bytes + RUNTIME_HOST_BYTES,
        output_bytes=limits.output_bytes,
        disk_bytes=limits.disk_bytes,
        inodes=limits.inodes,
        threads=max(limits.threads, THREADS),
        descriptors=max(limits.descriptors, DESCRIPTORS),
        gpu=grant,
    )


def crowded_out(checks: Iterable[CheckResult], cells: Iterable[CellExit]) -> bool:
    """Whether memory ran out on a device of which others held more than theirs.

    That it ran out is the cell's word; whose fault it was is measured outside, and only that makes it ours.
    """
    ran_out = any(check.verdict == Verdict.GMLE for check in checks)
    return ran_out and any(end.gpu_short for end in cells)


def _missing(detail: str) -> Layer:
    return Layer("GPU", "C41", True, False, detail, "docs/gpu.md says what a GPU worker needs")
