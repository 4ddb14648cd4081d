"""One session: a grader cell, and the submission cells it asks for.

The owner's thread runs a small event loop. It starts both first cells at once, keeps one
submission cell ahead (the next phase's is forked while the present one works), reads what
cells print, ends those that go over a limit, and answers the grader cell. Calls between
the two cells never pass through here: each channel is a socket pair whose ends went to
one cell each.
"""

from __future__ import annotations

import os
import selectors
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from sandbox.cells import CellExit
from sandbox.errors import BoundaryFailed
from sandbox.gpu.meter import Meter
from sandbox.messages import Bye, Emit, Finish, FromGrader, Lost, Open, Opened, decode, encode
from sandbox.policy import WHOLE, CellLimits, SandboxPolicy
from sandbox.servers import Cell, Server, sealed_payload
from sandbox.wire import Channel, ChannelClosed, WireError

_TICK_S = 0.05
_FRAME_S = 5.0
#: A cell whose channel closed is normally dying; one that lives on has closed it on purpose.
_DYING_S = 0.5
#: What a grader cell may send at once: more than a message may be, so that whoever reads it can say so.
_MESSAGE_BYTES = 4 << 20
_SOCKET_BUFFER = 1 << 20


@dataclass(frozen=True)
class CellSpec:
    """What a cell is given and what it may use."""

    payload: bytes
    limits: CellLimits
    policy: SandboxPolicy = WHOLE


@dataclass(frozen=True)
class SessionSpec:
    """One grader cell and, for each phase by name, what its submission cells are made from."""

    grader: CellSpec
    submission: Mapping[str, CellSpec]
    replacements: int = 3
    wall_s: float = 300.0


class SessionResult(msgspec.Struct):
    """How every cell ended; of submission cells those opened, with their phase, in order of their forks."""

    grader: CellExit
    submissions: list[tuple[str, CellExit]]


@dataclass
class _Member:
    """A submission cell, the index of its channel and its phase."""

    cell: Cell
    phase: str
    opened: bool = False
    owed: bool = False  # the grader cell waits for its CellExit
    kill_at: float | None = None


