"""What is graded: submissions of every temper, each with the verdicts that are right for it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from graders.bundle import Bundle
from tests.attacks import exercise
from tests.attacks.probe import Probe, called, denied, loaded

SHORT_S = 0.25  #: a call of those who never return
PATIENT_S = 10.0  #: a call of all others, so that a busy machine makes none of them late
PLAN = (("test_small", 1, "public"), ("test_secret", 1, "hidden"))
_SMALL, _AGAIN, _REST = exercise.CHECKS.partition("def test_again")
#: without one check, since those that never return wait in each
CHECKS = _SMALL + _REST[_REST.index("def test_secret") :]

RIGHT = (
    Probe("right", exercise.HONEST, "AC"),
    loaded("right-chatty", "print('hello')\ndef scale(x):\n    print(x)\n    return x + x\n", "AC"),
    loaded(
        "right-by-a-model",
        "class Double(torch.nn.Module):\n    def forward(self, x): return 2 * x\nscale = Double()\n",
        "AC",
    ),
)
WRONG = (
    loaded("wrong-value", "def scale(x): return 3 * x\n", "WA"),
    loaded("wrong-shape", "def scale(x): return 2 * x.flatten()\n", "WA"),
    loaded("wrong-dtype", "def scale(x): return 2 * x.double()\n", "WA"),
    called("wrong-type", "return 'text'", "WA"),
    loaded("missing", "def scales(x): return 2 * x\n", "RTE"),
    loaded("syntax", "def scale(x:\n", "CE"),
)
CRASHING = (
    called("raises", "raise ValueError('no')", "RTE"),
    called("exits", "import os\nos._exit(3)", "RTE"),
    called("segfault", "import ctypes\nctypes.string_at(0)", "RTE"),
    called("abort", "import os\nos.abort()", "RTE"),
    loaded("exit-at-import", "raise SystemExit(0)\n", "RTE"),
    loaded("recursion", "def scale(x): return scale(x)\n", "RTE"),
)
HOSTILE = (
    called("memory-at-once", "bytearray(8 * 2**30)", "MLE"),
    called("memory-by-and-by", "kept = []\nwhile True: kept.append(bytearray(2**22))", "MLE"),
    called("flood", "line = 'x' * 2**16\nfor _ in range(2**14): print(line)", "OLE"),
    called(
        "noise-on-descriptors",
        "import os\n"
        "for fd in range(3, 64):\n"
        "    try: os.write(fd, os.urandom(4096))\n"
        "    except OSError: pass",
        "IR|RTE",
    ),
    called("closed-descriptors", "import os\nos.closerange(3, 64)", "IR|RTE"),
    denied("forks", "__import__('os').fork()", "__import__('subprocess').run(['true'])"),
    called(
        "threads",
        "import threading, time\n"
        "for _ in range(200): threading.Thread(target=time.sleep, args=(9,), daemon=True).start()",
        "RTE",
    ),
    called("descriptors", "kept = [open('solution.py') for _ in range(1000)]", "RTE"),
    called("disk", "with open('large', 'wb') as file:\n    while True: file.write(bytes(2**20))", "RTE"),
    called("files", "for i in range(10_000): open(f'f{i}', 'w').close()", "RTE"),
    called("deep-list", "deep = []\nfor _ in range(10_000): deep = [deep]\nreturn deep", "IR"),
    called("many-tensors", "return [torch.zeros(2**20)] * 2000", "IR|MLE"),
)
ENDLESS = (
    called("spin", "while True: pass", "TLE"),
    called("sleep", "import time\ntime.sleep(1e9)", "TLE"),
    loaded("spin-at-import", "while True: pass\n", "TLE"),
    called(
        "deaf-spin",
        "import signal\nfor s in (signal.SIGTERM, signal.SIGXCPU): signal.signal(s, signal.SIG_IGN)\n"
        "while True: pass",
        "TLE",
    ),
)
#: how many of twenty gradings are of each temper
MIX = ((9, RIGHT), (4, WRONG), (4, CRASHING), (2, HOSTILE), (1, ENDLESS))


@dataclass(frozen=True)
class Kind:
    """One submission, the exercise it answers and what must come of it."""

    probe: Probe
    bundle: Bundle
    temper: str

    @property
    def points(self) -> int:
        """What it earns."""
        return 2 if self.temper == "right" else 0


@cache
def kinds() -> dict[str, Kind]:
    """All kinds, by name."""
    patient = exercise.bundle(time_s=PATIENT_S, total_s=3 * PATIENT_S, checks=CHECKS, plan=PLAN)
    short = exercise.bundle(time_s=SHORT_S, total_s=4 * SHORT_S, checks=CHECKS, plan=PLAN)
    tempers = (("right", RIGHT), ("wrong", WRONG), ("crashing", CRASHING), ("hostile", HOSTILE))
    made = {probe.name: Kind(probe, patient, temper) for temper, probes in tempers for probe in probes}
    return made | {probe.name: Kind(probe, short, "hostile") for probe in ENDLESS}


def mixture(count: int, seed: int) -> list[Kind]:
    """So many gradings in random order, each kind in its share and, among enough, at least once."""
    rng = random.Random(seed)
    names = [
        probe.name for share, probes in MIX for probe in probes for _ in range(share * 12 // len(probes))
    ]
    drawn = [name for _ in range(-(-count // len(names))) for name in rng.sample(names, len(names))]
    return [kinds()[name] for name in drawn[:count]]
