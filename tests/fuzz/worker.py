"""The worker's decoders: what grader cells and fork servers, or whoever took them over, may do to it."""

from __future__ import annotations

import math
import os
import random
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, get_args

import msgspec

from graders import messages
from graders.events import Event
from graders.ledger import Ledger
from graders.sanitise import clean_text
from sandbox.boundary.container import AttachedChannel
from sandbox.boundary.remote import RemoteSession, greeted
from sandbox.cells import CellExit
from sandbox.editions import edition_of
from sandbox.errors import BoundaryFailed, SandboxError
from sandbox.layers import Layer
from sandbox.messages import (
    PROTOCOL,
    Beat,
    Begin,
    Begun,
    Bye,
    Emit,
    End,
    Ended,
    Failed,
    Finish,
    FromGrader,
    FromServer,
    FromService,
    FromStatus,
    Hello,
    Lost,
    Open,
    Opened,
    Ready,
    Refused,
    Result,
    Run,
    Said,
    Spawn,
    Started,
    Stop,
    ToService,
    ToStatus,
    Unavailable,
    Waiting,
    decode,
    encode,
)
from sandbox.policy import WHOLE, CellLimits
from sandbox.servers import Cell
from sandbox.session import CellSpec, Session, SessionResult, SessionSpec
from sandbox.wire import Channel, WireError
from tests.fuzz import samples
from tests.fuzz.frames import packed, spoilt_frame, spoilt_head
from tests.fuzz.mutations import spoilt_bytes
from tests.fuzz.target import Line, Target
from tests.graders import samples as exercises

CHECKS = exercises.bundle().checks
POINTS = {check.test: check.points for check in CHECKS}
LIMITS = CellLimits(wall_s=5, cpu_s=5, memory_bytes=2**20)
STOPPED = encode(Ended("stopped", None, None, 0.1, 0.1, 4096))
ENDED = Ended("memory", None, 9, wall_s=0.5, cpu_s=0.25, peak_bytes=2**20, limit=2.0**20)
EXIT = CellExit("stopped")
HELLO = Hello(PROTOCOL, 1, edition=dict([*edition_of(["sandbox"]).items()][:2]), facts={"python": "3"})


class Frames(Target):
    """Framing alone, held against a second reading of the same bytes."""

    name = "frames"
    what = "anybody < anybody"

    def make(self, rng: random.Random) -> bytes:
        """A few frames of random bytes."""
        bodies = [rng.randbytes(rng.choice((0, 1, 100, 70_000))) for _ in range(rng.randrange(3))]
        frames = [spoilt_frame(rng, ["x" * rng.randrange(50)], bodies) for _ in range(rng.randrange(1, 4))]
        return b"".join(frames)

    def feed(self, data: bytes) -> bool:
        """Read frames until one is refused or none is left."""
        line = Line()
        reader = Channel(line.near.fileno(), max_body=2**20)
        line.say(data)
        offset, got = 0, 0
        try:
            while True:
                head, bodies = reader.recv(0.0)
                got += 1
                offset = _same(data, offset, head, bodies)
        except WireError:
            return got > 0
        finally:
            line.close()


def _same(data: bytes, offset: int, head: bytes, bodies: Sequence[bytearray]) -> int:
    """Where the next frame begins; raises where this one is not what the bytes say."""
    length, count = struct.unpack_from("<II", data, offset)
    lengths = struct.unpack_from(f"<{count}Q", data, offset + 8)
    at = offset + 8 + 8 * count
    expected = [data[at : (at := at + size)] for size in (length, *lengths)]
    if (
        [head, *bodies] != expected
        or type(head) is not bytes
        or {type(body) for body in bodies} > {bytearray}
    ):
        raise AssertionError("a frame that was not sent")
    return at


class Ending(Cell):
    """A grader cell that ends by itself once its owner has read what it said."""

    def check_answering(self) -> None:
        """Called at the end of each turn of the owner's loop."""
        with suppress(OSError):
            self.their_status.send(STOPPED)


class FakeServer:
    """Stands in for a fork server: its cells say what they were told to say, and end."""

    name = "fake"

    def __init__(self, kind: type[Cell], said: bytes = b"") -> None:
        self._kind = kind
        self._said = said

    def spawn(self, entry: str, limits: CellLimits, payload: int, channel: int, *_: Any, **__: Any) -> Cell:
        """A cell that says its piece; its end is told now or soon."""
        cell = self._kind(self, limits)  # type: ignore[arg-type]
        if self._kind is Cell:
            cell.their_status.send(STOPPED)
        view = memoryview(self._said)
        with suppress(BlockingIOError):
            while view:
                view = view[os.write(channel, view) :]
        for capture in cell.captures:
            capture.close_write_end()
        return cell

    def log_tail(self) -> str:
        """Nothing was printed."""
        return ""


