"""Every sentence exists in both languages with the same particulars."""

from __future__ import annotations

import string

import pytest

from graders.messages import Text, plain
from graders.phrases import PHRASES, render


def fields(template: str) -> set[str]:
    """The placeholders of a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", sorted(PHRASES))
def test_phrase_is_complete(key):
    """English and Korean are there and have the same placeholders."""
    phrase = PHRASES[key]

    assert phrase.en.strip()
    assert phrase.ko.strip()
    assert fields(phrase.en) == fields(phrase.ko)


def test_unknown_key_and_missing_particular_still_say_something():
    """A text never fails to render: an unknown key is itself, a missing particular its name."""
    assert render(Text("no.such.key")) == "no.such.key"
    assert "<limit>" in render(Text("cell.time", {"measured": "1"}), "en")


def test_further_lines_follow():
    """A text's further lines come below it."""
    text = Text("check.words", {"text": "one"}).followed_by(Text("check.words", {"text": "two"}))

    assert render(text, "ko") == "one\ntwo"


def test_plain_text_loses_what_nobody_can_read():
    """Control, bidirectional and surrogate characters go, line ends stay, the cut is shown."""
    assert plain("a\x1b[0m\u202eb\x00\ud800\n\tc") == "a\ufffd[0m\ufffdb\ufffd\ufffd\n\tc"
    assert plain("x" * 100, 10) == "x" * 9 + "…"
