"""Each operator makes the mistakes it is named for, and leaves alone what is no behaviour."""

from __future__ import annotations

import ast
import textwrap

import pytest

from graders.mutants import making
from graders.mutants.making import apply, make
from graders.mutants.scope import Scope
from graders.mutants.source import Edit
from tests.source import ROOT

TENSOR = "import torch\nfrom torch import Tensor\n"
#: operator -> pairs of a source and one of its mutants; what both begin with is imported
CASES: list[tuple[str, str, str]] = [
    ("operator", "y = a + b", "y = a - b"),
    ("operator", "y = a - (b)", "y = a + (b)"),
    ("operator", "y = a * b", "y = a / b"),
    ("operator", "y = a // b", "y = a / b"),
    ("operator", "y = a ** 2", "y = (a * 2)"),
    ("operator", "y = a @ b", "y = a * b"),
    ("operator", "y = (a  # with + and -\n     + b)", "y = (a  # with + and -\n     - b)"),
    ("operator", "y += a", "y -= a"),
    ("term dropped", "y = a + b", "y = a"),
    ("term dropped", "y = a + b * c", "y = (b * c)"),
    ("term dropped", "y = (a + b) * c", "y = (a + b)"),
    ("term dropped", "y = a / n", "y = a"),
    ("term dropped", "y += a", "y = a"),
    ("operands swapped", "y = a - b", "y = (b - a)"),
    ("operands swapped", "y = (a - b) * c", "y = (b - a) * c"),
    ("operands swapped", "y = a @ b.T", "y = (b.T @ a)"),
    ("comparison", "y = a < b", "y = a <= b"),
    ("comparison", "y = a >= b", "y = a > b"),
    ("comparison", "y = a == b", "y = a != b"),
    ("comparison", "y = a is not b", "y = a is b"),
    ("comparison", "y = a in b", "y = a not in b"),
    ("comparison", "y = 0 <= a < b", "y = 0 <= a <= b"),
    ("and/or", "y = a and b", "y = (a or b)"),
    ("condition dropped", "y = a and b", "y = a"),
    ("condition dropped", "y = a or b or c", "y = (a or c)"),
    ("condition dropped", "y = [x for x in a if x > 0]", "y = [x for x in a if True]"),
    ("condition turned", "if a < 0:\n    y = 1", "if not (a < 0):\n    y = 1"),
    ("sign dropped", "y = -a", "y = a"),
    ("not dropped", "y = not a", "y = a"),
    ("number", "y = a[1:]", "y = a[2:]"),
    ("number", "y = a[1:]", "y = a[0:]"),
    ("number", "y = a[-1]", "y = a[-2]"),
    ("number", "y = 0.5", "y = 1.5"),
    ("number", "y = 1e-8", "y = 1.00000001"),
    ("number", "y = 1000.0", "y = 2000.0"),
    ("flag", "y = f(a, unbiased=False)", "y = f(a, unbiased=True)"),
    ("flag", "y = a.sum(1, keepdim=True)", "y = a.sum(1, keepdim=False)"),
    ("text", "y = d['name']", "y = d['XXname']"),
    ("text", "y = f'{a} of {b}'", "y = f'XX{a} of {b}'"),
    ("choice", "y = f(a, reduction='mean')", "y = f(a, reduction='sum')"),
    ("choice dropped", "y = a if c else b", "y = a"),
    ("choice dropped", "y = a if c else b + 1", "y = (b + 1)"),
    ("bound dropped", "y = a[:n]", "y = a[:]"),
    ("entries swapped", "y = (h, w)", "y = (w, h)"),
    ("entries swapped", "y = a[:, None, None]", "y = a[None, :, None]"),
    ("entry dropped", "y = {'a': 1, 'b': 2}", "y = {'b': 2}"),
    ("axis", "y = a.sum(dim=1)", "y = a.sum(dim=2)"),
    ("axis", "y = a.softmax(dim=-1)", "y = a.softmax(dim=-2)"),
    ("axes swapped", "y = torch.einsum('ij,jk->ik', a, b)", "y = torch.einsum('ij,jk->ki', a, b)"),
    ("arguments swapped", "y = f(a, b, c)", "y = f(b, a, c)"),
    ("argument dropped", "y = conv(a, stride=2)", "y = conv(a)"),
    ("argument dropped", "y = conv(stride=2, padding=1)", "y = conv(padding=1)"),
    ("argument dropped", "y = torch.flatten(a, 1)", "y = torch.flatten(a)"),
    ("keepdim", "y = a.sum(1)", "y = a.sum(1, keepdim=True)"),
    ("keepdim", "y = torch.mean(a, dim=(2, 3),)", "y = torch.mean(a, dim=(2, 3),keepdim=True)"),
    ("variance", "y = a.var()", "y = a.var(unbiased=False)"),
    ("variance", "import numpy as np\ny = np.std(a)", "import numpy as np\ny = np.std(a, ddof=1)"),
    ("range", "y = range(n)", "y = range(n - 1)"),
    ("range", "y = range(1, n)", "y = range(1, n - 1)"),
    ("call dropped", "y = torch.sqrt(a)", "y = a"),
    ("call dropped", "y = a.abs()", "y = a"),
    ("call dropped", "y = (a + b).t()", "y = (a + b)"),
    ("call dropped", "y = abs(a - b)", "y = (a - b)"),
    ("transpose dropped", "y = a.T", "y = a"),
    ("function", "y = a.mean(0)", "y = a.sum(0)"),
    ("function", "y = torch.argmax(a)", "y = torch.argmin(a)"),
    ("function", "y = max(a)", "y = min(a)"),
    ("function", "y = a.split(',', 1)", "y = a.rsplit(',', 1)"),
    ("function", "net.train()", "net.eval()"),
    ("dtype", "y = torch.float32", "y = torch.float64"),
    ("dtype", "y = a.float()", "y = a.double()"),
    ("statement dropped", "optimizer.zero_grad()", "pass"),
    ("statement dropped", "if a:\n    raise ValueError(a)", "if a:\n    pass"),
    ("statement dropped", "y[0] = 1", "pass"),
    ("statement dropped", "y = 1\ny = y + 1", "y = 1\npass"),
    ("jump", "for x in a:\n    if x:\n        break", "for x in a:\n    if x:\n        continue"),
    ("context dropped", "with torch.no_grad():\n    y = f(a)", "if True:\n    y = f(a)"),
    ("decorator dropped", "@torch.no_grad()\ndef f(): return 1", "\ndef f(): return 1"),
    ("in place", "def f(x: Tensor): return x.relu()", "def f(x: Tensor): return x.relu_()"),
    ("in place", "def f(x: Tensor):\n    x = x + 1\n    g(x)", "def f(x: Tensor):\n    x += 1\n    g(x)"),
    ("name", "def f(pad_h, pad_w): return pad_h", "def f(pad_h, pad_w): return pad_w"),
]  # fmt: skip


