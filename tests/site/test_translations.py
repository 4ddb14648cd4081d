"""The Korean catalogue is complete, current and fits its sentences' places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

SITE = Path(__file__).parents[2] / "platform" / "seodang"
TRANSLATIONS = SITE / "translations"
KOREAN = TRANSLATIONS / "ko" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
PLACE = re.compile(r"%\((\w+)\)[^a-zA-Z%]*[a-zA-Z]|\{(\w+)\}")
HANGUL = re.compile(r"[가-힣]")

MessageId = str | tuple[str, ...]


@cache
def used() -> frozenset[MessageId]:
    """Every message that code and templates of the site ask for."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    found = extract_from_dir(SITE, methods, options, keywords=KEYWORDS)
    return frozenset(message for _, _, message, _, _ in found)


@cache
def korean() -> Catalog:
    """The Korean catalogue as it stands."""
    with KOREAN.open("rb") as file:
        return read_po(file, locale="ko")


def messages() -> Iterator[Message]:
    """The entries of the catalogue without its header."""
    return (message for message in korean() if message.id)


def as_tuple(text: MessageId | list[str] | None) -> tuple[str, ...]:
    """The forms of a message: one, or singular and plural."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def places(text: str) -> set[str]:
    """What a sentence leaves to be filled in."""
    return {first or second for first, second in PLACE.findall(text)}


def test_every_sentence_of_the_site_has_a_korean_one() -> None:
    """A message used in code or templates has a translation that is neither empty nor fuzzy."""
    done = {
        as_tuple(m.id) for m in messages() if not m.fuzzy and as_tuple(m.string) and all(as_tuple(m.string))
    }

    missing = sorted({as_tuple(message) for message in used()} - done)

    assert not missing


def test_no_translation_outlives_its_sentence() -> None:
    """The catalogue holds nothing that the site no longer says."""
    wanted = {as_tuple(message) for message in used()}

    stale = sorted(as_tuple(m.id) for m in messages() if as_tuple(m.id) not in wanted)

    assert not stale
    assert not korean().obsolete


def test_translations_fill_the_same_places() -> None:
    """A translation uses exactly the names that its sentence is given."""
    wrong = [
        (m.id, form)
        for m in messages()
        for form in as_tuple(m.string)
        if places(form) != places(as_tuple(m.id)[-1])
    ]

    assert not wrong


def test_translations_are_korean() -> None:
    """A translation with letters in it is written in Hangul; only figures and units may stay as they are."""
    untranslated = [
        m.id
        for m in messages()
        for form in as_tuple(m.string)
        if re.search(r"[a-z]{4}", PLACE.sub("", form)) and not HANGUL.search(form)
    ]

    assert not untranslated
