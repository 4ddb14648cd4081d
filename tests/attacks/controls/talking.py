"""Canaries on the line between the cells: an enemy's end of it, and the checks' own code at the other."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from graders.errors import SubmissionFault
from graders.incell import codec, protocol
from graders.incell.connection import Connection
from graders.incell.protocol import Result
from graders.incell.proxy import Cells
from graders.incell.values import Array, Long
from sandbox.cells import CellExit
from sandbox.session import socket_pair
from sandbox.wire import Channel
from tests.attacks.controls.stage import Stage

NONCE = b"n" * 16
Off = frozenset[str]
#: What an enemy writes, given the number of the request it heard and the secret.
Attack = Callable[[socket.socket, int, str], None]


class Line:
    """Stands in for the grader cell's line to the owner: one cell, and how it ended."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def emit(self, message: bytes) -> None:
        """Nobody listens."""

    def open(self, phase: str) -> Channel:
        """The only cell."""
        return self._channel

    def lost(self, channel: Channel, why: str) -> CellExit:
        """Close it; the reason is what was said."""
        channel.close()
        return CellExit("time" if why == "timeout" else why)

    def finish(self, channel: Channel) -> CellExit:
        """Close it."""
        channel.close()
        return CellExit("stopped")


def against(
    control: str,
    attack: Attack,
    weaken: Callable[[pytest.MonkeyPatch], None],
    *,
    calls: int = 1,
    call_s: float = 5.0,
) -> Callable[[Stage, Off], str]:
    """A canary that succeeds where the check is given what the enemy wrote."""

    def attempt(stage: Stage, off: Off) -> str:
        with pytest.MonkeyPatch.context() as patch:
            if control in off:
                weaken(patch)
            return _converse(attack, stage.planted, calls, call_s)

    return attempt


def _converse(attack: Attack, secret: str, calls: int, call_s: float) -> str:
    near, far = socket_pair()
    enemy = threading.Thread(target=_behave, args=(far, attack, secret), daemon=True)
    enemy.start()
    line = Line(Channel(near.detach()))
    cells = Cells(line, {"public": NONCE}, call_s)
    cell = Connection(line, "public", 1, NONCE, call_s)
    try:
        return repr([cells.perform(cell, "call", name="scale", args=[1.0]) for _ in range(calls)])
    except SubmissionFault:
        return ""
    finally:
        cell.close()
        enemy.join(10)
        far.close()


def _behave(far: socket.socket, attack: Attack, secret: str) -> None:
    """Hear one request, then attack; that the other end hangs up is what it should do."""
    head, _ = Channel(far.fileno()).recv()
    far.setblocking(True)
    try:
        attack(far, protocol.decode_request(head).id, secret)
        far.shutdown(socket.SHUT_WR)
    except OSError:
        return


def _frame(head: bytes, *bodies: bytes) -> bytes:
    lengths = struct.pack(f"<II{len(bodies)}Q", len(head), len(bodies), *map(len, bodies))
    return lengths + head + b"".join(bodies)


def _answer(request: int, value: Any, *bodies: bytes) -> bytes:
    return _frame(protocol.encode(Result(request, NONCE, value, [])), *bodies)


def _large(far: socket.socket, request: int, secret: str) -> None:
    """A text over the bound of a frame, true in every other way."""
    body = secret.encode().ljust(70 << 20, b".")
    far.sendall(_answer(request, Long("str"), body))


def _no_bounds(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Channel, "_check_bounds", lambda self, head, bodies: None)


LARGE_FRAME = against("C22", _large, _no_bounds)


def _drip(far: socket.socket, request: int, secret: str) -> None:
    """A whole answer, so slow that it outlasts the deadline of the call several times."""
    for byte in _answer(request, secret):
        far.sendall(bytes([byte]))
        time.sleep(0.02)


def _no_deadlines(patch: pytest.MonkeyPatch) -> None:
    wait = Channel._wait
    patch.setattr(Channel, "_wait", staticmethod(lambda fd, event, deadline: wait(fd, event, None)))


DRIP = against("C22", _drip, _no_deadlines, call_s=0.2)


class _Loose(Result, frozen=True, tag="result"):
    """A result whose value may be anything that msgpack can hold."""

    value: Any


def _untyped(far: socket.socket, request: int, secret: str) -> None:
    reply = ["result", request, NONCE, {"not": {"a": {"value": secret}}}, []]
    far.sendall(_frame(msgspec.msgpack.encode(reply)))


def _no_types(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(protocol, "decode_reply", msgspec.msgpack.Decoder(_Loose).decode)


UNTYPED = against("C23", _untyped, _no_types)


def _early(far: socket.socket, request: int, secret: str) -> None:
    far.sendall(_answer(request, 1.0) + _answer(request + 1, secret))


def _no_lockstep(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Connection, "_check_idle", lambda self: None)


EARLY_ANSWER = against("C24", _early, _no_lockstep, calls=2)


def _foreign_dtype(far: socket.socket, request: int, secret: str) -> None:
    body = secret.encode()
    far.sendall(_answer(request, Array(f"S{len(body)}", [1], False), body))


class _AnyDtype(dict[str, Any]):
    """A list of dtypes that holds whatever it is asked for."""

    def get(self, name: str, default: Any = None) -> Any:
        return np.dtype(name)


def _no_list(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(codec, "DTYPES", _AnyDtype())


FOREIGN_DTYPE = against("C25", _foreign_dtype, _no_list)