class Sessions(Target):
    """A whole conversation of a grader cell, through the session's loop and the ledger to its results."""

    name = "sessions"
    what = "worker < grader cell"

    def make(self, rng: random.Random) -> bytes:
        """The frames of a grading, among them asks for cells; one of them is spoilt, or its message is."""
        said = samples.conversation(rng)
        steps: list[tuple[Any, list[bytes]]] = [(Emit(), [messages.encode(message)]) for message in said]
        end = rng.choice((Finish(0), Lost(0, "eof"), Lost(0, "timeout"), Finish(rng.choice((-1, 1, 9)))))
        steps.insert(1, (Open(rng.choice(("public", "hidden"))), []))
        steps.insert(rng.randrange(2, len(steps)), (end, []))
        steps.append((Bye(), []))
        chosen = rng.randrange(len(steps))
        frames = []
        for index, (message, bodies) in enumerate(steps):
            if index != chosen:
                frames.append(packed(encode(message), bodies))
            elif bodies and rng.random() < 0.5:
                frames.append(packed(encode(message), [spoilt_head(rng, rng.choice(said))]))
            else:
                frames.append(spoilt_frame(rng, message, bodies))
        return b"".join(frames)

    def feed(self, data: bytes) -> bool:
        """Run the session to its end."""
        cell = CellSpec(b"", LIMITS)
        ledger = Ledger(CHECKS, CHECKS, _hear)
        spec = SessionSpec(cell, {"public": cell, "hidden": cell}, 1, 5.0)
        session = Session(spec, FakeServer(Ending, data), FakeServer(Cell))  # type: ignore[arg-type]
        result = session.run(ledger.receive)
        _check_results(ledger, result.grader, [end for _, end in result.submissions])
        return not ledger.violation and not ledger.fault(EXIT)


class Ledgers(Target):
    """Messages of a grader cell, one after the other, to the ledger."""

    name = "ledger"
    what = "worker < grader cell"

    def make(self, rng: random.Random) -> bytes:
        """What a grader cell says in one grading, one message of it spoilt."""
        said = samples.conversation(rng)
        chosen = rng.randrange(len(said))
        parts = [
            spoilt_head(rng, message) if index == chosen else messages.encode(message)
            for index, message in enumerate(said)
        ]
        return b"".join(struct.pack("<I", len(part)) + part for part in parts)

    def feed(self, data: bytes) -> bool:
        """Enter them and close the book."""
        ledger = Ledger(CHECKS, CHECKS, _hear)
        at = 0
        while at + 4 <= len(data):
            (length,) = struct.unpack_from("<I", data, at)
            ledger.receive(data[at + 4 : at + 4 + length])
            at += 4 + length
        _check_results(ledger, EXIT, [EXIT, EXIT])
        return not ledger.violation


def _hear(event: Event) -> None:
    """What is told while a grading runs can be told to a browser."""
    msgspec.json.encode(event.student_view())


def _check_results(ledger: Ledger, grader: CellExit, cells: Sequence[CellExit]) -> None:
    """A result for each check, no point that was not earned, no text that is not clean."""
    results = ledger.close(grader, cells)
    if [result.test for result in results] != list(POINTS):
        raise AssertionError("results of other checks than were planned")
    for result in results:
        earned = POINTS[result.test] if result.outcome == "passed" else 0
        if result.points != earned or (result.outcome == "passed" and result.verdict):
            raise AssertionError(f"{result.points} points for {result.outcome}")
        _check_clean(msgspec.to_builtins(result))
    _check_clean(msgspec.to_builtins(ledger.fault(grader)))


def _check_clean(value: Any) -> None:
    """Texts hold no control characters, numbers are finite: what JSON, a page and a terminal can take."""
    if isinstance(value, dict):
        for key, item in value.items():
            _check_clean(key)
            _check_clean(item)
    elif isinstance(value, list):
        for item in value:
            _check_clean(item)
    elif isinstance(value, str):
        if clean_text(value, len(value)) != value:
            raise AssertionError(f"a text that is not clean: {value[:80]!r}")
    elif isinstance(value, float) and not math.isfinite(value):
        raise AssertionError(f"a number that is not finite: {value}")


class Statuses(Target):
    """What a fork server says about one cell."""

    name = "status"
    what = "worker < fork server"

    def make(self, rng: random.Random) -> bytes:
        """One message."""
        return spoilt_head(rng, rng.choice((Started(), ENDED)))

    def feed(self, data: bytes) -> bool:
        """Hear it, and say how the cell ended."""
        cell = Cell(FakeServer(Cell), LIMITS)  # type: ignore[arg-type]
        try:
            cell.their_status.send(data[:60_000])
            cell.hear()
        except BoundaryFailed:
            return False
        finally:
            cell.close()
        return True


