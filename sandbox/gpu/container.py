"""A device for a container: what is asked of the engine."""

from __future__ import annotations

from collections.abc import Sequence

from docker.types import DeviceRequest

#: What the engine's NVIDIA hook matches; it mounts the driver's compute and management libraries by default.
CAPABILITIES = [["gpu"]]


def device_requests(uuids: Sequence[str]) -> list[DeviceRequest] | None:
    """The request for these devices and no others, by their ids; None for a container without one.

    Never a count: "all", or "any one", would leave the choice to the engine, which keeps no ledger.
    """
    if not uuids:
        return None
    return [DeviceRequest(device_ids=list(uuids), capabilities=[list(names) for names in CAPABILITIES])]
