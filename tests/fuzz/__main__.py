"""`make fuzz`: a million frames for the decoders of cells and worker.

Each target runs in a process of its own, so that a crash of the interpreter is a find like any other and
says which frame it was. `--target NAME --at NUMBER` runs one frame again and shows what it does.
"""

from __future__ import annotations

import argparse
import faulthandler
import gc
import mmap
import os
import pickle
import struct
import sys
import time
import traceback

from tests.fuzz.harness import Find, Outcome, frame, run
from tests.fuzz.targets import TARGETS

SEED = 20_240_229
STUCK_S = 60.0
_NUMBER = struct.Struct("<q")


def main() -> int:
    """Run and print; exit 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--frames", type=int, default=1_000_000, help="of all targets together")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other frames")
    parser.add_argument("--target", choices=sorted(TARGETS), action="append", help="only this one")
    parser.add_argument("--at", type=int, help="run this one frame of the target again, in this process")
    options = parser.parse_args()
    names = options.target or list(TARGETS)
    if options.at is not None:
        return _again(names[0], options.seed, options.at)
    print(f"seed {options.seed}, Python {sys.version.split()[0]}, {os.cpu_count()} processors\n")
    print(
        f"{'target':<10}{'reads':<32}{'frames':>9}{'taken':>7}{'per s':>8}{'slowest':>10}"
        f"{'grown':>10}{'peak':>10}{'blocks':>8}{'finds':>7}"
    )
    started = time.monotonic()
    outcomes = {name: _run_apart(name, -(-options.frames // len(names)), options.seed) for name in names}
    total = sum(outcome.frames for outcome in outcomes.values())
    print(f"\n{total:,} frames in {time.monotonic() - started:.0f} s")
    for name, outcome in outcomes.items():
        for text in (*outcome.leaks, *map(str, outcome.finds.values())):
            print(f"{name}: {text}")
    found = any(outcome.finds or outcome.leaks for outcome in outcomes.values())
    print("something was found" if found else "nothing was found")
    return int(found)


def _run_apart(name: str, frames: int, seed: int) -> Outcome:
    """Run one target in a forked process and print its row."""
    progress = mmap.mmap(-1, _NUMBER.size)
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.close(read_end)
            _run_here(name, frames, seed, progress, write_end)
            status = 0
        except BaseException:  # noqa: BLE001 - edge: a forked child that must not go on as its parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    os.close(write_end)
    with open(read_end, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(pid, 0)
    if status == 0:
        outcome: Outcome = pickle.loads(said)  # written by ourselves, in the process above
        print(_row(name, outcome), flush=True)
        return outcome
    number = _NUMBER.unpack(progress[:])[0]
    print(f"{name:<10}ended with {os.waitstatus_to_exitcode(status)} at frame {number}", flush=True)
    crash = Find(
        number, b"", f"the process ended with {os.waitstatus_to_exitcode(status)}", "the interpreter"
    )
    return Outcome(frames=number, finds={"crash": crash})


def _run_here(name: str, frames: int, seed: int, progress: mmap.mmap, write_end: int) -> None:
    """In the child: run, and say what came of it."""

    def note(number: int) -> None:
        _NUMBER.pack_into(progress, 0, number)
        if number % 1000 == 0:
            faulthandler.dump_traceback_later(STUCK_S, exit=True)

    target = TARGETS[name]()
    gc.freeze()  # torch alone has half a million objects, which no collection needs to look at
    outcome = run(target, frames, seed, on_frame=note)
    target.close()
    with open(write_end, "wb") as pipe:
        pickle.dump(outcome, pipe)


def _row(name: str, outcome: Outcome) -> str:
    """One row of the table."""
    return (
        f"{name:<10}{TARGETS[name].what:<32}{outcome.frames:>9,}{outcome.taken / outcome.frames:>7.0%}"
        f"{outcome.frames / max(outcome.seconds, 1e-9):>8,.0f}{outcome.slowest_s * 1000:>7.1f} ms"
        f"{outcome.grown_bytes / 2**20:>6.1f} MiB{outcome.peak_bytes / 2**20:>6.0f} MiB"
        f"{outcome.grown_blocks:>8}{sum(find.times for find in outcome.finds.values()):>7}"
    )


def _again(name: str, seed: int, number: int) -> int:
    """Run one frame, with whatever it raises in full."""
    target = TARGETS[name]()
    data = frame(target, seed, number)
    print(f"{len(data)} bytes: {data[:2000]!r}", flush=True)
    try:
        print("taken" if target.feed(data) else "refused")
    finally:
        target.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
