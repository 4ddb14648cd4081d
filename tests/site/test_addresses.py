from __future__ import annotations

import pytest

from seodang.addresses import LARGEST, row_number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "1e3", "x", "\u0661", str(LARGEST + 1), "9" * 5000]
)
def test_what_no_row_can_have_is_no_number(text: str) -> None:
    """Other writings of numbers, and ones beyond every column, are refused before a database sees them."""
    with pytest.raises(ValueError):
        row_number(text)


@pytest.mark.parametrize("number", [0, 1, LARGEST])
def test_numbers_of_rows_are_read(number: int) -> None:
    """What a column can hold is read as it is."""
    assert row_number(str(number)) == number
