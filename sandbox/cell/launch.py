"""The child's path from the fork to the code it was made for.

The order matters and is that of docs/security.md: descriptors, namespaces and mounts,
resource limits, capabilities, Landlock, surroundings, system-call filter; only then is a byte
of the payload read. The path never returns: whatever happens ends in `os._exit`, so that
a child can never run on in the fork server's loop.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sandbox import linux
from sandbox.cell import environment, landlock, namespaces, rlimits, seccomp
from sandbox.gpu import exposure, room
from sandbox.gpu.grant import GpuGrant
from sandbox.messages import Spawn
from sandbox.policy import SandboxPolicy

#: Fixed descriptors of a cell.
STDIN, STDOUT, STDERR, CHANNEL, PAYLOAD, TRACE, EXTRA = range(7)
#: Exit statuses with a meaning: the setup failed (ours), the entry function raised.
SETUP_FAILED, ENTRY_RAISED = 97, 98
#: Where the machine's memory runs out, submission cells go before grader cells, and both before servers.
FIRST_TO_GO, SECOND_TO_GO = 1000, 700

Entry = Callable[[bytes, Sequence[int]], None]


@dataclass(frozen=True)
class CellFds:
    """Descriptors handed over for one cell, still under whatever numbers they arrived with."""

    stdout: int
    stderr: int
    trace: int
    payload: int
    channel: int
    extra: Sequence[int]


def become_cell(spawn: Spawn, fds: CellFds, entry: Entry, proc: int, readable: Sequence[str]) -> None:
    """Close the room and run `entry` in it; never returns.

    `proc` is a descriptor of the fork server's /proc; `readable` names what Landlock lets the cell read.
    """
    status = SETUP_FAILED
    try:
        count, proc = _arrange_descriptors(fds, proc, spawn.policy)
        _close_room(spawn, proc, readable, FIRST_TO_GO if not fds.extra else SECOND_TO_GO)
        payload = _read_all(PAYLOAD)
        if spawn.policy.has("C14"):
            os.close(PAYLOAD)
        status = ENTRY_RAISED
        entry(payload, [CHANNEL, *range(EXTRA, EXTRA + count)])
        status = 0
    except BaseException as error:  # noqa: BLE001  # the edge around foreign code: nothing may unwind past it
        _report(error, status)
    finally:
        _flush()
        os._exit(status)


def _arrange_descriptors(fds: CellFds, proc: int, policy: SandboxPolicy) -> tuple[int, int]:
    """Give each descriptor its fixed number; /proc goes right behind them. Returns (extra channels, proc)."""
    wanted = [os.open("/dev/null", os.O_RDONLY), fds.stdout, fds.stderr, fds.channel, fds.payload, fds.trace]
    wanted += [*fds.extra, proc]
    # Aside first, beyond each of them: a server with many cells gets descriptors of any number.
    aside = max(*wanted, len(wanted)) + 1
    high = [os.dup2(fd, aside + index) for index, fd in enumerate(wanted)]
    for index, fd in enumerate(high):
        os.dup2(fd, index, inheritable=True)
    if policy.has("C14"):
        linux.close_range(len(wanted))
    return len(fds.extra), len(wanted) - 1


def _close_room(spawn: Spawn, proc: int, readable: Sequence[str], oom_score: int) -> None:
    policy, limits = spawn.policy, spawn.limits
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    namespaces.enter(limits, policy, proc)
    rlimits.apply(limits, policy, proc)
    _volunteer_for_oom(proc, oom_score)
    os.close(proc)
    if policy.has("C12"):
        linux.drop_capabilities()
        linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    if policy.has("C19"):
        linux.die_with_parent()
    # Said either way: the fork server is not dumpable, and its children begin like it.
    linux.prctl(linux.PR_SET_DUMPABLE, 0 if policy.has("C13") else 1)
    if policy.has("C07"):
        _restrict_files(readable, limits.gpu)
    if policy.has("C15"):
        environment.replace_environment(exposure.environment(limits.gpu) if limits.gpu else None)
    if policy.has("C37"):
        environment.renew_randomness()
    environment.adapt_libraries()
    if limits.gpu:
        room.advise_torch(limits.gpu)
    _renew_streams()
    faulthandler.enable(file=TRACE, all_threads=False)
    faulthandler.register(signal.SIGUSR1, file=TRACE, all_threads=False)
    if controls := policy.controls & seccomp.CONTROLS:
        seccomp.install(controls, gpu=limits.gpu is not None)


def _restrict_files(readable: Sequence[str], gpu: GpuGrant | None) -> None:
    if gpu is None:
        landlock.restrict(readable, [namespaces.BOX])
        return
    # Of /dev, what the fork server could read is not what this cell has.
    paths = [path for path in readable if not path.startswith("/dev/")]
    landlock.restrict(
        [*paths, *room.readable()],
        [namespaces.BOX],
        devices=room.present(gpu),
        rewritable=[room.threads_folder()],
    )


def _volunteer_for_oom(proc: int, score: int) -> None:
    fd = os.open("self/oom_score_adj", os.O_WRONLY, dir_fd=proc)
    try:
        os.write(fd, b"%d" % score)
    finally:
        os.close(fd)


def _renew_streams() -> None:
    """Fresh text streams on the new descriptors, line by line so that a killed cell's words survive."""
    sys.stdin = open(STDIN, encoding="utf-8", closefd=False)  # noqa: SIM115  # lives as long as the process
    sys.stdout = open(STDOUT, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.stderr = open(STDERR, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)


def _read_all(fd: int) -> bytes:
    size = os.fstat(fd).st_size
    chunks: list[bytes] = []
    offset = 0
    while offset < size:
        chunk = os.pread(fd, min(size - offset, 1 << 20), offset)
        if not chunk:
            break
        chunks.append(chunk)
        offset += len(chunk)
    return b"".join(chunks)


def _report(error: BaseException, status: int) -> None:
    what = "cell setup failed" if status == SETUP_FAILED else "cell entry raised"
    try:
        os.write(TRACE, f"{what}: {type(error).__name__}: {error}\n".encode(errors="backslashreplace")[:2000])
    except OSError:
        pass  # nobody listens; the exit status says the rest


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError, RecursionError):
            pass  # the code in the cell may have closed or replaced it
