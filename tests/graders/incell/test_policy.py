"""What is found in a submission's text."""

from __future__ import annotations

import pytest

from graders.incell.policy import PER_RULE, find
from graders.messages import MAX_FOUND, Found

CONV = ("forbid", "torch.nn.functional.conv*")


def lines(source: str, rule: tuple[str, str]) -> list[int]:
    """Where one rule points in one file."""
    return [found.line for found in find({"solution.py": source.encode()}, [rule])]


@pytest.mark.parametrize(
    "source",
    [
        "import torch\ntorch.nn.functional.conv2d(x)",
        "import torch.nn.functional as F\nF.conv2d(x)",
        "from torch.nn import functional as F\nF.conv2d(x)",
        "from torch import nn\nnn.functional.conv1d(x)",
        "from torch.nn.functional import conv2d as c\nc(x)",
        "from torch.nn.functional import *\nconv2d(x)",
        "import torch.nn.functional as F\nmine = F.conv2d",
        'import torch.nn.functional as F\ngetattr(F, "conv2d")(x)',
        "import torch; F = torch.nn.functional\nF.conv2d(x)",
        "import torch\nclass A: a = torch.nn.functional.conv3d",
        "def f(x, g=1): import torch.nn.functional as F; \\\n  return F.conv2d(x)",
        "import torch\n@torch.nn.functional.conv2d\ndef f(): pass",
    ],
)
def test_name_is_followed_to_where_it_comes_from(source: str):
    """Imports under any name, and plain assignments, lead to the forbidden name."""
    assert lines(source, CONV) == [2]


@pytest.mark.parametrize(
    "source",
    [
        "def conv2d(x): return x\nconv2d(1)",
        "import torch.nn.functional as F\nF.unfold(x)",
        "import torch.nn.functional as F\ndef f(F): return F.conv2d(1)",
        "import mine as F\nF.conv2d(1)",
        "from torch.nn.functional import *\ndef conv2d(x): return conv2d(x)",
        "# torch.nn.functional.conv2d\n'torch.nn.functional.conv2d'",
        "from .functional import conv2d\nconv2d(1)",
    ],
)
def test_own_name_is_none_of_the_forbidden(source: str):
    """What only looks like the forbidden name is not pointed at."""
    assert lines(source, CONV) == []


def test_method_is_found_on_anything():
    """A name after a dot is a method of whatever object."""
    assert lines("loss = f()\nloss.backward()\n(a + b).backward()\nbackward()", ("forbid", ".backward")) == [
        2,
        3,
    ]


def test_builtin_is_found_unless_it_is_the_students_own():
    """A built-in function is a name like any other, and can be taken by the student."""
    assert lines("sorted([2, 1])", ("forbid", "sorted")) == [1]
    assert lines("def sorted(x): return x\nsorted([2, 1])", ("forbid", "sorted")) == []


@pytest.mark.parametrize(
    ("construct", "source"),
    [
        ("for", "for i in range(3): pass"),
        ("while", "while True: break"),
        ("if", "x = 1 if y else 2"),
        ("with", "with a: pass"),
        ("try", "try: pass\nexcept E: pass"),
        ("lambda", "f = lambda: 1"),
        ("yield", "def f(): yield 1"),
        ("comprehension", "[i for i in x]"),
        ("recursion", "def f(n): return n * f(n - 1)"),
        ("recursion", "class A:\n def f(self): return self.f()"),
        ("class:LeNet*", "class LeNet5: pass"),
        ("def:forward", "class A:\n def forward(self): pass"),
        ("call:torch.nn.Linear", "from torch import nn\nnn.Linear(1, 1)"),
        ("import:torch", "import torch"),
    ],
)
def test_required_construct_is_missed_only_where_it_lacks(construct: str, source: str):
    """A file that holds the construct is fine; one that does not is named as a whole."""
    assert lines(source, ("require", construct)) == []
    assert lines("x = 1", ("require", construct)) == [0]


def test_construct_may_stand_in_any_file():
    """Only a submission none of whose files holds it is told."""
    files = {"solution.py": b"x = 1", "more.py": b"while 0: pass", "notes.txt": b"for"}

    assert find(files, [("require", "while")]) == []
    assert find(files, [("require", "for")]) == [Found(0, "solution.py", 0)]


@pytest.mark.parametrize("source", [b"def f(:\n", b"\xff", b"(" * 5000, b"x = " + b"-" * 100_000 + b"1"])
def test_what_cannot_be_read_has_nothing_to_find(source: bytes):
    """Text that is no Python, or too deep to be read, ends in no advice rather than in an error."""
    assert find({"solution.py": source}, [CONV, ("require", "for")]) == []


def test_advice_has_an_end():
    """A rule is pointed at a few times, and all rules together within the bound of a message."""
    source = {"solution.py": b"sorted([])\n" * 1000}

    assert len(find(source, [("forbid", "sorted")])) == PER_RULE
    assert len(find(source, [("forbid", "sorted")] * 50)) == MAX_FOUND
