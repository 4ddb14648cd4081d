"""Canaries inside cells: code that gets hold of a secret, or of what it must not have, once a control is off.

Each takes the stage and the controls to leave out and returns what it got hold of, as text.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable

import msgspec
import pytest

from sandbox import BoundaryUnavailable, CellLimits
from sandbox.policy import MIB, WHOLE
from sandbox.session import CellSpec, SessionSpec
from tests.attacks.controls.planting import FORGOTTEN
from tests.attacks.controls.stage import LIMITS, Laboratory, Proven, Stage, new_marker
from tests.needs import require

Off = frozenset[str]
Attempt = Callable[[Stage, Off], str]

#: How long a canary may take on a busy machine; what stops it is meant to be quicker.
PATIENCE_S = 60.0

CALLS = """
import ctypes, os, time
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), f"call {number}")
"""


def doing(code: str, limits: CellLimits = LIMITS) -> Attempt:
    """A canary that succeeds by coming to its end: only then does it answer MARKER."""

    def attempt(stage: Stage, off: Off) -> str:
        whole = CALLS + code.replace("MARKER", repr(stage.planted))
        return stage.run(off, whole, limits=limits, patience_s=PATIENCE_S)[0].text

    return attempt


def finding(code: str) -> Attempt:
    """A canary that answers what it found; it knows the secret by no other way."""

    def attempt(stage: Stage, off: Off) -> str:
        places = {"READABLE": str(stage.readable_file), "PRIVATE": str(stage.private_file)}
        text = code.replace("FORGOTTEN", str(FORGOTTEN))
        for name, path in places.items():
            text = text.replace(name, repr(path))
        return stage.run(off, CALLS + text)[0].text

    return attempt


def as_root(attempt: Attempt) -> Attempt:
    """A canary about the uid outside, which only root can choose."""

    def guarded(stage: Stage, off: Off) -> str:
        require("root", os.geteuid() == 0, "an ordinary user's cells cannot be given another uid")
        return attempt(stage, off)

    return guarded


def dropped(leave: str, pick_up: str) -> Attempt:
    """Two sessions, one after the other: the second one looks for what the first one left."""

    def attempt(stage: Stage, off: Off) -> str:
        secret = new_marker()
        stage.run(off, CALLS + leave.replace("SECRET", repr(secret)))
        return _as_planted(stage, stage.run(off, CALLS + pick_up)[0].text, secret)

    return attempt


def beside(hold: str, look: str) -> Attempt:
    """Two cells side by side: the second one looks for what the first one holds."""

    def attempt(stage: Stage, off: Off) -> str:
        secret = new_marker()
        codes = {"public": CALLS + hold.replace("SECRET", repr(secret)), "hidden": CALLS + look}
        found = stage.run(off, codes)
        return _as_planted(stage, found[-1].text, secret)

    return attempt


def _as_planted(stage: Stage, text: str, secret: str) -> str:
    return text.replace(secret, stage.planted) if secret in text else ""


#: A segment of shared memory under a fixed key outlives the cell that made it.
SEGMENT = dropped(
    """
libc.shmat.restype = ctypes.c_void_p
segment = libc.syscall(29, 0x5E0DA, 64, 0o1666)
address = libc.shmat(segment, None, 0)
secret = SECRET.encode()
if address is not None and segment >= 0:
    ctypes.memmove(address, secret, len(secret))
""",
    """
libc.shmat.restype = ctypes.c_void_p
segment = libc.syscall(29, 0x5E0DA, 64, 0)
if segment < 0:
    raise OSError(ctypes.get_errno(), "no segment")
result = ctypes.string_at(libc.shmat(segment, None, 0), 15).decode()
""",
)
READ_FILE = finding("result = open(READABLE).read()")
READ_PRIVATE_FILE = as_root(finding("result = open(PRIVATE).read()"))
PROCESS_NAME = finding("result = open('/proc/1/comm').read()")
FILE_LEFT = dropped("open('/box/left', 'w').write(SECRET)", "result = open('/box/left').read()")
UNLISTED_CALL = doing(
    """
name = ctypes.create_string_buffer(16)
call(157, 15, MARKER.encode(), 0, 0, 0)
call(157, 16, name, 0, 0, 0)
result = name.value.decode()
"""
)
FOREIGN_CALL = doing(
    """
