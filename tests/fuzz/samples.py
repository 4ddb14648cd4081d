"""Valid values and messages to spoil, drawn at random."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch

from graders import messages
from graders.incell.codec import DTYPES, Encoder, strided
from graders.incell.protocol import Event, Fault, Opened, Raised, Request, Result, TraceFrame
from graders.incell.values import Emitter, Reference, Wire
from graders.messages import Text
from sandbox.cells import CellExit

NONCE = b"n" * 16
TESTS = ("test_small", "test_large")
END = CellExit(
    "memory",
    signal=9,
    wall_s=0.5,
    cpu_s=0.25,
    peak_bytes=2**20,
    limit=2.0**20,
    stack='File "/box/solution.py", line 3 in f',
    stdout="out",
    stderr="err",
    stdout_bytes=3,
    stderr_bytes=3,
)
_KINDS = (
    "raised", "compile", "import", "missing", "signature", "not_callable", "exit", "memory", "recursion",
    "unrepresentable", "detached", "cotangent", "no_app",
)  # fmt: skip
_TEXTS = ("", "x", "no", "allocate 2.5 GiB", "line\nline", "한글", "deep", "x" * 300)


def value(rng: random.Random, depth: int = 0) -> Any:  # noqa: PLR0911 - one for each kind
    """A value as a student's function might return it."""
    kind = rng.randrange(14 if depth < 3 else 9)
    if kind < 2:
        return rng.choice((None, True, 0, -1, 2**40, 2**70, 1.5, float("nan"), 1 + 2j))
    if kind < 4:
        return rng.choice(("", "text", "x" * 5000, b"raw", b"y" * 5000))
    if kind < 7:
        return tensor(rng)
    if kind < 9:
        return array(rng)
    if kind == 9:
        return [rng.random() for _ in range(rng.choice((3, 80)))]
    if kind == 10:
        return tuple(range(rng.choice((2, 80))))
    if kind == 11:
        return {rng.choice(("a", 1, (2, 3), None, 2.5)): value(rng, depth + 1) for _ in range(3)}
    if kind == 12:
        return Foreign()
    return [value(rng, depth + 1) for _ in range(rng.randrange(4))]


class Foreign:
    """An object that stays in its cell."""


def shape(rng: random.Random) -> tuple[int, ...]:
    """A small shape."""
    return tuple(rng.choice((0, 1, 2, 3)) for _ in range(rng.randrange(4)))


def tensor(rng: random.Random) -> Any:
    """A small tensor of any dtype, sometimes with gaps or a gradient."""
    plain = torch.zeros(shape(rng), dtype=getattr(torch, rng.choice(list(DTYPES))))
    if plain.is_floating_point() and rng.random() < 0.2:
        plain.requires_grad_()
    return strided(plain) if rng.random() < 0.2 else plain


def array(rng: random.Random) -> Any:
    """A small array, or a scalar of NumPy."""
    dtype = rng.choice([name for name in DTYPES if name != "bfloat16"])
    made = np.zeros(shape(rng), dtype=dtype)
    return made[()] if made.ndim == 0 else made


def wire(rng: random.Random) -> tuple[Wire, list[bytes]]:
    """A value as it crosses, with its bodies."""
    encoder = Encoder(lambda foreign: _foreign(rng))
    encoded = encoder.encode(value(rng))
    return encoded, [bytes(body) for body in encoder.bodies]


def _foreign(rng: random.Random) -> Wire:
    if rng.random() < 0.1:
        return Emitter(1, ["loss"])
    return Reference(rng.choice((0, 1, 2, 2**40)), "Model", rng.random() < 0.5)


