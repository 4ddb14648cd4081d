"""One line per step on the terminal, with the seconds it has taken so far.

A terminal sees the running step's line rewritten in place; a log file sees a
line when a step begins, a sign of life now and then, and a line when it ends.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

HEARTBEAT_S = 15.0
REPAINT_S = 0.5
TAIL_LINES = 25
LINE_WIDTH = 96


class CommandFailed(Exception):
    """A step's command ended with an error; `tail` holds the last lines it printed."""

    def __init__(self, command: Sequence[str], code: int, tail: Sequence[str]) -> None:
        super().__init__(f"{Path(command[0]).name} ended with exit code {code}")
        self.tail = list(tail)


class Line:
    """The line of the step that is running."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._detail = ""
        self._begun = time.monotonic()
        self._shown = self._begun
        self._live = sys.stdout.isatty()
        if not self._live:
            self._print(f"{title} ...")

    def update(self, detail: str) -> None:
        """Say what the step is doing right now."""
        self._detail = detail or self._detail
        now = time.monotonic()
        if now - self._shown < (REPAINT_S if self._live else HEARTBEAT_S):
            return
        self._shown = now
        text = f"{self._title} ({now - self._begun:.0f} s) {self._detail}"
        if self._live:
            sys.stdout.write("\r\033[K  " + text[:LINE_WIDTH])
            sys.stdout.flush()
        else:
            self._print(text[:LINE_WIDTH])

    def done(self) -> None:
        """Close the line with the time the step took."""
        self._close("done")

    def failed(self) -> None:
        """Close the line; the caller says why."""
        self._close("FAILED")

    def _close(self, word: str) -> None:
        if self._live:
            sys.stdout.write("\r\033[K")
        self._print(f"{self._title}: {word} ({time.monotonic() - self._begun:.0f} s)")

    def _print(self, text: str) -> None:
        print(f"  {text}", flush=True)


def run(line: Line, command: Sequence[str], log: Path, cwd: Path, env: Mapping[str, str]) -> None:
    """Run a command under a step's line; everything it prints goes to the log."""
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    env = {**env, "NO_COLOR": "1", "FORCE_COLOR": "0"}
    with (
        log.open("ab") as sink,
        subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        sink.write(f"$ {' '.join(command)}\n".encode())
        assert process.stdout is not None
        for text in _lines(process.stdout.fileno(), sink, line):
            tail.append(text)
            line.update(text)
    if process.returncode != 0:
        raise CommandFailed(command, process.returncode, [text for text in tail if text])


def _lines(descriptor: int, sink: IO[bytes], line: Line) -> Iterator[str]:
    """Yield each line as it comes, keep all of it in the log, and keep the step's clock going in between."""
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, selectors.EVENT_READ)
        while True:
            line.update("")
            if not selector.select(timeout=REPAINT_S):
                continue
            chunk = os.read(descriptor, 65536)
            if not chunk:
                break
            sink.write(chunk)
            *whole, rest = (rest + chunk).split(b"\n")
            yield from (raw.decode(errors="replace").strip() for raw in whole)
    if rest:
        yield rest.decode(errors="replace").strip()
