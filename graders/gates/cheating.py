"""The standing set of cheating submissions, filled for one exercise.

Nothing here is run or parsed: it is text. A submission that answers to every name needs to know none, so most
cheats are the same for every exercise; some carry the reference's text or answers that it gave.
"""

from __future__ import annotations

import base64
import json
import textwrap
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from graders.bundle import Bundle
from graders.gates.recordings import Recording

TEMPLATES = Path(__file__).parent / "cheats"
LINE = 1000
#: cheat, which one of its kind, template, and what is filled in for ANSWER
_CONSTANT = [
    ("constant", "none", "None"),
    ("constant", "zero", "0"),
    ("constant", "one", "1"),
    ("constant", "true", "True"),
    ("constant", "text", '""'),
    ("constant", "list", "[]"),
    ("constant", "dict", "{}"),
    ("constant", "zeros", "shaped(args, kwargs, 0)"),
    ("constant", "ones", "shaped(args, kwargs, 1)"),
    ("nan", "first argument", 'shaped(args, kwargs, float("nan"))'),
    ("echo", "first argument", "first(args, kwargs)"),
    ("echo", "all arguments", "args"),
]
_APP = [("constant", "empty page", 'b""'), ("constant", "ok", 'b"ok"'), ("echo", "request", "path + body")]


@dataclass(frozen=True)
class Cheat:
    """One cheating submission."""

    #: what a waiver calls it
    name: str
    #: which one of its kind
    form: str
    source: bytes
    #: whether it may pass checks that show a student everything they ask
    replays: bool = False


def make_cheats(bundle: Bundle, recording: Recording) -> list[Cheat]:
    """The cheats that make sense for this exercise."""
    made = [
        _cheat(name, form, "app" if bundle.kind == "app" else "constant", {"ANSWER": answer})
        for name, form, answer in (_APP if bundle.kind == "app" else _CONSTANT)
    ]
    made += [_cheat(name, "", name) for name in ("patched", "equal", "subclass")]
    if bundle.kind == "app":
        return made
    table = _table(recording)
    made += [
        _cheat("visible", "", "replayed", table | {"MODE": "visible"}, replays=True),
        _cheat("stored", "", "replayed", table | {"MODE": "stored"}, replays=True),
        _cheat("nan", "right shape", "replayed", table | {"MODE": "nan"}),
    ]
    if bundle.kind == "tune":
        made.append(_cheat("constant", "first proposal", "replayed", table | {"MODE": "first"}))
    reference = bundle.content[f"reference/{bundle.files[0]}"]
    if len(bundle.files) == 1 and b"Module" in reference:
        made.append(_cheat("silent", "", "module", {"SOURCE": _packed(reference)}))
    return made


def files_of(cheat: Cheat, bundle: Bundle) -> dict[str, bytes]:
    """What is handed in: the cheat for each Python file, and the starter's other files."""
    starter = bundle.below("starter/")
    return {name: cheat.source if name.endswith(".py") else starter[name] for name in bundle.files}


def _cheat(
    name: str,
    form: str,
    template: str,
    values: Mapping[str, str] = MappingProxyType({}),
    replays: bool = False,
) -> Cheat:
    text = (TEMPLATES / f"{template}.py.txt").read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return Cheat(name, form, text.encode(), replays)


def _table(recording: Recording) -> dict[str, str]:
    """What the template of the replaying cheats wants."""
    rows = [[each.path, each.content, each.shape, each.answer] for each in recording.answers]
    arguments = (TEMPLATES / "arguments.py").read_text(encoding="utf-8")
    return {
        "TABLE": _packed(json.dumps(rows).encode()) if rows else "",
        "ARGUMENTS": arguments.partition("\n\n")[2].strip(),
    }


def _packed(data: bytes) -> str:
    """Data as lines that a submitted file may hold."""
    return "\n".join(textwrap.wrap(base64.b64encode(zlib.compress(data)).decode(), LINE))
