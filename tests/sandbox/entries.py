"""Entry functions for cells in the sandbox's own tests; they run inside fork servers, not in pytest."""

from __future__ import annotations

import os
import sys
import time
from types import ModuleType
from typing import Any

import msgspec

from sandbox.cell import environment
from sandbox.control import GraderControl
from sandbox.wire import Channel, ChannelClosed, DeadlineExceeded, WireViolation


def run_code(payload: bytes, channel: Channel) -> None:
    """Submission cells: execute the payload and send its `result`, or the error's name and text."""
    module = sys.modules["code"] = ModuleType("code")
    scope = vars(module)
    scope.update(__file__="/box/code.py", channel=channel)
    try:
        exec(compile(payload, "/box/code.py", "exec", dont_inherit=True), scope)  # this is the cell
        answer = {"result": scope.get("result")}
    except Exception as error:  # noqa: BLE001  # the edge around foreign code
        answer = {"error": type(error).__name__, "text": str(error)[:300]}
    channel.send(msgspec.msgpack.encode(answer))
    channel.recv()


def ask(payload: bytes, control: GraderControl) -> None:
    """Grader cells: for each (phase, seconds) open a cell, wait for its answer, emit answer and end."""
    for phase, patience_s in msgspec.msgpack.decode(payload, type=list[tuple[str, float]]):
        channel = control.open(phase)
        answer: dict[str, Any] = {}
        try:
            head, _ = channel.recv(time.monotonic() + patience_s)
            answer = msgspec.msgpack.decode(head)
            ended = control.finish(channel)
        except ChannelClosed:
            ended = control.lost(channel, "eof")
        except DeadlineExceeded:
            ended = control.lost(channel, "timeout")
        except WireViolation:
            ended = control.lost(channel, "violation")
        control.emit(msgspec.msgpack.encode({"phase": phase, "answer": answer, "exit": ended}))


def run_check(payload: bytes, control: GraderControl) -> None:
    """Grader cells: execute the payload as an author's code and emit its `result`, or the error."""
    scope: dict[str, Any] = {}
    try:
        exec(compile(payload, "/box/checks.py", "exec", dont_inherit=True), scope)  # this is the cell
        answer = {"result": scope.get("result")}
    except Exception as error:  # noqa: BLE001  # the edge around foreign code
        answer = {"error": type(error).__name__, "text": str(error)[:300]}
    control.emit(msgspec.msgpack.encode(answer))


def warm_up() -> None:
    """Pay lazy initialisation once, as the real servers do."""
    import matplotlib.pyplot  # noqa: F401, PLC0415  # only where the server preloads it
    import torch  # noqa: PLC0415  # likewise

    torch.set_num_threads(1)
    torch.nn.functional.conv2d(
        torch.ones(1, 1, 3, 3, requires_grad=True), torch.ones(1, 1, 2, 2)
    ).sum().backward()


def plant_secret() -> None:
    """Break C15 as a careless change could: the environment survives into the cells."""
    environment.replace_environment = lambda *more: os.environ.update(SECRET="1")  # type: ignore[assignment]


def facts() -> dict[str, str]:
    """What a service of the tests says it runs with."""
    return {"colour": "green"}
