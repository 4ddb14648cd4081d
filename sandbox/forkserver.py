"""A fork server: heavy libraries imported and warmed up, forking closed cells on request.

Theory of operation. One process, one thread, PID 1 of its namespace. It reads `Spawn`
messages with descriptors from its owner on descriptor 3, forks, and then watches: for each cell there
is a status socket to the owner, a pidfd, and a `CellWatch`. The socket carries `Started`
and `Ended` out, `Begin` and `End` in; when the owner closes it, or dies, the cell is killed. When
the control socket closes, the server exits, and the kernel ends the whole namespace.

It never reads a submission: payloads and channels are descriptors it passes on. So it has
nothing to leak from one cell to the next, and nothing a student wrote can steer it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox import linux
from sandbox.cell import environment, landlock, selftest
from sandbox.cell.launch import CellFds, Entry, become_cell
from sandbox.control import GraderControl
from sandbox.gpu.traces import traces
from sandbox.messages import Begin, End, Ended, Ready, Refused, Spawn, Started, ToStatus, decode, encode
from sandbox.watchdog import CellWatch, cpu_of, memory_of
from sandbox.wire import Channel

CONTROL = 3
_SAMPLE_S = 0.02
#: How long a cell may take to say where it was before it is killed for going over a limit.
_STACK_GRACE_S = 0.05
_TELLS_WHERE = ("time", "cpu", "memory", "gpu_memory", "output")
_MAX_FDS = 32


@dataclass
class _Cell:
    pid: int
    proc_pid: int
    pidfd: int
    status: socket.socket
    watch: CellWatch
    ending: Ended | None = None
    kill_at: float | None = None
    told: bool = False


@dataclass(frozen=True)
class ServerOptions:
    """How a fork server is set up; travels as JSON on its command line."""

    preload: list[str]
    entry: str
    warmup: str | None
    hidden: list[str]
    collapse: bool
    readable: list[str]  #: below these, what is mounted may be read in cells


def main() -> None:
    """Import, warm up, serve; `argv`: role, options."""
    started = time.monotonic()
    options = ServerOptions(**json.loads(sys.argv[2]))
    control = socket.socket(fileno=CONTROL)
    try:
        server = ForkServer(control, sys.argv[1], options)
    except Exception as error:  # noqa: BLE001  # the edge around what instructors' machines lack: say it, then leave
        control.send(encode(Refused("preload", f"{type(error).__name__}: {error}"[:500])))
        os._exit(78)
    control.send(encode(Ready(time.monotonic() - started, memory_of(os.getpid()))))
    server.serve()


class ForkServer:
    """The server behind `control`; see the module's text."""

    def __init__(self, control: socket.socket, role: str, options: ServerOptions) -> None:
        self._control = control
        self._cells: dict[int, _Cell] = {}
        for name in options.preload:
            importlib.import_module(name)
        main_entry = _for_grader if role == "grader" else _for_submission
        self._entries: dict[str, Entry] = {
            "main": main_entry(_resolve(options.entry)),
            "selftest": selftest.run,
        }
        if options.warmup:
            _resolve(options.warmup)()
        self._proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        self._own_pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self._poller = select.poll()
        self._poller.register(control, select.POLLIN)
        self._hidden_modules = environment.hide_packages(options.hidden)
        if options.hidden:
            for package in os.listdir(environment.PRODUCT):
                linux.umount(f"{environment.PRODUCT}/{package}")
        mountinfo = Path("/proc/self/mountinfo").read_text(encoding="utf-8")
        self._readable = landlock.mounted_paths(mountinfo, options.readable)
        _settle_memory(options.collapse)
        # Last, since a process that is not dumpable owns less of its own /proc.
        linux.prctl(linux.PR_SET_DUMPABLE, 0)

    def serve(self) -> None:
        """Fork and watch until the owner is gone."""
        while True:
            for fd, event in self._poller.poll(self._patience_ms()):
                if fd == self._control.fileno():
                    self._take_request()
                elif fd in self._cells:
                    self._hear(self._cells[fd], event)
            self._watch()

    def _patience_ms(self) -> int | None:
        return int(_SAMPLE_S * 1000) if self._cells else None

    def _take_request(self) -> None:
        data, fds, _, _ = socket.recv_fds(self._control, 1 << 16, _MAX_FDS)
        if not data:
            os._exit(0)
        spawn: Spawn = decode(data, Spawn)
        status = socket.socket(fileno=fds[0])
        threads = len(os.listdir("/proc/self/task"))
        if threads != 1:
            self._control.send(encode(Refused("C36", f"{threads} threads in a fork server")))
            os._exit(70)
        if spawn.limits.gpu and (found := traces()):
            touched = f"the fork server touched CUDA: {', '.join(found)}"
            self._control.send(encode(Refused("C41", touched[:500])))
            os._exit(70)
        self._fork(spawn, status, CellFds(fds[1], fds[2], fds[3], fds[4], fds[5], fds[6:]))
        for fd in fds[1:]:
            os.close(fd)

    def _fork(self, spawn: Spawn, status: socket.socket, fds: CellFds) -> None:
        if spawn.policy.has("C02"):
            linux.unshare(linux.CLONE_NEWPID)
        pid = os.fork()
        if pid == 0:
            become_cell(spawn, fds, self._entries[spawn.entry], self._proc, self._readable)
        linux.setns(self._own_pid_namespace, linux.CLONE_NEWPID)
        pidfd = os.pidfd_open(pid)
        proc_pid = _pid_in_proc(pidfd)
        # Read at once: the cell is still closing its room and has run nothing of a submission's.
        watch = CellWatch(proc_pid, spawn.limits, memory_of(proc_pid), spawn.policy, ahead=spawn.ahead)
        cell = _Cell(pid, proc_pid, pidfd, status, watch)
        self._cells[status.fileno()] = cell
        self._cells[pidfd] = cell
        self._poller.register(status, select.POLLIN)
        self._poller.register(pidfd, select.POLLIN)
        if spawn.limits.gpu:
            self._introduce(cell)
        else:
            self._tell(cell, Started())

    @staticmethod
    def _introduce(cell: _Cell) -> None:
        """Say that the cell began, with a descriptor of it: the owner measures what it holds of its GPU."""
        with contextlib.suppress(OSError):
            socket.send_fds(cell.status, [encode(Started())], [cell.pidfd], socket.MSG_DONTWAIT)

    def _hear(self, cell: _Cell, event: int) -> None:
        if event & select.POLLIN and self._exited(cell):
            return
        try:
            data = cell.status.recv(4096, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._kill(cell)
            self._poller.unregister(cell.status)
            return
        message: Begin | End = decode(data, ToStatus)
        if isinstance(message, Begin):
            cell.watch.begin()
        else:
            self._end(cell, message.reason, message.limit)

    def _end(self, cell: _Cell, reason: str, limit: float | None) -> None:
        """Begin ending a cell; the first reason stands."""
        if cell.ending is not None:
            return
        cell.watch.sample()
        wall, cpu = cell.watch.wall_s, cpu_of(cell.proc_pid)
        cell.ending = Ended(reason, None, None, wall, cpu, cell.watch.peak_bytes, limit)
        if reason in _TELLS_WHERE:
            with contextlib.suppress(ProcessLookupError):
                os.kill(cell.pid, signal.SIGUSR1)
            cell.kill_at = time.monotonic() + _STACK_GRACE_S
            return
        if reason == "stopped":
            self._tell(cell, cell.ending)  # the answer first, the teardown of a large process afterwards
        self._kill(cell)

    def _watch(self) -> None:
        now = time.monotonic()
        for cell in set(map(id, self._cells.values())):
            self._inspect(next(c for c in self._cells.values() if id(c) == cell), now)

    def _inspect(self, cell: _Cell, now: float) -> None:
        if cell.kill_at is not None:
            if now >= cell.kill_at:
                self._kill(cell)
        elif cell.ending is None and (over := cell.watch.exceeded()):
            self._end(cell, *over)

    def _exited(self, cell: _Cell) -> bool:
        pid, status, usage = os.wait4(cell.pid, os.WNOHANG)
        if not pid:
            return False
        ended = _how_it_ended(status, usage.ru_utime + usage.ru_stime, cell)
        self._tell(cell, ended)
        for fd in (cell.status.fileno(), cell.pidfd):
            del self._cells[fd]
            with contextlib.suppress(KeyError):
                self._poller.unregister(fd)
        cell.status.close()
        os.close(cell.pidfd)
        return True

    def _tell(self, cell: _Cell, message: Started | Ended) -> None:
        if cell.told:
            return
        cell.told = isinstance(message, Ended)
        with contextlib.suppress(OSError):  # an owner that no longer listens has given the cell up
            cell.status.send(encode(message), socket.MSG_DONTWAIT)

    @staticmethod
    def _kill(cell: _Cell) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(cell.pidfd, signal.SIGKILL)


def _how_it_ended(status: int, cpu_s: float, cell: _Cell) -> Ended:
    watch = cell.watch
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else None
    ended = cell.ending or Ended("exit" if number is None else "signal", code, number, watch.wall_s, 0.0, 0)
    ended.cpu_s, ended.peak_bytes = max(ended.cpu_s, cpu_s), watch.peak_bytes
    # A cell cannot kill itself, and we did not.
    if cell.ending is None and number == signal.SIGKILL:
        ended.reason, ended.limit = _why_killed(cpu_s, watch)
    return ended


def _why_killed(cpu_s: float, watch: CellWatch) -> tuple[str, float | None]:
    """Why the kernel killed a cell: its processor time, or want of memory, its own or that of the machine."""
    limits = watch.limits
    # Time is counted by timer ticks, and so may reach the limit well before the exact measure does.
    if cpu_s >= limits.cpu_s / 4:
        return "cpu", limits.cpu_s
    # It is the first to go (C20) when memory runs out around it, whoever used that up.
    if watch.peak_bytes >= limits.memory_bytes / 2:
        return "memory", float(limits.memory_bytes)
    return "killed", None


def _resolve(path: str) -> Callable[..., None]:
    module, _, name = path.partition(":")
    function: Callable[..., None] = getattr(importlib.import_module(module), name)
    return function


def _for_submission(function: Callable[[bytes, Channel], None]) -> Entry:
    return lambda payload, fds: function(payload, Channel(fds[0]))


def _for_grader(function: Callable[[bytes, GraderControl], None]) -> Entry:
    def enter(payload: bytes, fds: Sequence[int]) -> None:
        control = GraderControl(fds)
        function(payload, control)
        control.bye()

    return enter


def _pid_in_proc(pidfd: int) -> int:
    """A process's id as the mounted /proc counts, which may not be our own PID namespace's."""
    with open(f"/proc/self/fdinfo/{pidfd}", "rb") as file:
        return next(int(row.split()[1]) for row in file if row.startswith(b"Pid:"))


def _settle_memory(collapse: bool) -> None:
    """Make forks cheap: no garbage collector at work, and the heap in huge pages where the kernel can."""
    gc.collect()
    gc.freeze()
    gc.disable()
    if not collapse:
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    huge = 2 << 20
    with open("/proc/self/maps", encoding="ascii", errors="replace") as file:
        rows = [row.split(maxsplit=5) for row in file]
    for row in rows:
        private_memory = row[1].startswith("rw-p") and (len(row) < 6 or row[5].strip() == "[heap]")
        low, high = (int(part, 16) for part in row[0].split("-"))
        low, high = -(-low // huge) * huge, high // huge * huge
        if private_memory and high > low:
            linux.madvise(low, high - low, linux.MADV_COLLAPSE)
