"""A small exercise on a GPU, and submissions to it."""

from __future__ import annotations

from graders.bundle import Bundle, bundle_from_files
from graders.grading import Grader, grade
from graders.report import Report

MANIFEST = """
schema = 1
kind = "code"
title = {{ en = "Product", ko = "곱" }}
[limits]
time_s = 60
total_s = 120
cpu_s = 120
memory_mib = 1024
[resources]
gpu = true
gpu_memory_mib = {mib}
[[checks]]
test = "test_product"
points = 1
title = {{ en = "Product", ko = "곱" }}
hint = {{ en = "Multiply.", ko = "곱하세요." }}
[[checks]]
test = "test_findings"
points = 1
title = {{ en = "Findings", ko = "관찰" }}
hint = {{ en = "Nothing is found.", ko = "아무것도 없어야 합니다." }}
"""
CHECKS = b"""
import torch
from graders import assert_close


def test_product(submission):
    a, b = torch.arange(12.0).reshape(3, 4), torch.arange(8.0).reshape(4, 2)
    assert_close(submission.product(a, b), a @ b)


def test_findings(submission):
    assert submission.findings() == []
"""
RIGHT = """
import torch

def product(a, b):
    assert torch.cuda.is_available()
    return a.to("cuda") @ b.to("cuda")

def findings():
    return []
"""


def bundle(mib: int = 2048) -> Bundle:
    """The exercise with a share of this size."""
    files = {
        "exercise.toml": MANIFEST.format(mib=mib).encode(),
        "prompt.en.md": b"Multiply.",
        "prompt.ko.md": "곱하세요.".encode(),
        "starter/solution.py": b"def product(a, b):\n    raise NotImplementedError\n",
        "reference/solution.py": RIGHT.encode(),
        "checks.py": CHECKS,
    }
    return bundle_from_files(files, slug="product", course="gpu")


def outcome(grader: Grader, source: str, mib: int = 2048) -> Report:
    """The report of one submission."""
    return grade(bundle(mib), {"solution.py": source.encode()}, grader=grader)


def finding(body: str) -> str:
    """A right submission that also looks around: `found` is what it got hold of."""
    lines = "\n".join("    " + line for line in body.strip().splitlines())
    return RIGHT.replace("    return []", f"    found = []\n{lines}\n    return found")
