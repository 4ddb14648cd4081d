"""A course for these tests: a training that lasts, and differences worth a picture."""

from __future__ import annotations

import json
import math
from pathlib import Path

from . import lab_quiz

COURSE = """schema = 1
title = { en = "Laboratory", ko = "실험실" }
[[chapters]]
id = "1"
title = { en = "All of it", ko = "전부" }
exercises = ["slow-training", "two-maps", "two-files", "every-kind"]
"""
TRAINING = """schema = 1
kind = "train"
title = { en = "A slow training", ko = "느린 학습" }
[training]
stopped_counts = false
[source]
forbid = [{ name = "time.sleep", text = { en = "Do not sleep.", ko = "잠들지 마세요." } }]
[[checks]]
test = "test_begins"
points = 1
title = { en = "It begins", ko = "시작합니다" }
hint = { en = "Return something.", ko = "무언가를 돌려주세요." }
[[checks]]
test = "test_learns"
points = 3
title = { en = "It learns", ko = "배웁니다" }
hint = { en = "Log the loss.", ko = "손실을 기록하세요." }
[[checks]]
test = "test_secret"
points = 2
visibility = "hidden"
title = { en = "It still learns", ko = "여전히 배웁니다" }
hint = { en = "The same.", ko = "같습니다." }
"""
TRAINING_CHECKS = """
def test_begins(submission):
    assert submission.begin() == 1


def test_learns(submission, live):
    assert submission.train(live) < 1


def test_secret(submission, live):
    submission.train(live.declare("secret"))
"""
TRAINED = """import time


def begin():
    return 1


def train(log, steps={steps}):
    loss = 1.0
    for step in range(steps):
        loss = 1 / (1 + step / 10)
        log(loss, step=step)
        time.sleep({pause})
    return loss
"""
MAPS = """schema = 1
kind = "code"
title = { en = "Two maps", ko = "지도 둘" }
[[checks]]
test = "test_maps"
points = 1
title = { en = "The same maps", ko = "같은 지도" }
hint = { en = "Mind the sign.", ko = "부호를 보세요." }
[[checks]]
test = "test_small"
points = 1
title = { en = "A small map", ko = "작은 지도" }
hint = { en = "Mind the sign.", ko = "부호를 보세요." }
"""
MAPS_CHECKS = """
import torch

from graders import assert_close


def test_maps(submission, reference):
    assert_close(submission.maps(12), reference.maps(12))


def test_small(submission, reference):
    assert_close(submission.maps(3), reference.maps(3))
"""
MAPS_REFERENCE = """import torch


def maps(n):
    x = torch.linspace(-2, 2, n)
    return torch.stack([x[:, None] * x[None, :], x[:, None] + x[None, :]])[None]
"""
#: right in the first channel; in the second its sign is lost below the diagonal, and one value is no number
MAPS_WRONG = MAPS_REFERENCE.replace("return ", "y = ") + (
    "    y[0, 1] = y[0, 1] + torch.tril(torch.ones(n, n), -1) * 1.5\n"
    "    y[0, 1, 0, n - 1] = float('nan')\n"
    "    return y\n"
)
FILES = """schema = 1
kind = "code"
title = { en = "Two files", ko = "파일 둘" }
[files]
submit = ["solution.py", "parts.py"]
[[checks]]
test = "test_sum"
points = 1
title = { en = "The sum", ko = "합" }
hint = { en = "Add them.", ko = "더하세요." }
"""
FILES_CHECKS = """
def test_sum(submission):
    assert submission.total(2, 3) == 5
"""
FILES_REFERENCE = {
    "solution.py": "from parts import add\n\n\ndef total(a, b):\n    return add(a, b)\n",
    "parts.py": "def add(a, b):\n    return a + b\n",
}
SLOW, QUICK = TRAINED.format(steps=400, pause=0.02), TRAINED.format(steps=60, pause=0.005)


def _measured() -> str:
    """How the reference ran, as `seodang measure` would write it."""
    steps = list(range(60))
    middle = [1 / (1 + step / 10) for step in steps]
    low = [value * 0.9 for value in middle]
    high = [value * (1.1 + 0.02 * math.sin(step)) for step, value in zip(steps, middle, strict=True)]
    band = {"steps": steps, "low": low, "high": high, "median": middle}
    return json.dumps(
        {"schema": 1, "reference": "0" * 64, "seeds": 20, "metrics": {"loss": band}, "scores": {}}
    )


MEASURED = _measured()


def build(folder: Path) -> None:
    """Write the course into a folder of courses."""
    course = folder / "lab"
    _write(course / "course.toml", COURSE)
    _exercise(course / "slow-training", TRAINING, TRAINING_CHECKS, QUICK)
    _write(course / "slow-training" / "measured.json", MEASURED)
    _exercise(course / "two-maps", MAPS, MAPS_CHECKS, MAPS_REFERENCE)
    _exercise(course / "two-files", FILES, FILES_CHECKS, FILES_REFERENCE)
    lab_quiz.write(course / lab_quiz.SLUG)


def _exercise(folder: Path, manifest: str, checks: str, reference: str | dict[str, str]) -> None:
    _write(folder / "exercise.toml", manifest)
    _write(folder / "checks.py", checks)
    files = reference if isinstance(reference, dict) else {"solution.py": reference}
    for name, text in files.items():
        _write(folder / "reference" / name, text)
        _write(folder / "starter" / name, "# here\n")
    _write(folder / "prompt.en.md", "Do it.\n")
    _write(folder / "prompt.ko.md", "구현하세요.\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
