"""Ways to spoil a valid message: as a tree of plain values before it is encoded, and as bytes after.

Both keep what they touch recognisable, so that most of a spoilt message is still read before it is refused.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Sequence
from typing import Any

MODULUS = 2**61 - 1  #: of CPython's hash of numbers: its multiples collide in a dict

NUMBERS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 7, 8, 9, 16, 17, 127, 255, 2**15, 2**31 - 1, 2**31, 2**32, 2**40, 2**53,
    2**63 - 1, 2**63, 2**64 - 1, -(2**31), -(2**63), 0.0, -0.0, 1.5, 1e308, 5e-324, float("nan"),
    float("inf"), float("-inf"), b"", "", [], {}, [0], [[]], {"": None},
)  # fmt: skip
#: names that mean something to one of the readers, or to a library behind it
WORDS = (
    "bool", "uint8", "int8", "int16", "int32", "int64", "float16", "float32", "float64", "bfloat16",
    "complex64", "complex128", "O", "|O8", "object", "V8", ">f4", "S4", "U4", "M8[ns]", "f4,f4", "void",
    "str", "bytes", "list", "tuple", "c", "i", "b", "x", "l", "p", "d", "a", "T", "h", "e", "opened",
    "result", "raised", "event", "open", "call", "get", "item", "length", "iterate", "next", "vjp", "meta",
    "http", "public", "__main__/x.py", "torch/x.py", "sandbox/wire.py", "../x.py",
    "hidden", "eof", "timeout", "violation", "emit", "lost", "finish", "bye", "started", "ended", "stopped",
    "memory", "signal", "exit", "compile", "import", "missing", "signature", "not_callable", "recursion",
    "unrepresentable", "detached", "cotangent", "no_app", "deep", "keys", "key", "bits", "objects", "large",
    "collected", "check_started", "check_failing", "check_finished", "live", "variant", "done", "passed",
    "advised", "mutant", "recorded", "repeated", "solved", "found", "rule", "ST",
    "failed", "error", "not_run", "WA", "RTE", "TLE", "MLE", "OLE", "CE", "IR", "IE", "AC", "check.passed",
    "check.words", "check.misused", "cell.time", "cell.memory", "submission.raised", "submission.at",
    "allocate 1.5 GiB", "allocate 1.2.3 bytes", "allocate . bytes", "{0}", "{x.__class__}", "{", "%s",
    "__class__", "../../etc/passwd", "<script>alert(1)</script>", "\x1b[2J", "\u202eabc", "\x00", "=1+1",
    "é" * 100, "x" * 5000, "9" * 5000, "한글", "\U0001f600" * 50,
)  # fmt: skip
#: pieces of msgpack: lengths that nothing follows, texts that are no UTF-8, reserved bytes, deep nests
SNIPPETS = (
    b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff",
    b"\xc9\xff\xff\xff\xff\x00", b"\xdc\xff\xff", b"\xde\xff\xff", b"\xda\xff\xff", b"\xc1", b"\xc7\x00\x00",
    b"\xa2\xff\xfe", b"\xa3\xed\xa0\x80", b"\x90", b"\x80", b"\xc0", b"\xcb\x7f\xf8\0\0\0\0\0\0",
    b"\xcf" + b"\xff" * 8, b"\xd3\x80" + b"\0" * 7, b"\xd6\xff\0\0\0\0", b"\x93\xa1l\xa4list\x91",
)  # fmt: skip
_NEST = (b"\x91", b"\x81\xa1a", b"\x93\xa1l\xa4list\x91", b"\x93\xa1l\xa5tuple\x91", b"\x92\xa1d\x91\x92\x01")
_MOST_VALUES = 20_000
_DEPTHS = (1, 7, 8, 9, 15, 16, 17, 40, 600, 10_000)


def spoilt_tree(rng: random.Random, tree: Any) -> Any:
    """A copy of the tree with one to three of its values changed."""
    whole = [copy.deepcopy(tree)]
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        slots = _slots(whole)
        if len(slots) > _MOST_VALUES:
            break
        holder, key = rng.choice(slots)
        rng.choice(_CHANGES)(rng, holder, key, slots)
    return whole[0]


def spoilt_bytes(rng: random.Random, data: bytes) -> bytes:
    """The bytes with one to four of their places changed."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        at = rng.randrange(len(data) + 1)
        match rng.randrange(8):
            case 0 | 1 if data:
                at %= len(data)
                data = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
            case 2:
                data = data[:at] + rng.choice(SNIPPETS) + data[at + rng.choice((0, 0, 1, 4)) :]
            case 3:
                data = data[:at]
            case 4:
                data = data[:at] + rng.randbytes(rng.randrange(1, 9)) + data[at:]
            case 5:
                data = data[:at] + data[at + rng.randrange(1, 9) :]
            case 6:
                data = data[:at] + rng.choice(_NEST) * rng.choice(_DEPTHS) + data[at:]
            case _:
                end = at + rng.randrange(64)
                data = data[:at] + data[at:end] * rng.choice((2, 3, 50)) + data[end:]
    return data


