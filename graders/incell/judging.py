"""From what happened in a submission cell to the exception that a check sees."""

from __future__ import annotations

import difflib
import re
from typing import Any

import msgspec

from graders.errors import Mismatch, SubmissionError, SubmissionFault, SubmissionLost, SubmissionUnusable
from graders.exits import explain_exit
from graders.incell import context
from graders.incell.connection import Lost
from graders.incell.protocol import Fault, TraceFrame
from graders.messages import Text, plain
from graders.verdicts import verdict_of_exit

MIB = 2**20
#: how torch and NumPy say how much they could not get
_ALLOCATION = re.compile(r"allocate (\d{1,15}(?:\.\d{1,9})?) (bytes|KiB|MiB|GiB|TiB)", re.ASCII)
_UNITS = {"bytes": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}

SHOWN_FRAMES = 6
SHOWN_NAMES = 30

_VERDICTS = {
    "compile": "CE",
    "memory": "MLE",
    "gpu_memory": "GMLE",
    "unrepresentable": "IR",
    "detached": "WA",
}


def fault_error(fault: Fault) -> SubmissionFault | Mismatch:
    """The exception for a request that the submission's cell could not fulfil."""
    if fault.kind == "gpu_memory" and not context.current().gpu_memory_bytes:
        fault = msgspec.structs.replace(fault, kind="raised")  # a cell without a GPU has none to run out of
    detail = _detail(fault)
    text = _text(fault)
    if fault.kind == "cotangent":
        return Mismatch("shape", text, {"expected": detail["message"], "got": detail["type"]})
    verdict = _VERDICTS.get(fault.kind, "RTE")
    expected = fault.kind in ("raised", "recursion") and not fault.importing
    return (SubmissionError if expected else SubmissionUnusable)(verdict, text, detail)


def lost_error(lost: Lost) -> SubmissionLost:
    """The exception for a cell that ended before it answered."""
    why = lost.exit.reason
    verdict = "IR" if lost.why == "violation" else str(verdict_of_exit(lost.exit) or "RTE")
    if lost.why == "eof" and lost.exit.reason in ("stopped", "violation"):
        text = Text("cell.closed")
    elif lost.why == "violation":
        text = Text("cell.violation")
        # What it was that no call produces is told in the protocol's words, for whoever studies the report.
        return SubmissionLost(verdict, text, {"kind": "lost", "reason": why, "broke": plain(lost.text, 300)})
    else:
        text = explain_exit(lost.exit)
    return SubmissionLost(verdict, text, {"kind": "lost", "reason": why})


def stale_error(lost: Lost | None) -> SubmissionLost:
    """The exception for a handle whose cell is gone."""
    verdict = lost_error(lost).verdict if lost is not None and lost.why != "finished" else "RTE"
    return SubmissionLost(verdict, Text("cell.stale"), {"kind": "stale"})


def _detail(fault: Fault) -> dict[str, Any]:
    frames = [
        {
            "file": plain(f.file, 120),
            "line": _line(f),
            "function": plain(f.function, 120),
            "source": plain(f.source, 200),
        }
        for f in fault.frames
    ]
    return {
        "kind": plain(fault.kind, 40),
        "type": plain(fault.type, 120),
        "message": plain(fault.message, 2000),
        "frames": frames,
        "importing": fault.importing or fault.kind == "missing",
    }


def _line(frame: TraceFrame) -> int:
    return min(max(frame.line, 0), 10**7)


def _text(fault: Fault) -> Text:
    params: dict[str, str | int | float] = {
        "type": plain(fault.type, 120),
        "message": plain(fault.message, 2000),
        "name": plain(fault.name, 120),
        "owner": plain(fault.owner, 120),
    }
    if fault.kind == "compile":
        return _compile_text(fault, params)
    if fault.kind in ("missing", "no_app"):
        return _missing_text(fault, params)
    if fault.kind == "signature":
        return Text("submission.signature", {**params, "signature": plain(fault.signature, 200)})
    if fault.kind == "cotangent":
        return Text("submission.cotangent", {**params, "expected": params["message"], "got": params["type"]})
    if fault.kind in ("memory", "gpu_memory"):
        return _memory_text(fault.kind, params).followed_by(*_frame_texts(fault))
    if fault.kind == "unrepresentable" and fault.name in _UNREPRESENTABLE:
        return Text(f"submission.unrepresentable_{fault.name}", params)
    if fault.kind == "not_callable" and not fault.name:
        return Text("submission.not_callable_object", params)
    kind = fault.kind if fault.kind in _PLAIN_KINDS else "raised"
    wordless = kind in _WORDLESS and not params["message"]
    return Text(f"submission.{kind}_wordless" if wordless else f"submission.{kind}", params).followed_by(
        *_frame_texts(fault)
    )


_PLAIN_KINDS = frozenset(
    {"raised", "import", "not_callable", "exit", "recursion", "unrepresentable", "detached"}
)
#: kinds that have a sentence of their own for an exception without a message
_WORDLESS = frozenset({"raised", "import", "exit"})
#: reasons for which a value cannot be sent, as the other side names them
_UNREPRESENTABLE = frozenset({"deep", "keys", "key", "bits", "objects", "large"})


def _memory_text(kind: str, params: dict[str, str | int | float]) -> Text:
    """An allocation failed under the limit: how much is allowed and, where known, how much was asked for."""
    of_gpu = kind == "gpu_memory"
    now = context.current()
    limit = (now.gpu_memory_bytes if of_gpu else now.memory_bytes) // MIB
    prefix = "submission.gpu_" if of_gpu else "submission."
    asked = _ALLOCATION.search(str(params["message"]))
    shown: dict[str, str | int | float] = {**params, "limit": limit or "?"}
    if asked is None:
        return Text(f"{prefix}memory", shown)
    size, unit = float(asked[1]), asked[2]
    shown["asked"] = f"{size * _UNITS[unit] / MIB:,.0f}"
    return Text(f"{prefix}allocation", shown)


def _compile_text(fault: Fault, params: dict[str, str | int | float]) -> Text:
    frame = fault.frames[-1] if fault.frames else TraceFrame("", 0, "", "")
    text = Text("submission.compile", {**params, "file": plain(frame.file, 120), "line": _line(frame)})
    return text.followed_by(
        *([Text("submission.source", {"source": plain(frame.source, 200)})] if frame.source else [])
    )


def _missing_text(fault: Fault, params: dict[str, str | int | float]) -> Text:
    names = [plain(name, 120) for name in fault.names]
    if not names and fault.kind == "missing":
        return Text("submission.missing_all", params)
    shown = ", ".join(names[:SHOWN_NAMES]) + (", …" if len(names) > SHOWN_NAMES else "")
    text = Text(f"submission.{fault.kind}", {**params, "names": shown or "-"})
    close = difflib.get_close_matches(str(params["name"]), names, 1) if fault.kind == "missing" else []
    return text.followed_by(Text("submission.similar", {"name": close[0]})) if close else text


def _frame_texts(fault: Fault) -> list[Text]:
    """The last frames of the student's files, innermost last."""
    return [
        Text(
            "submission.at",
            {
                "file": plain(frame.file, 120),
                "line": _line(frame),
                "function": plain(frame.function, 120),
                "source": plain(frame.source, 200),
            },
        )
        for frame in fault.frames[-SHOWN_FRAMES:]
    ]
