"""What GPU cells of these tests run."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import threading

from sandbox.wire import Channel

_libc = ctypes.CDLL(None, use_errno=True)


#: Nodes a machine with GPUs has, and some every machine has.
_NODES = (
    "full", "mem", "null", "nvidia-caps", "nvidia-modeset", "nvidia-uvm", "nvidia-uvm-tools", "nvidia0",
    "nvidia1", "nvidiactl", "ptmx", "shm", "tty", "urandom", "zero",
)  # fmt: skip


def _lists(folder: str) -> bool:
    try:
        os.listdir(folder)
    except OSError:
        return False
    return True


def _error_of(number: int, *arguments: object) -> int:
    """The errno of a system call, 0 where it worked."""
    return 0 if _libc.syscall(number, *arguments) >= 0 else ctypes.get_errno()


def _tree(folder: str) -> list[str]:
    found = []
    if not _lists(folder):
        return []
    for name in sorted(os.listdir(folder)):
        path = f"{folder}/{name}"
        if os.path.isdir(path) and not os.path.islink(path) and name != "task":
            found += _tree(path)
        else:
            found.append(path)
    return found


def _names_its_threads() -> bool:
    """As the driver's library does at its start: through /proc, for another thread of its own."""
    numbers: list[int] = []
    begun, done = threading.Event(), threading.Event()

    def other() -> None:
        numbers.append(threading.get_native_id())
        begun.set()
        done.wait()

    thread = threading.Thread(target=other)
    thread.start()
    begun.wait()
    path = f"/proc/{os.getpid()}/task/{numbers[0]}/comm"
    try:
        with open(path, "w") as file:
            file.write("cuda-worker")
        with open(path) as file:
            return file.read().strip() == "cuda-worker"
    except OSError:
        return False
    finally:
        done.set()
        thread.join()


def _opens(path: str) -> bool:
    try:
        os.close(os.open(path, os.O_RDWR))
    except OSError:
        return False
    return True


def _shares_memory() -> bool:
    try:
        mmap.mmap(-1, 4096, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS).close()
    except OSError:
        return False
    return True


def touch() -> None:
    """Open a node of the driver, as a library does that looks for devices, and keep it open."""
    os.open("/dev/nvidiactl", os.O_RDWR)


def look(payload: bytes, channel: Channel) -> None:
    """Tell what this cell has; or do nothing, until it is ended."""
    if payload == b"wait":
        channel.recv()
    device = os.open("/dev/nvidia0", os.O_RDWR) if _opens("/dev/nvidia0") else 0
    seen = {
        "dev": [name for name in _NODES if os.path.lexists(f"/dev/{name}")],
        "lists_dev": _lists("/dev"),
        "proc": _tree("/proc"),
        "opens": {path: _opens(path) for path in ("/dev/nvidiactl", "/dev/nvidia0", "/dev/nvidia1")},
        "writes_proc": [path for path in _tree("/proc") if _opens(path)],
        "threads_named": _names_its_threads(),
        "environment": dict(os.environ),
        "shared": _shares_memory(),
        "errors": {
            # 25 is ENOTTY: the filter let the request through, the device behind it knows no such one
            "ioctl resource manager": _error_of(16, device, 0xC020462A, 0),
            "ioctl unified memory": _error_of(16, device, 0x30000001, 0),
            "ioctl terminal": _error_of(16, device, 0x5412, 0),
            "ioctl block device": _error_of(16, device, 0x1268, 0),
            "eventfd2": _error_of(290, 0, 0),
            "pipe2": _error_of(293, (ctypes.c_int * 2)(), 0),
            "prctl name": _error_of(157, 15, b"x", 0, 0, 0),
            "prctl dumpable": _error_of(157, 4, 1, 0, 0, 0),
            "prlimit read": _error_of(302, 0, 3, None, ctypes.create_string_buffer(16)),
            "prlimit write": _error_of(302, 0, 3, ctypes.create_string_buffer(16), None),
            "socket": _error_of(41, 1, 1, 0),
            "execve": _error_of(59, b"/usr/bin/true", None, None),
            "memfd_create": _error_of(319, b"x", 0),
            "ptrace": _error_of(101, 0, 0, 0, 0),
            "unshare": _error_of(272, 0x10000000),
            "mount": _error_of(165, b"x", b"/box", b"tmpfs", 0, None),
            "process_vm_readv": _error_of(310, 1, None, 0, None, 0, 0),
            "mlock": _error_of(149, 0, 4096),
            "io_uring_setup": _error_of(425, 1, ctypes.create_string_buffer(120)),
        },
    }
    channel.send(json.dumps(seen).encode())
