"""A door bell between processes.

The database is the only truth; the bell merely saves waiting. A lost ring costs a waiter its polling
interval, nothing more, so nothing here is ever retried or confirmed. On one machine each process that waits
binds a datagram socket in one folder, and ringing sends the topic to every socket found there; where a broker
is configured, it carries the rings (broker.py).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TOPIC_BYTES = 64
SUFFIX = ".sock"


class AnyBell(ABC):
    """Ring a topic here, wake up there."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, set[threading.Event]] = defaultdict(set)
        self._listener: int | None = None  # the process that listens; a fork starts anew

    @abstractmethod
    def ring(self, topic: str) -> None:
        """Wake everybody who waits for this topic, in whatever process."""

    @contextlib.contextmanager
    def subscribe(self, topic: str) -> Iterator[threading.Event]:
        """Give an event that is set at each ring of the topic; clear it before looking at the database."""
        with self._lock:
            if self._listener != os.getpid():
                self._listen()
                self._listener = os.getpid()
        woken = threading.Event()
        with self._lock:
            self._waiting[topic].add(woken)
        try:
            yield woken
        finally:
            with self._lock:
                self._waiting[topic].discard(woken)
                if not self._waiting[topic]:
                    del self._waiting[topic]

    @abstractmethod
    def _listen(self) -> None:
        """Start this process's listening thread."""

    def _heard(self, topic: str) -> None:
        """Hand a ring to those who wait for its topic."""
        with self._lock:
            for woken in self._waiting.get(topic, ()):
                woken.set()


class Bell(AnyBell):
    """A bell between the processes of one machine."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def ring(self, topic: str) -> None:
        """Wake everybody who waits for this topic, in whatever process."""
        if not self._folder.is_dir():
            return
        with _folder_descriptor(self._folder) as descriptor, _datagram() as sender:
            for name in os.listdir(self._folder):
                if name.endswith(SUFFIX):
                    self._send(sender, descriptor, name, topic)

    def _send(self, sender: socket.socket, descriptor: int, name: str, topic: str) -> None:
        """Send to one socket, forgetting it when its owner is gone."""
        try:
            sender.sendto(topic.encode(), _address(descriptor, name))
        except (ConnectionRefusedError, FileNotFoundError):
            with contextlib.suppress(OSError):
                os.unlink(self._folder / name)
        except OSError:
            pass  # a full queue: its owner is awake already, or polls

    def _listen(self) -> None:
        """Bind a socket of this process's own and listen to it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        receiver = _datagram()
        with _folder_descriptor(self._folder) as descriptor:
            receiver.bind(_address(descriptor, f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"))
        receiver.setblocking(True)
        threading.Thread(target=self._receive, args=(receiver,), name="bell", daemon=True).start()

    def _receive(self, receiver: socket.socket) -> None:
        """Pass on each ring that comes in."""
        while True:
            self._heard(receiver.recv(TOPIC_BYTES).decode("ascii", "replace"))


def _datagram() -> socket.socket:
    """A datagram socket that never blocks a sender."""
    found = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    found.setblocking(False)
    return found


@contextlib.contextmanager
def _folder_descriptor(folder: Path) -> Iterator[int]:
    """Hold the folder open: socket addresses have 108 bytes at most, so names go through a descriptor."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _address(descriptor: int, name: str) -> str:
    """A short path to a socket in an open folder."""
    return f"/proc/self/fd/{descriptor}/{name}"
