"""What checks and submissions say to each other: one request, any number of events, one reply.

Requests are numbered from 1; a reply or event carries the number of the request it belongs to and the nonce
of the cell. The heads decode into these structs or not at all.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from graders.incell.values import Wire
from graders.messages import Found
from sandbox.wire import WireViolation

Op = Literal["open", "call", "get", "item", "length", "iterate", "next", "vjp", "meta", "http", "drive"]

#: the student's module, as a target
MODULE = 0

MAX_NAMES = 256
MAX_FRAMES = 16
MAX_EVENTS = 2000  #: in one call
MAX_ITERATED = 10_000

NAME_LENGTH = 120
LINE_LENGTH = 200
MESSAGE_LENGTH = 2000


class Request(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Something the checks want from the submission's cell."""

    id: int
    op: Op
    #: the handle it is about, or `MODULE`
    target: int = MODULE
    #: attribute of the target; empty for the target itself
    name: str = ""
    args: list[Wire] = []
    kwargs: dict[str, Wire] = {}
    #: handles that nobody needs any more
    drop: list[int] = []


class TraceFrame(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One line of a traceback, in the student's files."""

    file: str
    line: int
    function: str
    source: str


class Fault(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Why a request has no result."""

    #: raised | compile | import | missing | signature | not_callable | exit | memory | gpu_memory | recursion
    #: | unrepresentable | detached | cotangent | no_app
    kind: str
    type: str = ""
    message: str = ""
    frames: list[TraceFrame] = []
    #: whether it happened while the module was imported
    importing: bool = False
    #: what the fault is about: the name asked for, the function called
    name: str = ""
    #: where the name was looked for: "solution", or a class
    owner: str = ""
    #: what is there instead
    names: list[str] = []
    signature: str = ""


class ReplyBase(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag_field="type"):
    """What every frame from the submission's cell carries."""

    id: int
    nonce: bytes


class Opened(ReplyBase, frozen=True, tag="opened"):
    """The module is imported; these of its public names can be called."""

    functions: list[str]
    #: what in its text the exercise's rules are about
    found: list[Found] = []


class Result(ReplyBase, frozen=True, tag="result"):
    """The value of a request, and which arguments differ from what was sent (the cell's word)."""

    value: Wire
    changed: list[str]


class Raised(ReplyBase, frozen=True, tag="raised"):
    """The request failed."""

    fault: Fault


class Event(ReplyBase, frozen=True, tag="event"):
    """Numbers for a callable that was passed as an argument of the open call."""

    emitter: int
    values: dict[str, float]
    step: int | None


Reply = Opened | Result | Raised | Event

#: what msgspec raises about bytes that are none of its business: wrong, too deep, or texts that are no UTF-8
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)

_encoder = msgspec.msgpack.Encoder()
encode = _encoder.encode
_request_decoder = msgspec.msgpack.Decoder(Request)
_reply_decoder: msgspec.msgpack.Decoder[Reply] = msgspec.msgpack.Decoder(Reply)


def decode_request(head: bytes) -> Request:
    """The request in a head; raises `WireViolation` for anything else."""
    try:
        return _request_decoder.decode(head)
    except _UNREADABLE as error:
        raise WireViolation(f"a head that is no request: {error}") from None


def decode_reply(head: bytes) -> Reply:
    """The reply in a head; raises `WireViolation` for anything else."""
    try:
        return _reply_decoder.decode(head)
    except _UNREADABLE as error:
        raise WireViolation(f"a head that is no reply: {error}") from None
