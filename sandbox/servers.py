"""Fork servers as their owner sees them: start one, ask it for cells, hear how they ended."""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import json
import os
import secrets
import select
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import msgspec

from sandbox.boundary.walls import SYSTEM_PATHS, WallPlan
from sandbox.cells import CellExit
from sandbox.errors import BoundaryFailed, BoundaryUnavailable
from sandbox.forkserver import ServerOptions
from sandbox.gpu.exposure import SERVER_ENVIRONMENT, machine_nodes
from sandbox.gpu.meter import GpuUse, pid_behind
from sandbox.layers import Layer
from sandbox.messages import (
    Begin,
    End,
    Ended,
    FromServer,
    FromStatus,
    Ready,
    Refused,
    Spawn,
    Started,
    decode,
    encode,
)
from sandbox.output import Capture
from sandbox.policy import CONTROLS, WHOLE, CellLimits, SandboxPolicy

_PRODUCT_ROOT = Path(__file__).resolve().parents[1]
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop()); from sandbox.boundary.walls import main; main()"
_ANSWER_S = 10.0
_PASSED_ON = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "LD_LIBRARY_PATH")
#: Uids that no distribution hands out and no container maps: between the system's and "nobody".
_UNUSED_UIDS = range(61_184, 65_000)


@dataclass(frozen=True)
class RoleSpec:
    """What a fork server of one role imports, runs in its cells and shows them."""

    entry: str  #: "module:function" called in each cell with its payload and its line out
    preload: Sequence[str] = ()
    warmup: str | None = None  #: "module:function" called once before the first fork
    expose: Sequence[str] = ("sandbox",)  #: packages of ours the server imports
    importable: bool = False  #: whether code in the cells may import them too
    gpu: bool = False  #: its cells may have a share of a device
    collapse: bool = True  #: move the warm heap to huge pages (dear once, cheap for each fork)


class Server:
    """One fork server process. Make it in a thread that outlives it: the kernel ends it with that thread."""

    def __init__(self, name: str, spec: RoleSpec, policy: SandboxPolicy = WHOLE) -> None:
        self.name = name
        self.served = 0
        self.in_flight = 0
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the server
        plan = _plan(name, spec, policy)
        command = [sys.executable, "-I", "-c", _BOOT, str(theirs.fileno()), str(os.getpid()), plan.to_json()]
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(_PRODUCT_ROOT)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                env=plan.environment,
                cwd="/",
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The launcher's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def wait_ready(self, timeout: float) -> Ready:
        """Wait until it is warm; raises `BoundaryUnavailable` naming the control, or `BoundaryFailed`."""
        poller = select.poll()
        poller.register(self._control, select.POLLIN)
        if not poller.poll(int(timeout * 1000)):
            raise BoundaryFailed(f"the {self.name} fork server was not ready within {timeout:.0f} s")
        data = self._control.recv(1 << 16)
        if not data:
            raise BoundaryFailed(f"the {self.name} fork server ended while starting: {self.log_tail()}")
        message: Ready | Refused = decode(data, FromServer)
        if isinstance(message, Refused):
            layer = Layer(self.name, message.control, True, False, message.detail)
            raise BoundaryUnavailable([layer])
        return message

    def spawn(
        self,
        entry: str,
        limits: CellLimits,
        payload: int,
        channel: int,
        extra: Sequence[int] = (),
        policy: SandboxPolicy = WHOLE,
        *,
        ahead: bool = False,
    ) -> Cell:
        """Fork a cell; the descriptors stay the caller's. Raises `BoundaryFailed` if the server is gone.

        The wall clock of one forked `ahead` begins with `Cell.begin`.
        """
        cell = Cell(self, limits, policy)
        fds = [cell.their_status.fileno(), *(c.write_end for c in cell.captures), payload, channel, *extra]
        try:
            with self._lock:
                socket.send_fds(self._control, [encode(Spawn(entry, limits, policy, ahead))], fds)
                self.served += 1
        except OSError as error:
            cell.close()
            raise BoundaryFailed(f"the {self.name} fork server is gone: {error}") from error
        cell.handed_over()
        return cell

    def close(self) -> None:
        """Kill it and all its cells; safe to call twice."""
        self._control.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._log.close()

    def log_tail(self) -> str:
        """The last of what the process printed, for our own log."""
        with contextlib.suppress(OSError, ValueError):
            self._log.seek(0, os.SEEK_END)
            self._log.seek(max(0, self._log.tell() - 2000))
            return self._log.read().decode("utf-8", "replace").strip()
        return ""


