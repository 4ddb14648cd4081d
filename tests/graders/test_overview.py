"""`seodang overview`: every exercise of a course in one table, tried again only where its files changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import pytest

from graders.cli import main
from graders.overview import Record
from tests.graders import samples

OUTLINE = """
schema = 1
title = { en = "Sums", ko = "덧셈" }
[[chapters]]
id = "1"
title = { en = "First", ko = "첫째" }
[[chapters.sections]]
id = "1-1"
title = { en = "Doubling", ko = "두 배" }
exercises = ["double", "later"]
[[chapters.sections]]
id = "1-2"
title = { en = "To read", ko = "읽을거리" }
"""
RIGHT = "# technique: adds\ndef double(x):\n    return x + x\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course of one exercise that is there, one that is not, and a section without any."""
    folder = tmp_path / "exercises" / "sums"
    files = samples.files(examples_in_right_in_adds__py=RIGHT)
    for name, data in files.items():
        path = folder / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "course.toml").write_text(OUTLINE, encoding="utf-8")
    return folder


def written(course: Path, *arguments: str) -> tuple[int, str, Record]:
    """Exit status, page and record of the command."""
    page = course.parent / "course.md"
    status = main(["overview", str(course.parent), "--write", str(page), *arguments])
    record = msgspec.json.decode(page.with_suffix(".json").read_bytes(), type=Record)
    return status, page.read_text(encoding="utf-8"), record


def test_a_page_has_a_row_for_everything_in_the_outline(course: Path) -> None:
    """What each gate found, what is not written yet, and sections that are only read."""
    status, page, record = written(course)
    rows = {line.split("|")[3].strip(): line for line in page.splitlines() if line.startswith("| 1-")}

    assert status == 1, "an exercise is missing"
    assert "1 right, 0 wrong" in rows["[`double`](../exercises/sums/double/prompt.en.md)"]
    assert "2 × 50" in rows["[`double`](../exercises/sums/double/prompt.en.md)"]
    assert "not written yet" in rows["`later`"]
    assert rows["–"].startswith("| 1-2 |")
    stand = record.stands["sums/double"]
    assert set(stand.gates) == {"examples", "cheat", "flake", "mutation"}
    assert 0 < stand.mean_s <= stand.worst_s


def test_only_what_changed_is_tried_again(course: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A recorded version keeps what its gates said; a changed one loses it, here to a fault."""
    written(course)
    capfd.readouterr()

    written(course)
    assert "sums/double" not in capfd.readouterr().err

    (course / "double" / "reference" / "solution.py").write_text("def double(x):\n    return 4\n")
    status, page, record = written(course)
    assert status == 1
    assert record.stands["sums/double"].gates == {"examples": "fails"}
    assert "| fails |" in page


def test_an_exercise_that_is_gone_leaves_the_record(course: Path) -> None:
    """Nothing is kept of what the outline's folder no longer holds; all present and passing ends with 0."""
    outline = course / "course.toml"
    outline.write_text(OUTLINE.replace(', "later"', ""), encoding="utf-8")
    status, _, record = written(course)
    assert (status, list(record.stands)) == (0, ["sums/double"])

    shutil.rmtree(course / "double")
    status, _, record = written(course)
    assert (status, record.stands) == (1, {})


def test_what_was_found_is_kept_at_once(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends the command before the page is written keeps the gates that were tried."""

    def ended(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("graders.commands.overview.render", ended)
    page = course.parent / "course.md"

    assert main(["overview", str(course.parent), "--write", str(page), "--repeats", "3"]) == 130
    record = msgspec.json.decode(page.with_suffix(".json").read_bytes(), type=Record)
    assert record.stands["sums/double"].gates["flake"] == "2 × 3"
    assert not page.exists()
