"""Checks for first-submission: two examples by hand, then any numbers."""

from __future__ import annotations

import torch

from graders import Slip, assert_close, given, strategies as st

#: whole numbers, so that no rounding decides what is above an average
NUMBERS = st.lists(st.integers(-9, 9), min_size=1, max_size=8)


def average_slips(x):
    """Return what is taken for an average."""
    return [
        Slip("sum", en="This is the sum; divide it by how many numbers there are.",
             ko="합입니다. 수의 개수로 나누세요.", value=lambda: x.sum()),
        Slip("median", en="This is the number in the middle (the median), not the average.",
             ko="평균이 아니라 가운데 수(중앙값)입니다.", value=lambda: x.median()),
        Slip("whole", en="The average was cut to a whole number.",
             ko="평균의 소수 부분이 잘렸습니다.", value=lambda right: right.floor()),
    ]  # fmt: skip


def count_slips(x):
    """Return what is counted instead of the numbers above the average."""
    mean = x.mean()
    return [
        Slip("equal_too", en="Numbers that equal the average were counted, too; take `>` for `>=`.",
             ko="평균과 같은 수도 셌습니다. `>=` 대신 `>`를 쓰세요.", value=lambda: int((x >= mean).sum())),
        Slip("below", en="The numbers below the average were counted.",
             ko="평균보다 작은 수를 셌습니다.", value=lambda: int((x < mean).sum())),
        Slip("positive", en="The numbers above 0 were counted; compare with the average.",
             ko="0보다 큰 수를 셌습니다. 평균과 비교하세요.", value=lambda: int((x > 0).sum())),
        Slip("all", en="All numbers were counted.", ko="수를 모두 셌습니다.", value=lambda: len(x)),
    ]  # fmt: skip


def compare(submission, x):
    """Hold both functions against the tensor's own mean."""
    assert_close(submission.average(x), x.mean(), slips=average_slips(x))
    assert_close(submission.above_average(x), int((x > x.mean()).sum()), slips=count_slips(x))


def test_three_numbers(submission):
    """The example of the text, and an average that is no whole number."""
    for numbers in ([1.0, 2.0, 6.0], [1.0, 2.0, 2.0, 5.0]):
        x = torch.tensor(numbers)
        assert_close(submission.average(x), x.mean(), slips=average_slips(x))


def test_how_many_are_above(submission):
    """One of the five numbers of the text is above their average; in another row three are."""
    for numbers, above in (([1.0, 2.0, 3.0, 4.0, 10.0], 1), ([0.0, 7.0, 8.0, 9.0], 3)):
        x = torch.tensor(numbers)
        assert_close(submission.above_average(x), above, slips=count_slips(x))


def test_equal_is_not_above(submission):
    """Where all numbers are equal, none is above the average; one that meets it is not."""
    for numbers, above in (([2.0, 2.0, 2.0], 0), ([1.0, 3.0, 5.0], 1), ([4.0], 0)):
        x = torch.tensor(numbers)
        assert_close(submission.above_average(x), above, slips=count_slips(x))


@given(max_examples=100, numbers=NUMBERS)
def test_any_numbers(submission, numbers):
    """Both are right for any whole numbers from -9 to 9."""
    compare(submission, torch.tensor(numbers, dtype=torch.float32))


def test_other_numbers(submission, rng):
    """Both are right for long rows of large numbers, in both dtypes."""
    for dtype in (torch.float32, torch.float64):
        for count in (1, 17, 64, 500):
            compare(submission, torch.from_numpy(rng.integers(-1000, 1000, count)).to(dtype))
