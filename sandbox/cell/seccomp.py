"""The system-call filter of a cell: an allow-list, everything else is EPERM.

A classic BPF program, as seccomp(2) describes it, made from the lists in `calls`: there is no
way to make a process, a socket, a shared mapping or a lock. `clone3` answers ENOSYS so that
glibc falls back to `clone`, whose flags can be checked.

Four controls share the program: C08 is the list itself with its EPERM for the rest, C09 says
that there are no processes, C10 no objects of the kernel to meet at, C11 no shared anonymous
memory. A control that is left out, in a laboratory, lifts its own rows and no others.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from collections.abc import Iterable, Mapping
from functools import cache

from sandbox import linux
from sandbox.cell.calls import (
    ALLOWED,
    ALLOWED_BY_ARGUMENT,
    CLONE3,
    MMAP,
    OBJECTS,
    PROCESSES,
    ByArgument,
)
from sandbox.gpu import filter as gpu_filter
from sandbox.gpu.exposure import SHARED_ANONYMOUS, UNCHECKED

#: The controls this program is made of.
CONTROLS = frozenset({"C08", "C09", "C10", "C11"})

_SECCOMP, _SET_MODE_FILTER = 317, 1
_ARCH_X86_64 = 0xC000003E
_X32_BIT = 0x40000000

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_MASK, _ABOVE = 0x54, 0x25
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x50000
_EPERM, _EAGAIN, _ENOSYS = 1, 11, 38
_NUMBER, _ARCH = 0, 4
_FIRST_ARGUMENT = 16

_MAP_SHARED, _MAP_ANONYMOUS = 0x01, 0x20


def supported() -> bool:
    """Whether there is a filter for this machine's instruction set."""
    return platform.machine() == "x86_64"


def _instruction(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value & 0xFFFFFFFF)


def _answer(value: int) -> bytes:
    return _instruction(_RETURN, 0, 0, value)


_DENY, _PASS = _answer(_ERRNO | _EPERM), _answer(_ALLOW)


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def _argument(index: int) -> bytes:
    return _load(_FIRST_ARGUMENT + 8 * index)


def _case(number: int, body: list[bytes]) -> list[bytes]:
    """What happens to one call; the body must answer."""
    return [_instruction(_EQUAL, 0, len(body), number), *body]


def _cases(numbers: Iterable[int], answer: bytes) -> list[bytes]:
    return [row for number in numbers for row in _case(number, [answer])]


def _within(index: int, mask: int, least: int, most: int) -> list[bytes]:
    """Allow the call where an argument, masked, lies between two values."""
    return [
        _argument(index),
        _instruction(_MASK, 0, 0, mask),
        _instruction(_AT_LEAST, 0, 2, least),
        _instruction(_ABOVE, 1, 0, most),
        _PASS,
    ]


def _one_of(rule: ByArgument, spans: Iterable[tuple[int, int, int]] = ()) -> list[bytes]:
    """Allow the call where its argument is one of the rule's values, or lies in a (mask, least, most)."""
    rows = []
    if rule.required:
        missing = _answer(_ERRNO | _EAGAIN)
        rows += [_argument(rule.index), _instruction(_ANY_BIT, 1, 0, rule.required), missing]
    rows += [row for span in spans for row in _within(rule.index, *span)]
    rows += [_argument(rule.index), _instruction(_MASK, 0, 0, rule.mask)]
    for value in rule.values:
        rows += [_instruction(_EQUAL, 0, 1, value), _PASS]
    return [*rows, _DENY]


def _private_only() -> list[bytes]:
    """The body for mmap: shared and anonymous together is refused."""
    return [
        _argument(3),
        _instruction(_ANY_BIT, 0, 2, _MAP_ANONYMOUS),
        _instruction(_ANY_BIT, 0, 1, _MAP_SHARED),
        _DENY,
        _PASS,
    ]


@cache
def program(controls: frozenset[str] = CONTROLS, gpu: bool = False) -> bytes:
    """The filter as an array of `struct sock_filter`; `gpu` is for cells with a share of a device.

    A call that the list must hold and whose control is left out is allowed whatever its arguments.
    """
    listed = "C08" in controls
    foreign = _answer(_KILL) if listed else _PASS
    rows = [
        _load(_ARCH), _instruction(_EQUAL, 1, 0, _ARCH_X86_64), foreign,
        _load(_NUMBER), _instruction(_AT_LEAST, 0, 1, _X32_BIT), foreign,
    ]  # fmt: skip
    lifted: list[int] = []
    for control, number, body in _checked(gpu):
        if control in controls:
            rows += _case(number, body)
        elif listed:
            lifted.append(number)
    if listed:
        rows += _cases([*_unchecked(gpu).values(), *lifted], _PASS)
    for control, denied in (("C09", PROCESSES), ("C10", OBJECTS)):
        if control in controls:
            rows += _cases(denied.values(), _DENY)
    rows.append(_DENY if listed else _PASS)
    return b"".join(rows)


def _checked(gpu: bool) -> list[tuple[str, int, list[bytes]]]:
    """Calls whose arguments matter: control, number and body, those made most often first."""
    checked = [("C09", CLONE3, [_answer(_ERRNO | _ENOSYS)])]
    if not (gpu and SHARED_ANONYMOUS):
        checked.append(("C11", MMAP, _private_only()))
    for name, rule in _rules(gpu).items():
        spans = gpu_filter.ioctl_ranges() if gpu and name == "ioctl" else ()
        checked.append((rule.control, rule.number, _one_of(rule, spans)))
    return checked


def _rules(gpu: bool) -> Mapping[str, ByArgument]:
    if not gpu:
        return ALLOWED_BY_ARGUMENT
    rules = {name: rule for name, rule in ALLOWED_BY_ARGUMENT.items() if name not in UNCHECKED}
    added = gpu_filter.allowed_by_argument({})
    return rules | {name: ByArgument("C08", *entry) for name, entry in added.items()}


def _unchecked(gpu: bool) -> Mapping[str, int]:
    """Calls allowed whatever their arguments."""
    if not gpu:
        return ALLOWED
    loose = {name: ALLOWED_BY_ARGUMENT[name].number for name in UNCHECKED}
    if SHARED_ANONYMOUS:
        loose["mmap"] = MMAP
    return gpu_filter.allowed(ALLOWED | loose)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def install(controls: frozenset[str] = CONTROLS, gpu: bool = False) -> None:
    """Put the filter on this process for good; NO_NEW_PRIVS must be set. Raises `OSError`."""
    if not supported():
        raise OSError(f"no system-call filter for {platform.machine()}")
    instructions = program(controls, gpu)
    buffer = ctypes.create_string_buffer(instructions, len(instructions))
    description = _Program(len(instructions) // 8, ctypes.addressof(buffer))
    linux.syscall(_SECCOMP, _SET_MODE_FILTER, 0, ctypes.byref(description))