def reply(rng: random.Random, request: int) -> tuple[Any, list[bytes]]:
    """An answer to a request, of any kind, with its bodies."""
    kind = rng.randrange(10)
    if kind < 6:
        encoded, bodies = wire(rng)
        return Result(request, NONCE, encoded, rng.choice(([], ["0"], ["x", "y"]))), bodies
    if kind < 8:
        return Raised(request, NONCE, fault(rng)), []
    if kind == 8:
        return Opened(request, NONCE, ["f", "Model"]), []
    return event(rng, request), []


def event(rng: random.Random, request: int) -> Event:
    """A number for a callable of the check."""
    return Event(request, NONCE, 1, {"loss": rng.random()}, rng.choice((None, 0, 5)))


def fault(rng: random.Random) -> Fault:
    """Why a request has no result."""

    def text() -> str:
        return rng.choice(_TEXTS)

    frames = [
        TraceFrame("solution.py", rng.randrange(99), text(), text()) for _ in range(rng.choice((0, 1, 16)))
    ]
    return Fault(
        rng.choice(_KINDS), text(), text(), frames, rng.random() < 0.2, text(), text(), [text()] * 3, text()
    )


def request(rng: random.Random) -> tuple[Request, list[bytes]]:
    """Something that checks ask of a submission, with its bodies."""
    op = rng.choice(
        ("open", "call", "call", "call", "get", "item", "length", "iterate", "next", "vjp", "meta", "http")
    )
    given = [wire(rng) for _ in range(rng.randrange(3))]
    named = wire(rng)
    bodies = [body for _, own in (*given, named) for body in own]
    name = rng.choice(("echo", "Model", "table", "missing", ""))
    arguments = [encoded for encoded, _ in given]
    return Request(1, op, rng.choice((0, 0, 1, 5)), name, arguments, {"x": named[0]}, [3]), bodies


def text(rng: random.Random, depth: int = 0) -> Text:
    """A sentence of the catalogue."""
    key = rng.choice(("check.passed", "check.words", "submission.raised", "submission.at", "cell.time"))
    params: dict[str, str | int | float] = {
        "text": rng.choice(_TEXTS),
        "line": rng.randrange(9),
        "limit": 1.5,
    }
    more = tuple(text(rng, depth + 1) for _ in range(rng.randrange(3))) if depth < 2 else ()
    return Text(key, params, more)


def message(rng: random.Random, test: str) -> messages.Message:
    """Something that a grader cell says about one test."""
    detail = rng.choice((None, {"kind": "value", "got": [1, 2.5, {"a": "b"}]}))
    match rng.randrange(6):
        case 0:
            return messages.CheckFailing(test, "failed", "WA", text(rng), detail)
        case 1:
            return messages.Live(test, "loss", rng.randrange(9), rng.random())
        case 2:
            return messages.CheckStarted(test)
        case 3:
            return messages.CheckFinished(test, "passed", duration_s=rng.random(), calls=1, cell=1)
        case 4:
            verdict = rng.choice(("WA", "RTE", "TLE", "MLE", "OLE", "CE", "IR"))
            return messages.CheckFinished(
                test, "failed", verdict, text(rng), detail, 0.5, 2, rng.randrange(3)
            )
        case _:
            return messages.CheckFinished(test, rng.choice(("error", "not_run")), "", text(rng))


def found(rng: random.Random) -> messages.Found:
    """A place in a submission's text."""
    return messages.Found(rng.randrange(3), rng.choice(("solution.py", *_TEXTS)), rng.randrange(99))


def conversation(rng: random.Random) -> list[messages.Message]:
    """What a grader cell says in one grading."""
    said: list[messages.Message] = [messages.Collected(list(TESTS))]
    said += [messages.CheckStarted(TESTS[0]), messages.Live(TESTS[0], "loss", 0, 0.5)]
    said += [messages.Advised([found(rng) for _ in range(rng.randrange(3))])] * (rng.random() < 0.5)
    said += [message(rng, rng.choice(TESTS)) for _ in range(rng.randrange(4))]
    return [*said, messages.Done()]


REQUESTED = 2  #: the number of the first request after "open"
