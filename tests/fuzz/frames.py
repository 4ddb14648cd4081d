"""Frames as bytes, and how a valid one becomes one that no honest peer sends."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence
from typing import Any

import msgspec

from tests.fuzz.mutations import spoilt_bytes, spoilt_tree

_encode = msgspec.msgpack.encode
#: what a socket pair takes at once: nobody reads while a fuzzer writes
MOST = 150_000


def tree_of(message: Any) -> Any:
    """A message as lists, dicts and plain values."""
    return msgspec.msgpack.decode(_encode(message), strict=False)


def packed(head: bytes, bodies: Sequence[bytes] = (), lengths: Sequence[int] | None = None) -> bytes:
    """One frame; `lengths` announces others than the bodies have."""
    announced = [len(body) for body in bodies] if lengths is None else lengths
    prefix = struct.pack(f"<II{len(announced)}Q", len(head), len(announced), *announced)
    return b"".join((prefix, head, *bodies))


def spoilt_head(rng: random.Random, message: Any) -> bytes:
    """An encoded message: often spoilt as a tree, sometimes as bytes, at times left valid."""
    kind = rng.random()
    if kind < 0.2:
        return _encode(message)
    if kind < 0.75:
        return _encode(spoilt_tree(rng, tree_of(message)))
    if kind < 0.98:
        return spoilt_bytes(rng, _encode(message))
    return rng.randbytes(rng.randrange(200))


def spoilt_frame(rng: random.Random, message: Any, bodies: Sequence[bytes] = ()) -> bytes:
    """A frame whose head, bodies, lengths or bytes are not what they were, or all valid."""
    head, given = spoilt_head(rng, message), list(bodies)
    lengths: list[int] | None = None
    if rng.random() < 0.15:
        match rng.randrange(4):
            case 0 if given:
                given[rng.randrange(len(given))] = rng.randbytes(rng.randrange(64))
            case 1 if given:
                del given[rng.randrange(len(given))]
            case 2:
                given.insert(rng.randrange(len(given) + 1), rng.randbytes(rng.randrange(64)))
            case _:
                wrong = rng.choice((0, 1, 8, 2**20, 2**26, 2**31, 2**63, 2**64 - 1))
                lengths = [len(body) for body in given] + [wrong] * rng.choice((1, 2, 4096))
    frame = packed(head, given, lengths)
    if rng.random() < 0.1:
        frame = spoilt_bytes(rng, frame)
    if rng.random() < 0.03:
        frame += frame
    return frame[:MOST]
