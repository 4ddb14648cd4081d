"""Honest mistakes: each gets a text, in both languages, that says what is wrong, where, and what is right."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from graders.bilingual import Bilingual
from graders.grading import Grader
from graders.report import Report, student_view
from tests.attacks import exercise

KIB = 1024


@dataclass(frozen=True)
class Mistake:
    """A file as handed in, and what its message must say: facts in both languages, words in each."""

    name: str
    source: bytes
    verdict: str
    facts: tuple[str, ...]
    en: str
    ko: str


#: refused before anything runs: the message is the report's
UNFIT = (
    Mistake("empty", b"", "CE", ("solution.py",), "is empty", "비어 있습니다"),
    Mistake("blank", b"\n \n\t\n", "CE", ("solution.py",), "is empty", "비어 있습니다"),
    Mistake(
        "too-large", b"#\n" * (150 * KIB), "CE", ("solution.py", "300 KiB", "256 KiB"), "at most", "까지만"
    ),
    Mistake(
        "not-utf8", b"x = 1\nname = '\xb0\xa1'\n", "CE", ("solution.py", "2", "9", "UTF-8"), "byte 9", "9번째"
    ),
    Mistake(
        "utf-16", "x = 1\n".encode("utf-16"), "CE", ("solution.py", "UTF-8"), "not UTF-8", "UTF-8이 아닙니다"
    ),
    Mistake("nul", b"x = 1\n\ny = '\x00'\n", "CE", ("solution.py", "NUL", "3"), "line 3", "3번째 줄"),
    Mistake("bom", b"\xef\xbb\xbfx = 1\n", "CE", ("solution.py", "BOM", "UTF-8"), "without BOM", "BOM 없는"),
    Mistake(
        "cookie", b"# -*- coding: cp949 -*-\n", "CE", ("solution.py", "cp949", "utf-8"), "line 1", "1번째 줄"
    ),
    Mistake(
        "long-line", b"x = 1\n" + b"#" * 2500, "CE", ("solution.py", "2500", "2000"), "line 2", "2번째 줄"
    ),
    Mistake("many-lines", b"#\n" * 10_001, "CE", ("solution.py", "10001", "10000"), "lines", "줄"),
)

#: found in the cell: the message is the first check's
WRONG = (
    Mistake(
        "syntax",
        b"import torch\n\ndef scale(x)\n    return x\n",
        "CE",
        ("solution.py", "expected ':'", "def scale(x)"),
        "line 3",
        "3번째 줄",
    ),
    Mistake(
        "indent", b"def scale(x):\nreturn x\n", "CE", ("solution.py", "indented block"), "line 2", "2번째 줄"
    ),
    Mistake("tabs", b"def scale(x):\n    y = x\n\treturn y\n", "CE", ("solution.py",), "line 3", "3번째 줄"),
    Mistake("nested", b"(" * 1500 + b")" * 300, "CE", ("solution.py",), "line 1", "1번째 줄"),
    Mistake(
        "no-python",
        "def scale(x):\n    return x × 2\n".encode(),
        "CE",
        ("×", "solution.py"),
        "line 2",
        "2번째 줄",
    ),
    Mistake(
        "missing",
        b"import torch\nfrom math import sqrt\nPI = 3\ndef scales(x):\n    return x\ndef other(): pass\n",
        "RTE",
        ("scale", "solution", "PI, other, scales"),
        "Did you mean scales?",
        "혹시 scales 아닌가요?",
    ),
    Mistake(
        "imports-only", b"import torch\n", "RTE", ("solution", "scale"), "no public name", "하나도 없습니다"
    ),
    Mistake("nothing-at-all", b"_x = 1\n", "RTE", ("solution", "scale"), "no public name", "하나도 없습니다"),
    Mistake("not-a-function", b"scale = 2\n", "RTE", ("scale", "int"), "called", "호출할 수 없는"),
    Mistake(
        "too-few-parameters",
        b"def scale():\n    return 1\n",
        "RTE",
        ("scale()", "too many positional arguments"),
        "cannot be called this way",
        "호출할 수 없습니다",
    ),
    Mistake(
        "too-many-parameters",
        b"def scale(x, factor):\n    return x\n",
        "RTE",
        ("scale(x, factor)", "factor"),
        "missing a required argument",
        "호출할 수 없습니다",
    ),
    Mistake(
        "type",
        b"def scale(x):\n    return [2.0]\n",
        "WA",
        ("torch.Tensor (float32, (2, 3))", "list"),
        "type",
        "종류",
    ),
    Mistake("nothing", b"def scale(x):\n    2 * x\n", "WA", ("torch.Tensor", "NoneType"), "type", "종류"),
    Mistake(
        "library",
        b"def scale(x):\n    return x.numpy()\n",
        "WA",
        ("torch.Tensor (float32, (2, 3))", "numpy.ndarray (float32, (2, 3))"),
        "type",
        "종류",
    ),
    Mistake("shape", b"def scale(x):\n    return 2 * x.T\n", "WA", ("(2, 3)", "(3, 2)"), "shape", "shape"),
    Mistake(
        "dtype", b"def scale(x):\n    return 2 * x.double()\n", "WA", ("float32", "float64"), "dtype", "dtype"
    ),
    Mistake("value", b"def scale(x):\n    return 2 * x + 1\n", "WA", ("[0, 0]", "6"), "6 of 6", "6개 중 6개"),
    Mistake(
        "sparse",
        b"def scale(x):\n    return x.to_sparse()\n",
        "WA",
        ("torch.Tensor", "sparse_coo"),
        "type",
        "종류",
    ),
    Mistake("no-such-module", b"import torhc\n", "RTE", ("torhc", "solution.py"), "line 1", "1번째 줄"),
    Mistake(
        "wordless",
        b"def scale(x):\n    assert x.ndim == 3\n",
        "RTE",
        ("AssertionError", "assert x.ndim == 3"),
        "line 2",
        "2번째 줄",
    ),
    Mistake(
        "not-written",
        b"def scale(x):\n    raise NotImplementedError\n",
        "RTE",
        ("solution.py",),
        "line 2",
        "2번",
    ),
    Mistake(
        "circular",
        b"def scale(x):\n    a = []\n    a.append(a)\n    return a\n",
        "IR",
        ("16",),
        "itself",
        "자신",
    ),
    Mistake("huge", b"def scale(x):\n    return 7**9999\n", "IR", ("28071",), "bits", "비트"),
)


def graded(grader: Grader, mistake: Mistake) -> Report:
    """The report of a mistake."""
    return grader.grade(exercise.bundle(), {"solution.py": mistake.source}, mode="run")


def tell(message: Bilingual, mistake: Mistake) -> None:
    """Assert that a message says what it must, and in Korean says it in Korean."""
    for text in (message.en, message.ko):
        for fact in mistake.facts:
            assert fact in text
        assert "  \n" not in text
        assert not text.splitlines()[0].rstrip().endswith(":"), "a sentence that announces nothing"
    assert mistake.en in message.en
    assert mistake.ko in message.ko
    assert any("가" <= letter <= "힣" for letter in message.ko)


@pytest.mark.parametrize("mistake", UNFIT, ids=[mistake.name for mistake in UNFIT])
def test_unfit_file_gets_a_clear_message(grader: Grader, mistake: Mistake):
    """The report says which rule the file breaks, and the student sees that text."""
    report = graded(grader, mistake)

    assert (report.verdict, report.points) == (mistake.verdict, 0)
    tell(report.message, mistake)
    assert student_view(report)["message"] == {"en": report.message.en, "ko": report.message.ko}


@pytest.mark.parametrize("mistake", WRONG, ids=[mistake.name for mistake in WRONG])
def test_wrong_submission_gets_a_clear_message(grader: Grader, mistake: Mistake):
    """The first check says what is wrong, where, and what would be right."""
    report = graded(grader, mistake)

    assert (report.verdict, report.points) == (mistake.verdict, 0), report.checks[0].message.en
    tell(report.checks[0].message, mistake)


@pytest.mark.parametrize(
    "name", ["Solution.py", "solution.txt", "../solution.py", "a" * 5000, "x\x00.py", "\u202e.py"]
)
def test_wrong_file_name_is_told_with_the_right_one(grader: Grader, name: str):
    """A file of another name is refused by name, which is shown as text and cut."""
    report = grader.grade(exercise.bundle(), {name: b"x = 1\n"})

    assert report.verdict == "CE"
    assert "solution.py" in report.message.en
    assert "solution.py" in report.message.ko
    assert len(report.message.en) < 400
    assert "\x00" not in report.message.en
    assert "\u202e" not in report.message.en


PLAIN_CHECKS = """
def test_small(submission): assert submission.scale(2).shape == ()
def test_again(submission): assert max(submission.scale(2)) > 0
def test_secret(submission): submission.scale(2) + undefined_name
"""


def test_check_that_cannot_use_the_answer_blames_the_answer(grader: Grader):
    """A check that stumbles over a wrong type fails the submission; one that is wrong itself is our error."""
    bundle = exercise.bundle(checks=PLAIN_CHECKS)
    report = grader.grade(bundle, {"solution.py": b"def scale(x):\n    return None\n"})
    first, second, third = report.checks

    assert [check.verdict for check in report.checks] == ["WA", "WA", "IE"]
    assert "The last answer came from scale; its type is NoneType" in first.message.en
    assert "scale의 결과이고 자료형은 NoneType" in second.message.ko
    assert "undefined_name" in third.message.en