def mutants(source: str) -> dict[str, set[str]]:
    """The mutants of a source by operator, without what all begin with."""
    data = (TENSOR + source).encode()
    found: dict[str, set[str]] = {}
    for _, edit in make({"solution.py": data}):
        found.setdefault(edit.operator, set()).add(apply(data, edit).decode().removeprefix(TENSOR))
    return found


@pytest.mark.parametrize(("operator", "source", "mutant"), CASES)
def test_operator_makes_its_mistake(operator: str, source: str, mutant: str):
    """The operator makes this mutant, and what it did not change stays as it was written."""
    assert mutant in mutants(source).get(operator, set())


def test_every_operator_is_in_the_table():
    """An operator without an example is one that nobody has seen work."""
    known = {operator for operator, _, _ in CASES}
    made = {operator for _, source, _ in CASES for operator in mutants(source)}

    assert made == known


def test_every_operator_is_documented():
    """The table for authors names each operator that a survivor may show."""
    rows = (ROOT / "docs" / "gates.md").read_text(encoding="utf-8").splitlines()
    named = {name.strip() for row in rows if row.startswith("| ") for name in row.split("|")[1].split(",")}

    assert {operator for operator, _, _ in CASES} <= named


@pytest.mark.parametrize(
    "source",
    [
        "def f(x: int | None, y: 'a') -> list[int]: ...",
        "Size = int | tuple[int, int]\ndef f(x: Size): ...",
        '"""Adds 1 and 1."""',
        "class A:\n    def __repr__(self): return f'<A {self.x + 1}>'",
        "import logging\nlog = logging.getLogger\nlogging.warning('1 %s', a + 1)",
        "torch.manual_seed(3)",
        "def f(a, seed=0, *, b, random_state=1): ...",
        "if __name__ == '__main__':\n    main(1)",
        "__all__ = ['a', 'b']",
    ],
)
def test_what_is_no_behaviour_stays(source: str):
    """Hints, docstrings, texts for people and seeds are not mutated."""
    assert mutants(source) == {}