class Session:
    """Runs one `SessionSpec` on two fork servers; use once."""

    def __init__(
        self, spec: SessionSpec, grader: Server, submission: Server, meter: Meter | None = None
    ) -> None:
        self._spec = spec
        self._meter = meter
        self._grader_server = grader
        self._submission_server = submission
        self._selector = selectors.DefaultSelector()
        count = len(spec.submission) + spec.replacements
        self._pairs = [socket_pair() for _ in range(count)]
        self._members: list[_Member] = []
        self._payloads: dict[str, int] = {}
        self._deadline = time.monotonic() + spec.wall_s
        self._said_bye = False

    def run(self, on_message: Callable[[bytes], None], stop: threading.Event | None = None) -> SessionResult:
        """Run to the end; raises `BoundaryFailed` where a fork server failed."""
        ours, theirs = socket_pair()
        self._line = Channel(ours.fileno(), max_body=_MESSAGE_BYTES)
        try:
            for phase in list(self._spec.submission)[:1]:
                self._spawn_submission(phase)
            self._grader = self._spawn_grader(theirs)
            theirs.close()
            self._register(self._grader)
            self._selector.register(ours, selectors.EVENT_READ, "line")
            self._loop(on_message, stop)
            return self._finish()
        finally:
            self._release(ours, theirs)

    def _spawn_grader(self, theirs: socket.socket) -> Cell:
        payload = sealed_payload(self._spec.grader.payload)
        try:
            extra = [near.fileno() for near, _ in self._pairs]
            spec = self._spec.grader
            return self._grader_server.spawn(
                "main", spec.limits, payload, theirs.fileno(), extra, spec.policy
            )
        finally:
            os.close(payload)
            for near, _ in self._pairs:
                near.close()  # only the grader cell holds them now, so its death is seen at the far ends

    def _spawn_submission(self, phase: str, *, ahead: bool = False) -> _Member | None:
        index = len(self._members)
        if index >= len(self._pairs):
            return None
        spec = self._spec.submission[phase]
        if phase not in self._payloads:
            self._payloads[phase] = sealed_payload(spec.payload)
        far = self._pairs[index][1]
        payload = self._payloads[phase]
        cell = self._submission_server.spawn(
            "main", spec.limits, payload, far.fileno(), policy=spec.policy, ahead=ahead
        )
        far.close()
        member = _Member(cell, phase)
        self._members.append(member)
        self._register(cell)
        return member

    def _register(self, cell: Cell) -> None:
        self._selector.register(cell.status, selectors.EVENT_READ, cell)
        for capture in cell.captures:
            self._selector.register(capture.fd, selectors.EVENT_READ, cell)

    def _loop(self, on_message: Callable[[bytes], None], stop: threading.Event | None) -> None:
        while not self._said_bye and self._grader.ended is None:
            for key, _ in self._selector.select(_TICK_S):
                if key.data == "line":
                    while self._answer(on_message) and self._line.read_ahead:
                        pass  # one read may have brought several messages
                else:
                    self._attend(key.data, key.fd)
            self._settle_debts()
            self._weigh()
            for cell in (self._grader, *(m.cell for m in self._members)):
                cell.check_answering()
            if time.monotonic() > self._deadline:
                self._grader.end("time", self._spec.wall_s)
            if stop is not None and stop.is_set():
                return

    def _attend(self, cell: Cell, fd: int) -> None:
        if fd == cell.status.fileno():
            cell.hear()
            if cell.ended is not None:
                self._selector.unregister(fd)
            return
        capture = next(c for c in cell.captures if c.fd == fd)
        cell.pump()
        # Not where nothing waits: what was ready a moment ago may have been read with another stream's.
        if capture.ended:
            self._selector.unregister(fd)

    def _answer(self, on_message: Callable[[bytes], None]) -> bool:
        """Take one message of the grader cell; False when it was the last."""
        try:
            head, bodies = self._line.recv(time.monotonic() + _FRAME_S)
            message: Emit | Open | Lost | Finish | Bye = decode(head, FromGrader)
        except ChannelClosed:
            self._selector.unregister(self._line.fd)
            return False
        except (WireError, msgspec.MsgspecError):
            return self._refuse()
        match message:
            case Emit():
                self._weigh(now=True)  # if it tells of memory that ran out, this is the moment to look
                on_message(bytes(bodies[0]) if bodies else b"")
            case Open(phase) if phase in self._spec.submission:
                self._open(phase)
            case Lost(channel, why) if self._is_open(channel):
                self._lose(self._members[channel], why)
            case Finish(channel) if self._is_open(channel):
                self._owe(self._members[channel], "stopped")
            case Bye():
                self._said_bye = True
                return False
            case _:
                return self._refuse()
        return True

    def _is_open(self, channel: int) -> bool:
        return 0 <= channel < len(self._members) and self._members[channel].opened

    def _refuse(self) -> bool:
        """End a grader cell that broke the protocol: its author's code did that, not our servers."""
        self._grader.end("violation")
        self._selector.unregister(self._line.fd)
        return False

    def _open(self, phase: str) -> None:
        waiting = (m for m in self._members if m.phase == phase and not m.opened)
        member = next(waiting, None) or self._spawn_submission(phase)
        if member is None:
            self._reply(Opened(None))
            return
        member.opened = True
        member.cell.begin()
        self._reply(Opened(self._members.index(member)))
        self._fork_ahead(phase)

    def _fork_ahead(self, phase: str) -> None:
        phases = list(self._spec.submission)
        following = phases[phases.index(phase) + 1 : phases.index(phase) + 2]
        for name in following:
            if not any(m.phase == name for m in self._members):
                self._spawn_submission(name, ahead=True)

    def _lose(self, member: _Member, why: str) -> None:
        if why == "eof":
            member.kill_at = time.monotonic() + _DYING_S
            member.owed = True
        else:
            self._owe(member, "time" if why == "timeout" else "violation")

    def _owe(self, member: _Member, reason: str) -> None:
        member.owed = True
        member.cell.end(reason)

    def _settle_debts(self) -> None:
        for member in self._members:
            if member.kill_at is not None and time.monotonic() > member.kill_at:
                member.kill_at = None
                member.cell.end("violation")
            if member.owed and member.cell.ended is not None:
                member.owed = False
                self._reply(_exit_of(member.cell))

    def _weigh(self, *, now: bool = False) -> None:
        """See what submission cells hold of their device, and end one that holds more than its share."""
        if self._meter is None:
            return
        running = [m.cell for m in self._members if m.cell.ended is None]
        uses = [cell.gpu for cell in running if cell.gpu is not None]
        self._meter.look(uses, now=now)
        for cell in running:
            if cell.gpu is not None and cell.gpu.over:
                cell.end("gpu_memory", float(cell.gpu.grant.memory_bytes))

    def _reply(self, message: msgspec.Struct) -> None:
        try:
            self._line.send(encode(message), deadline=time.monotonic() + _FRAME_S)
        except WireError:
            self._grader.end("violation")

    def _finish(self) -> SessionResult:
        cells = [self._grader, *(m.cell for m in self._members)]
        for cell in cells:
            cell.end("stopped")
        for cell in cells:
            self._await_end(cell)
        opened = [(m.phase, _exit_of(m.cell)) for m in self._members if m.opened]
        return SessionResult(_exit_of(self._grader), opened)

    def _await_end(self, cell: Cell) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(cell.status, selectors.EVENT_READ)
            while cell.ended is None:
                selector.select(_TICK_S)
                cell.hear()
                cell.pump()
                cell.check_answering()

    def _release(self, *sockets: socket.socket) -> None:
        self._selector.close()
        for fd in self._payloads.values():
            os.close(fd)
        for member in self._members:
            member.cell.close()
        if hasattr(self, "_grader"):
            self._grader.close()
        for pair in (*self._pairs, sockets):
            for end in pair:
                end.close()


def _exit_of(cell: Cell) -> CellExit:
    """How a cell ended; raises `BoundaryFailed` where the kernel killed it for memory it did not use."""
    end = cell.exit()
    if end.reason == "killed":
        raise BoundaryFailed("the kernel killed a cell that was within its limits: memory ran out around it")
    return end


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Both ends of a channel, non-blocking, with room for a frame of some size."""
    near, far = socket.socketpair()
    for end in (near, far):
        end.setblocking(False)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SOCKET_BUFFER)
    return near, far
