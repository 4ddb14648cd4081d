"""A short run of each fuzzer, and proof that the harness would notice what it looks for."""

from __future__ import annotations

import os
import random
import time
from typing import Any

import numpy as np
import pytest
import torch

from graders.incell.codec import Decoder
from graders.incell.values import Array
from tests.fuzz import harness
from tests.fuzz.harness import run
from tests.fuzz.plain import NotPlain, check_plain
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

FRAMES = 2000
SEED = 7


@pytest.mark.parametrize("name", TARGETS)
def test_decoders_take_or_refuse_whatever_comes(name: str) -> None:
    """Spoilt frames raise nothing but what is documented, in time, and leave nothing behind."""
    target = TARGETS[name]()
    try:
        outcome = run(target, FRAMES, SEED)
    finally:
        target.close()

    assert [str(find) for find in outcome.finds.values()] == []
    assert outcome.leaks == []
    assert 0.02 < outcome.taken / outcome.frames < 0.98  # both ways are gone


@pytest.mark.parametrize("name", TARGETS)
def test_frames_repeat_with_their_seed(name: str) -> None:
    """A find can be had again from seed and number, whatever ran before."""
    first, second = TARGETS[name](), TARGETS[name]()
    first.make(random.Random(3))

    assert [harness.frame(first, SEED, n) for n in range(40)] == [
        harness.frame(second, SEED, n) for n in range(40)
    ]
    first.close()
    second.close()


class Broken(Target):
    """A decoder with a fault of its own."""

    name = "broken"
    what = "nobody < nobody"

    def __init__(self) -> None:
        self.kept: list[Any] = []

    def make(self, rng: random.Random) -> bytes:
        return rng.randbytes(8)

    def feed(self, data: bytes) -> bool:
        return True


class Raising(Broken):
    def feed(self, data: bytes) -> bool:
        if data[0] < 100:
            raise KeyError(data[0])
        return True


class Waiting(Broken):
    def feed(self, data: bytes) -> bool:
        time.sleep(60)
        return True


class CatchingAll(Broken):
    def feed(self, data: bytes) -> bool:
        try:
            time.sleep(60)
        except BaseException:  # noqa: BLE001 - as the code around a student's does
            return True
        return True


class Slow(Broken):
    def feed(self, data: bytes) -> bool:
        end = time.thread_time() + 0.3
        while time.thread_time() < end:
            pass
        return True


class Keeping(Broken):
    def feed(self, data: bytes) -> bool:
        self.kept.append([object() for _ in range(10)])
        return True


class Hoarding(Broken):
    def feed(self, data: bytes) -> bool:
        self.kept.append(b"x" * 2**18)
        return True


class Opening(Broken):
    def feed(self, data: bytes) -> bool:
        self.kept.append(os.open(os.devnull, os.O_RDONLY))
        return True

    def close(self) -> None:
        for fd in self.kept:
            os.close(fd)


def test_an_undocumented_exception_is_a_find() -> None:
    """Each place that raises is told once, with its first frame and how often."""
    (find,) = run(Raising(), 200, SEED).finds.values()

    assert find.error.startswith("KeyError")
    assert find.times > 10
    assert "test_fuzz.py" in find.place


@pytest.mark.parametrize("kind", [Waiting, CatchingAll, Slow])
def test_a_frame_that_takes_too_long_is_a_find(kind: type[Target], monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting, working and swallowing the interruption are all noticed."""
    monkeypatch.setattr(harness, "DEADLINE_S", 0.2)
    monkeypatch.setattr(harness._Watch, "PATIENCE_S", 0.2 if kind is not Slow else 10.0)

    (find,) = run(kind(), 1, SEED).finds.values()

    assert find.error.startswith("Hung")


@pytest.mark.parametrize(
    ("kind", "what"), [(Keeping, "objects"), (Hoarding, "memory"), (Opening, "descriptors")]
)
def test_what_stays_behind_is_a_leak(kind: type[Target], what: str) -> None:
    """Objects, memory and descriptors that outlive their frames are told."""
    target = kind()
    outcome = run(target, 600, SEED)
    target.close()

    assert any(what in leak for leak in outcome.leaks)


@pytest.mark.parametrize(
    "value",
    [
        object(),
        type("Text", (str,), {})("x"),
        np.array([None]),
        np.zeros(2, "S4"),
        torch.nn.Parameter(torch.zeros(1)),
        torch.zeros(2).to_sparse(),
        (torch.ones(1, requires_grad=True) * 2),
        [[{"deep": (bytearray(b"x"),)}]],
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_noticed(value: Any) -> None:
    """Objects, subclasses, other dtypes and tensors with a history are not plain."""
    with pytest.raises(NotPlain):
        check_plain(value, [])


def test_memory_of_the_frame_is_noticed() -> None:
    """An array over a body is not plain; the decoder's copy is."""
    body = bytearray(8)

    with pytest.raises(NotPlain):
        check_plain(np.frombuffer(body, np.float32), [body])
    with pytest.raises(NotPlain):
        check_plain(torch.frombuffer(body, dtype=torch.float32), [body])
    check_plain(Decoder([body], lambda wire: None).decode(Array("float32", [2], False)), [body])
