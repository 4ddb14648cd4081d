"""A small exercise to attack: canaries wherever a submission must never get, and limits that are soon hit."""

from __future__ import annotations

import secrets

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
cpu_s = 10
memory_mib = 256
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


def bundle(
    *,
    time_s: float = 1,
    total_s: float = 6,
    checks: str = CHECKS,
    plan: tuple[tuple[str, int, str], ...] = (
        ("test_small", 1, "public"),
        ("test_again", 1, "public"),
        ("test_secret", 2, "hidden"),
    ),
    hidden: tuple[float, float] = HIDDEN_NUMBERS,
) -> Bundle:
    """The exercise, with these checks and hidden inputs."""
    manifest = MANIFEST.format(time_s=time_s, total_s=total_s) + "".join(
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


def leaks(text: str) -> list[str]:
    """What of the author's secrets a text holds."""
    whole = [str(int(number)) for number in HIDDEN_NUMBERS]
    doubled = [str(int(2 * number)) for number in HIDDEN_NUMBERS]
    return [secret for secret in (CANARY, *whole, *doubled) if secret in text]
