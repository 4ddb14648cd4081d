"""The rows of a cell's system-call filter that differ for a GPU cell, made from `exposure`."""

from __future__ import annotations

from sandbox.gpu.exposure import CALLS, CALLS_BY_ARGUMENT, IOCTLS


def allowed(normal: dict[str, int]) -> dict[str, int]:
    """Calls allowed whatever their arguments: the normal ones and those of a GPU cell."""
    return normal | {name: number for name, (number, _) in CALLS.items()}


def allowed_by_argument(
    normal: dict[str, tuple[int, int, tuple[int, ...]]],
) -> dict[str, tuple[int, int, tuple[int, ...]]]:
    """The same of calls allowed with some values of one argument."""
    return normal | {name: entry[:3] for name, entry in CALLS_BY_ARGUMENT.items()}


def ioctl_ranges() -> list[tuple[int, int, int]]:
    """Requests of `ioctl`, as (mask, least, most)."""
    return [(mask, least, most) for mask, least, most, _ in IOCTLS.values()]