import mmap
code = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=7)
code.write(bytes.fromhex("b814000000cd80c3"))  # getpid, by the number of 32-bit programs
answer = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
assert answer > 0
result = MARKER
"""
)
CHILD = doing(
    """
if os.fork() == 0:
    open("/box/child", "w").write(MARKER)
    os._exit(0)
for _ in range(200):
    time.sleep(0.01)
    if os.path.exists("/box/child") and os.path.getsize("/box/child"):
        break
result = open("/box/child").read()
"""
)
#: Read locks on a file that every cell sees; where they lie spells the secret.
LOCKS = beside(
    """
import fcntl, struct
file = os.open(os.__file__, os.O_RDONLY)
for place, letter in enumerate(SECRET.encode()):
    fcntl.fcntl(file, 6, struct.pack("hhqqi4x", fcntl.F_RDLCK, 0, 256 * place + letter, 1, 0))
time.sleep(1.5)
""",
    """
import fcntl, struct
file = os.open(os.__file__, os.O_RDONLY)
def locked(offset):
    asked = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, offset, 1, 0)
    return struct.unpack("hhqqi4x", fcntl.fcntl(file, 5, asked))[0] != fcntl.F_UNLCK
end = time.monotonic() + 1.2
result = ""
while len(result) < 15 and time.monotonic() < end:
    letters = [[l for l in b"RTCANARY_0123456789abcdef" if locked(256 * place + l)] for place in range(15)]
    result = "".join(chr(found[0]) for found in letters if found)
    time.sleep(0.01)
""",
)
SHARED_MEMORY = doing(
    "import mmap\nshared = mmap.mmap(-1, 128 * 2**20)\nshared[0] = 1\nresult = MARKER",
    CellLimits(wall_s=20, cpu_s=20, memory_bytes=64 * MIB),
)
HOST_NAME = doing("call(272, 0x04000000)\ncall(170, MARKER.encode(), 15)\nresult = os.uname().nodename")
#: The memory of a neighbour of the same uid, searched through /proc.
NEIGHBOUR = beside(
    "kept = bytearray(SECRET.encode())\ntime.sleep(2.5)",
    r"""
import re
def search(pid):
    found = set()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for row in maps:
            low, high = (int(part, 16) for part in row.split()[0].split("-"))
            if " rw-p " in row and high - low < 2**26:
                memory.seek(low)
                try:
                    found |= set(re.findall(rb"RTCANARY_[0-9a-f]{6}", memory.read(high - low)))
                except OSError:
                    continue
    return found
end = time.monotonic() + 1.5
found = set()
while time.monotonic() < end:
    for pid in os.listdir("/proc"):
        if pid.isdigit() and int(pid) != os.getpid():
            try:
                found |= search(pid)
            except OSError:
                continue
    time.sleep(0.1)
result = b" ".join(found).decode()
""",
)
DESCRIPTOR = finding("result = os.pread(FORGOTTEN, 64, 0).decode()")
VARIABLE = finding("result = ' '.join(os.environ.values())")
ADDRESS_SPACE = doing(
    "import mmap\nroom = mmap.mmap(-1, 2**30, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)\nresult = MARKER",
    CellLimits(wall_s=20, cpu_s=20, memory_bytes=64 * MIB),
)
DESCRIPTORS = doing("opened = [os.dup(1) for _ in range(100)]\nresult = MARKER")
THREADS = doing(
    "import threading\nthreading.stack_size(2**16)\nstop = threading.Event()\n"
    "for _ in range(40): threading.Thread(target=stop.wait, daemon=True).start()\nresult = MARKER"
)
SPIN = doing(
    "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"
    "while time.process_time() < 2.7: pass\nresult = MARKER",
    CellLimits(wall_s=20, cpu_s=1, memory_bytes=64 * MIB),
)
SLEEP = doing("time.sleep(1.5)\nresult = MARKER", CellLimits(wall_s=0.5, cpu_s=20, memory_bytes=64 * MIB))
HOARD = doing(
    """
import mmap
file = open("big", "w+b")
file.truncate(160 * 2**20)
pages = mmap.mmap(file.fileno(), 160 * 2**20)
for page in range(0, 160 * 2**20, 4096):
    pages[page] = 1
