"""Small exercises to attack: canaries wherever a submission must never get, and limits that are soon hit."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import cache

from graders.bundle import Bundle, bundle_from_files

#: planted in everything of the author's; new for every run, so that no file in a cell can hold it by chance
CANARY = f"RTCANARY_{secrets.token_hex(8)}"
#: numbers that only hidden inputs hold; each is exact in float32
HIDDEN_NUMBERS = (271828.1875, 314159.25)

MANIFEST = """
schema = 1
kind = "code"
title = {{ en = "Scale", ko = "배율" }}
[environment]
stack = "torch"
[limits]
time_s = {time_s}
total_s = {total_s}
cpu_s = {cpu_s}
memory_mib = 256
grader_memory_mib = {grader_memory_mib}
"""
CHECK = """
[[checks]]
test = "{test}"
points = {points}
visibility = "{visibility}"
title = {{ en = "{test}", ko = "{test}" }}
hint = {{ en = "Multiply.", ko = "곱하세요." }}
"""
CHECKS = """
import torch
from graders import assert_close

# CANARY
EXPECTED = "CANARY"

def numbers(rng):
    return torch.from_numpy(rng.uniform(1, 9, (2, 3))).float()

def test_small(submission, reference, rng):
    x = numbers(rng)
    assert_close(submission.scale(x), reference.scale(x))

def test_again(submission, reference, rng):
    x = numbers(rng)
    assert_close(submission.scale(x), reference.scale(x))

def test_secret(submission, reference, hidden_data):
    marks, first, second = (hidden_data / "secret.txt").read_text().split()
    x = torch.tensor([[float(first), float(second), 1.0]] * 2)
    got = submission.scale(x)
    assert got.shape == x.shape  # breaks on what has no shape
    assert_close(got, reference.scale(x))
"""
REFERENCE = """
def scale(x):
    canary = "CANARY"
    return 2 * x
"""
HONEST = "def scale(x):\n    return 2 * x\n"
MAX_POINTS = 4
PLAN = (("test_small", 1, "public"), ("test_again", 1, "public"), ("test_secret", 2, "hidden"))

#: checks that work with what the submission gives them in other ways: name -> their code; each has one test
OTHER_CHECKS: Mapping[str, str] = {
    "curves": "def test_it(submission, live): assert submission.run(live) == 'done'",
    "events": """
def test_it(submission):
    seen = []
    def log(loss, step): seen.append(loss * step)
    assert submission.run(log) == 'done'
""",
    "loss": """
def test_it(submission, live):
    live(step=submission.run(1), loss=submission.run(2))
    assert submission.run(3) == 'done'
""",
    "length": "def test_it(submission): assert [0] * len(submission.run(None)) == [0]",
    "many": "def test_it(submission): assert ['x'] * submission.run(None) == ['x']",
    "items": "def test_it(submission): assert sum(submission.run(None)) == 7",
    "words": "def test_it(submission): assert submission.run(None).split() == ['done']",
    "lines": "def test_it(submission): assert submission.run(None) == 'a\\nb\\nc'",
    "attribute": "def test_it(submission): assert hasattr(submission.run(None), 'x')",
    "cookies": "def test_it(app): assert app.get('/').cookies == {'done': 'yes'}",
    "json": "def test_it(app): assert app.get('/').json == {'done': 'yes'}",
    "given": """
from graders import given
from hypothesis import strategies as st
@given(n=st.integers(0, 100))
def test_it(submission, n): assert submission.run(n) == n
""",
    "gradients": """
import torch
from graders import assert_close, vjp
def test_it(submission):
    value, (gradient,) = vjp(submission.run, [torch.ones(3)], cotangent=torch.ones(3))
    assert_close(gradient, torch.full((3,), 2.0))
""",
    "raising": """
import pytest
from graders import SubmissionError
def test_it(submission):
    with pytest.raises(SubmissionError):
        submission.run(None)
""",
}


def bundle(
    *,
    time_s: float = 1,
    total_s: float = 6,
    cpu_s: float = 10,
    grader_memory_mib: int = 1024,
    checks: str = CHECKS,
    plan: tuple[tuple[str, int, str], ...] = PLAN,
    hidden: tuple[float, float] = HIDDEN_NUMBERS,
) -> Bundle:
    """The exercise, with these checks, limits and hidden inputs."""
    limits = MANIFEST.format(time_s=time_s, total_s=total_s, cpu_s=cpu_s, grader_memory_mib=grader_memory_mib)
    manifest = limits + "".join(
        CHECK.format(test=test, points=points, visibility=visibility) for test, points, visibility in plan
    )
    texts = {
        "exercise.toml": manifest,
        "prompt.en.md": "Write `scale`.",
        "prompt.ko.md": "`scale`을 구현하세요.",
        "starter/solution.py": "def scale(x):\n    raise NotImplementedError\n",
        "reference/solution.py": REFERENCE.replace("CANARY", CANARY),
        "checks.py": checks.replace("CANARY", CANARY),
        "data/public/hello.txt": "hello",
        "data/hidden/secret.txt": f"{CANARY} {hidden[0]} {hidden[1]}",
    }
    content = {name: text.encode() for name, text in texts.items()}
    return bundle_from_files(content, slug="scale", course="demo")


@cache
def task(name: str) -> Bundle:
    """The exercise of this name: one of `OTHER_CHECKS`, or the usual one with other limits."""
    if name in OTHER_CHECKS:
        checks = f"# CANARY\n{OTHER_CHECKS[name]}\n"
        return bundle(checks=checks, plan=(("test_it", 1, "public"),), time_s=4, total_s=12)
    limits: dict[str, float] = {
        "scale": {},
        "patient": {"time_s": 8, "total_s": 30, "cpu_s": 30},
        "short-of-cpu": {"time_s": 5, "cpu_s": 1},
        "small-grader": {"grader_memory_mib": 64},
    }[name]
    return bundle(**limits)  # type: ignore[arg-type]


def leaks(text: str) -> list[str]:
    """What of the author's secrets a text holds."""
    whole = [str(int(number)) for number in HIDDEN_NUMBERS]
    doubled = [str(int(2 * number)) for number in HIDDEN_NUMBERS]
    return [secret for secret in (CANARY, *whole, *doubled) if secret in text]
