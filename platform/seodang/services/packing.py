"""Files of a bundle as one value of a column."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import msgspec

_decoder = msgspec.msgpack.Decoder(dict[str, bytes])
LEVEL = 6


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files in one piece."""
    return zlib.compress(msgspec.msgpack.encode(dict(files)), LEVEL)


def unpack(content: bytes) -> dict[str, bytes]:
    """The files again."""
    return _decoder.decode(zlib.decompress(content))