class Services(Target):
    """What a sandbox service says to its worker, from the greeting to the results in the ledger."""

    name = "service"
    what = "worker < sandbox service"

    def make(self, rng: random.Random) -> bytes:
        """The frames of one session, one of them spoilt; over a socket, or in an engine's chunks."""
        said = samples.conversation(rng)
        ends = [("public", CellExit("stopped", wall_s=0.5)), ("hidden", samples.END)]
        result = msgspec.msgpack.encode(SessionResult(CellExit("exit", exit_code=0), ends))
        steps: list[tuple[Any, list[bytes]]] = [
            (HELLO, []),
            (Waiting(2), []),
            (Begun(), []),
            *((Said(), [messages.encode(message)]) for message in said),
            (
                rng.choice(
                    (Beat(), Failed("gone"), Unavailable([Layer("self-test", "C07", True, False, "no")]))
                ),
                [],
            ),
            (Result(), [result]),
        ]
        if rng.random() < 0.8:
            del steps[-2]
        chosen = rng.choice((rng.randrange(len(steps)), len(steps) - 1))
        frames = []
        for index, (message, bodies) in enumerate(steps):
            if index == chosen and bodies and rng.random() < 0.7:
                plain = msgspec.msgpack.decode(bodies[0], strict=False)
                frames.append(packed(encode(message), [spoilt_head(rng, plain)]))
            elif index == chosen:
                frames.append(spoilt_frame(rng, message, bodies))
            else:
                frames.append(packed(encode(message), bodies))
        data = b"".join(frames)
        return b"\0" + data if rng.random() < 0.7 else b"\1" + _chunks(rng, data)

    def feed(self, data: bytes) -> bool:
        """Hear the greeting, run a session, enter what it brought."""
        line = Line()
        line.say(data[1:])
        channel = Channel(line.near.fileno()) if data[:1] == b"\0" else AttachedChannel(line.near.dup())
        cell = CellSpec(b"", LIMITS)
        spec = SessionSpec(cell, {"public": cell, "hidden": cell}, 1, 5.0)
        ledger = Ledger(CHECKS, CHECKS, _hear)
        try:
            greeted(channel, time.monotonic() + 1.0)
            result = RemoteSession(channel, spec).run(ledger.receive, _count)
        except SandboxError:
            return False
        finally:
            if data[:1] != b"\0":
                channel.close()
            line.close()
        _check_results(ledger, result.grader, [end for _, end in result.submissions])
        return not ledger.violation


def _count(ahead: int) -> None:
    """How many are ahead is a number."""
    if type(ahead) is not int:
        raise AssertionError(f"{ahead!r} ahead")


def _chunks(rng: random.Random, data: bytes) -> bytes:
    """The bytes as an engine carries a container's output, with lines of its error stream between."""
    chunks = []
    while data:
        size = rng.choice((1, 5, 100, 10_000))
        for stream, part in (
            ((2, b"warning"), (1, data[:size])) if rng.random() < 0.2 else ((1, data[:size]),)
        ):
            chunks.append(struct.pack(">BxxxL", stream, len(part)) + part)
        data = data[size:]
    whole = b"".join(chunks)
    return spoilt_bytes(rng, whole) if rng.random() < 0.2 else whole


KINDS = (
    (Spawn, Spawn("main", LIMITS, WHOLE)),
    (ToStatus, Begin()),
    (ToStatus, End("time", 2.0)),
    (Opened, Opened(3)),
    (CellExit, samples.END),
    (FromServer, Ready(1.5, 2**20)),
    (FromServer, Refused("C07", "no Landlock")),
    (FromStatus, ENDED),
    (FromGrader, Lost(1, "eof")),
    (FromGrader, Open("public")),
    (ToService, Run(LIMITS, [("public", LIMITS), ("hidden", LIMITS)], 3, 60.0)),
    (ToService, Stop()),
    (FromService, HELLO),
    (FromService, Unavailable([Layer("self-test", "C07", True, False, "no")])),
)


class Messages(Target):
    """Each kind of message between owner, fork servers and grader cells, by its decoder alone."""

    name = "messages"
    what = "owner, servers, cells"

    def make(self, rng: random.Random) -> bytes:
        """A message, spoilt, after the number of its kind."""
        index = rng.randrange(len(KINDS))
        return bytes([index]) + spoilt_head(rng, KINDS[index][1])

    def feed(self, data: bytes) -> bool:
        """Decode it."""
        kind = KINDS[data[0] % len(KINDS)][0]
        try:
            message = decode(data[1:], kind)
        except msgspec.MsgspecError:
            return False
        if type(message) not in (get_args(kind) or (kind,)):
            raise AssertionError(f"a {type(message).__name__} for a {kind}")
        return True
