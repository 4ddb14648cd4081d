"""The owner's end of a conversation with a sandbox service, whatever stream it runs over.

The service is ours, but it lives with code we distrust: what it says is decoded into typed
structs, bounded and checked before anything is done with it.
"""

from __future__ import annotations

import math
import select
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec

from sandbox.cells import CellExit
from sandbox.editions import differing
from sandbox.errors import BoundaryFailed, BoundaryUnavailable
from sandbox.layers import Layer
from sandbox.messages import (
    PROTOCOL,
    Beat,
    Begun,
    Failed,
    FromService,
    Hello,
    Result,
    Run,
    Said,
    Stop,
    Unavailable,
    Waiting,
    decode,
    encode,
)
from sandbox.session import SessionResult, SessionSpec
from sandbox.wire import Channel, WireError

_TICK_S = 0.05
_FRAME_S = 30.0
#: A service beats every 2 seconds; one that is silent for so long hangs.
_SILENCE_S = 15.0
#: What a session may take beyond its own limit before we stop believing in its end.
_MARGIN_S = 30.0
_REASONS = frozenset(
    {"stopped", "exit", "signal", "time", "cpu", "memory", "gpu_memory", "output", "violation"}
)
_MAX_TEXT = 70_000
_results = msgspec.msgpack.Decoder(SessionResult)


def greeted(channel: Channel, deadline: float) -> Hello:
    """The service's greeting; raises `BoundaryUnavailable` where a control does not hold there."""
    try:
        head, _ = channel.recv(deadline)
        message = decode(head, FromService)
    except (WireError, msgspec.MsgspecError) as error:
        raise BoundaryFailed(f"the sandbox service did not greet: {error}") from error
    if isinstance(message, Unavailable):
        raise BoundaryUnavailable(message.layers)
    if not isinstance(message, Hello):
        raise BoundaryFailed(f"the sandbox service greeted with {type(message).__name__}")
    if message.protocol != PROTOCOL:
        raise _another(f"speaks protocol {message.protocol}, this worker {PROTOCOL}")
    if files := differing(message.edition):
        raise _another(f"runs other sources than this worker: {', '.join(files[:3])} …")
    return message


def _another(difference: str) -> BoundaryUnavailable:
    detail = f"{difference}; use one version of both"
    return BoundaryUnavailable([Layer("sandbox service", "C04", True, False, detail, "make image")])


class RemoteSession:
    """Runs one session over a channel whose service has greeted; use once."""

    def __init__(self, channel: Channel, spec: SessionSpec) -> None:
        for cell in (spec.grader, *spec.submission.values()):
            cell.policy.require_whole()  # no message carries another
        self._channel = channel
        self._spec = spec
        self._deadline = math.inf
        self._heard = time.monotonic()
        self._stopping = False

    def run(
        self,
        on_message: Callable[[bytes], None],
        on_wait: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run to the end; raises `BoundaryFailed` where the service failed, hung or spoke nonsense."""
        try:
            self._ask()
            poller = select.poll()
            poller.register(self._channel.fd, select.POLLIN)
            while True:
                if self._channel.read_ahead or poller.poll(_TICK_S * 1000):
                    result = self._hear(on_message, on_wait)
                    if result is not None:
                        return result
                self._look_at_clock()
                if stop is not None and stop.is_set() and not self._stopping:
                    self._stopping = True
                    self._channel.send(encode(Stop()), deadline=time.monotonic() + _FRAME_S)
        except (WireError, msgspec.MsgspecError) as error:
            raise BoundaryFailed(f"the sandbox service failed: {error}") from error

    def _ask(self) -> None:
        spec = self._spec
        phases = [(name, cell.limits) for name, cell in spec.submission.items()]
        head = encode(Run(spec.grader.limits, phases, spec.replacements, spec.wall_s))
        payloads = [spec.grader.payload, *(cell.payload for cell in spec.submission.values())]
        self._channel.send(head, payloads, time.monotonic() + _FRAME_S)

    def _hear(
        self, on_message: Callable[[bytes], None], on_wait: Callable[[int], None] | None
    ) -> SessionResult | None:
        head, bodies = self._channel.recv(time.monotonic() + _FRAME_S)
        self._heard = time.monotonic()
        match decode(head, FromService):
            case Said() if len(bodies) == 1:
                on_message(bytes(bodies[0]))
            case Waiting(ahead):
                if on_wait is not None:
                    on_wait(ahead)
            case Begun():
                self._deadline = time.monotonic() + self._spec.wall_s + _MARGIN_S
            case Beat():
                pass
            case Result() if len(bodies) == 1:
                return checked(_result(bodies[0]), self._spec)
            case Failed(detail):
                raise BoundaryFailed(detail[:4000])
            case other:
                raise BoundaryFailed(f"the sandbox service said {type(other).__name__} out of turn")
        return None

    def _look_at_clock(self) -> None:
        now = time.monotonic()
        if now > self._heard + _SILENCE_S:
            raise BoundaryFailed(f"the sandbox service was silent for {_SILENCE_S:.0f} s")
        if now > self._deadline:
            raise BoundaryFailed("the sandbox service did not end a session in time")


def _result(body: bytearray) -> SessionResult:
    try:
        return _results.decode(body)
    except (RecursionError, UnicodeDecodeError) as error:  # msgspec lets these through
        raise msgspec.DecodeError(str(error)) from None


def checked(result: SessionResult, spec: SessionSpec) -> SessionResult:
    """`result` if it can be one of `spec`; raises `BoundaryFailed` otherwise."""
    most = len(spec.submission) + spec.replacements
    if len(result.submissions) > most or any(phase not in spec.submission for phase, _ in result.submissions):
        raise BoundaryFailed("the sandbox service told of cells that nobody asked for")
    for end in (result.grader, *(end for _, end in result.submissions)):
        if problem := _impossible(end):
            raise BoundaryFailed(f"the sandbox service told of an impossible end: {problem}")
    return result


def _impossible(end: CellExit) -> str | None:
    numbers: list[Any] = [end.wall_s, end.cpu_s, end.peak_bytes, end.gpu_peak_bytes]
    numbers += [end.stdout_bytes, end.stderr_bytes]
    numbers += [number for number in (end.limit, end.exit_code, end.signal) if number is not None]
    if not all(math.isfinite(number) and 0 <= number < 2**63 for number in numbers):
        return "a number out of bounds"
    if end.reason not in _REASONS:
        return "an unknown reason"
    if max(map(len, (end.stack, end.stdout, end.stderr))) > _MAX_TEXT:
        return "a text out of bounds"
    return None
