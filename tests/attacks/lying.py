"""Attacks on the checks' side of the line: forged replies, and objects that are not what they say.

Each could once, or elsewhere could, make a check break rather than fail. A check that breaks is our failure
and costs no attempt, so a submission that chooses it by its input would learn that input for nothing.
"""

from __future__ import annotations

from tests.attacks.probe import WRONG, Probe, called, loaded

#: finds the server of its own cell in the frames below, and its way to send any reply with the right nonce
_INSIDE = """
import sys, time, torch
def inside():
    frame = sys._getframe()
    while "request" not in frame.f_locals or "self" not in frame.f_locals:
        frame = frame.f_back
    server, request = frame.f_locals["self"], frame.f_locals["request"]
    names = type(server)._perform.__globals__
    return server, request, names, names["Encoder"].encode.__globals__
def reply(kind, *fields, bodies=()):
    server, request, names, _ = inside()
    server._send(names[kind](request.id, server._job.nonce, *fields), bodies)
    time.sleep(9)
def value(kind, *fields, bodies=()):
    reply("Result", inside()[3][kind](*fields), [], bodies=bodies)
"""


def forged(name: str, statement: str, verdict: str = "IR", *, says: str = "", task: str = "scale") -> Probe:
    """A probe that answers a call with a frame of its own."""
    function = "run" if task != "scale" else "scale"
    return Probe(name, f"{_INSIDE}def {function}(x):\n    {statement}\n", verdict, 0, says, task)


def run(name: str, task: str, code: str, verdict: str, *, says: str = "", points: int = 0) -> Probe:
    """A probe for another exercise than the usual one."""
    return Probe(name, code, verdict, points, says, task)


_FORGED = (
    # sides whose product is 0 and that no library can make
    forged(
        "X01-empty-of-impossible-sides",
        "value('Tensor', 'float32', [0] + [2**31 - 1] * 3, False, False, bodies=[b''])",
    ),
    forged("X01-empty-array", "value('Array', 'float32', [0] + [2**31 - 1] * 3, False, bodies=[b''])"),
    forged(
        "X01-empty-with-gaps", "value('Tensor', 'float32', [0] + [2**31 - 1] * 3, False, True, bodies=[b''])"
    ),
    forged("X01-negative-side", "value('Tensor', 'float32', [-1, -6], False, False, bodies=[bytes(24)])"),
    forged("X01-nine-dimensions", "value('Tensor', 'float32', [1] * 9, False, False, bodies=[bytes(4)])"),
    forged("X01-objects", "value('Array', 'O', [1], False, bodies=[bytes(8)])"),
    forged("X01-long-doubles", "value('Array', 'longdouble', [1], False, bodies=[bytes(16)])"),
    forged("X01-short-body", "value('Tensor', 'float32', [2, 3], False, False, bodies=[bytes(23)])"),
    forged("X01-no-body", "value('Tensor', 'float32', [2, 3], False, False)"),
    forged("X01-surplus-body", "value('Tensor', 'float32', [2, 3], False, False, bodies=[bytes(24), b'x'])"),
    forged("X01-gradient-of-integers", "value('Tensor', 'int64', [1], True, False, bodies=[bytes(8)])"),
    forged("X01-scalar-with-sides", "value('Array', 'float32', [2], True, bodies=[bytes(8)])"),
    forged("X01-packed-of-odd-length", "value('Packed', 'list', 'float64', bodies=[bytes(9)])"),
    forged("X01-text-that-is-none", "value('Long', 'str', bodies=[b'\\xff\\xfe' * 9000])"),
    forged("X01-key-twice", "value('Mapping', [(1, 2), (1, 3)])"),
    forged(
        "X01-key-unhashable",
        "value('Mapping', [(inside()[3]['Items']('tuple', [inside()[3]['Items']('list', [])]), 3)])",
    ),
    forged("X01-channel-as-answer", "value('Emitter', 1, ['loss'])"),
    forged("X01-large-integer", "value('BigInt', bytes(600))"),
    forged("X01-integer-beyond-64-bits", "value('Items', 'list', [2**64 - 1] * 9)", "WA"),
    forged("X01-handle-to-anything", "value('Reference', 2**63, 'torch.Tensor', True)", "WA"),
    forged(
        "X02-another-nonce",
        "s, r, n, _ = inside(); s._send(n['Result'](r.id, b'0' * 16, 1, [])); time.sleep(9)",
    ),
    forged(
        "X02-kind-nobody-knows",
        "reply('Raised', inside()[2]['Fault']('passed', 'CheckFinished', 'AC'))",
        "RTE|TLE",
    ),
    forged(
        "X02-mismatch-of-its-own", "reply('Raised', inside()[2]['Fault']('cotangent', 'a', 'b'))", "WA|TLE"
    ),
    forged("X02-fault-with-a-body", "reply('Raised', inside()[2]['Fault']('raised'), bodies=[b'x'])"),
    forged("X02-thousands-of-names", "reply('Raised', inside()[2]['Fault']('missing', names=['x'] * 9999))"),
    forged("X02-opened-instead", "reply('Opened', ['scale'])"),
    forged("X02-hundred-thousand-changes", "reply('Result', 1, ['x'] * 99999)"),
    forged(
        "X02-allocation-in-no-number",
        "raise MemoryError('allocate 1.2.3 GiB, allocate . bytes, allocate ' + '9' * 999 + ' TiB')",
        "MLE",
    ),
    loaded(
        "X03-half-a-frame",
        "import os, time\ndef scale(x):\n    os.write(3, b'\\x10\\0\\0\\0')\n    time.sleep(9)\n",
        "TLE",
    ),
    loaded("X03-giant-frame", "import os\ndef scale(x):\n    os.write(3, b'\\xff' * 64)\n", "IR"),
    loaded(
        "X03-many-bodies",
        "import os, struct\ndef scale(x):\n    os.write(3, struct.pack('<II', 9, 4096) + b'\\xff' * 32768)\n",
        "IR",
    ),
    loaded(
        "X03-drip",
        "import os, time\ndef scale(x):\n    os.write(3, b'\\x64\\0\\0\\0\\0\\0\\0\\0')\n"
        "    while True:\n        os.write(3, b'.')\n        time.sleep(0.2)\n",
        "TLE|IR",
    ),
    # a thread answers each question, again and again, before the student's function does
    loaded(
        "X04-answers-from-a-thread",
        _INSIDE
        + """
import threading
def scale(x):
    server, request, names, _ = inside()
    def answer():
        while True:
            for number in range(request.id, request.id + 3):
                try:
                    server._send(names["Result"](number, server._job.nonce, True, []))
                except BaseException:
                    pass
    threading.Thread(target=answer, daemon=True).start()
    time.sleep(0.2)
"""
        + WRONG,
        "IR|WA",
    ),
    # the bytes change between the head that describes them and the bodies
    loaded(
        "X04-changes-while-it-is-sent",
        """
import threading
def scale(x):
    answer = [torch.zeros(2, 3)] + [torch.zeros(2**18) for _ in range(8)]
    def change():
        while True:
            for tensor in answer:
                try: tensor.resize_(int(torch.randint(1, 2**18, ())))
                except RuntimeError: pass
    threading.Thread(target=change, daemon=True).start()
    return answer
""",
        "WA|IR|RTE|TLE|MLE",
    ),
)

