"""How a submission cell ended, in words: the limit, what was measured, the student's line if there is one."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

from graders.messages import Text

if TYPE_CHECKING:
    from sandbox.cells import CellExit

MIB = 2**20
#: a frame of the stack as faulthandler writes it; student files live in /box
_FRAME = re.compile(r'File "/box/([^"\n]{1,120})", line (\d{1,7}) in (\S{1,80})')


def explain_exit(end: CellExit) -> Text:
    """The text for a check during which the submission cell ended."""
    text = _cause(end)
    frame = _FRAME.search(end.stack)
    if frame is None:
        return text
    file, line, function = frame.groups()
    return text.followed_by(Text("cell.line", {"file": file, "line": int(line), "function": function}))


def _cause(end: CellExit) -> Text:
    if end.reason == "time":
        return Text(
            "cell.time", {"limit": _seconds(end.limit or end.wall_s), "measured": _seconds(end.wall_s)}
        )
    if end.reason == "cpu":
        return Text("cell.cpu", {"limit": _seconds(end.limit), "measured": _seconds(end.cpu_s)})
    if end.reason == "memory":
        return Text("cell.memory", {"limit": _mebibytes(end.limit), "measured": _measured(end.peak_bytes)})
    if end.reason == "gpu_memory":
        measured = _measured(end.gpu_peak_bytes)
        return Text("cell.gpu_memory", {"limit": _mebibytes(end.limit), "measured": measured})
    if end.reason == "output":
        written = end.stdout_bytes + end.stderr_bytes
        return Text("cell.output", {"limit": _mebibytes(end.limit), "measured": _measured(written)})
    if end.reason == "violation":
        return Text("cell.violation")
    if end.signal is not None:
        return Text("cell.signal", {"name": _signal_name(end.signal), "signal": end.signal})
    return Text("cell.exit", {"code": end.exit_code if end.exit_code is not None else -1})


def _seconds(value: float | None) -> str:
    return f"{value or 0.0:.1f}"


def _mebibytes(value: float | None) -> str:
    return f"{(value or 0) / MIB:.0f}"


def _measured(value: float) -> str:
    """Mebibytes to one decimal, so that what went just over a limit does not read like the limit."""
    return f"{value / MIB:.1f}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)
