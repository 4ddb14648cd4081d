"""Slots: how many sessions run at a time, and who waits for one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sandbox.errors import BoundaryFailed


class Slots:
    """A counter with a queue that can tell how long it is."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._changed = threading.Condition()
        self._running = 0
        self._waiting = 0
        self._closed = False

    @property
    def running(self) -> int:
        """How many hold a slot."""
        with self._changed:
            return self._running

    @property
    def waiting(self) -> int:
        """How many wait for a slot."""
        with self._changed:
            return self._waiting

    @contextmanager
    def taken(self, on_wait: Callable[[int], None] | None = None) -> Iterator[None]:
        """Hold a slot; `on_wait` hears how many are ahead where none is free.

        Raises `BoundaryFailed` when the slots were closed meanwhile.
        """
        with self._changed:
            ahead = self._waiting
            self._waiting += 1
            full = self._running >= self.count
        if full and on_wait:
            on_wait(ahead)
        with self._changed:
            try:
                self._changed.wait_for(lambda: self._running < self.count or self._closed)
                if self._closed:
                    raise BoundaryFailed("the boundary was stopped")
                self._running += 1
            finally:
                self._waiting -= 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Turn away all who wait and all who come."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Slotted:
    """What a boundary with slots tells of them."""

    def __init__(self, slots: int | None) -> None:
        self._slots = Slots(slots or os.cpu_count() or 1)

    @property
    def slots(self) -> int:
        """How many sessions run at a time."""
        return self._slots.count

    @property
    def waiting(self) -> int:
        """Sessions waiting for a slot."""
        return self._slots.waiting
