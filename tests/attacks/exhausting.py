"""Attacks on the machine: time, memory, threads, disk, descriptors, output, the stack."""

from __future__ import annotations

from tests.attacks.probe import called, loaded

PROBES = (
    called("P29-spin", "while True: pass", "TLE", says="1.0 s"),
    called("P29-spin-to-the-cpu-limit", "while True: pass", "TLE", task="short-of-cpu", says="CPU time"),
    called("P30-sleep", "import time\ntime.sleep(1e9)", "TLE", says="1.0 s"),
    called(
        "P31-threads",
        "import threading, time\n"
        "for _ in range(2000): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "RTE",
        says="thread",
    ),
    called("P32-bytearray", "bytearray(8 * 2**30)", "MLE", says="256 MiB"),
    called("P32-tensor", "torch.ones(2**31)", "MLE", says="8,192 MiB"),
    called(
        "P32-list",
        "kept = []\nwhile True: kept.append(bytearray(2**20))",
        "MLE",
        says="256 MiB",
        task="patient",
    ),
    called("P32-map", "import mmap\nkept = [mmap.mmap(-1, 2**30) for _ in range(8)]", "RTE|MLE"),
    called(
        "P33-one-large-file",
        "with open('large', 'wb') as file:\n    for _ in range(8192): file.write(bytes(2**20))",
        "RTE",
        says="OSError",
    ),
    called(
        "P34-many-files", "for i in range(100_000): open(f'f{i}', 'w').close()", "RTE", says="No space left"
    ),
    called(
        "P35-descriptors",
        "kept = [open('solution.py') for _ in range(100_000)]",
        "RTE",
        says="Too many open files",
    ),
    called("P36-output", "line = 'x' * 2**16\nfor _ in range(2**14): print(line)", "OLE", says="16 MiB"),
    loaded("P37-recursion", "def scale(x): return scale(x)\n", "RTE", says="too deeply"),
    loaded(
        "P37-recursion-without-limit",
        "import sys\nsys.setrecursionlimit(10**9)\ndef scale(x): return scale(x)\n",
        "RTE|MLE",
    ),
    loaded(
        "P37-recursion-in-c",
        "import sys\nsys.setrecursionlimit(10**9)\nclass Deep:\n    def __repr__(self): return repr(self)\n"
        "def scale(x): return repr(Deep())\n",
        "RTE|MLE",
    ),
    called(
        "P38-deaf-spin",
        "import signal\nfor s in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU, signal.SIGALRM):\n"
        "    signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "TLE",
    ),
    called(
        "P38-deaf-to-the-cpu-limit",
        "import signal\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nwhile True: pass",
        "TLE",
        task="short-of-cpu",
    ),
    loaded("P46-endless-import", "while True: pass\n", "TLE", says="solution.py, line 2"),
    loaded("P46-long-message", "raise ValueError('m' * 10**7)\n", "RTE", says="mmmm"),
)
