from __future__ import annotations

import pytest

from seodang.services.passwords import is_common


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "Password1!",
        "p@ssw0rd",
        "12345678",
        "87654321",
        "qwertyuiop",
        "1q2w3e4r",
        "1qaz2wsx",
        "iloveyou",
        "Sunshine99",
        "dragon2024",
        "abc12345",
        "aaaaaaaa",
        "abababab",
        "letmein!!",
        "trustno1",
        "monkeymonkey",
        "football7",
        "starwars77",
        "saranghae1",
        "ｐassword",
        "asdfghjkl",
        "zxcvbnm1",
        "01012345678",
    ],
)
def test_what_attackers_try_first_is_common(password: str) -> None:
    """Words of leaked lists with trimmings, runs along the keyboard, digits and repetitions are refused."""
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    ["correct-horse-7-battery", "u7#kd0-wq2x", "violet kettle hums", "오늘은 비가 옵니다", "gT9pLmQ2vX"],
)
def test_what_people_make_up_is_not(password: str) -> None:
    """Phrases and random strings are fine."""
    assert not is_common(password)