_OBJECTS = (
    loaded(
        "X10-class-that-lies",
        "class Lie(list):\n    __class__ = torch.Tensor\n    shape = (2, 3)\n    dtype = torch.float32\n"
        "    def __len__(self): return 10**9\n    def __iter__(self): raise ZeroDivisionError\n"
        "def scale(x): return Lie([1])\n",
        "RTE|WA|IR",
    ),
    loaded(
        "X10-numbers-that-lie",
        "class Lie(int):\n    def __int__(self): return self\n    def __index__(self): raise KeyError\n"
        "    def __lt__(self, other): return True\n    __le__ = __gt__ = __ge__ = __eq__ = __lt__\n"
        "    __hash__ = int.__hash__\ndef scale(x): return Lie(3)\n",
        "WA|IR|RTE",
    ),
    loaded(
        "X10-text-that-lies",
        "class Lie(str):\n    def encode(self, *a): return self\n    def __len__(self): return -1\n"
        "    def __eq__(self, other): return True\n    __hash__ = str.__hash__\n"
        "def scale(x): return Lie('2')\n",
        "WA|IR|RTE",
    ),
    loaded(
        "X10-array-that-lies",
        "import numpy as np\nclass Lie(np.ndarray):\n    dtype = np.dtype('O')\n    ndim = -3\n"
        "    shape = property(lambda self: (2**40,))\n    def __array__(self, *a, **k): raise KeyError\n"
        "    def __array_finalize__(self, other): pass\n"
        "def scale(x): return np.zeros((2, 3), np.float32).view(Lie)\n",
        "WA|IR|RTE",
    ),
    loaded(
        "X10-mapping-that-lies",
        "class Lie(dict):\n    def items(self): return [(self, self)]\n    def __len__(self): return 1\n"
        "    def keys(self): raise KeyError\ndef scale(x): return Lie(a=1)\n",
        "WA|IR|RTE",
    ),
    loaded("X10-name-of-surrogates", "def scale(x): return type('\\ud800<b>', (), {})()\n", "WA|RTE|IR"),
    loaded("X10-meta", "def scale(x): return torch.empty(2, 3, device='meta')\n", "WA|IR"),
    loaded(
        "X10-quantised",
        "def scale(x): return torch.quantize_per_tensor(2 * x, 1.0, 0, torch.qint8)\n",
        "WA|IR",
    ),
    loaded(
        "X10-records",
        "import numpy as np\ndef scale(x): return np.zeros(2, [('a', 'O'), ('b', 'f4')])\n",
        "WA|IR",
    ),
    loaded("X10-datetimes", "import numpy as np\ndef scale(x): return np.zeros(2, 'M8[s]')\n", "WA|IR"),
    loaded(
        "X10-string-that-hangs",
        "class Odd(Exception):\n    def __str__(self):\n        while True: pass\ndef scale(x): raise Odd\n",
        "TLE",
    ),
    loaded(
        "X10-string-without-end",
        "class Odd(Exception):\n    def __str__(self): return 'x' * 2**40\ndef scale(x): raise Odd\n",
        "RTE|MLE",
    ),
    loaded(
        "X10-repr-without-end",
        "class Odd:\n    def __repr__(self): return 'x' * 2**27\ndef scale(x): raise ValueError(Odd())\n",
        "RTE|MLE",
    ),
    loaded(
        "X10-chain-of-exceptions",
        "def scale(x):\n    error = None\n    for _ in range(100_000):\n        new = ValueError('x')\n"
        "        new.__cause__, error = error, new\n    raise error\n",
        "RTE",
    ),
    loaded(
        "X10-group",
        "def scale(x): raise BaseExceptionGroup('g', [SystemExit(0), ValueError()] * 9999)\n",
        "RTE",
    ),
    loaded(
        "X10-syntax-error-of-its-own",
        "def scale(x): raise SyntaxError('x', ('/box/solution.py', 10**18, 1, '<b>'))\n",
        "CE|RTE",
    ),
    loaded("X10-stop-iteration", "def scale(x): raise StopIteration\n", "RTE"),
    loaded("X10-generator-exit", "def scale(x): raise GeneratorExit\n", "RTE"),
)

