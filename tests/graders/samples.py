"""A small exercise, and variations of it, for tests of the host side."""

from __future__ import annotations

from graders.bundle import Bundle, bundle_from_files

MANIFEST = """
schema = 1
kind = "code"
title = { en = "Double", ko = "두 배" }
[limits]
time_s = 2
total_s = 8
cpu_s = 8
memory_mib = 128
[[checks]]
test = "test_small"
points = 1
title = { en = "Small numbers", ko = "작은 수" }
hint = { en = "Multiply.", ko = "곱하세요." }
[[checks]]
test = "test_large"
points = 3
visibility = "hidden"
title = { en = "Large numbers", ko = "큰 수" }
hint = { en = "Large ones too.", ko = "큰 수도 확인하세요." }
"""
CHECKS = """
def test_small(submission):
    assert submission.double(2) == 4

def test_large(submission):
    assert submission.double(10**6) == 2 * 10**6
"""
RIGHT = b"def double(x):\n    return x + x\n"


def files(**changed: str | bytes | None) -> dict[str, bytes]:
    """The files of the small exercise; a keyword replaces one (`checks__py`), None removes it."""
    whole: dict[str, str | bytes] = {
        "exercise.toml": MANIFEST,
        "prompt.en.md": "Write `double`.",
        "prompt.ko.md": "`double`을 구현하세요.",
        "starter/solution.py": "def double(x):\n    raise NotImplementedError\n",
        "reference/solution.py": "def double(x):\n    return 2 * x\n",
        "checks.py": CHECKS,
    }
    for key, value in changed.items():
        name = key.replace("__", ".").replace("_in_", "/")
        if value is None:
            whole.pop(name)
        else:
            whole[name] = value
    return {name: text.encode() if isinstance(text, str) else text for name, text in whole.items()}


def bundle(**changed: str | bytes | None) -> Bundle:
    """The small exercise as a bundle."""
    return bundle_from_files(files(**changed), slug="double", course="demo")


QUIZ = {
    "exercise.toml": b'schema = 1\nkind = "quiz"\ntitle = { en = "Sums", ko = "\xed\x95\xa9" }\n',
    "prompt.en.md": b"Sums.",
    "prompt.ko.md": b"Sums.",
    "variants.py": b"""
from graders.quiz import Question, number

def generate(rng):
    a = rng.randint(1, 1000)
    return Question("sum", f"${a} + 1$?", [number("sum", "Sum", a + 1)], f"Add one: {a + 1}.", {"a": a})
""",
    "solver.py": b"""
def solve(question):
    return {"sum": question["facts"]["a"] - -1}
""",
}


def quiz(source: str | None = None) -> Bundle:
    """A small quiz, with this variants.py if given."""
    content = QUIZ if source is None else QUIZ | {"variants.py": source.encode()}
    return bundle_from_files(content, slug="sums", course="demo")
