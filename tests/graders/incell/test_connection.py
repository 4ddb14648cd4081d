"""Answers that no honest cell gives end the cell, and nothing they claim is believed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import msgspec
import pytest

from graders.errors import SubmissionLost
from graders.incell import protocol, values
from graders.incell.protocol import Event, Fault, Opened, Raised, Result
from graders.messages import Found
from sandbox.wire import Channel
from tests.graders.incell.halves import NONCE, submission_of

Answer = Callable[[Channel, int], None]


def reply(channel: Channel, message: msgspec.Struct, *bodies: bytes) -> None:
    """Send one frame as the cell."""
    channel.send(msgspec.msgpack.encode(message), bodies)


def result(channel: Channel, number: int, value: values.Wire = 1, *bodies: bytes) -> None:
    """Answer a request honestly."""
    reply(channel, Result(number, NONCE, value, []), *bodies)


def serving(answer: Answer) -> Callable[[bytes, Channel], None]:
    """A cell that opens honestly, then answers each call in its own way."""

    def serve(payload: bytes, channel: Channel) -> None:
        while True:
            head, _ = channel.recv()
            request = protocol.decode_request(head)
            if request.op == "open":
                reply(channel, Opened(request.id, NONCE, ["f", "g"]))
            else:
                answer(channel, request.id)

    return serve


def twice(channel: Channel, number: int) -> None:
    """Answer a request, and answer it again."""
    result(channel, number)
    result(channel, number)


def raw(data: bytes) -> Answer:
    """Write bytes past the framing."""
    return lambda channel, number: (os.write(channel.fd, data), time.sleep(5), None)[-1]


FORGED: dict[str, Answer] = {
    "another number": lambda c, n: result(c, n + 1),
    "an earlier number": lambda c, n: result(c, n - 1),
    "another nonce": lambda c, n: reply(c, Result(n, b"m" * 16, 1, [])),
    "opened again": lambda c, n: reply(c, Opened(n, NONCE, [])),
    "no reply at all": lambda c, n: c.send(b"\xc0"),
    "an unknown field": lambda c, n: c.send(msgspec.msgpack.encode(["result", n, NONCE, 1, [], 5])),
    "nested deeply": lambda c, n: c.send(b"\x91" * 60_000),
    "surplus body": lambda c, n: result(c, n, 1, b"x"),
    "body of a fault": lambda c, n: c.send(msgspec.msgpack.encode(Raised(n, NONCE, Fault("raised"))), [b"x"]),
    "object dtype": lambda c, n: result(c, n, values.Array("O", [1], False), b"\0" * 8),
    "event nobody asked for": lambda c, n: reply(c, Event(n, NONCE, 1, {"loss": 1.0}, 0)),
    "a thousand frames": lambda c, n: reply(
        c, Raised(n, NONCE, Fault("raised", frames=[protocol.TraceFrame("a", 1, "b", "c")] * 1000))
    ),
    "a giant head": raw(b"\xff\xff\xff\x7f\x00\x00\x00\x00"),
    "a giant body": raw(b"\x01\x00\x00\x00\x01\x00\x00\x00" + b"\xff" * 8),
}


@pytest.mark.parametrize("case", FORGED)
def test_forged_answers_are_invalid_results(case):
    """Whatever breaks the protocol ends the cell with the verdict IR."""
    student, cells, _ = submission_of("", serve=serving(FORGED[case]), call_s=2.0)

    with pytest.raises(SubmissionLost) as caught:
        student.f()

    assert caught.value.verdict == "IR"
    assert cells.died


def test_a_repeated_reply_is_found_before_the_next_request():
    """A second reply waits in the channel and ends the cell, at the latest when the check is over."""
    student, cells, _ = submission_of("", serve=serving(twice))
    assert student.f() == 1
    time.sleep(0.1)

    with pytest.raises(SubmissionLost) as caught:
        cells.check_quiet()

    assert caught.value.verdict == "IR"


def test_a_stale_reply_is_no_answer_to_the_next_call():
    """An answer sent ahead is not taken for the next call's."""
    student, _, _ = submission_of("", serve=serving(twice))
    student.f()
    time.sleep(0.1)

    with pytest.raises(SubmissionLost) as caught:
        student.g()

    assert caught.value.verdict == "IR"


@pytest.mark.parametrize(
    "event",
    [
        Event(2, NONCE, 1, {"secret": 1.0}, 0),
        Event(2, NONCE, 1, {"loss": float("inf")}, 0),
        Event(2, NONCE, 1, {"loss": 1.0}, -1),
        Event(2, NONCE, 9, {"loss": 1.0}, 0),
    ],
    ids=["name", "infinite", "step", "emitter"],
)
def test_forged_events_are_invalid(event):
    """Events hold finite numbers under declared names of this call's channels, or end the cell."""

    def answer(channel: Channel, number: int) -> None:
        reply(channel, event)
        result(channel, number)

    student, _, _ = submission_of("", serve=serving(answer))
    heard: list[float] = []

    def log(loss: float) -> None:
        heard.append(loss)

    with pytest.raises(SubmissionLost) as caught:
        student.f(log)

    assert caught.value.verdict == "IR"
    assert not heard


def test_events_beyond_the_cap_are_invalid():
    """A flood of events ends the cell."""

    def answer(channel: Channel, number: int) -> None:
        for _ in range(protocol.MAX_EVENTS + 1):
            reply(channel, Event(number, NONCE, 1, {"loss": 1.0}, None))
        result(channel, number)

    student, _, _ = submission_of("", serve=serving(answer))

    with pytest.raises(SubmissionLost) as caught:
        student.f(lambda loss: None)

    assert caught.value.verdict == "IR"


def test_an_answer_after_the_deadline_is_late():
    """A right answer that comes too late is a time limit."""

    def answer(channel: Channel, number: int) -> None:
        time.sleep(0.6)
        result(channel, number)

    student, _, _ = submission_of("", serve=serving(answer), call_s=0.2)

    with pytest.raises(SubmissionLost) as caught:
        student.f()

    assert caught.value.verdict == "TLE"


def test_dripping_bytes_do_not_extend_the_deadline():
    """The deadline is absolute: a cell that sends a byte now and then gains nothing."""

    def answer(channel: Channel, number: int) -> None:
        for byte in b"\x64" + bytes(107):  # a head of 100 bytes, 20 s in all
            os.write(channel.fd, bytes([byte]))
            time.sleep(0.2)

    student, _, _ = submission_of("", serve=serving(answer), call_s=0.5)
    started = time.monotonic()

    with pytest.raises(SubmissionLost):
        student.f()

    assert time.monotonic() - started < 10


@pytest.mark.parametrize("found", [[Found(0, "a.py", 1)] * 101, [Found(0, "a" * 121, 1)]])
def test_advice_beyond_its_bounds_is_an_invalid_result(found: list[Found]):
    """A cell that opens with remarks without end is no honest one."""

    def serve(payload: bytes, channel: Channel) -> None:
        head, _ = channel.recv()
        reply(channel, Opened(protocol.decode_request(head).id, NONCE, ["f"], found))
        channel.recv()

    student, _, _ = submission_of("", serve=serve, call_s=2.0)
    with pytest.raises(SubmissionLost) as lost:
        student.f()

    assert lost.value.verdict == "IR"
