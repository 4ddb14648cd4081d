"""The checks' line to one submission cell: one request, its events, its one reply, all before a deadline.

Lockstep is the rule that makes forgery visible. Nothing may wait to be read when a request is sent, and a
reply must carry the request's number and the cell's nonce; whatever else arrives is a violation and ends the
cell.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import msgspec

from graders.incell import protocol
from graders.incell.codec import Decoder
from graders.incell.protocol import Event, Op, Opened, Raised, Reply, Request, Result
from graders.incell.values import Reference, Value, Wire
from graders.messages import MAX_FOUND
from sandbox.cells import CellExit
from sandbox.wire import Channel, ChannelClosed, DeadlineExceeded, WireViolation

Dereference = Callable[[Reference], Value]

#: what NumPy, torch and Python raise about numbers and sizes that they cannot make something of
_UNDECODABLE = (ValueError, TypeError, ArithmeticError, LookupError, RuntimeError, MemoryError)


class CellControl(Protocol):
    """What a connection needs of `sandbox.control.GraderControl`."""

    def emit(self, message: bytes) -> None:
        """Send a message to the host."""

    def open(self, phase: str) -> Channel:
        """A channel to a fresh cell."""

    def lost(self, channel: Channel, why: str) -> CellExit:
        """Give a cell up and learn how it ended."""

    def finish(self, channel: Channel) -> CellExit:
        """End a cell that is no longer needed."""


class Emits(Protocol):
    """A callable of the check that receives numbers while a call is open."""

    names: tuple[str, ...]

    def receive(self, values: Mapping[str, float], step: int | None) -> None:
        """Take one event."""


@dataclass(frozen=True)
class Lost:
    """Why a connection is of no more use: how its cell ended, and what it sent if it broke the rules."""

    why: str
    exit: CellExit
    text: str


class CellLost(Exception):
    """The cell of this connection ended, or was ended, during a request."""

    def __init__(self, lost: Lost) -> None:
        super().__init__(lost.why)
        self.lost = lost


class Connection:
    """One submission cell, numbered from 1 within a grading."""

    def __init__(self, control: CellControl, phase: str, number: int, nonce: bytes, call_s: float) -> None:
        self.number = number
        self.calls = 0
        self.lost: Lost | None = None
        self.dropped: list[int] = []
        self._control = control
        self._channel = control.open(phase)
        self._nonce = nonce
        self._call_s = call_s
        self._asked = 0.0
        self._last = 0

    @property
    def alive(self) -> bool:
        """Whether requests can still be made."""
        return self.lost is None

    def request(
        self,
        op: Op,
        target: int = protocol.MODULE,
        name: str = "",
        args: Sequence[Wire] = (),
        kwargs: Mapping[str, Wire] | None = None,
        bodies: Sequence[Any] = (),
        emitters: Mapping[int, Emits] | None = None,
    ) -> tuple[Reply, list[bytearray]]:
        """The reply to one request; raises `CellLost` if the cell does not give a proper one in time."""
        if self.lost is not None:
            raise CellLost(self.lost)
        self._last += 1
        self.calls += op in ("call", "vjp", "meta", "http", "drive")
        dropped = self.dropped.copy()
        del self.dropped[: len(dropped)]
        request = Request(self._last, op, target, name, list(args), dict(kwargs or {}), dropped)
        self._asked = time.monotonic()
        deadline = self._asked + self._call_s
        try:
            self._check_idle()
            self._channel.send(protocol.encode(request), bodies, deadline)
            return self._reply(deadline, emitters or {})
        except DeadlineExceeded:
            raise self._give_up("timeout", "") from None
        except ChannelClosed:
            raise self._give_up("eof", "") from None
        except WireViolation as error:
            raise self._give_up("violation", str(error)) from None

    def decode(self, reply: Result, bodies: list[bytearray], dereference: Dereference) -> Value:
        """The value of a result; one that no honest cell sends ends this one."""
        decoder = Decoder(bodies, dereference)
        try:
            value = decoder.decode(reply.value)
            decoder.finish()
        except WireViolation as error:
            raise self._give_up("violation", str(error)) from None
        except _UNDECODABLE as error:
            # A form that passes every check and that the library still cannot make: an empty array of
            # impossible sides, say. Whoever sent it is to blame, not the check that asked.
            text = f"a value that cannot be made: {type(error).__name__}: {error}"
            raise self._give_up("violation", text) from None
        return value

    def check_quiet(self) -> None:
        """Between requests the cell says nothing; surplus bytes end it."""
        if self.lost is not None:
            return
        try:
            self._check_idle()
        except WireViolation as error:
            raise self._give_up("violation", str(error)) from None

    def violate(self, text: str) -> Lost:
        """End the cell for breaking the rules."""
        return self._give_up("violation", text).lost

    def close(self) -> None:
        """End the cell."""
        if self.lost is None:
            self.lost = Lost("finished", self._control.finish(self._channel), "")

    def _check_idle(self) -> None:
        if not self._channel.idle():
            raise WireViolation("bytes that nobody asked for")

    def _reply(self, deadline: float, emitters: Mapping[int, Emits]) -> tuple[Reply, list[bytearray]]:
        events = 0
        failure: Exception | None = None
        while True:
            head, bodies = self._channel.recv(deadline)
            reply = self._parse(head)
            if not isinstance(reply, Event):
                break
            events += 1
            if time.monotonic() > deadline:  # events that never let a read wait would put it off
                raise DeadlineExceeded("a call that sends events for too long")
            if bodies or events > protocol.MAX_EVENTS * max(1, len(emitters)):
                raise WireViolation("events beyond their bounds")
            failure = failure or _deliver(reply, emitters)
        if bodies and not isinstance(reply, Result):
            raise WireViolation("bodies that the head does not mention")
        if failure is not None:
            raise failure
        return reply, bodies

    def _parse(self, head: bytes) -> Reply:
        reply = protocol.decode_reply(head)
        if reply.id != self._last or reply.nonce != self._nonce:
            raise WireViolation("a reply to another request")
        _check_bounds(reply)
        return reply

    def _give_up(self, why: str, text: str) -> CellLost:
        end = self._control.lost(self._channel, why)
        if end.reason == "time" and end.limit is None:
            # The limit of one call is ours, so only we can name it; the cell itself may be much older.
            end = msgspec.structs.replace(end, limit=self._call_s, wall_s=time.monotonic() - self._asked)
        self.lost = Lost(why, end, text)
        return CellLost(self.lost)


def _deliver(event: Event, emitters: Mapping[int, Emits]) -> Exception | None:
    """Hand an event to its callable; returns what the callable raised, which is the author's."""
    emitter = emitters.get(event.emitter)
    if emitter is None or not event.values or not set(event.values) <= set(emitter.names):
        raise WireViolation("an event without a number, or under a name that was not declared")
    if not all(map(math.isfinite, event.values.values())) or not 0 <= (event.step or 0) < 2**31:
        raise WireViolation("an event with a number that is not finite")
    try:
        emitter.receive(event.values, event.step)
    except Exception as error:  # noqa: BLE001 - edge: the author's callable; raised again after the call
        return error
    return None


def _check_bounds(reply: Reply) -> None:
    """Lists of a reply are no longer than an honest cell makes them."""
    if isinstance(reply, Opened):
        sizes = [(len(reply.functions), protocol.MAX_NAMES), (len(reply.found), MAX_FOUND)]
        sizes += [(len(item.file), protocol.NAME_LENGTH) for item in reply.found]
    elif isinstance(reply, Result):
        sizes = [(len(reply.changed), 4096)]
    elif isinstance(reply, Raised):
        fault = reply.fault
        sizes = [(len(fault.names), protocol.MAX_NAMES), (len(fault.frames), protocol.MAX_FRAMES)]
    else:
        sizes = []
    if any(size > bound for size, bound in sizes):
        raise WireViolation("a reply with too long a list")
