"""What fuzzing found, each held so that it stays cured."""

from __future__ import annotations

import struct
from typing import Any

import msgspec
import pytest

from graders import messages
from graders.incell import protocol
from graders.incell.protocol import Event, Fault, Raised, Result
from graders.incell.values import Array, Tensor
from sandbox import messages as sandbox_messages
from sandbox.cells import CellExit
from sandbox.editions import differing
from sandbox.messages import Emit, FromGrader, encode
from tests.fuzz import samples
from tests.fuzz.cells import Answers, Replies
from tests.fuzz.frames import packed
from tests.fuzz.target import Target
from tests.fuzz.worker import HELLO, Ledgers, Services, Sessions, Statuses

SIDE = 2**31 - 1
#: texts that are no UTF-8, and nests beyond the interpreter's stack: neither is an error of msgspec's own
NO_TEXT = b"\x81\xa4type\xa1\xff"
NO_PHASE = msgspec.msgpack.encode({"type": "open", "phase": "XX"}).replace(b"XX", b"\xff\xfe")
TOO_DEEP = b"\x82\xa4type\xa4emit\xa1x" + b"\x91" * 100_000
UNREADABLE = (NO_TEXT, NO_PHASE, TOO_DEEP)


def answered(reply: Any, *bodies: bytes) -> bytes:
    """Input of the fuzzer for replies: the submission opens honestly and answers a call like this."""
    return b"\0" + packed(msgspec.msgpack.encode(reply), bodies)


def refused(target: Target, data: bytes) -> bool:
    """Whether the target refused; raises where it did neither."""
    return not target.feed(data)


@pytest.mark.parametrize(
    "value",
    [
        Array("int8", [SIDE] * 7 + [0], False),
        Array("int8", [0] + [SIDE] * 7, False),
        Tensor("float32", [SIDE, SIDE, 0], False, False),
        Tensor("float32", [SIDE, 0], False, True),
        Tensor("complex128", [0, SIDE], True, True),
    ],
)
def test_empty_arrays_of_impossible_sides_are_the_submissions_doing(value: Any) -> None:
    """No element, but more of them than can be counted: refused or taken, never an error of the check."""
    Replies().feed(answered(Result(2, samples.NONCE, value, []), b""))


@pytest.mark.parametrize("amount", ["1.2.3 bytes", ". GiB", "٣ KiB", "9" * 400 + " GiB"])
def test_an_odd_amount_of_memory_is_the_submissions_doing(amount: str) -> None:
    """The message of an allocation that failed is read for its number only where it holds one."""
    fault = Fault("memory", "MemoryError", f"allocate {amount}")

    assert refused(Replies(), answered(Raised(2, samples.NONCE, fault)))


def test_an_event_without_numbers_is_a_violation() -> None:
    """A callable of the check is never called without what it takes."""
    event = packed(msgspec.msgpack.encode(Event(2, samples.NONCE, 1, {}, None)))
    result = packed(msgspec.msgpack.encode(Result(2, samples.NONCE, 1, [])))

    assert refused(Replies(), b"\0" + event + result)


@pytest.mark.parametrize("data", UNREADABLE)
def test_unreadable_heads_are_errors_of_the_documented_kind(data: bytes) -> None:
    """Each decoder raises what it says it raises, whatever the library below it does."""
    with pytest.raises(msgspec.MsgspecError):
        sandbox_messages.decode(data, FromGrader)
    with pytest.raises(msgspec.MsgspecError):
        messages.decode(data)
    with pytest.raises(protocol.WireViolation):
        protocol.decode_reply(b"\x96" + data)
    with pytest.raises(protocol.WireViolation):
        protocol.decode_request(b"\x97\x01\xa1\xff" + data)


@pytest.mark.parametrize("data", UNREADABLE)
def test_unreadable_bytes_of_a_grader_cell_end_its_grading_only(data: bytes) -> None:
    """As a frame's head they end the cell, as a message they are forged; the worker goes on."""
    assert refused(Sessions(), packed(data))
    assert refused(Sessions(), packed(encode(Emit()), [data]))
    assert refused(Ledgers(), struct.pack("<I", len(data)) + data)


@pytest.mark.parametrize("data", UNREADABLE)
def test_unreadable_bytes_of_a_fork_server_are_its_failure(data: bytes) -> None:
    """A status that nobody can read is a failure of the boundary."""
    assert refused(Statuses(), data[:60_000])


@pytest.mark.parametrize(
    "ended",
    [
        {"reason": "exit", "stdout": "XX"},
        {"reason": "exit", "exit_code": 2**63},
        {"reason": "signal", "signal": 2**64 - 1},
        {"reason": "signal", "signal": -1},
    ],
)
def test_impossible_ends_told_by_a_service_are_its_failure(ended: dict[str, Any]) -> None:
    """Numbers out of bounds and texts that are no text never reach a report."""
    result = {"grader": {"reason": "exit"}, "submissions": [["public", ended]]}
    body = msgspec.msgpack.encode(result).replace(b"XX", b"\xff\xfe")
    said = [
        packed(encode(HELLO)),
        packed(encode(sandbox_messages.Result()), [body]),
    ]

    assert refused(Services(), b"\0" + b"".join(said))


def test_deep_results_of_a_service_are_its_failure() -> None:
    """A result that nests without end is a failure of the boundary, too."""
    body = msgspec.msgpack.encode({"grader": {"reason": "exit"}})[:-5] + b"\x91" * 100_000
    hello = packed(encode(HELLO))

    assert refused(Services(), b"\0" + hello + packed(encode(sandbox_messages.Result()), [body]))


@pytest.mark.parametrize("number", [-1, 1, 2**40])
def test_a_channel_that_was_never_handed_over_is_refused(number: int) -> None:
    """A grader cell uses the channels it has; a negative number does not count from the end."""
    opened = packed(encode(sandbox_messages.Opened(number)))

    assert refused(Answers(), opened + packed(msgspec.msgpack.encode(CellExit("stopped"))))


@pytest.mark.parametrize("name", ["__main__", "torch", "..", "/etc", "", "sandbox\0", "x" * 5000])
def test_sources_that_a_service_claims_are_ours_or_other(name: str) -> None:
    """A name from a service is never imported, looked up or followed: what is not ours differs."""
    hello = sandbox_messages.Hello(sandbox_messages.PROTOCOL, 1, {f"{name}/x.py": "0"}, {})

    assert differing(hello.edition) == [f"{name}/x.py"]
    assert refused(Services(), b"\0" + packed(encode(hello)))
