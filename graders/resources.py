"""What an exercise needs besides a processor, and which queue its submissions wait in."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

CPU_QUEUE, GPU_QUEUE = "cpu", "gpu"

#: A context with its libraries takes about 0.5 GiB of the share by itself, so less than 1 GiB is of no use.
GpuMebibytes = Annotated[int, Meta(ge=1024, le=1_048_576)]


class Resources(msgspec.Struct, frozen=True):
    """What a submission needs to run at all."""

    gpu: bool = False
    #: memory of one device it may hold, the CUDA context included
    gpu_memory_mib: GpuMebibytes | None = None
    #: whether it may run without a GPU where there is none
    cpu_fallback: bool = False

    @property
    def gpu_bytes(self) -> int:
        """The share of a device; 0 without a GPU."""
        return (self.gpu_memory_mib or 0) << 20 if self.gpu else 0


def queue_of(resources: Resources, gpu_served: bool) -> str:
    """The queue a submission waits in; `gpu_served` says whether any worker takes jobs that need a GPU."""
    if not resources.gpu or (resources.cpu_fallback and not gpu_served):
        return CPU_QUEUE
    return GPU_QUEUE
