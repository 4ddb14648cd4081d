from __future__ import annotations

from hypothesis import HealthCheck, given, settings, strategies as st

from seodang.services.comparison import Line, compare

texts = st.lists(st.sampled_from(["a = 1", "b = 2", "", "    return a + b", "a = 2"]), max_size=30).map(
    "\n".join
)


def _side(lines: list[Line], gone: str) -> dict[int, str]:
    """The lines of one side by number."""
    shown = [line for line in lines if line.kind not in ("gap", gone)]
    numbers = [line.after if gone == "removed" else line.before for line in shown]
    return {n: "".join(p.text for p in line.parts) for n, line in zip(numbers, shown, strict=True) if n}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(texts, texts)
def test_every_line_stands_under_its_own_number(before: str, after: str) -> None:
    """Each shown line is the line of that number in its text, and gaps account for all the others."""
    lines = compare(before, after)
    old, new = _side(lines, "added"), _side(lines, "removed")

    assert all(before.splitlines()[n - 1] == text for n, text in old.items())
    assert all(after.splitlines()[n - 1] == text for n, text in new.items())
    if lines:
        hidden = sum(line.count for line in lines if line.kind == "gap")
        assert len(old) + hidden == len(before.splitlines())
        assert len(new) + hidden == len(after.splitlines())


def test_same_text_has_no_lines() -> None:
    """Where nothing changed there is nothing to show."""
    assert compare("a\nb\n", "a\nb") == []


def test_words_that_changed_are_marked() -> None:
    """Of two lines that answer each other only the different words are marked."""
    removed, added = compare("x = first + 1", "x = second + 1")

    assert [part.text for part in removed.parts if part.changed] == ["first"]
    assert [part.text for part in added.parts if part.changed] == ["second"]


def test_huge_texts_are_compared_coarsely() -> None:
    """Ten thousand lines without a common one are shown as replaced, and each other's lines are all there."""
    old, new = ("\n".join(f"{letter}{n}" for n in range(9_000)) for letter in "ab")
    lines = compare(old, new)

    assert [line.kind for line in lines] == ["removed"] * 9_000 + ["added"] * 9_000
