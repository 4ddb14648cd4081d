"""The decoders inside cells: checks read a submission's answers, a submission reads their requests."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from contextlib import suppress
from typing import Any

import msgspec
import torch

from graders import messages
from graders.compare import assert_close
from graders.errors import ChecksNotRun, Mismatch, SubmissionFault
from graders.incell import codec, protocol
from graders.incell.connection import Connection
from graders.incell.outcomes import PASSED, judge
from graders.incell.protocol import Opened, Raised, Result
from graders.incell.proxy import Cells, Handle, Submission
from graders.incell.server import Server
from graders.jobs import SubmissionJob
from graders.ledger import Ledger
from sandbox.cells import CellExit
from sandbox.control import GraderControl
from sandbox.errors import CellsExhausted
from sandbox.messages import Opened as ChannelOpened
from sandbox.wire import Channel, WireError
from tests.fuzz import samples
from tests.fuzz.frames import packed, spoilt_frame
from tests.fuzz.plain import NotPlain, check_plain
from tests.fuzz.target import Line, Target
from tests.graders import samples as exercises

EXPECTED = torch.zeros(2, 3)
CHECKS = exercises.bundle().checks
NONCES = {"public": samples.NONCE}
SUBMISSION = b"""
class Model:
    size = 3
    def __init__(self, *args, **kwargs): self.args = args
    def __call__(self, x=None): return x
    def __len__(self): return len(self.args)
    def __iter__(self): return iter(self.args)
    def __getitem__(self, key): return self.args[key]
table = {"a": Model()}
def echo(*args, **kwargs): return args
"""


class Answering(Channel):
    """The grader cell's end of a line to a submission that answers each request with what it has ready."""

    def __init__(self, line: Line, answers: list[bytes]) -> None:
        super().__init__(os.dup(line.near.fileno()))
        self._line = line
        self._answers = answers

    def send(self, head: bytes, bodies: Any = (), deadline: float | None = None) -> None:
        """Send a request; the answer is there at once."""
        super().send(head, bodies, deadline)
        if len(self._answers) == 1:
            self._line.say(self._answers.pop())
        elif self._answers:
            os.write(self._line.far.fileno(), self._answers.pop(0))


class Control:
    """Stands in for the owner's line: one cell, whose end was not pretty."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def emit(self, message: bytes) -> None:
        """Nobody listens."""

    def open(self, phase: str) -> Channel:
        """The one channel."""
        return self._channel

    def lost(self, channel: Channel, why: str) -> CellExit:
        """How the cell ended."""
        return CellExit("time" if why == "timeout" else "exit", exit_code=1)

    def finish(self, channel: Channel) -> CellExit:
        """The same for one that did nothing wrong."""
        return CellExit("stopped")


class Replies(Target):
    """Answers of a submission, through framing, lockstep, values, comparison, verdict and ledger."""

    name = "replies"
    what = "grader cell < submission cell"

    def make(self, rng: random.Random) -> bytes:
        """An answer to "open" or to a call, perhaps with events before it."""
        opening = rng.random() < 0.1
        number = samples.REQUESTED - opening
        frames = [spoilt_frame(rng, samples.event(rng, number)) for _ in range(rng.choice((0, 0, 0, 1, 3)))]
        if opening and rng.random() < 0.5:
            found = [samples.found(rng) for _ in range(rng.randrange(3))]
            frames.append(spoilt_frame(rng, Opened(number, samples.NONCE, ["f"], found)))
        else:
            frames.append(spoilt_frame(rng, *samples.reply(rng, number)))
        return bytes([opening]) + b"".join(frames)

    def feed(self, data: bytes) -> bool:
        """Ask for `submission.f(...)`, compare, tell the ledger; the fault is never ours or the author's."""
        line = Line()
        opened = packed(msgspec.msgpack.encode(Opened(1, samples.NONCE, ["f"])))
        channel = Answering(line, [data[1:]] if data[:1] == b"\1" else [opened, data[1:]])
        try:
            return self._check(channel)
        finally:
            channel.close()
            line.close()

    def _check(self, channel: Channel) -> bool:
        cells = Cells(Control(channel), NONCES, 2.0)
        cells.start("public")
        cells._connection.__class__ = Checked  # the cell that was opened; a lost one has no successor here
        taken, outcome = False, PASSED
        try:
            value = Submission(cells).f(torch.ones(2), _log)
            taken = True
            _look_at(value)
            assert_close(value, EXPECTED)
        except (SubmissionFault, Mismatch, ChecksNotRun) as error:
            outcome = judge(error, cells.last_answer)
        if outcome.verdict == "IE" or (outcome is PASSED and not torch.equal(value, EXPECTED)):
            raise AssertionError(f"judged {outcome}")
        _tell(outcome.outcome, outcome.verdict, outcome.message, outcome.detail)
        return taken


