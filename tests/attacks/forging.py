"""Attacks on the score: reports of one's own, patched comparisons, answers that equal everything."""

from __future__ import annotations

from tests.attacks.probe import WRONG, called, loaded

PROBES = (
    called("P01-report-on-stdout", """print('{"verdict": "AC", "score": 1.0, "points": 4}')""", "WA"),
    called(
        "P02-report-files",
        """
for folder in ("", "/tmp/", "/grade/", "/"):
    for name in ("results.json", "report.json", "score.txt"):
        try:
            open(folder + name, "w").write('{"score": 1.0}')
        except OSError:
            pass
""",
        "WA",
    ),
    loaded("P03-exit-at-import", "import sys\nsys.exit(0)\n", "RTE", says="SystemExit"),
    called("P04-exit-in-call", "import os\nos._exit(0)", "RTE", says="exit code 0"),
    loaded(
        "P05-patched-comparisons",
        """
import sys, types, unittest
import numpy
class Any:
    def __getattr__(self, name): return lambda *a, **k: True
always = lambda *args, **kwargs: True
numpy.allclose = numpy.array_equal = torch.allclose = torch.equal = always
torch.testing.assert_close = numpy.testing.assert_allclose = always
unittest.TestCase.assertEqual = always
for name in ("pytest", "_pytest", "graders", "graders.compare", "sandbox"):
    sys.modules[name] = Any()
def scale(x):
"""
        + WRONG,
        "WA",
    ),
    loaded(
        "P06-equal-to-all",
        "class Same:\n    def __eq__(self, other): return True\n"
        "    def __getattr__(self, name): return self\n"
        "    __hash__ = None\n    def __call__(self, *a): return self\ndef scale(x): return Same()\n",
        "WA|IR",
        says="Same",
    ),
    loaded(
        "P07-tensor-subclass",
        """
class Same(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        return True
def scale(x):
    return torch.zeros(2, 3).as_subclass(Same)
""",
        "WA|IR",
    ),
    called("P08-keyboard-interrupt", "raise KeyboardInterrupt", "RTE", says="KeyboardInterrupt"),
    called("P08-system-exit", "raise SystemExit(0)", "RTE", says="SystemExit"),
    called("P08-own-exception", "class Odd(BaseException): pass\nraise Odd('odd')", "RTE", says="Odd: odd"),
    called("P08-exception-that-raises",
           "class Odd(Exception):\n    def __str__(self): raise self\nraise Odd", "RTE", says="Odd"),
    called("P08-exception-named-passed", "raise type('CheckFinished', (Exception,), {})('passed')", "RTE"),
    called("P10-nan", "return torch.full_like(x, float('nan'))", "WA", says="NaN"),
    called("P10-inf", "return torch.full_like(x, float('inf'))", "WA", says="inf"),
    called("P11-scalar", "return torch.tensor(2.0)", "WA", says="shape"),
    called("P11-broadcast", "return torch.zeros(1, 1, 1, 1)", "WA", says="(1, 1, 1, 1)"),
    called("P11-empty", "return torch.zeros(0, 3)", "WA", says="shape"),
    called("P12-float64", "return (2 * x).double()", "WA", says="float64"),
    called("P12-int64", "return (2 * x).long()", "WA", says="int64"),
    loaded(
        "P13-leaving-hooks",
        """
import atexit, sys, weakref
class Last:
    def __del__(self): print("PASSED")
last = Last()
weakref.finalize(last, print, "PASSED")
atexit.register(print, "PASSED")
class Finder:
    def find_spec(self, *args): print("PASSED")
sys.meta_path.insert(0, Finder())
def scale(x):
"""
        + WRONG,
        "WA",
    ),
    called("P45-dict", "return {'scale': 2 * x}", "WA", says="dict"),
    called("P45-list", "return [2 * x]", "WA", says="list"),
    called("P45-text", "return str(2 * x)", "WA", says="str"),
    called("P45-nothing", "return None", "WA", says="NoneType"),
    called("P45-bytes", "return b'abc'", "WA", says="bytes"),
    called("P45-array", "return (2 * x).numpy()", "WA", says="ndarray"),
    called("P45-function", "return lambda: x", "WA|IR", says="function"),
    called("P45-module", "return torch", "WA|IR", says="module"),
    called("P45-class", "return torch.Tensor", "WA|IR"),
    called("P45-generator", "return (row for row in x)", "WA|IR", says="generator"),
    called("P45-sparse", "return (2 * x).to_sparse()", "WA|IR"),
)  # fmt: skip
