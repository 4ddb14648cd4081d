"""The value types that a head may hold, as msgspec decodes them: tags, names and numbers, never code.

`None`, `bool`, `float`, `str` and 64-bit `int` travel as msgpack has them; every other value is one of the
tagged arrays below. Raw contents (tensors, arrays, long texts, packed lists) are bodies of the frame, used up
in the order in which the head mentions them.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class Unrepresentable(Exception):
    """A value that no frame can hold: too deep, too large, or circular.

    `reason` ends the key of the sentence that says so to the student, `figure` is what it mentions.
    """

    def __init__(self, text: str, reason: str = "", figure: object = "") -> None:
        super().__init__(text)
        self.reason = reason
        self.figure = str(figure)


class Tagged(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag_field="t"):
    """Base of the values that msgpack has no type for."""


class Complex(Tagged, frozen=True, tag="c"):
    """A complex number."""

    real: float
    imag: float


class BigInt(Tagged, frozen=True, tag="i"):
    """An integer of more than 64 bits, two's complement, little-endian."""

    digits: bytes


class Raw(Tagged, frozen=True, tag="b"):
    """A short byte string."""

    data: bytes


class Long(Tagged, frozen=True, tag="x"):
    """A long text or byte string, whose content is a body."""

    kind: Literal["str", "bytes"]


class Items(Tagged, frozen=True, tag="l"):
    """A list or tuple."""

    kind: Literal["list", "tuple"]
    items: list[Wire]


class Packed(Tagged, frozen=True, tag="p"):
    """A long list or tuple of plain floats or plain 64-bit ints, whose content is a body."""

    kind: Literal["list", "tuple"]
    dtype: Literal["float64", "int64"]


class Mapping(Tagged, frozen=True, tag="d"):
    """A dict, in its order."""

    items: list[tuple[Wire, Wire]]


class Array(Tagged, frozen=True, tag="a"):
    """A NumPy array, or a NumPy scalar."""

    dtype: str
    shape: list[int]
    scalar: bool


class Tensor(Tagged, frozen=True, tag="T"):
    """A torch tensor; `strided` asks the reader to lay it out with gaps."""

    dtype: str
    shape: list[int]
    requires_grad: bool
    strided: bool


class Reference(Tagged, frozen=True, tag="h"):
    """An object that stays in the submission's cell."""

    id: int
    type: str
    callable: bool


class Emitter(Tagged, frozen=True, tag="e"):
    """A callable of the check, as a one-way channel for numbers under these names."""

    id: int
    names: list[str]


Wire = (
    None | bool | int | float | str | Complex | BigInt | Raw | Long | Items | Packed | Mapping | Array |
    Tensor | Reference | Emitter )  # fmt: skip

#: a decoded `Wire`; what it may be is settled by `codec`
Value = Any
