"""Values cross between cells as plain data."""

from __future__ import annotations

import collections
import enum
import math
import random
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from graders.incell import codec, values
from graders.incell.codec import Decoder, Encoder, strided
from graders.incell.values import Unrepresentable
from sandbox.wire import WireViolation


def refuse(value: Any) -> Any:
    """Have no form for anything foreign."""
    raise Unrepresentable(type(value).__name__)


def through_the_wire(value: Any) -> Any:
    """Encode and decode a value."""
    encoder = Encoder(refuse)
    head = msgspec.msgpack.encode(encoder.encode(value))
    bodies = [bytearray(body) for body in encoder.bodies]
    decoder = Decoder(bodies, refuse)
    result = decoder.decode(msgspec.msgpack.decode(head, type=values.Wire))
    decoder.finish()
    return result


def decode(wire: Any, *bodies: bytes) -> Any:
    """Decode a head with these bodies."""
    decoder = Decoder([bytearray(body) for body in bodies], refuse)
    result = decoder.decode(wire)
    decoder.finish()
    return result


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -1, 2**63 - 1, -(2**63), 2**63, -(2**200), 1.5, math.inf, -0.0, 1 + 2j, "", "한글",
        "x" * 10_000, b"", b"\x00\xff", b"y" * 10_000, [], [1, 2.5, "a", None], (1, (2, [3])),
        {"a": 1, 2: (3,), (4, 5): None},
        [0.5] * 1000, tuple(range(1000)), [True] * 100, [2**70] * 100, [1, 2.0] * 100,
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_plain_values_arrive_as_they_were(value):
    """Plain values keep type and content, whatever their length."""
    result = through_the_wire(value)

    assert type(result) is type(value)
    assert result == value
    assert repr(result) == repr(value)


def test_nan_arrives_as_nan():
    """NaN is a float like any other."""
    assert math.isnan(through_the_wire(math.nan))


