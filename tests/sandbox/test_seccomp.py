"""The system-call filter as a program: run by an interpreter of classic BPF, for every call and argument."""

from __future__ import annotations

import struct
from itertools import combinations

import pytest

from sandbox.cell import calls, seccomp

X86_64, I386, AARCH64 = 0xC000003E, 0x40000003, 0xC00000B7
ALLOW, KILL, EPERM, EAGAIN, ENOSYS = 0x7FFF0000, 0x80000000, 0x50001, 0x5000B, 0x50026
HIGHEST = 470


def answer(number: int, *arguments: int, program: bytes | None = None, arch: int = X86_64) -> int:
    """What the filter says to a call: an interpreter of the instructions that seccomp(2) allows."""
    program = seccomp.program() if program is None else program
    padded = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("<iIQ6Q", _signed(number), arch, 0, *padded)
    rows = list(struct.iter_unpack("<HBBI", program))
    accumulator = position = 0
    while True:
        code, if_true, if_false, value = rows[position]
        position += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code == 0x54:
            accumulator &= value
        elif code == 0x06:
            return value
        else:
            position += if_true if _holds(code, accumulator, value) else if_false


def _holds(code: int, accumulator: int, value: int) -> bool:
    tests = {0x15: accumulator == value, 0x25: accumulator > value, 0x35: accumulator >= value}
    return tests[code] if code in tests else {0x45: bool(accumulator & value)}[code]


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number


def test_every_number_is_answered_and_only_the_listed_are_allowed() -> None:
    """Of all numbers, those of the list pass with any arguments; others are refused, or looked at."""
    looked_at = {rule.number for rule in calls.ALLOWED_BY_ARGUMENT.values()} | {calls.MMAP, calls.CLONE3}
    for number in range(HIGHEST):
        expected = ALLOW if number in calls.ALLOWED.values() else EPERM
        if number not in looked_at:
            assert answer(number) == answer(number, *[2**64 - 1] * 6) == expected, number


@pytest.mark.parametrize("arch", [I386, AARCH64])
def test_other_instruction_sets_are_fatal(arch: int) -> None:
    """A call by another machine's numbers kills, whichever it is."""
    assert {answer(number, arch=arch) for number in range(HIGHEST)} == {KILL}


@pytest.mark.parametrize("number", [0x40000000, 0x40000001, 0x40000200 + 7, 0x7FFFFFFF, 0xFFFFFFFF])
def test_x32_numbers_are_fatal(number: int) -> None:
    """So does a call with the bit that marks the x32 interface."""
    assert answer(number) == KILL


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("clone", 0x3D0F00, ALLOW),
        ("clone", 0x7D0F00, ALLOW),
        ("clone", 0x3D0F00 | 0x8000, EPERM),
        ("clone", 0x3D0F00 | 0x10000000, EPERM),
        ("clone", 0x3D0F00 ^ 0x400, EPERM),
        ("clone", 0x01200011, EPERM),
        ("futex", 0x80, ALLOW),
        ("futex", 0x80 | 9 | 0x100, ALLOW),
        ("futex", 0, EAGAIN),
        ("futex", 1, EAGAIN),
        ("futex", 9 | 0x100, EAGAIN),
        ("futex", 0x80 | 6, EPERM),
        ("futex", 0x80 | 11, EPERM),
        ("futex", 0x80 | 13, EPERM),
        ("fcntl", 3, ALLOW),
        ("fcntl", 6, EPERM),
        ("fcntl", 37, EPERM),
        ("fcntl", 1024, EPERM),
        ("fcntl", 1031, EPERM),
        ("ioctl", 0x5401, ALLOW),
        ("ioctl", 0x5412, EPERM),
        ("tgkill", 1, ALLOW),
        ("tgkill", 2, EPERM),
        ("madvise", 4, ALLOW),
        ("madvise", 9, EPERM),
        ("madvise", 12, EPERM),
        ("madvise", 21, EPERM),
        ("madvise", 100, EPERM),
        ("membarrier", 8, ALLOW),
        ("membarrier", 1, EPERM),
        ("membarrier", 2, EPERM),
        ("arch_prctl", 0x1003, ALLOW),
        ("arch_prctl", 0x1002, EPERM),
        ("arch_prctl", 0x2001, EPERM),
    ],
)
def test_calls_are_looked_at_by_their_argument(name: str, value: int, expected: int) -> None:
    """Threads but no processes, waiting but no inheriting of priorities, duplicates but no locks."""
    rule = calls.ALLOWED_BY_ARGUMENT[name]
    before = [0xDEAD] * rule.index

    assert answer(rule.number, *before, value) == expected
    assert answer(rule.number, *before, value | 0xABCD << 32) == expected  # the kernel looks at 32 bits too


@pytest.mark.parametrize(
    ("flags", "expected"),
    [(0x02, ALLOW), (0x22, ALLOW), (0x01, ALLOW), (0x21, EPERM), (0x03 | 0x20, EPERM), (0x4021, EPERM)],
)
def test_mmap_is_private_or_of_a_file(flags: int, expected: int) -> None:
    """Shared and anonymous together would be memory that no limit counts."""
    assert answer(calls.MMAP, 0, 4096, 3, flags) == expected


def test_clone3_is_unknown() -> None:
    """Its flags lie where a filter cannot look, so libraries are sent to clone."""
    assert answer(calls.CLONE3) == ENOSYS


def test_what_is_denied_by_name_is_not_in_the_list() -> None:
    """Processes and objects of the kernel are refused twice: by name, and for want of an entry."""
    denied = {**calls.PROCESSES, **calls.OBJECTS}

    assert not denied.keys() & calls.ALLOWED.keys()
    assert not set(denied.values()) & set(calls.ALLOWED.values())
    for number in denied.values():
        assert answer(number) == EPERM


@pytest.mark.parametrize(
    "off", [frozenset(off) for count in range(4) for off in combinations(sorted(seccomp.CONTROLS), count)]
)
def test_each_control_has_rows_of_its_own(off: frozenset[str]) -> None:
    """Whatever is left out, the rows of the controls that stay answer as before."""
    program = seccomp.program(seccomp.CONTROLS - off)
    listed = "C08" not in off

    assert answer(157, program=program) == (EPERM if listed else ALLOW)
    assert answer(20, arch=I386, program=program) == (KILL if listed else ALLOW)
    assert answer(calls.MMAP, 0, 0, 0, 0x21, program=program) == (ALLOW if "C11" in off else EPERM)
    assert answer(56, 17, program=program) == (ALLOW if "C09" in off else EPERM)
    assert answer(72, 0, 6, program=program) == (ALLOW if "C10" in off else EPERM)
    assert answer(57, program=program) == (EPERM if listed or "C09" not in off else ALLOW)
    assert answer(41, program=program) == (EPERM if listed or "C10" not in off else ALLOW)
    assert answer(0, program=program) == ALLOW


def test_filter_of_a_gpu_cell_adds_and_takes_nothing_away() -> None:
    """Whatever an ordinary cell may call, one with a share of a device may; never a process or a socket."""
    program = seccomp.program(gpu=True)
    for number in calls.ALLOWED.values():
        assert answer(number, program=program) == ALLOW
    for number in (*calls.PROCESSES.values(), 41, 53, 29, 319, 321, 323, 425):
        assert answer(number, program=program) == EPERM
    assert answer(56, 17, program=program) == EPERM


def test_program_fits_the_kernel() -> None:
    """The kernel takes 4096 instructions at most; a few hundred keep each call cheap."""
    assert len(seccomp.program()) // 8 < 450
    assert len(seccomp.program(gpu=True)) // 8 < 520
