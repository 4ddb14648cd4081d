"""Attacks on the submission's own process that must hurt nothing else: patches, hooks, threads, signals."""

from __future__ import annotations

from tests.attacks.probe import WRONG, called, loaded

_ALL_SIGNALS = """
import ctypes, signal
libc = ctypes.CDLL(None)
for number in range(1, 65):
    if number not in (SKIPPED):
        libc.syscall(234, 1, 1, number)
"""

PROBES = (
    loaded(
        "X20-patched-builtins",
        """
import builtins
for name in ("isinstance", "issubclass", "callable", "hasattr", "all", "any"):
    setattr(builtins, name, lambda *a: True)
builtins.len = lambda x: 0
builtins.type = lambda *a: int
def scale(x):
"""
        + WRONG,
        "WA|IR|RTE|TLE",
    ),
    loaded(
        "X20-patched-decoders",
        """
import gc, numpy, struct, os
for name in ("frombuffer", "array", "asarray", "ascontiguousarray"):
    setattr(numpy, name, lambda *a, **k: 1)
for found in gc.get_objects():
    if type(found) is dict and "_ENCODERS" in found:
        found["_ENCODERS"].clear()
        found["_BASES"] = ()
    if type(found) is dict and found.get("__name__") == "sandbox.wire":
        found["MAX_BODIES"] = 2**31
os.write = lambda *a: 2**20
def scale(x):
"""
        + WRONG,
        "WA|IR|RTE|TLE",
    ),
    loaded(
        "X20-no-modules-left",
        "import sys\nfor name in list(sys.modules):\n    if name != 'torch': del sys.modules[name]\n"
        "def scale(x):\n" + WRONG,
        "WA|IR|RTE|TLE",
    ),
    loaded(
        "X20-traced",
        "import sys, threading\ndef trace(frame, event, argument):\n    frame.f_trace_opcodes = True\n"
        "    for name in frame.f_locals: pass\n    return trace\n"
        "sys.settrace(trace)\nthreading.settrace(trace)\nsys.setprofile(lambda *a: None)\ndef scale(x):\n"
        + WRONG,
        "WA|TLE",
    ),
    loaded(
        "X20-audited",
        "import sys\ndef hook(event, arguments):\n    raise KeyboardInterrupt(event)\n"
        "def scale(x):\n    sys.addaudithook(hook)\n" + WRONG,
        "WA|RTE|IR|TLE",
    ),
    loaded(
        "X20-collected",
        "import gc\ngc.callbacks.append(lambda *a: (_ for _ in ()).throw(SystemExit(0)))\n"
        "gc.set_threshold(1, 1, 1)\ndef scale(x):\n" + WRONG,
        "WA|RTE",
    ),
    loaded(
        "X20-streams-replaced",
        "import sys\nclass Odd:\n    def write(self, text): raise SystemExit(0)\n"
        "    def flush(self): raise SystemExit(0)\nsys.stdout = sys.stderr = Odd()\ndef scale(x):\n" + WRONG,
        "WA",
    ),
    loaded(
        "X20-streams-closed", "import os\nfor fd in (0, 1, 2, 5): os.close(fd)\ndef scale(x):\n" + WRONG, "WA"
    ),
    loaded(
        "X20-streams-exchanged",
        "import os\nfor fd in (1, 2, 5):\n    try: os.dup2(3, fd)\n    except OSError: pass\n"
        "print('x' * 10000)\ndef scale(x):\n    print('x' * 10000)\n" + WRONG,
        "WA|IR|RTE|TLE",
    ),
    loaded(
        "X21-threads-that-outlive",
        "import threading, time\ndef work():\n    while True: time.sleep(0.01)\n"
        "for _ in range(8): threading.Thread(target=work).start()\ndef scale(x):\n" + WRONG,
        "WA",
    ),
    loaded(
        "X21-threads-that-spin",
        "import threading\ndef work():\n    while True: pass\n"
        "for _ in range(8): threading.Thread(target=work, daemon=True).start()\ndef scale(x):\n" + WRONG,
        "WA|TLE",
    ),
    loaded(
        "X21-exit-in-a-thread",
        "import os, threading, time\ndef scale(x):\n"
        "    threading.Thread(target=os._exit, args=(0,)).start()\n    time.sleep(9)\n",
        "RTE",
    ),
    loaded(
        "X21-words-at-the-end",
        "import atexit, os\nclass Last:\n"
        "    def __del__(self): os.write(1, b'PASSED'); os.write(3, b'x' * 99)\n"
        "import builtins\nbuiltins.last = Last()\nbuiltins.last.self = builtins.last\n"
        "atexit.register(os.write, 3, b'x' * 99)\ndef scale(x):\n" + WRONG,
        "WA",
    ),
    called("X22-abort", "import os\nos.abort()", "RTE"),
    called("X22-segmentation-fault", "import ctypes\nctypes.string_at(0)", "RTE"),
    called("X22-stack-in-c", "import ctypes\nf = ctypes.CFUNCTYPE(None)(lambda: f())\nf()", "WA|RTE|MLE|TLE"),
    called("X22-every-signal", _ALL_SIGNALS.replace("SKIPPED", "9, 19"), "RTE|WA"),
    called(
        "X22-stop-and-kill",
        "import ctypes\nlibc = ctypes.CDLL(None)\nfor n in (19, 9, 20, 21): libc.syscall(234, 1, 1, n)",
        "WA|RTE",
    ),
    *(
        called(f"X22-exit-code-{code}", f"import os\nos._exit({code})", "RTE", says=f"exit code {code}")
        for code in (70, 78, 97, 98, 128, 137, 255)
    ),
    loaded("X22-exit-code-97-at-import", "import os\nos._exit(97)\n", "RTE", says="exit code 97"),
    called(
        "X23-faults-told-elsewhere",
        "import faulthandler\nfaulthandler.enable(3)\n"
        "faulthandler.dump_traceback_later(0.01, repeat=True, file=3)\n"
        "import time\ntime.sleep(0.2)",
        "IR|WA|RTE|TLE",
    ),
    called(
        "X23-trace-of-its-own",
        "import os\nos.write(5, b'File \"/box/<script>alert(1)</script>\", line 3 in <img/src=x>\\n')\n"
        "while True: pass",
        "TLE",
    ),
    called("X23-trace-flood", "import os\nwhile True: os.write(5, bytes(2**16))", "OLE|TLE"),
    called("X23-output-by-descriptor", "import os\nwhile True: os.write(1, b'y' * 2**16)", "OLE|TLE"),
    called(
        "X23-output-that-never-blocks",
        "import os, fcntl\nfor fd in (1, 2, 5): os.set_blocking(fd, False)\n"
        "for _ in range(10**4):\n    for fd in (1, 2, 5):\n        try: os.write(fd, b'y' * 4096)\n"
        "        except BlockingIOError: pass",
        "OLE|WA|TLE",
    ),
    called(
        "X24-direction-marks",
        "raise ValueError('\\u202e\\x1b[31m\\x9b0m\\u2066\\ud800\\x00<script>alert(1)</script>')",
        "RTE",
    ),
    called(
        "X24-marked-up-type", "raise type('<img src=x onerror=alert(1)>', (Exception,), {})('=1+1')", "RTE"
    ),
    called(
        "X24-format", "raise ValueError('{0.__class__} {message} %s %n $(id) ${id}')", "RTE", says="{message}"
    ),
    called("X24-key-of-the-catalogue", "raise ValueError('check.passed')", "RTE"),
    called(
        "X24-marked-up-code",
        "exec(compile('def f(): raise ValueError\\nf()', '/box/solution.py', 'exec'), {'__name__': '<b>'})",
        "RTE",
    ),
)