def _log(loss: float = 0.0) -> None:
    """A callable of the check, which takes numbers and nothing else."""
    if type(loss) is not float:
        raise NotPlain("an event that is no number")


class Checked(Connection):
    """A connection that looks at what it decodes, beside the frame it came from."""

    def decode(self, reply: Result, bodies: list[bytearray], dereference: Any) -> Any:
        """The value, which is plain."""
        value = super().decode(reply, bodies, dereference)
        check_plain(value, bodies, (Handle,))
        return value


def _look_at(value: Any) -> None:
    """What a check does to any value before it knows its type."""
    if not isinstance(value, Handle):
        codec.Encoder(lambda foreign: None).encode(value)
    repr(value)


def _tell(outcome: str, verdict: str, text: messages.Text, detail: Any) -> None:
    """The host takes what the check came to."""
    ledger = Ledger(CHECKS, CHECKS)
    ledger.receive(messages.encode(messages.CheckStarted("test_small")))
    finished = messages.CheckFinished("test_small", outcome, verdict, text, detail, 0.1, 1, 1)
    ledger.receive(messages.encode(finished))
    if ledger.violation:
        raise AssertionError(f"the ledger refused an honest grader cell: {ledger.violation}")


class Requests(Target):
    """Requests of checks, through the server that runs the student's code."""

    name = "requests"
    what = "submission cell < grader cell"

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp()
        self._job = SubmissionJob({"solution.py": SUBMISSION}, nonce=samples.NONCE)

    def make(self, rng: random.Random) -> bytes:
        """One or two requests."""
        return b"".join(spoilt_frame(rng, *samples.request(rng)) for _ in range(rng.choice((1, 1, 2))))[
            :60_000
        ]

    def feed(self, data: bytes) -> bool:
        """Serve until the line is closed; what is answered must be an answer."""
        line = Line()
        channel = Channel(line.near.fileno())
        try:
            server = Server(self._job, channel, self._folder)
            server.load()
            line.say(data)
            with suppress(WireError):
                server.run()
            return self._check_answers(line)
        finally:
            line.close()

    def _check_answers(self, line: Line) -> bool:
        told = Line()
        told.say(line.heard())
        reader = Channel(told.near.fileno())
        answered = False
        try:
            while not reader.idle():
                head, bodies = reader.recv(0.0)
                reply = protocol.decode_reply(head)
                if isinstance(reply, Result):
                    decoder = codec.Decoder(bodies, lambda wire: None)
                    check_plain(decoder.decode(reply.value), bodies)
                    decoder.finish()
                answered = answered or not isinstance(reply, Raised)
        except WireError as error:
            if str(error) != "the other end closed the channel":
                raise
        finally:
            told.close()
        return answered

    def close(self) -> None:
        """Remove the student's folder."""
        shutil.rmtree(self._folder)


class Answers(Target):
    """What the owner answers a grader cell that asks for cells."""

    name = "answers"
    what = "grader cell < owner"

    def make(self, rng: random.Random) -> bytes:
        """An answer to "open", and one to "finish"."""
        opened = spoilt_frame(rng, ChannelOpened(rng.choice((0, 0, 0, None, 1, -1, 5))))
        ended = spoilt_frame(rng, samples.END)
        return opened + ended

    def feed(self, data: bytes) -> bool:
        """Open a cell and end it."""
        line = Line()
        cell = os.open(os.devnull, os.O_RDONLY)
        control = GraderControl([line.near.fileno(), cell])
        line.say(data)
        channel: Channel | None = None
        try:
            channel = control.open("public")
            ended = control.finish(channel)
            if type(ended) is not CellExit:
                raise AssertionError(f"a {type(ended).__name__} for an exit")
        except (WireError, msgspec.MsgspecError, CellsExhausted):
            return False
        finally:
            line.close()
            if channel is None or channel.fd >= 0:
                os.close(cell)
        return True
