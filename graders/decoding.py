"""Typed structs from TOML tables, with every problem found and not only the first.

msgspec stops at the first wrong value; an author who has five wrong keys wants to hear of five. So a table
is decoded key by key, each problem is noted with its dotted name, and only a table without problems becomes
a struct.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec

from graders.problems import Problem

S = TypeVar("S", bound=msgspec.Struct)


def read_toml(data: bytes, file: str, problems: list[Problem]) -> dict[str, Any]:
    """The tables of a TOML file; empty, with the problem noted, where it cannot be read."""
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        problems.append(Problem.of(file, "", "not_utf8", position=error.start))
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem.of(file, "", "not_toml", error=str(error)))
    return {}


def decode_table(table: Any, kind: type[S], file: str, key: str, problems: list[Problem]) -> S | None:
    """The struct a table describes, or None with each of its problems noted."""
    if not isinstance(table, Mapping):
        problems.append(Problem.of(file, key, "not_a_table", got=_shown(table)))
        return None
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    before = len(problems)
    for name in table:
        if name not in fields:
            near = get_close_matches(name, fields, n=1)
            code = "unknown_key_near" if near else "unknown_key"
            problems.append(
                Problem.of(
                    file, _join(key, name), code, near=near[0] if near else "", known=", ".join(fields)
                )
            )
    values: dict[str, Any] = {}
    for name, field in fields.items():
        where = _join(key, name)
        if name in table:
            values[field.name] = _decode_value(table[name], field.type, file, where, problems)
        elif field.required:
            problems.append(Problem.of(file, where, "missing_key", name=name))
    return kind(**values) if len(problems) == before else None


def _decode_value(value: Any, kind: Any, file: str, key: str, problems: list[Problem]) -> Any:
    """One value of a table; None with the problem noted where it does not fit."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return decode_table(value, kind, file, key, problems)
    if get_origin(kind) is list and isinstance(value, list):
        (item,) = get_args(kind)
        return [
            _decode_value(each, item, file, f"{key}[{index}]", problems) for index, each in enumerate(value)
        ]
    try:
        return msgspec.convert(value, type=kind, strict=True)
    except msgspec.ValidationError as error:
        if get_origin(kind) is Literal:
            choices = ", ".join(map(str, get_args(kind)))
            problems.append(Problem.of(file, key, "wrong_choice", got=_shown(value), choices=choices))
            return None
        problems.append(Problem.of(file, key, "wrong_value", got=_shown(value), error=_reason(error)))
        return None


def _reason(error: msgspec.ValidationError) -> str:
    """What msgspec objected to, without its path notation."""
    return str(error).split(" - at ")[0]


def _shown(value: Any) -> str:
    """A wrong value as an author recognises it, cut to a line."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _join(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
