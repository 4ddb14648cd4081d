"""What one GPU cell may use."""

from __future__ import annotations

import msgspec


class GpuGrant(msgspec.Struct, frozen=True):
    """A share of one device."""

    uuid: str  #: the device's own name, such as "GPU-8f6e…"
    minor: int  #: N of its node, /dev/nvidiaN
    memory_bytes: int  #: everything the driver counts as the cell's, the CUDA context included
    device_bytes: int  #: memory of the whole device

    @property
    def node(self) -> str:
        """Path of the device's own node."""
        return f"/dev/nvidia{self.minor}"