@pytest.mark.parametrize("name", sorted(codec.DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_tensors_of_every_dtype_arrive_equal(name, shape):
    """Each allowed dtype and any shape of up to eight dimensions arrives bit for bit."""
    tensor = (torch.arange(math.prod(shape)).reshape(shape) % 2).to(getattr(torch, name))

    result = through_the_wire(tensor)

    assert result.dtype == tensor.dtype
    assert result.shape == tensor.shape
    assert torch.equal(result, tensor)


@pytest.mark.parametrize("name", sorted(set(codec.DTYPES) - {"bfloat16"}))
def test_arrays_of_every_dtype_arrive_equal(name):
    """Arrays keep dtype and shape; strides and byte order do not matter."""
    array = np.arange(24).reshape(2, 3, 4).astype(name)
    swapped = array.astype(array.dtype.newbyteorder(">")).transpose(2, 0, 1)

    assert np.array_equal(through_the_wire(array), array)
    result = through_the_wire(swapped)
    assert result.dtype == array.dtype
    assert np.array_equal(result, array.transpose(2, 0, 1))


def test_arrived_memory_is_contiguous_owned_and_writable():
    """Nothing of the frame is shared with the value made from it."""
    body = bytearray(np.arange(4, dtype=np.float32).tobytes())
    tensor = Decoder([body], refuse).decode(values.Tensor("float32", [2, 2], False, False))
    body[:] = bytes(len(body))

    assert tensor.is_contiguous()
    tensor[0, 0] = 9.0
    assert tensor.tolist() == [[9.0, 1.0], [2.0, 3.0]]


@pytest.mark.parametrize(("value", "plain"), [(np.str_("rbf"), "rbf"), (np.bytes_(b"rbf"), b"rbf")])
def test_texts_of_numpy_are_texts(value, plain):
    """A text from NumPy, as `rng.choice` gives it, crosses as the plain text it is."""
    result = through_the_wire(value)

    assert type(result) is type(plain)
    assert result == plain


def test_requires_grad_travels():
    """A tensor that wants a gradient still wants it, as a leaf."""
    result = through_the_wire((torch.ones(2, requires_grad=True) * 2,))[0]

    assert result.requires_grad
    assert result.is_leaf


def test_strided_arguments_have_gaps():
    """A tensor marked strided arrives with equal values and other strides."""
    result = through_the_wire(strided(torch.arange(6.0).reshape(2, 3)))

    assert not result.is_contiguous()
    assert result.tolist() == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]


def test_views_conjugates_and_parameters_are_plain_tensors():
    """What a tensor is made of does not matter: transposed, conjugated, expanded, a parameter."""
    base = torch.arange(6.0).reshape(2, 3)
    for tensor in (base.T, torch.complex(base, base).conj(), base[:1].expand(4, 3), torch.nn.Parameter(base)):
        result = through_the_wire(tensor)

        assert type(result) is torch.Tensor
        assert torch.equal(result, tensor.detach().resolve_conj())


def test_subclasses_lose_what_they_add():
    """Subclasses of plain types arrive as the plain type, without running their methods here."""

    class Liar(torch.Tensor):
        @classmethod
        def __torch_function__(cls, *args: Any, **kwargs: Any) -> Any:
            raise AssertionError("ran")

    class Colour(enum.IntEnum):
        RED = 3

    Pair = collections.namedtuple("Pair", "a b")
    sent = [
        torch.ones(2).as_subclass(Liar),
        Colour.RED,
        Pair(1, 2),
        collections.OrderedDict(a=1),
        np.float64(2.5),
    ]

    result = through_the_wire(sent)

    assert [type(item) for item in result] == [torch.Tensor, int, tuple, dict, np.float64]


@pytest.mark.parametrize(
    "value",
    [10**2000, dict.fromkeys(range(5000)), {frozenset(): 1}, torch.ones(1).to_sparse(), np.array(["a"]),
     object()],
    ids=["int", "keys", "key", "sparse", "text array", "object"],
)  # fmt: skip
def test_values_without_a_form_are_unrepresentable_or_foreign(value):
    """Too large numbers and dicts, and everything that is no plain data, have no wire form of their own."""
    with pytest.raises(Unrepresentable):
        through_the_wire(value)


def test_deep_and_circular_values_are_unrepresentable():
    """Nesting is bounded, so a list that contains itself ends."""
    circle: list[Any] = []
    circle.append(circle)

    with pytest.raises(Unrepresentable):
        through_the_wire(circle)


def nested(depth: int) -> Any:
    """A list in a list in a list, as it travels."""
    wire: Any = 1
    for _ in range(depth):
        wire = values.Items("list", [wire])
    return wire


HOSTILE = {
    "dtype object": (values.Array("O", [1], False), b"\0" * 8),
    "dtype with size": (values.Array("|O8", [1], False), b"\0" * 8),
    "unknown dtype": (values.Tensor("float8", [1], False, False), b"\0"),
    "short body": (values.Tensor("float32", [2], False, False), b"\0" * 4),
    "long body": (values.Tensor("float32", [2], False, False), b"\0" * 16),
    "negative side": (values.Tensor("float32", [-1, -1], False, False), b"\0" * 4),
    "empty with a huge side": (values.Tensor("float32", [0, 2**40], False, False), b""),
    "nine dimensions": (values.Tensor("float32", [1] * 9, False, False), b"\0" * 4),
    "overflowing product": (values.Tensor("uint8", [2**30] * 8, False, False), b""),
    "integer gradient": (values.Tensor("int64", [1], True, False), b"\0" * 8),
    "bfloat16 array": (values.Array("bfloat16", [1], False), b"\0" * 2),
    "scalar with a shape": (values.Array("float32", [1], True), b"\0" * 4),
    "missing body": (values.Tensor("float32", [1], False, False),),
    "surplus body": (1, b"\0"),
    "odd packed list": (values.Packed("list", "float64"), b"\0" * 7),
    "text that is not UTF-8": (values.Long("str"), b"\xff\xfe"),
    "huge integer": (values.BigInt(b"\1" * 5000),),
    "too deep": (nested(40),),
    "list as a key": (values.Mapping([(values.Items("list", []), 1)]),),
    "list in a tuple as a key": (values.Mapping([(values.Items("tuple", [values.Items("list", [])]), 1)]),),
    "array as a key": (values.Mapping([(values.Array("int8", [1], False), 1)]), b"\0"),
    "the same key twice": (values.Mapping([(1, 1), (True, 2)]),),
    "event channel": (values.Emitter(1, ["loss"]),),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_values_are_violations(case):
    """What no honest encoder writes is refused before anything is made of it."""
    with pytest.raises(WireViolation):
        decode(*HOSTILE[case])


def test_bool_bodies_hold_only_true_and_false():
    """Any byte of a bool tensor becomes a proper bool."""
    result = decode(values.Tensor("bool", [3], False, False), b"\x00\x02\xff")

    assert result.view(torch.uint8).tolist() == [0, 1, 1]


def test_random_heads_never_crash():
    """Mutated and random heads decode, or are refused by msgspec or as violations; nothing else happens."""
    rng = random.Random(0)
    encoder = Encoder(refuse)
    good = msgspec.msgpack.encode(encoder.encode({"a": [torch.ones(2), (1, 2.5)], "b": "x" * 50}))
    refused = 0
    for _ in range(5000):
        head = bytearray(good)
        for _ in range(rng.randrange(1, 5)):
            head[rng.randrange(len(head))] = rng.randrange(256)
        try:
            decode(msgspec.msgpack.decode(bytes(head), type=values.Wire), b"\0" * 8)
        except (msgspec.MsgspecError, WireViolation, UnicodeDecodeError, Unrepresentable):
            refused += 1

    assert 0 < refused < 5000


def test_a_head_of_nested_lists_is_refused():
    """Nesting beyond what Python's stack takes ends as an error of msgspec, not of the process."""
    depth = 100_000
    head = b"\x93\xa1l\xa4list\x91" * depth + b"\x01"

    with pytest.raises((RecursionError, msgspec.MsgspecError)):
        msgspec.msgpack.decode(head, type=values.Wire)
