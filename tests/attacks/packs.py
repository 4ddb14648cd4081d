"""Attacks by an author: checks that forge their own report, leave their room, or never come to an end."""

from __future__ import annotations

from dataclasses import dataclass

#: finds the grader cell's line to the worker in the frames below, to send on it whatever one likes
_LINE = """
import os, sys, time
import msgspec
def line():
    frame = sys._getframe()
    while frame is not None:
        control = getattr(frame.f_locals.get("self"), "_control", None)
        if hasattr(control, "emit"):
            return control
        frame = frame.f_back
def emit(**message):
    line().emit(msgspec.msgpack.encode(message))
def passed(test, **more):
    emit(type="check_finished", test=test, outcome="passed", **more)
"""
_TESTS = "\ndef test_small(submission): {body}\ndef test_again(submission): pass\n"
"def test_secret(submission): pass\n"


@dataclass(frozen=True)
class Pack:
    """A `checks.py` by the number of its attack, and what the diagnosis or a message must say of it."""

    name: str
    checks: str
    says: str = ""


def sent(name: str, statement: str, says: str = "cannot be right") -> Pack:
    """A pack whose first test sends something of its own."""
    return Pack(name, _LINE + _TESTS.format(body=statement), says)


def imported(name: str, code: str, says: str = "") -> Pack:
    """A pack that does this when it is imported."""
    return Pack(name, _LINE + code + _TESTS.format(body="pass"), says)


_REPORTS = (
    sent("I1-score-of-a-billion", "passed('test_small', score=1e9)"),
    sent("I1-points-of-its-own", "passed('test_small', points=100)"),
    sent("I1-not-a-number", "passed('test_small', duration_s=float('nan'))"),
    sent("I1-infinite", "passed('test_small', duration_s=float('inf'))"),
    sent("I1-minus-one", "passed('test_small', calls=-1)"),
    sent("I1-minus-one-second", "passed('test_small', duration_s=-1.0)"),
    sent(
        "I1-number-of-5000-digits", "line().emit(b'{\"type\": \"done\", \"points\": ' + b'9' * 5000 + b'}')"
    ),
    sent("I1-number-of-64-bits", "passed('test_small', detail={'points': 2**64 - 1})"),
    sent("I1-true-for-a-number", "passed('test_small', calls=True)"),
    sent(
        "I1-verdict-that-does-not-exist", "emit(type='check_finished', test='test_small', outcome='perfect')"
    ),
    sent("I1-accepted", "emit(type='check_finished', test='test_small', outcome='failed', verdict='AC')"),
    sent("I1-passed-twice", "passed('test_small'); passed('test_small')"),
    sent("I1-curve-of-nan", "emit(type='live', test='test_small', name='x', step=0, value=float('nan'))"),
    sent("I1-text-of-no-catalogue", "passed('test_small', message={'key': '../../etc/passwd'})"),
    sent("I1-deep-detail", "passed('test_small', detail={'a': eval('[' * 50 + ']' * 50)})"),
    sent("I1-megabytes", "passed('test_small', detail={'a': 'x' * 2**21})"),
    sent("I1-no-message", "line().emit(os.urandom(4096))"),
    sent("I1-noise-on-the-line", "os.write(3, os.urandom(4096))", "violation"),
    sent("I1-frame-without-end", "os.write(3, b'\\xff' * 8)", "violation"),
    sent("I1-nothing-after-the-last", "emit(type='done'); passed('test_small')"),
    sent("I2-check-of-no-manifest", "passed('test_more')"),
    sent("I2-start-of-no-manifest", "emit(type='check_started', test='test_more')"),
    sent("I2-curve-of-no-manifest", "emit(type='live', test='test_more', name='x', step=0, value=1.0)"),
    Pack("I2-test-without-an-entry", _TESTS.format(body="pass") + "def test_more(): pass\n", "test_more"),
    sent("I2-variant-instead", "emit(type='variant', question={})"),
    sent("I3-markup-for-a-check", "passed('<script>alert(1)</script>')"),
    sent("I3-markup-for-tests", "emit(type='collected', tests=['<img src=x onerror=alert(1)>'])", "<img"),
)

_REACHES = """
def reach():
    import ctypes, glob, socket, subprocess
    libc = ctypes.CDLL(None, use_errno=True)
    reaches = [
        lambda: socket.create_connection(("127.0.0.1", 6379), 0.2),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.fork(),
        lambda: subprocess.run(["/bin/true"]),
        lambda: os.listdir("/srv/seodang"),
        lambda: open("/etc/passwd"),
        lambda: open("/proc/1/environ"),
        lambda: open("/usr/lib/drop", "w"),
        lambda: os.kill(1, 9),
        lambda: os.symlink("/etc", "etc"),
        lambda: libc.unshare(0x10000000) and os.chroot("/box"),
    ]
    done = []
    for number, attempt in enumerate(reaches):
        try:
            attempt()
        except OSError:
            continue
        done.append(number)
    others = [name for name in glob.glob("/**/checks.py", recursive=True) if not name.startswith("/box/")]
    others += [name for name in glob.glob("/**/exercise.toml", recursive=True)]
    held = [name for name in os.environ if "SEODANG" in name or "SECRET" in name]
    assert not (done or others or held), (done, others, held)
    raise ImportError(f"{len(reaches)} reaches failed")
"""

_ROOMS = (
    Pack("I4-out-of-the-room", _LINE + _REACHES + _TESTS.format(body="reach()"), "11 reaches failed"),
    imported("I4-out-of-the-room-at-import", _REACHES + "reach()", "11 reaches failed"),
    imported("I5-prints-a-gigabyte", "for _ in range(2**14): print('x' * 2**16)", "output"),
    imported("I5-sleeps", "time.sleep(10**6)", "time"),
    imported("I5-spins-in-c", "sum(range(10**12))", "time"),
    sent("I5-sleeps-in-a-check", "time.sleep(10**6)", "time"),
    sent(
        "I5-talks-without-end", "[emit(type='collected', tests=['test_small']) for _ in iter(int, 1)]", "time"
    ),
    imported("I7-ten-gigabytes", "kept = bytearray(10 * 2**30)", "MemoryError"),
    imported(
        # MemoryError within, or the watch's "memory" where it looks just then
        "I7-ten-gigabytes-by-and-by",
        "kept = []\nwhile True: kept.append(bytearray(2**20))",
        "emory",
    ),
    imported(
        "I7-ten-gigabytes-in-files", "while True: open(str(time.time()), 'wb').write(bytes(2**20))", "OSError"
    ),
    imported("I8-leaves", "os._exit(0)", "exit code 0"),
    sent("I8-leaves-in-a-check", "os._exit(0)", "exit code 0"),
    sent(
        "I8-leaves-when-all-have-passed",
        "[passed(test) for test in ('test_small', 'test_again', 'test_secret')]; os._exit(0)",
        "exit code 0",
    ),
    sent("I8-says-goodbye", "line().bye(); time.sleep(1)", "ended before"),
    imported("I8-leaves-by-exception", "raise SystemExit(0)", "SystemExit"),
    sent("I8-closes-its-line", "os.closerange(3, 64)", "ended before"),
    sent("I8-takes-every-cell", "[line().open('public') for _ in range(9)]", ""),
    sent("I8-kills-itself", "os.abort()", "signal"),
)

PACKS = (*_REPORTS, *_ROOMS)
