"""Messages in parts: sentences, listings, and places in the student's own text."""

from __future__ import annotations

import pytest

from graders.messages import Text
from graders.phrases import render
from seodang.presenters.told import MAX_FRAMES, Place, told

FILES = {"solution.py": 1, "templates/index.html": 2}


def raised(lang: str, *frames: tuple[str, int, str, str]) -> str:
    """A message as a report tells it."""
    text = Text("submission.raised", {"type": "ValueError", "message": "no"})
    for file, line, function, source in frames:
        at = {"file": file, "line": line, "function": function, "source": source}
        text = text.followed_by(Text("submission.at", at))
    return render(text, lang)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_frames_are_places(lang: str) -> None:
    """Each frame of a traceback becomes a place with its function and its line of text, in their order."""
    frames = ("solution.py", 12, "outer", "return inner(x)"), ("solution.py", 3, "inner", "raise ValueError")
    found = told(raised(lang, *frames), FILES)

    assert found is not None
    assert "ValueError" in found.first
    assert [place for block in found.blocks for place in block.places] == [
        Place("solution.py", 12, 1, "outer", "return inner(x)"),
        Place("solution.py", 3, 1, "inner", "raise ValueError"),
    ]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_syntax_error_names_its_line(lang: str) -> None:
    """The first sentence keeps its words, and its place can be led to."""
    text = Text("submission.compile", {"message": "invalid syntax", "file": "solution.py", "line": 7})
    found = told(render(text, lang), FILES)

    assert found is not None
    assert "invalid syntax" in found.first
    assert found.place == Place("solution.py", 7, 1)


def test_place_where_a_limit_struck_follows_its_line() -> None:
    """A line that says where a cell was stopped keeps its words."""
    text = Text("cell.time", {"limit": "2", "measured": "2.1"})
    text = text.followed_by(Text("cell.line", {"file": "solution.py", "line": 4, "function": "f"}))
    found = told(render(text, "en"), FILES)

    assert found is not None
    assert found.blocks[0].text.startswith("It was at solution.py")
    assert found.blocks[0].places == [Place("solution.py", 4, 1, "f")]


@pytest.mark.parametrize("file", ["/etc/passwd", "checks.py", "../solution.py", "https://example.org/x.py"])
def test_only_files_that_were_handed_in_are_places(file: str) -> None:
    """Whatever a message says, it leads nowhere but into the student's own text."""
    found = told(raised("en", (file, 1, "f", "x")), FILES)

    assert found is not None
    assert [place for block in found.blocks for place in block.places] == []
    assert file in found.blocks[0].text


def test_other_lines_stay_as_they_are() -> None:
    """What is no frame is a listing, above and below the frames."""
    message = raised("en", ("solution.py", 1, "f", "x")) + "\n    more\n    and more"
    found = told("Sentence\n    above\n" + message.partition("\n")[2], FILES)

    assert found is not None
    assert [block.text for block in found.blocks] == ["    above", "", "    more\n    and more"]


def test_endless_traceback_has_an_end() -> None:
    """So many frames are led to, the others are told as text; nothing said is nothing shown."""
    frames = [("solution.py", line, "f", "x") for line in range(1, 200)]
    found = told(raised("en", *frames), FILES)

    assert found is not None
    assert sum(len(block.places) for block in found.blocks) >= MAX_FRAMES
    assert told("", FILES) is None