@dataclass
class Cell:
    """One cell as its owner sees it: a status socket, three pipes, and in the end an `Ended`."""

    server: Server
    limits: CellLimits
    policy: SandboxPolicy = WHOLE
    stdout: Capture = field(default_factory=Capture)
    stderr: Capture = field(default_factory=Capture)
    trace: Capture = field(default_factory=Capture)
    ended: Ended | None = None
    asked_at: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.status, self.their_status = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.status.setblocking(False)
        self.gpu = GpuUse(self.limits.gpu) if self.limits.gpu else None
        self._answer_due: float | None = self.asked_at + _ANSWER_S
        self._end_asked = False

    @property
    def captures(self) -> tuple[Capture, Capture, Capture]:
        """The pipes, in the order the fork server expects them."""
        return self.stdout, self.stderr, self.trace

    def handed_over(self) -> None:
        """Close our copies of what the cell now holds."""
        self.their_status.close()
        for capture in self.captures:
            capture.close_write_end()

    def begin(self) -> None:
        """Say that its turn has come, if it was forked ahead."""
        with contextlib.suppress(OSError):
            self.status.send(encode(Begin()))

    def end(self, reason: str, limit: float | None = None) -> None:
        """Ask for the cell's end; harmless when it has ended."""
        if self.ended is None and not self._end_asked:
            self._end_asked = True
            self._answer_due = self._answer_due or time.monotonic() + _ANSWER_S
            with contextlib.suppress(OSError):
                self.status.send(encode(End(reason, limit)))

    def hear(self) -> None:
        """Take one status message; raises `BoundaryFailed` when the server went away."""
        try:
            data = self._receive()
        except BlockingIOError:
            return
        if not data:
            if self.ended is None:
                raise BoundaryFailed(f"the {self.server.name} fork server died: {self.server.log_tail()}")
            return
        try:
            message: Started | Ended = decode(data, FromStatus)
        except msgspec.MsgspecError as error:
            raise BoundaryFailed(f"the {self.server.name} fork server spoke nonsense: {error}") from error
        self._answer_due = None
        if isinstance(message, Ended):
            self.ended = message

    def _receive(self) -> bytes:
        try:
            if self.gpu is None:
                return self.status.recv(1 << 16)
            data, fds, _, _ = socket.recv_fds(self.status, 1 << 16, 1)
            for fd in fds:  # with its first word comes a descriptor of the cell
                self.gpu.pid = pid_behind(fd)
            return data
        except ConnectionResetError:
            # The server closed with a word of ours unread; what it said before waits behind the error.
            with contextlib.suppress(ConnectionResetError):
                return self.status.recv(1 << 16)
            return b""

    def check_answering(self) -> None:
        """Raise `BoundaryFailed` when the server owes an answer for too long."""
        if self.ended is None and self._answer_due is not None and time.monotonic() > self._answer_due:
            raise BoundaryFailed(f"the {self.server.name} fork server does not answer")

    def pump(self) -> None:
        """Read its output; ends the cell when it wrote more than its limit."""
        for capture in self.captures:
            capture.pump()
        written = self.stdout.total + self.stderr.total + self.trace.total
        if written > self.limits.output_bytes and self.policy.has("C21"):
            self.end("output", float(self.limits.output_bytes))

    def exit(self) -> CellExit:
        """How it ended; call once it has."""
        for capture in self.captures:
            capture.drain()
        ended = self.ended or Ended("stopped", None, None, 0.0, 0.0, 0)
        return CellExit(
            reason=ended.reason,
            exit_code=ended.exit_code,
            signal=ended.signal,
            wall_s=ended.wall_s,
            cpu_s=ended.cpu_s,
            peak_bytes=ended.peak_bytes,
            gpu_peak_bytes=self.gpu.peak_bytes if self.gpu else 0,
            gpu_short=self.gpu.short if self.gpu else False,
            limit=ended.limit,
            stack=self.trace.text,
            stdout=self.stdout.text,
            stderr=self.stderr.text,
            stdout_bytes=self.stdout.total,
            stderr_bytes=self.stderr.total,
        )

    def close(self) -> None:
        """Let go of everything; the fork server kills the cell if it still runs."""
        self.status.close()
        self.their_status.close()
        for capture in self.captures:
            capture.close()


