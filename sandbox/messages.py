"""What owner, fork servers and grader cells say to one another, as typed structs.

Three conversations, never mixed:

- owner and fork server, on the control socket: `Spawn` one way, `Ready` or `Refused` the other;
- owner and fork server, on a status socket for each cell: `Started`, `Ended` one way, `End` the other;
- owner and grader cell, on the cell's channel: `Emit`, `Open`, `Lost`, `Finish`, `Bye` one way, replies
  the other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox.cells import CellExit
from sandbox.policy import CellLimits, CellPolicy


class Spawn(msgspec.Struct, tag="spawn"):
    """Fork a cell. Along travel: status, stdout, stderr, trace, payload, channel, more channels."""

    entry: str
    limits: CellLimits
    policy: CellPolicy


class Ready(msgspec.Struct, tag="ready"):
    """The fork server is warm and will fork."""

    start_s: float
    vm_bytes: int


class Refused(msgspec.Struct, tag="refused"):
    """The fork server cannot serve; it exits after saying why."""

    control: str
    detail: str


class Started(msgspec.Struct, tag="started"):
    """The cell was forked."""


class Ended(msgspec.Struct, tag="ended"):
    """How the cell ended, as seen from outside it."""

    reason: str
    exit_code: int | None
    signal: int | None
    wall_s: float
    cpu_s: float
    peak_bytes: int
    limit: float | None = None


class End(msgspec.Struct, tag="end"):
    """End the cell now, for this reason: "stopped", "time", "output" or "violation"."""

    reason: str
    limit: float | None = None


class Emit(msgspec.Struct, tag="emit"):
    """The grader cell has a message for the owner; it is the frame's only body."""


class Open(msgspec.Struct, tag="open"):
    """The grader cell asks for a fresh submission cell."""

    phase: str


class Lost(msgspec.Struct, tag="lost"):
    """The grader cell can no longer use a submission cell: "eof", "timeout" or "violation"."""

    channel: int
    why: str


class Finish(msgspec.Struct, tag="finish"):
    """The grader cell is done with a submission cell."""

    channel: int


class Bye(msgspec.Struct, tag="bye"):
    """The grader cell has nothing more to say."""


class Opened(msgspec.Struct, tag="opened"):
    """A submission cell waits behind this channel; None when there is none left."""

    channel: int | None


FromServer = Ready | Refused
FromStatus = Started | Ended
FromGrader = Emit | Open | Lost | Finish | Bye

_encoder = msgspec.msgpack.Encoder()
# Made here and not at first use: a decoder looks its types up by module name, which cells cannot.
_decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind)
    for kind in (Spawn, End, Opened, CellExit, FromServer, FromStatus, FromGrader)
}


def encode(message: msgspec.Struct) -> bytes:
    """A message as bytes."""
    return _encoder.encode(message)


def decode(data: bytes, kind: Any) -> Any:
    """Bytes as a message of one of the kinds above; raises `msgspec.MsgspecError` for anything else."""
    return _decoders[kind].decode(data)
