"""Grading a report's record again, and holding the two reports against each other.

Two reports of one record are equal in everything but times and usage. Where they are not, the first field
that differs is named, and what differs about the machine is told beside it, since that may be why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from graders.bundle import Bundle
from graders.grading import Grader
from graders.report import Replay, Report
from graders.verdicts import Verdict

#: what one and the same grading may differ in: times, usage, what a machine prints about itself
VOLATILE = frozenset({"usage", "hidden_usage", "duration_s"})
#: verdicts whose message says how much was used, and which line was running then
_LIMITS = frozenset({Verdict.TLE, Verdict.MLE, Verdict.GMLE, Verdict.OLE})
#: the record's own fields, in the order in which a difference explains most
RECORD = ("bundle", "files", "limits", "environment", "versions", "sandbox", "image", "gpu", "host")
_NEVER = object()


class Difference(msgspec.Struct, frozen=True):
    """One field that two reports do not share."""

    #: from the report's root: ``checks[2].message.en``
    field: str
    recorded: str
    now: str


class MissingFilesError(Exception):
    """Files that the record names by digest only, and that nobody gave; or that are others than it names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def files_of(record: Replay, given: Mapping[str, bytes]) -> dict[str, bytes]:
    """The submission of a record; raises MissingFilesError where neither it nor `given` has them."""
    found: dict[str, bytes] = {}
    missing = []
    for name, kept in record.files.items():
        data = given[name] if name in given else (kept.text or "").encode()
        if hashlib.sha256(data).hexdigest() == kept.sha256:
            found[name] = data
        else:
            missing.append(name)
    if missing:
        raise MissingFilesError(missing)
    return found


def replay(report: Report, bundle: Bundle, files: Mapping[str, bytes], grader: Grader) -> Report:
    """Grade the same files with the same seed, as the report's record says."""
    record = report.replay
    return grader.grade(bundle, files, record.seed, mode=report.mode, include_after_due=record.after_due)


def first_difference(recorded: Report, now: Report) -> Difference | None:
    """The first field in which two reports differ, the verdict before all others; None where none."""
    one, other = (_comparable(report) for report in (recorded, now))
    return _compare(one, other, "")


def record_differences(recorded: Replay, now: Replay) -> list[Difference]:
    """What differs about the bundle, the libraries and the machine."""
    one, other = msgspec.to_builtins(recorded), msgspec.to_builtins(now)
    found = (_compare(one[name], other[name], f"replay.{name}") for name in RECORD)
    return [difference for difference in found if difference is not None]


def _comparable(report: Report) -> dict[str, Any]:
    """A report without its record and what was measured, as plain data; what says most comes first."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    for check in plain["checks"]:
        if check["verdict"] in _LIMITS:
            del check["message"]
    first = ("verdict", "points", "max_points", "message", "checks")
    rest = [key for key in plain if key not in (*first, "replay")]
    return {key: plain[key] for key in (*first, *rest)}


def _compare(one: Any, other: Any, field: str) -> Difference | None:
    """The first difference below this field."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in [*one, *(key for key in other if key not in one)]:
            if key in VOLATILE:
                continue
            inside = f"{field}.{key}" if field else str(key)
            found = _compare(one.get(key, _NEVER), other.get(key, _NEVER), inside)
            if found is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index in range(max(len(one), len(other))):
            first, second = (each[index] if index < len(each) else _NEVER for each in (one, other))
            found = _compare(first, second, f"{field}[{index}]")
            if found is not None:
                return found
        return None
    return None if one == other and type(one) is type(other) else Difference(field, _say(one), _say(other))


def _say(value: Any) -> str:
    return "–" if value is _NEVER else str(value)