#: each makes a check of another exercise stumble: by what it hands to it, or by when
_STUMBLES = (
    run(
        "X11-step-after-the-last",
        "curves",
        "def run(log):\n    log(loss=1.0, step=2**31 - 1)\n    log(loss=1.0)\n",
        "WA",
    ),
    run("X11-step-too-large", "curves", "def run(log):\n    log(loss=1.0, step=2**40)\n", "IR|WA"),
    run(
        "X11-names-nobody-declared",
        "curves",
        "def run(log):\n    log._names = ('a' * 99,)\n    log(1.0)\n",
        "IR|WA",
    ),
    run(
        "X11-not-finite",
        "curves",
        "def run(log):\n    log._send(log._emitter, {'loss': float('nan')}, None)\n    return 'done'\n",
        "IR",
    ),
    run(
        "X11-flood-of-events",
        "curves",
        "def run(log):\n    for i in range(10**6): log._send(log._emitter, {'loss': 1.0}, i)\n"
        "    return 'done'\n",
        "IR|TLE",
    ),
    run(
        "X11-event-without-a-number", "events", "def run(log):\n    log(loss=0.5)\n    return 'done'\n", "WA"
    ),
    run("X11-curve-of-nan", "loss", "def run(n): return [0, 3, float('nan'), 'no'][n]\n", "WA"),
    run("X11-curve-of-words", "loss", "def run(n): return [0, 'step', 'loss', 'no'][n]\n", "WA"),
    run("X11-curve-of-large-steps", "loss", "def run(n): return [0, 10**30, 10**300, 'no'][n]\n", "WA"),
    run(
        "X12-length-of-too-much",
        "length",
        "class L:\n    def __len__(self): return 2**61\ndef run(x): return L()\n",
        "WA",
    ),
    run(
        "X12-length-of-much",
        "length",
        "class L:\n    def __len__(self): return 2**28\ndef run(x): return L()\n",
        "WA",
    ),
    run(
        "X12-length-that-is-none",
        "length",
        "class L:\n    def __len__(self): return None\ndef run(x): return L()\n",
        "RTE|WA",
    ),
    run("X12-number-of-much", "many", "def run(x): return 2**34\n", "WA"),
    run("X12-number-of-too-much", "many", "def run(x): return 10**300\n", "WA"),
    run(
        "X12-items-without-end",
        "items",
        "import itertools\ndef run(x): return itertools.count()\n",
        "IR|WA|TLE",
    ),
    run("X12-items-that-die", "items", "import os\ndef run(x):\n    yield 7\n    os._exit(0)\n", "RTE"),
    run("X12-words-of-many-bytes", "words", "def run(x): return 'a ' * (20 << 20)\n", "WA|IR|MLE"),
    run("X12-wide-words", "words", "def run(x): return 'a' * (20 << 20) + '\\U0001f600'\n", "WA|IR|MLE"),
    run(
        "X12-lines-to-compare",
        "lines",
        "def run(x): return '\\n'.join(f'abc{i}' for i in range(10**6))\n",
        "WA|IR|MLE",
    ),
    run("X12-attribute-that-is-missing", "attribute", "class A: pass\ndef run(x): return A()\n", "WA"),
    run(
        "X12-attribute-that-dies",
        "attribute",
        "import os\nclass A:\n    def __getattr__(self, name): os._exit(0)\ndef run(x): return A()\n",
        "RTE",
    ),
    run(
        "X13-answers-by-turns",
        "given",
        "n = 0\ndef run(x):\n    global n\n    n += 1\n    return x + n % 2\n",
        "WA",
    ),
    run(
        "X13-right-once-it-was-wrong",
        "given",
        "wrong = False\ndef run(x):\n    global wrong\n    if x > 9 and not wrong:\n"
        "        wrong = True\n        return -1\n    return x\n",
        "WA",
    ),
    run(
        "X13-dies-while-shrinking",
        "given",
        "import os\nn = 0\ndef run(x):\n    global n\n    n += x > 9\n    if n > 2: os._exit(0)\n"
        "    return 0 if x > 9 else x\n",
        "WA|RTE",
    ),
    run(
        "X13-forged-gradients",
        "gradients",
        f"{_INSIDE}def run(x): value('Items', 'tuple', [1, 2, 3])\n",
        "IR|WA",
    ),
    run("X13-exit-for-an-exception", "raising", "import os\ndef run(x): os._exit(0)\n", "RTE"),
    run("X13-memory-for-an-exception", "raising", "def run(x): bytearray(2**40)\n", "MLE"),
    run("X13-silence-for-an-exception", "raising", "import os\ndef run(x): os.closerange(3, 64)\n", "IR|RTE"),
)