time.sleep(2)
result = MARKER
""",
    CellLimits(wall_s=20, cpu_s=20, memory_bytes=64 * MIB, disk_bytes=256 * MIB),
)
FLOOD = doing(
    "end = time.monotonic() + 3\nfor _ in range(24): os.write(1, b'x' * 2**20)\n"
    "while time.monotonic() < end: os.write(1, b'x' * 2**10)\nresult = MARKER"
)

#: Everything that can be reached from the frames a cell was forked in.
SEARCH = """
import gc, re, sys
todo, seen, found = [sys.modules], set(), set()
frame = sys._getframe()
while frame:
    todo += [frame.f_locals, frame.f_globals]
    frame = frame.f_back
while todo and len(seen) < 500_000:
    thing = todo.pop()
    if id(thing) in seen:
        continue
    seen.add(id(thing))
    if isinstance(thing, (bytes, str)):
        text = thing if isinstance(thing, str) else thing.decode("latin-1")
        found |= set(re.findall("RTCANARY_[0-9a-f]{6}", text))
    else:
        todo += gc.get_referents(thing)
result = " ".join(found)
"""


def last_payload(stage: Stage, off: Off) -> str:
    """Look in a cell for the text of the submission before it."""
    boundary = stage.boundary(off - {"C36"}, servers="careless" if "C36" in off else "plain")
    secret = new_marker()
    stage.run(off, f"result = {secret!r}", boundary=boundary)
    return _as_planted(stage, stage.run(off, SEARCH, boundary=boundary)[0].text, secret)


def same_names(stage: Stage, off: Off) -> str:
    """Compare what two cells draw from a random sequence that their server had begun."""
    code = "import tempfile\nresult = [next(tempfile._get_candidate_names()) for _ in range(3)]"
    one, other = (stage.run(off, code)[0].text for _ in range(2))
    assert "error" not in one
    return stage.planted if one == other else ""


def _unsealed(data: bytes) -> int:
    fd = os.memfd_create("payload")
    os.write(fd, data)
    return fd


def changed_payload(stage: Stage, off: Off) -> str:
    """Write into one's own payload, for the cell that replaces this one to run."""
    other = f"result = {stage.planted[::-1]!r}[::-1]"
    code = f"import os\nos.pwrite(4, {other!r}.ljust(400).encode(), 0)\nos._exit(1)".ljust(400)
    with pytest.MonkeyPatch.context() as patch:
        if "C38" in off:
            patch.setattr("sandbox.session.sealed_payload", _unsealed)
        return stage.run(off, code, script=("public", "public"))[-1].text


def despite_self_test(stage: Stage, off: Off) -> str:
    """Start a boundary that lacks C15, and read in a cell of it what its fork server's environment holds."""
    try:
        boundary = stage.boundary(frozenset({"C15"}), kind=Laboratory if "C40" in off else Proven)
    except BoundaryUnavailable as refusal:
        return f"refused for want of {[layer.control for layer in refusal.layers]}"
    code = "import os\nresult = ' '.join(os.environ.values())"
    return stage.run(frozenset({"C15"}), code, boundary=boundary)[0].text


#: A session has a submission cell even where nobody asks for it.
NOBODY = CellSpec(b"result = None", LIMITS)


def checks_that_attack(stage: Stage, off: Off) -> str:
    """Code of an author, in a grader cell: read its server's environment, and fork."""
    code = """
    import os, time
    found = " ".join(os.environ.values())
    if os.fork() == 0:
        open("/box/child", "w").write(found)
        os._exit(0)
    for _ in range(1000):
        if os.path.exists("/box/child") and os.path.getsize("/box/child"):
            break
        time.sleep(0.01)
    result = open("/box/child").read()
    """
    policy = WHOLE.without("C08", "C09", "C15") if "C30" in off else WHOLE
    heard: list[str] = []
    spec = SessionSpec(CellSpec(textwrap.dedent(code).encode(), LIMITS, policy), {"public": NOBODY})
    boundary = stage.boundary(off - {"C30"}, servers="author")
    boundary.run(spec, lambda message: heard.append(str(msgspec.msgpack.decode(message))))
    return " ".join(heard)
