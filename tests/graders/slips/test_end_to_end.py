"""A student is told the kind of mistake, through real cells."""

from __future__ import annotations

import pytest

from graders.report import student_view
from tests.graders.samples import bundle

CHECKS = """
import torch
import torch.nn.functional as F
from graders import Slip, assert_close, comparing, given, slips, strategies as st

close = comparing(Slip("squared_weight", en="the weight is squared", ko="가중치를 제곱했습니다",
                       value=lambda right: right * 0 - 1))

@given(case=st.conv2d_cases())
def test_small(submission, case):
    assert_close(submission.conv2d(**case), F.conv2d(case["x"], case["weight"], case["bias"], case["stride"],
                 case["padding"]), slips=slips.conv2d(**case))

def test_large(submission):
    x, weight = torch.arange(32.0).reshape(1, 2, 4, 4), torch.arange(12.0).reshape(1, 2, 2, 3)
    close(submission.conv2d(x, weight), F.conv2d(x, weight), slips=slips.conv2d(x, weight))
"""
SOLUTION = """
import torch.nn.functional as F

def conv2d(x, weight, bias=None, stride=1, padding=0):
    {body}
"""
WRONG = {
    "padding_too_large": "return F.conv2d(x, weight, bias, stride, padding + 1)",
    # Its smaller examples end as exceptions of torch, which say nothing about the mistake.
    "transposed_kernel": "return F.conv2d(x, weight.transpose(2, 3), bias, stride, padding)",
    "flipped_kernel": "return F.conv2d(x, weight.flip(2, 3), bias, stride, padding)",
    "bias_missing": "return F.conv2d(x, weight, None, stride, padding)",
    "stride_ignored": "return F.conv2d(x, weight, bias, 1, padding)",
    "changed_argument": "x += 1; return F.conv2d(x, weight, bias, stride, padding)",
}
POOLING = """
import torch.nn.functional as F
from graders import assert_close, given, slips, strategies as st

@given(max_examples=20, case=st.pool_cases())
def test_small(submission, case):
    expected = F.max_pool2d(case["x"], case["kernel_size"], case["stride"], case["padding"])
    assert_close(submission.pool(**case), expected, slips=slips.max_pool2d(**case))

def test_large(submission):
    pass
"""
ZEROS_COMPETE = b"""
import torch.nn.functional as F

def pool(x, kernel_size, stride, padding):
    return F.max_pool2d(F.pad(x, [padding] * 4), kernel_size, stride)
"""
ALWAYS_ZERO = b"""
import torch.nn.functional as F

def pool(x, kernel_size, stride, padding):
    return F.max_pool2d(x, kernel_size, stride, padding) * 0
"""


def grade(grader, body: str, seed: int = 3):
    """The report for a solution with this body."""
    exercise = bundle(checks__py=CHECKS)
    return grader.grade(exercise, {"solution.py": SOLUTION.format(body=body).encode()}, seed=seed)


@pytest.mark.parametrize("name", WRONG)
def test_the_smallest_example_is_diagnosed(grader, name):
    """The slip is named for the example that is shown, by name and in both languages."""
    check = grade(grader, WRONG[name]).checks[0]

    assert check.outcome == "failed"
    assert check.detail["diagnosis"][0]["slip"] == name
    for language in ("en", "ko"):
        text = check.detail["diagnosis"][0]["text"][language]
        assert text in check.message.in_(language).split("\n")


def test_noise_is_not_diagnosed(grader):
    """A wrong result that is no known slip is told without one, with its differences as data."""
    check = grade(grader, "return F.conv2d(x, weight, bias, stride, padding).tanh() + 0.3").checks[0]

    assert "diagnosis" not in check.detail
    assert check.detail["diff"]["max_abs"]["value"] > 0


def test_hidden_checks_are_not_diagnosed(grader):
    """Of a hidden check nothing is computed, and nothing reaches the student."""
    report = grade(grader, WRONG["flipped_kernel"])
    hidden = report.checks[1]

    assert hidden.outcome == "failed"
    assert not {"diff", "diagnosis"} & set(hidden.detail)
    assert not student_view(report)["checks"][1].get("detail")


def test_a_diagnosis_repeats(grader):
    """The same submission and seed give the same message and the same detail."""
    first, second = (grade(grader, WRONG["padding_too_large"], seed=11).checks[0] for _ in range(2))

    assert (first.message, first.detail) == (second.message, second.detail)


@pytest.mark.parametrize(
    ("source", "named"), [(ZEROS_COMPETE, ["padded_with_zeros"]), (ALWAYS_ZERO, [])], ids=["slip", "zeros"]
)
def test_a_smallest_result_of_zeros_is_told_apart_by_the_others(grader, source, named):
    """Where the shown result is nothing but zeros, the failures before it say whether a slip made them."""
    report = grader.grade(bundle(checks__py=POOLING), {"solution.py": source}, seed=77)

    check = report.checks[0]
    assert check.outcome == "failed"
    assert [found["slip"] for found in check.detail.get("diagnosis", [])] == named
