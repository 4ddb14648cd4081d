"""What owner, fork servers and grader cells say to one another, as typed structs.

Four conversations, never mixed:

- owner and fork server, on the control socket: `Spawn` one way, `Ready` or `Refused` the other;
- owner and fork server, on a status socket for each cell: `Started`, `Ended` one way, `Begin`, `End` the
  other;
- owner and grader cell, on the cell's channel: `Emit`, `Open`, `Lost`, `Finish`, `Bye` one way, replies
  the other;
- owner and sandbox service, on a stream into its container: `Run`, `Stop` one way; `Hello` or `Unavailable`,
  then `Waiting`, `Begun`, `Said`, `Beat`, and at last `Result` or `Failed` the other.
"""

from __future__ import annotations

from typing import Any

import msgspec

from sandbox.cells import CellExit
from sandbox.layers import Layer
from sandbox.policy import CellLimits, SandboxPolicy

#: Changes with any change of what owner and sandbox service say to each other.
PROTOCOL = 1


class Spawn(msgspec.Struct, tag="spawn"):
    """Fork a cell. Along travel: status, stdout, stderr, trace, payload, channel, more channels."""

    entry: str
    limits: CellLimits
    policy: SandboxPolicy
    ahead: bool = False  #: forked before its turn: its wall clock stands still until `Begin`


class Ready(msgspec.Struct, tag="ready"):
    """The fork server is warm and will fork."""

    start_s: float
    vm_bytes: int


class Refused(msgspec.Struct, tag="refused"):
    """The fork server cannot serve; it exits after saying why."""

    control: str
    detail: str


class Started(msgspec.Struct, tag="started"):
    """The cell was forked; with one that has a share of a GPU travels a pidfd of it."""


class Ended(msgspec.Struct, tag="ended"):
    """How the cell ended, as seen from outside it."""

    reason: str
    exit_code: int | None
    signal: int | None
    wall_s: float
    cpu_s: float
    peak_bytes: int
    limit: float | None = None


class Begin(msgspec.Struct, tag="begin"):
    """The turn of a cell that was forked ahead has come."""


class End(msgspec.Struct, tag="end"):
    """End the cell now, for this reason: "stopped", "time", "gpu_memory", "output" or "violation"."""

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


class Run(msgspec.Struct, tag="run", forbid_unknown_fields=True):
    """Run a session; the bodies are the grader cell's payload and one for each phase, in this order."""

    grader: CellLimits
    phases: list[tuple[str, CellLimits]]
    replacements: int
    wall_s: float


class Stop(msgspec.Struct, tag="stop"):
    """Bring the running session to an end; its result is still wanted."""


class Hello(msgspec.Struct, tag="hello", forbid_unknown_fields=True):
    """The service's self-test passed and it takes sessions."""

    protocol: int
    slots: int
    edition: dict[str, str]  #: a digest of each of its source files, by path
    facts: dict[str, str]  #: what it runs with: versions of its libraries, a digest over all of them


class Unavailable(msgspec.Struct, tag="unavailable", forbid_unknown_fields=True):
    """The service will not serve: the mandatory controls that do not hold there."""

    layers: list[Layer]


class Waiting(msgspec.Struct, tag="waiting"):
    """The session has no slot yet; so many are ahead of it."""

    ahead: int


class Begun(msgspec.Struct, tag="begun"):
    """The session has a slot."""


class Said(msgspec.Struct, tag="said"):
    """The grader cell emitted the frame's only body."""


class Beat(msgspec.Struct, tag="beat"):
    """The service lives, though it has nothing to say."""


class Result(msgspec.Struct, tag="result"):
    """The session ended; the frame's only body is its `SessionResult`."""


class Failed(msgspec.Struct, tag="failed"):
    """A fork server failed under the session; the fault is ours."""

    detail: str


FromServer = Ready | Refused
FromStatus = Started | Ended
ToStatus = Begin | End
FromGrader = Emit | Open | Lost | Finish | Bye
ToService = Run | Stop
FromService = Hello | Unavailable | Waiting | Begun | Said | Beat | Result | Failed

_encoder = msgspec.msgpack.Encoder()
# Made here and not at first use: a decoder looks its types up by module name, which cells cannot.
_decoders: dict[Any, msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind)
    for kind in (
        Spawn,
        ToStatus,
        Opened,
        CellExit,
        FromServer,
        FromStatus,
        FromGrader,
        ToService,
        FromService,
    )
}


def encode(message: msgspec.Struct) -> bytes:
    """A message as bytes."""
    return _encoder.encode(message)


def decode(data: bytes, kind: Any) -> Any:
    """Bytes as a message of one of the kinds above; raises `msgspec.MsgspecError` for anything else."""
    try:
        return _decoders[kind].decode(data)
    except (RecursionError, UnicodeDecodeError) as error:
        raise msgspec.DecodeError(str(error)) from None