def sealed_payload(data: bytes) -> int:
    """`data` in an anonymous file nobody can change any more; the caller closes the descriptor."""
    fd = os.memfd_create("payload", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
    fcntl.fcntl(fd, 1033, 0x1 | 0x2 | 0x4 | 0x8)  # F_ADD_SEALS: seal, shrink, grow, write
    return fd


def _plan(name: str, spec: RoleSpec, policy: SandboxPolicy) -> WallPlan:
    runtime = _runtime_folders()
    options = ServerOptions(
        preload=list(spec.preload),
        entry=spec.entry,
        warmup=spec.warmup,
        hidden=[] if spec.importable else ["sandbox", "graders", "config", "seodang"],
        collapse=spec.collapse,
        readable=[*runtime, *SYSTEM_PATHS],
    )
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": "/box",
        "TMPDIR": "/box",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "CUDA_VISIBLE_DEVICES": "",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": "/box",
        "JOBLIB_MULTIPROCESSING": "0",
        **{key: os.environ[key] for key in _PASSED_ON if key in os.environ},
        **(SERVER_ENVIRONMENT if spec.gpu else {}),
    }
    return WallPlan(
        role=name,
        python=sys.executable,
        runtime=runtime,
        packages={package: _folder_of(package) for package in spec.expose},
        masks=_product_inside(runtime),
        arguments=[json.dumps(asdict(options))],
        environment=environment,
        uid=_unused_uid(),
        nodes=machine_nodes() if spec.gpu else {},
        without=sorted(CONTROLS - policy.controls),
    )


def _runtime_folders() -> list[str]:
    """Folders the interpreter and its packages live in; never the working folder."""
    candidates = [sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix, *site.getsitepackages()]
    candidates += [sysconfig.get_path("stdlib"), str(Path(sys.executable).resolve().parent)]
    if site.ENABLE_USER_SITE:
        candidates.append(site.getusersitepackages())
    folders = [os.path.realpath(path) for path in candidates if os.path.isdir(path)]
    # sys.prefix may be reached through a link; the interpreter is executed by that name.
    return list(dict.fromkeys([*folders, *(p for p in (sys.prefix,) if os.path.isdir(p))]))


def _product_inside(runtime: Iterable[str]) -> list[str]:
    """Our own packages where they are installed among the libraries: cells must not see them."""
    names = ("graders", "sandbox", "seodang", "config.py")
    return [f"{folder}/{name}" for folder in runtime for name in names if os.path.exists(f"{folder}/{name}")]


def _folder_of(package: str) -> str:
    found = importlib.util.find_spec(package)
    locations = found.submodule_search_locations if found else None
    if not locations:
        raise ValueError(f"no package named {package!r} to show a fork server")
    return os.path.realpath(next(iter(locations)))


def _unused_uid() -> int:
    return secrets.choice(_UNUSED_UIDS)
