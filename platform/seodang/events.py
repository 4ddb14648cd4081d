"""Server-sent events: rows of the event log as they come, resumable, closed after the verdict."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

from .extensions import bell
from .gate import Gate
from .services.exceptions import NotFoundError

POLL_S = 0.5  # how long to sleep when no bell rings
BEAT_S = 10.0
LIFE_S = 300.0  # then the browser connects again
SPARE_THREADS = 12  # never taken by streams


@dataclass(frozen=True)
class Message:
    """One thing to tell a browser; without an id it is not resumed from."""

    kind: str
    data: dict[str, Any]
    id: int | None = None

    def encode(self) -> str:
        """As the event stream format wants it."""
        head = f"id: {self.id}\n" if self.id is not None else ""
        return f"{head}event: {self.kind}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


@dataclass(frozen=True)
class Look:
    """What one look into the database found: what is new, and whether there will be more."""

    messages: list[Message]
    last_id: int
    done: bool


def init_app(app: Flask, threads: int, folder: Path) -> None:
    """Make the gate of this process."""
    app.extensions["stream_gate"] = Gate(max(2, threads - SPARE_THREADS), folder / "streams")


def last_seen() -> int:
    """The last event the browser has, from its header or the address."""
    text = request.headers.get("Last-Event-ID") or request.args.get("after", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def stream(app: Flask, user_id: int, topic: str, look: Callable[[int], Look], after: int) -> Response:
    """Answer with a stream; 204 tells a browser that it has everything, 429 that it must poll instead."""
    first = look(after)
    if first.done and not first.messages:
        return Response(status=204)
    gate: Gate = app.extensions["stream_gate"]
    if not gate.enter(user_id):
        return Response(status=429, headers={"Retry-After": "2"})
    source = _Stream(app, gate, user_id, topic, look, after)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    response = Response(source, mimetype="text/event-stream", headers=headers)
    response.call_on_close(source.close)
    return response


class _Stream:
    """The body of one stream. It holds no database connection while it waits."""

    def __init__(
        self, app: Flask, gate: Gate, user_id: int, topic: str, look: Callable[[int], Look], after: int
    ) -> None:
        self._app, self._topic, self._look, self._after = app, topic, look, after
        self._leave: Callable[[], None] | None = lambda: gate.leave(user_id)
        self._chunks: Generator[str, None, None] = self._run()

    def __iter__(self) -> Iterator[str]:
        return self._chunks

    def close(self) -> None:
        """Give the place at the gate back, once."""
        leave, self._leave = self._leave, None
        self._chunks.close()
        if leave is not None:
            leave()

    def _run(self) -> Generator[str, None, None]:
        """Tell what is new, sleep until the bell rings, and again until all is told."""
        ends, beat = time.monotonic() + LIFE_S, time.monotonic() + BEAT_S
        last, told_waiting = self._after, None
        yield "retry: 1000\n\n"
        with self._subscribed() as woken:
            while time.monotonic() < ends:
                woken.clear()
                try:
                    with self._app.app_context():
                        found = self._look(last)
                except NotFoundError:  # deleted with its owner's account while somebody watched
                    return
                last = found.last_id
                for message in found.messages:
                    if message.id is not None or message != told_waiting:
                        yield message.encode()
                    told_waiting = message
                if found.done:
                    return
                if time.monotonic() >= beat:
                    yield ": beat\n\n"
                    beat = time.monotonic() + BEAT_S
                woken.wait(POLL_S)

    @contextmanager
    def _subscribed(self) -> Iterator[threading.Event]:
        """Listen for the bell of this job."""
        with self._app.app_context():
            own = bell()
        with own.subscribe(self._topic) as woken:
            yield woken
