"""Frames: what goes in comes out, and what no honest peer sends is refused before it is stored."""

from __future__ import annotations

import os
import random
import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from sandbox.wire import Channel, ChannelClosed, DeadlineExceeded, WireError, WireViolation

SOON = 0.2


@pytest.fixture
def pair() -> Iterator[tuple[Channel, Channel]]:
    """Two ends of one socket pair."""
    near, far = socket.socketpair()
    ends = Channel(near.detach()), Channel(far.detach())
    yield ends
    for end in ends:
        end.close()


@pytest.mark.parametrize("sizes", [[], [0], [1, 2, 3], [70_000], [5, 3_000_000, 0, 7]])
def test_frame_arrives_as_it_was_sent(pair: tuple[Channel, Channel], sizes: list[int]) -> None:
    """Head and bodies of any size arrive whole and in order."""
    near, far = pair
    bodies = [os.urandom(size) for size in sizes]
    sender = threading.Thread(target=near.send, args=(b"head", bodies))
    sender.start()

    head, got = far.recv(time.monotonic() + 5)
    sender.join()

    assert head == b"head"
    assert [bytes(body) for body in got] == bodies


def test_frames_sent_together_are_read_one_by_one(pair: tuple[Channel, Channel]) -> None:
    """Reading ahead loses nothing, and what was read ahead counts as waiting."""
    near, far = pair
    near.send(b"one", [b"1"])
    near.send(b"two", [b"2" * 100])

    assert far.recv()[0] == b"one"
    assert not far.idle()
    assert far.recv() == (b"two", [bytearray(b"2" * 100)])
    assert far.idle()


@pytest.mark.parametrize(
    "prefix",
    [
        struct.pack("<II", 2**31, 0),
        struct.pack("<II", 10, 2**31),
        struct.pack("<IIQ", 1, 1, 2**63),
        struct.pack("<IIQQ", 1, 2, 2**25, 2**26),
    ],
    ids=["huge head", "countless bodies", "huge body", "bodies too large together"],
)
def test_announced_sizes_are_checked_first(pair: tuple[Channel, Channel], prefix: bytes) -> None:
    """A length out of bounds is refused from the prefix alone, before any memory is taken."""
    near, far = pair
    os.write(near.fd, prefix)

    with pytest.raises(WireViolation):
        far.recv(time.monotonic() + SOON)


def test_own_frames_are_bounded_too(pair: tuple[Channel, Channel]) -> None:
    """An end does not send what the other would refuse."""
    with pytest.raises(WireViolation):
        pair[0].send(b"x" * (256 * 1024 + 1))


def test_drip_does_not_outlast_the_deadline(pair: tuple[Channel, Channel]) -> None:
    """The deadline is for the whole frame, however slowly its bytes come."""
    near, far = pair
    stop = threading.Event()

    def drip() -> None:
        while not stop.wait(0.02):
            os.write(near.fd, b"\x10")

    dripper = threading.Thread(target=drip)
    dripper.start()
    with pytest.raises(WireError):
        far.recv(time.monotonic() + SOON)
    stop.set()
    dripper.join()


def test_peer_that_does_not_read_cannot_hold_the_sender(pair: tuple[Channel, Channel]) -> None:
    """Sending has a deadline as well."""
    with pytest.raises(DeadlineExceeded):
        pair[0].send(b"", [bytes(32 * 2**20)], time.monotonic() + SOON)


def test_closed_peer_is_told_apart_from_a_silent_one(pair: tuple[Channel, Channel]) -> None:
    """End of stream and silence are different errors."""
    near, far = pair
    with pytest.raises(DeadlineExceeded):
        far.recv(time.monotonic() + 0.01)
    near.close()
    with pytest.raises(ChannelClosed):
        far.recv(time.monotonic() + SOON)


def test_random_bytes_never_crash_the_reader() -> None:
    """Rubbish ends as a wire error, whatever it looks like."""
    generator = random.Random(7)
    for _ in range(500):
        near, far = socket.socketpair()
        channel = Channel(far.detach())
        near.sendall(generator.randbytes(generator.randrange(1, 200)))
        near.close()
        with pytest.raises(WireError):
            _read_all(channel)
        channel.close()


def _read_all(channel: Channel) -> None:
    while True:
        channel.recv(time.monotonic() + SOON)
