"""A door bell between the processes of one machine.

The database is the only truth; the bell merely saves waiting. Each process that waits binds a datagram socket
in one folder, and ringing sends the topic to every socket found there. A lost ring costs a waiter its
polling interval, nothing more, so nothing here is ever retried or confirmed.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TOPIC_BYTES = 64
SUFFIX = ".sock"


class Bell:
    """Ring a topic here, wake up there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: dict[str, set[threading.Event]] = defaultdict(set)
        self._listener: int | None = None  # the process that listens; a fork starts anew

    def ring(self, topic: str) -> None:
        """Wake everybody who waits for this topic, in whatever process."""
        if not self._folder.is_dir():
            return
        with _folder_descriptor(self._folder) as descriptor, _datagram() as sender:
            for name in os.listdir(self._folder):
                if name.endswith(SUFFIX):
                    self._send(sender, descriptor, name, topic)

    @contextlib.contextmanager
    def subscribe(self, topic: str) -> Iterator[threading.Event]:
        """Give an event that is set at each ring of the topic; clear it before looking at the database."""
        self._listen()
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
        """Start this process's listening thread, once."""
        with self._lock:
            if self._listener == os.getpid():
                return
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            receiver = _datagram()
            with _folder_descriptor(self._folder) as descriptor:
                receiver.bind(_address(descriptor, f"{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"))
            receiver.setblocking(True)
            threading.Thread(target=self._receive, args=(receiver,), name="bell", daemon=True).start()
            self._listener = os.getpid()

    def _receive(self, receiver: socket.socket) -> None:
        """Hand each ring to those who wait for its topic."""
        while True:
            topic = receiver.recv(TOPIC_BYTES).decode("ascii", "replace")
            with self._lock:
                for woken in self._waiting.get(topic, ()):
                    woken.set()


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