def _app(headers: str, body: str = "b'{}'") -> str:
    return f"def app(environ, start):\n    start('200 OK', {headers})\n    return [{body}]\n"


_PAGES = (
    run("X14-illegal-cookie", "cookies", _app("[('Set-Cookie', 'a/b=1')]"), "WA"),
    run(
        "X14-cookie-that-takes-long",
        "cookies",
        _app(r"""[('Set-Cookie', 'a="' + '\\\\\\\"' * 200_000 + '"')]"""),
        "IR",
    ),
    run("X14-many-headers", "cookies", _app("[(f'X-{i}', 'y') for i in range(5000)]"), "IR"),
    run("X14-headers-of-megabytes", "cookies", _app("[('X', 'y' * 2**20)]"), "IR"),
    run("X14-nested-json", "json", _app("[]", "b'[' * 10**6"), "WA"),
    run("X14-numbers-without-end", "json", _app("[]", "b'9' * 10**6"), "WA"),
    run("X14-lists-of-lists", "json", _app("[]", "b'[' + b'[],' * 10**6 + b'[]]'"), "WA|IR|MLE|TLE"),
    run("X14-no-status", "json", "def app(environ, start):\n    return [b'']\n", "RTE|WA|IR"),
    run(
        "X14-status-of-words",
        "json",
        "def app(environ, start):\n    start('abc', [])\n    return [b'']\n",
        "RTE|WA|IR",
    ),
)

#: more than the checks' own cell may hold
_LARGE = (
    Probe(
        "X15-more-than-the-checks-can-hold",
        "import torch\ndef scale(x): return [torch.zeros(2**20) for _ in range(15)]\n",
        "WA|IR",
        task="small-grader",
    ),
    called("X15-bytes-before-the-answer", "import os\nos.write(3, b'x')", "IR|TLE"),
)

PROBES = (*_FORGED, *_OBJECTS, *_STUMBLES, *_PAGES, *_LARGE)
