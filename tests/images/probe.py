"""Runs inside a container: makes each system call it is given in a child of its own, prints what came of it.

Standard library only, and alone in its file: its text is handed to the container's Python. Outcomes are
"ok", the name of an errno, or the name of the signal that ended the child.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import signal
import sys
from collections.abc import Callable, Sequence

_libc = ctypes.CDLL(None, use_errno=True)


def main() -> None:
    """Try the rows of the first argument: name -> [number, arguments…], or the name of a function here."""
    rows: dict[str, list[int | str | None] | str] = json.loads(sys.argv[1])
    sys.stdout.write(json.dumps({name: _outcome(_attempt(row)) for name, row in rows.items()}))


def _attempt(row: Sequence[int | str | None] | str) -> Callable[[], int]:
    if isinstance(row, str):
        return {"int80": _int80, "x32": _x32}[row]
    return lambda: _syscall(row)


def _syscall(row: Sequence[int | str | None]) -> int:
    arguments = [value.encode() if isinstance(value, str) else value for value in row]
    plain = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    return int(_libc.syscall(*plain))


def _int80() -> int:
    """Ask for the process id by the calling convention of 32-bit programs."""
    code = b"\xb8\x14\x00\x00\x00\xcd\x80\xc3"  # mov eax, 20; int 0x80; ret
    memory = mmap.mmap(-1, mmap.PAGESIZE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
    memory.write(code)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    return int(ctypes.CFUNCTYPE(ctypes.c_int)(address)())


def _x32() -> int:
    return _syscall([0x40000000 | 39])


def _outcome(attempt: Callable[[], int]) -> str:
    child = os.fork()
    if child == 0:
        code = 255
        try:
            code = ctypes.get_errno() if attempt() == -1 else 0
        finally:
            os._exit(code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status < 0:
        return signal.Signals(-status).name
    return errno.errorcode.get(status, str(status)) if status else "ok"


if __name__ == "__main__":
    main()
