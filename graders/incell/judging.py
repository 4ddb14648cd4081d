"""From what happened in a submission cell to the exception that a check sees."""

from __future__ import annotations

import difflib
from typing import Any

from graders.errors import Mismatch, SubmissionError, SubmissionFault, SubmissionLost, SubmissionUnusable
from graders.exits import explain_exit
from graders.incell.connection import Lost
from graders.incell.protocol import Fault, TraceFrame
from graders.messages import Text, plain
from graders.verdicts import verdict_of_exit

SHOWN_FRAMES = 6
SHOWN_NAMES = 30

_VERDICTS = {"compile": "CE", "memory": "MLE", "unrepresentable": "IR", "detached": "WA"}


def fault_error(fault: Fault) -> SubmissionFault | Mismatch:
    """The exception for a request that the submission's cell could not fulfil."""
    detail = _detail(fault)
    text = _text(fault)
    if fault.kind == "cotangent":
        return Mismatch("shape", text, {"expected": detail["message"], "got": detail["type"]})
    verdict = _VERDICTS.get(fault.kind, "RTE")
    expected = fault.kind in ("raised", "recursion") and not fault.importing
    return (SubmissionError if expected else SubmissionUnusable)(verdict, text, detail)


def lost_error(lost: Lost) -> SubmissionLost:
    """The exception for a cell that ended before it answered."""
    verdict = "IR" if lost.why == "violation" else str(verdict_of_exit(lost.exit) or "RTE")
    if lost.why == "violation":
        text = Text("cell.violation", {"text": plain(lost.text, 300)})
    elif lost.exit.reason == "stopped":
        text = Text("cell.closed")
    else:
        text = explain_exit(lost.exit)
    return SubmissionLost(verdict, text, {"kind": "lost", "reason": lost.exit.reason})


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
    key = f"submission.{fault.kind}"
    if fault.kind not in _PLAIN_KINDS:
        key = "submission.raised"
    return Text(key, params).followed_by(*_frame_texts(fault))


_PLAIN_KINDS = frozenset(
    {"raised", "import", "not_callable", "exit", "memory", "recursion", "unrepresentable", "detached"}
)


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
