"""Values of checks and submissions to and from frames: exact types, owned memory, every bound checked.

Whatever arrives was written by a process that runs the student's code. So decoding produces only objects of
plain types whose memory is ours, refuses with `WireViolation` whatever no honest encoder writes, and never
runs anything that the bytes name. torch is looked up when a tensor appears, so that a cell without torch
never pays for it.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from graders.incell.values import (
    Array,
    BigInt,
    Complex,
    Emitter,
    Items,
    Long,
    Mapping,
    Packed,
    Raw,
    Reference,
    Tensor,
    Unrepresentable,
    Value,
    Wire,
)
from sandbox.wire import WireViolation

MAX_DEPTH = 16
MAX_DIMENSIONS = 8
MAX_SIDE = 2**31
MAX_KEYS = 4096
MAX_INT_BYTES = 512
#: longer texts, and longer lists of plain numbers, travel as bodies
INLINE_CHARACTERS = 4096
INLINE_ITEMS = 64

Buffer = bytes | bytearray | memoryview

#: torch dtype name -> NumPy dtype of the same bytes
DTYPES: dict[str, npt.DTypeLike] = {
    "bool": np.bool_,
    "uint8": np.uint8,
    "int8": np.int8,
    "int16": np.int16,
    "int32": np.int32,
    "int64": np.int64,
    "float16": np.float16,
    "float32": np.float32,
    "float64": np.float64,
    "bfloat16": np.uint16,
    "complex64": np.complex64,
    "complex128": np.complex128,
}
_NUMPY_NAMES = {np.dtype(dtype): name for name, dtype in DTYPES.items() if name != "bfloat16"}


class strided:  # noqa: N801 - reads as a function where authors use it
    """An argument that reaches the submission as a tensor with the same values and gaps in its memory.

    Without it every tensor arrives contiguous.
    """

    def __init__(self, tensor: Any) -> None:
        self.tensor = tensor


class Encoder:
    """Turns values into heads and collects their bodies.

    `foreign` is asked about whatever has no plain form: it returns a `Reference` or `Emitter`, or raises.
    """

    def __init__(self, foreign: Callable[[Any], Wire]) -> None:
        self.bodies: list[Buffer] = []
        self._foreign = foreign

    def encode(self, value: Value, depth: int = 0) -> Wire:
        """The wire form of one value."""
        if depth > MAX_DEPTH:
            text = f"it is nested more than {MAX_DEPTH} levels deep, or contains itself"
            raise Unrepresentable(text, "deep", MAX_DEPTH)
        plain = _ENCODERS.get(type(value))
        if plain is not None:
            return plain(self, value, depth)
        return self._encode_other(value, depth)

    def body(self, data: Buffer) -> None:
        """Add one body."""
        self.bodies.append(data)

    def items(self, value: Sequence[Value], depth: int, kind: str) -> Wire:
        """A list or tuple; long ones of equal plain numbers as a body."""
        if len(value) > INLINE_ITEMS and (dtype := _packable(value)):
            self.body(np.array(value, dtype=dtype).tobytes())
            return Packed(kind, dtype)  # type: ignore[arg-type]
        return Items(kind, [self.encode(item, depth + 1) for item in value])  # type: ignore[arg-type]

    def mapping(self, value: dict[Value, Value], depth: int) -> Wire:
        """A dict."""
        if len(value) > MAX_KEYS:
            text = f"a dict of {len(value)} keys; at most {MAX_KEYS} can be handed over"
            raise Unrepresentable(text, "keys", len(value))
        return Mapping(
            [(self._key(key, depth + 1), self.encode(item, depth + 1)) for key, item in value.items()]
        )

    def array(self, value: npt.NDArray[Any], *, scalar: bool = False) -> Wire:
        """A NumPy array of an allowed dtype, otherwise whatever `foreign` makes of it."""
        dtype = value.dtype.newbyteorder("=")
        name = _NUMPY_NAMES.get(dtype)
        if name is None or value.ndim > MAX_DIMENSIONS:
            return self._foreign(value[()] if scalar else value)
        self.body(_raw(value.astype(dtype, copy=False)))
        return Array(name, list(value.shape), scalar)

    def _key(self, key: Value, depth: int) -> Wire:
        if isinstance(key, (str, int, float, bytes, tuple, np.generic)) or key is None:
            return self.encode(key, depth)
        name = type(key).__name__
        raise Unrepresentable(f"a dict with a key of type {name}", "key", name)

    def _encode_other(self, value: Value, depth: int) -> Wire:
        """Subclasses of plain types lose what the subclass adds; all else is foreign."""
        torch = sys.modules.get("torch")
        if torch is not None and isinstance(value, torch.Tensor):
            return self._tensor(torch, value)
        if isinstance(value, strided):
            tensor = self.encode(value.tensor, depth)
            if not isinstance(tensor, Tensor):
                raise Unrepresentable("only a tensor can be strided")
            return Tensor(tensor.dtype, tensor.shape, tensor.requires_grad, True)
        if isinstance(value, np.ndarray):
            return self.array(np.asarray(value))
        if isinstance(value, np.generic) and not isinstance(value, (str, bytes)):
            return self.array(np.asarray(value), scalar=True)
        for base, encode in _BASES:
            if isinstance(value, base):
                return encode(self, value, depth)
        return self._foreign(value)

    def _tensor(self, torch: Any, value: Any) -> Wire:
        """A tensor of any subclass as plain data; sparse, quantised and exotic ones are foreign."""
        with torch._C.DisableTorchFunctionSubclass():
            name = str(value.dtype).removeprefix("torch.")
            if name not in DTYPES or value.layout != torch.strided or value.ndim > MAX_DIMENSIONS:
                return self._foreign(value)
            if value.device.type == "meta":
                return self._foreign(value)
            plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
            plain = plain.view(torch.int16) if name == "bfloat16" else plain
            self.body(_raw(plain.numpy()))
            return Tensor(name, list(value.shape), bool(value.requires_grad), False)


class Decoder:
    """Turns the wire form back into values, using up the frame's bodies in order.

    `reference` and `emitter` say what a handle or an event channel becomes on this side.
    """

    def __init__(
        self,
        bodies: Sequence[bytearray],
        reference: Callable[[Reference], Value],
        emitter: Callable[[Emitter], Value] | None = None,
    ) -> None:
        self._bodies = bodies
        self._next = 0
        self._reference = reference
        self._emitter = emitter

    def decode(self, wire: Wire, depth: int = 0) -> Value:
        """The value of this wire form."""
        if depth > MAX_DEPTH:
            raise WireViolation(f"a value nested more than {MAX_DEPTH} levels deep")
        decoder = _DECODERS.get(type(wire))
        return wire if decoder is None else decoder(self, wire, depth)

    def finish(self) -> None:
        """Check that every body was used."""
        if self._next != len(self._bodies):
            raise WireViolation("bodies that the head does not mention")

    def take(self) -> bytearray:
        """The next body."""
        if self._next >= len(self._bodies):
            raise WireViolation("the head mentions more bodies than the frame has")
        self._next += 1
        return self._bodies[self._next - 1]

    def numbers(self, dtype: str, shape: Sequence[int]) -> npt.NDArray[Any]:
        """The next body as an array of our own, after checking that dtype, shape and length agree."""
        kind = DTYPES.get(dtype)
        if kind is None:
            raise WireViolation(f"an array of dtype {dtype[:40]!r}")
        if len(shape) > MAX_DIMENSIONS or not all(0 <= side < MAX_SIDE for side in shape):
            raise WireViolation("an array of impossible shape")
        body = self.take()
        if math.prod(shape) * np.dtype(kind).itemsize != len(body):
            raise WireViolation("an array whose length does not match its shape")
        flat = np.frombuffer(body, dtype=np.uint8 if dtype == "bool" else kind)
        owned = (flat != 0) if dtype == "bool" else flat.copy()
        return owned.reshape(tuple(shape))

    def big_int(self, wire: BigInt, depth: int) -> int:
        """An integer of bounded length."""
        if len(wire.digits) > MAX_INT_BYTES:
            raise WireViolation(f"an integer of {len(wire.digits)} bytes")
        return int.from_bytes(wire.digits, "little", signed=True)

    def long(self, wire: Long, depth: int) -> str | bytes:
        """A long text or byte string."""
        body = bytes(self.take())
        try:
            return body.decode() if wire.kind == "str" else body
        except UnicodeDecodeError as error:
            raise WireViolation("a text that is not UTF-8") from error

    def packed(self, wire: Packed, depth: int) -> list[Any] | tuple[Any, ...]:
        """A list or tuple of plain numbers."""
        body = self.take()
        if len(body) % 8:
            raise WireViolation("a list of numbers whose length is no multiple of eight")
        numbers = np.frombuffer(body, dtype=wire.dtype).tolist()
        return tuple(numbers) if wire.kind == "tuple" else numbers

    def items(self, wire: Items, depth: int) -> list[Value] | tuple[Value, ...]:
        """A list or tuple."""
        values = [self.decode(item, depth + 1) for item in wire.items]
        return tuple(values) if wire.kind == "tuple" else values

    def mapping(self, wire: Mapping, depth: int) -> dict[Value, Value]:
        """A dict with distinct keys of plain hashable types."""
        if len(wire.items) > MAX_KEYS:
            raise WireViolation(f"a dict of {len(wire.items)} keys")
        decoded = [(self._key(key, depth + 1), self.decode(item, depth + 1)) for key, item in wire.items]
        result = dict(decoded)
        if len(result) != len(decoded):
            raise WireViolation("a dict with the same key twice")
        return result

    def array(self, wire: Array, depth: int) -> Value:
        """A NumPy array or scalar."""
        if wire.dtype == "bfloat16" or (wire.scalar and wire.shape):
            raise WireViolation("an array that NumPy cannot have")
        values = self.numbers(wire.dtype, wire.shape)
        return values[()] if wire.scalar else values

    def tensor(self, wire: Tensor, depth: int) -> Value:
        """A torch tensor."""
        values = self.numbers(wire.dtype, wire.shape)
        if wire.requires_grad and not wire.dtype.startswith(("float", "bfloat", "complex")):
            raise WireViolation("a gradient on a dtype that cannot have one")
        torch = import_module("torch")
        tensor = torch.from_numpy(values)
        if wire.dtype == "bfloat16":
            tensor = tensor.view(torch.bfloat16)
        if wire.strided and tensor.ndim:
            tensor = _with_gaps(torch, tensor)
        return tensor.requires_grad_() if wire.requires_grad else tensor

    def reference(self, wire: Reference, depth: int) -> Value:
        """A handle, as this side sees it."""
        return self._reference(wire)

    def emitter(self, wire: Emitter, depth: int) -> Value:
        """An event channel, on the side that may have one."""
        if self._emitter is None:
            raise WireViolation("an event channel in an answer")
        return self._emitter(wire)

    def _key(self, wire: Wire, depth: int) -> Value:
        if isinstance(wire, (Mapping, Tensor, Reference, Emitter)) or (
            isinstance(wire, Items) and wire.kind == "list"
        ):
            raise WireViolation("a dict key that cannot be hashed")
        key = self.decode(wire, depth)
        try:
            hash(key)
        except TypeError as error:
            raise WireViolation("a dict key that cannot be hashed") from error
        return key


def _raw(values: npt.NDArray[Any]) -> Buffer:
    """The bytes of an array in C order, without a copy where it already lies so."""
    if values.size == 0:
        return b""
    return np.ascontiguousarray(values).reshape(-1).view(np.uint8).data


def _packable(value: Sequence[Value]) -> str | None:
    """The dtype of a list whose items are all plain floats or all plain 64-bit ints."""
    kinds = set(map(type, value))
    if kinds == {float}:
        return "float64"
    if kinds == {int} and min(value) >= -(2**63) and max(value) < 2**63:
        return "int64"
    return None


def _with_gaps(torch: Any, tensor: Any) -> Any:
    """The same values in memory of twice the last side."""
    wide = torch.zeros((*tensor.shape[:-1], 2 * tensor.shape[-1]), dtype=tensor.dtype)
    view = wide[..., ::2]
    view.copy_(tensor)
    return view


def _encode_int(encoder: Encoder, value: int, depth: int) -> Wire:
    number = int(value)
    if -(2**63) <= number < 2**63:
        return number
    length = number.bit_length() // 8 + 1
    if length > MAX_INT_BYTES:
        bits = number.bit_length()
        raise Unrepresentable(f"an integer of {bits} bits; at most {8 * MAX_INT_BYTES - 1} fit", "bits", bits)
    return BigInt(number.to_bytes(length, "little", signed=True))


def _encode_str(encoder: Encoder, value: str, depth: int) -> Wire:
    # Lone surrogates have no UTF-8 form; the escape keeps them visible.
    data = str.encode(value, "utf-8", "backslashreplace")
    if len(data) <= INLINE_CHARACTERS:
        return data.decode()
    encoder.body(data)
    return Long("str")


def _encode_bytes(encoder: Encoder, value: bytes, depth: int) -> Wire:
    data = bytes(value)
    if len(data) <= INLINE_CHARACTERS:
        return Raw(data)
    encoder.body(data)
    return Long("bytes")


def _encode_list(encoder: Encoder, value: list[Value], depth: int) -> Wire:
    return encoder.items(list(value), depth, "list")


def _encode_tuple(encoder: Encoder, value: tuple[Value, ...], depth: int) -> Wire:
    return encoder.items(tuple(value), depth, "tuple")


def _encode_dict(encoder: Encoder, value: dict[Value, Value], depth: int) -> Wire:
    return encoder.mapping(dict(value), depth)


_Encode = Callable[[Encoder, Any, int], Wire]
_ENCODERS: dict[type, _Encode] = {
    type(None): lambda encoder, value, depth: value,
    bool: lambda encoder, value, depth: value,
    float: lambda encoder, value, depth: value,
    int: _encode_int,
    str: _encode_str,
    bytes: _encode_bytes,
    complex: lambda encoder, value, depth: Complex(value.real, value.imag),
    list: _encode_list,
    tuple: _encode_tuple,
    dict: _encode_dict,
    np.ndarray: lambda encoder, value, depth: encoder.array(value),
}
#: for subclasses; a subclass of int (an IntEnum, say) is sent as the number it is
_BASES: tuple[tuple[type, _Encode], ...] = (
    (int, _encode_int),
    (float, lambda encoder, value, depth: float(value)),
    (str, _encode_str),
    (bytes, _encode_bytes),
    (bytearray, _encode_bytes),
    (complex, lambda encoder, value, depth: Complex(value.real, value.imag)),
    (list, _encode_list),
    (tuple, _encode_tuple),
    (dict, _encode_dict),
)

_DECODERS: dict[type, Callable[[Decoder, Any, int], Value]] = {
    Complex: lambda decoder, wire, depth: complex(wire.real, wire.imag),
    BigInt: Decoder.big_int,
    Raw: lambda decoder, wire, depth: wire.data,
    Long: Decoder.long,
    Items: Decoder.items,
    Packed: Decoder.packed,
    Mapping: Decoder.mapping,
    Array: Decoder.array,
    Tensor: Decoder.tensor,
    Reference: Decoder.reference,
    Emitter: Decoder.emitter,
}