def colliding(rng: random.Random) -> list[Any]:
    """A dict, as it crosses between cells, whose keys all have the same hash."""
    length = rng.choice((10, 300, 1500))
    keys = [["i", (MODULUS * (2**64 + n)).to_bytes(24, "little")] for n in range(length)]
    return ["d", [[key, None] for key in keys]]


Slot = tuple[Any, Any]


def _slots(tree: Any) -> list[Slot]:
    """Every place of a value in a tree of lists and dicts, as its holder and its key there."""
    found: list[Slot] = []
    left = [tree]
    while left:
        holder = left.pop()
        for key in range(len(holder)) if isinstance(holder, list) else list(holder):
            found.append((holder, key))
            if isinstance(holder[key], list | dict):
                left.append(holder[key])
    return found


def _number(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    holder[key] = copy.deepcopy(rng.choice(NUMBERS))


def _word(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    holder[key] = rng.choice(WORDS)


def _nudge(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    value = holder[key]
    if type(value) is int:
        holder[key] = max(-(2**63), min(2**64 - 1, rng.choice((value + 1, value - 1, -value, value << 7))))
    elif type(value) is float:
        holder[key] = rng.choice((-value, value * 1e200, int(value) if abs(value) < 2**60 else 0))
    elif type(value) is str:
        holder[key] = rng.choice((value[:-1], value + "x", value.upper(), value * 30, value.encode()))
    elif type(value) is bytes:
        holder[key] = rng.choice((value[:-1], value + b"x", value[::-1], value * 30, value.hex()))


def _wrap(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    for _ in range(rng.choice(_DEPTHS[:8])):
        holder[key] = rng.choice(([holder[key]], ["l", "list", [holder[key]]], {"a": holder[key]}))


def _repeat(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    if isinstance(holder, list):
        times = (1, 2, 17) if isinstance(holder[key], list | dict) else (1, 2, 17, 70, 300, 5000)
        holder[key:key] = [holder[key]] * rng.choice(times)


def _remove(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    if holder is not slots[0][0]:  # never the tree itself
        del holder[key]


def _move(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    other, place = rng.choice(slots)
    holder[key] = copy.deepcopy(other[place])


def _rename(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    if isinstance(holder, dict):
        holder[rng.choice(WORDS) if rng.random() < 0.5 else f"{key}x"] = holder[key]


def _shape(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    sides = (0, 0, 1, 2, 3, -1, 2**16, 2**31 - 1, 2**31, 2**40)
    holder[key] = [rng.choice(sides) for _ in range(rng.choice((0, 1, 2, 3, 8, 9, 40)))]


def _collide(rng: random.Random, holder: Any, key: Any, slots: Sequence[Slot]) -> None:
    if rng.random() < 0.05:
        holder[key] = colliding(rng)


_CHANGES: tuple[Callable[[random.Random, Any, Any, Sequence[Slot]], None], ...] = (
    _number, _number, _word, _word, _nudge, _nudge, _wrap, _repeat, _remove, _move, _rename, _shape, _collide,
)  # fmt: skip