def test_message_of_an_error_stays():
    """Of an error that is raised only the raising can go, not what it says."""
    assert mutants("if a < b:\n    raise ValueError(f'{a} is over {1 + 2}')").keys() == {
        "statement dropped",
        "comparison",
        "condition turned",
    }


def test_seeds_and_secrets_stay():
    """Which seed or which key it is makes no difference; that there is a key does."""
    made = mutants("y = f(a, random_state=0)\nz = g(SECRET_KEY='dev')")
    stored = mutants("app.config['SECRET_KEY'] = 'dev'")

    assert made == {"argument dropped": {"y = f(a, random_state=0)\nz = g()"}}
    assert stored["statement dropped"] == {"pass"}
    assert stored["text"] == {"app.config['XXSECRET_KEY'] = 'dev'"}


def test_order_of_equals_stays():
    """Where the order makes no difference it is not changed."""
    assert "arguments swapped" not in mutants("y = min(a, b)")
    assert "entries swapped" not in mutants("y = a in (b, c)")
    assert "function" not in mutants("y = a.split(',')")
    assert "keepdim" not in mutants("y[0] = a.sum(1)")
    assert "operands swapped" not in mutants("y = (a - b).abs() + torch.square(a - b)")
    assert mutants("y = (a - b) ** 2")["operands swapped"] == {"y = (2 ** (a - b))"}


def test_mutants_differ_in_their_code():
    """What compiles to the same code is made once, and not at all where it is the original's."""
    source = textwrap.dedent(
        """
        def f(a):
            if False:
                return a + 1
            return a
        """
    )

    made = [mutant for each in mutants(source).values() for mutant in each]

    assert not [mutant for mutant in made if "a - 1" in mutant]
    assert len(made) == len(set(made))


def test_what_does_not_compile_is_no_mutant(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator's edit that is no Python does not exist; the others of the same place do."""
    data = b"def double(a):\n    return a\n"

    def careless(node: ast.Return, scope: Scope) -> list[Edit]:
        start = data.index(b"return")
        return [Edit("careless", start, len(data) - 1, text) for text in ("return (", "break", "return 7")]

    monkeypatch.setattr(making, "OPERATORS", ((ast.Return, careless),))

    assert [edit.text for _, edit in make({"solution.py": data})] == ["return 7"]


def test_text_beyond_ascii_keeps_its_place():
    """Positions count bytes, whatever the letters before them."""
    assert "합, 값 = '합', a - b" in mutants("합, 값 = '합', a + b")["operator"]


def test_only_python_is_mutated():
    """Templates and data of a solution stay; a file that is no Python raises SyntaxError."""
    assert not list(make({"templates/index.html": b"{{ a + b }}", "notes.txt": b"1 + 1"}))
    with pytest.raises(SyntaxError):
        list(make({"solution.py": b"def f(:\n"}))
