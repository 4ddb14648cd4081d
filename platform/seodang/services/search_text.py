"""Finding words in texts of two languages: composed, without case, and past what Korean glues to its nouns.

A word matches wherever it stands inside a text, so that 합성곱 is found in 합성곱층을. A word that was asked
for with a particle, or an English plural, is looked for without it too; and since Korean writes many
compounds with and without spaces, a Korean word may run over spaces in the text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

MAX_QUERY = 200
MAX_TERMS = 8
#: what may follow a noun, the longest first
PARTICLES = tuple(
    sorted(
        (
            *("은", "는", "이", "가", "을", "를", "의", "에", "도", "만", "와", "과", "로", "나"),
            *("에서", "에게", "으로", "이나", "부터", "까지", "처럼", "보다", "마다", "이란", "란"),
            *("하기", "하는", "하다", "이다", "에는", "에서는", "으로는", "과의", "와의", "입니다"),
        ),
        key=len,
        reverse=True,
    )
)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_WORD = re.compile(r"[^\s]+")
_EDGES = "\"'“”‘’()[]{}<>.,;:!?·…"
Span = tuple[int, int]


@dataclass(frozen=True)
class Term:
    """One word that was asked for, in the forms in which it may stand in a text."""

    forms: tuple[str, ...]
    korean: bool


class Text:
    """A text that can be searched; places are those of `raw`."""

    def __init__(self, text: str) -> None:
        self.raw = unicodedata.normalize("NFC", text)

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The text without case, and where each letter of it comes from."""
        letters, places = [], []
        for place, letter in enumerate(self.raw):
            folded = letter.casefold()
            letters.append(folded)
            places += [place] * len(folded)
        return "".join(letters), places

    @cached_property
    def _squeezed(self) -> tuple[str, list[int]]:
        """The same without spaces."""
        folded, places = self._folded
        kept = [(letter, place) for letter, place in zip(folded, places, strict=True) if not letter.isspace()]
        return "".join(letter for letter, _ in kept), [place for _, place in kept]

    def spans(self, term: Term) -> list[Span]:
        """Where a word stands, in its fullest form that stands there at all."""
        for form in term.forms:
            found = _all(form, *self._folded)
            if found:
                return found
        if term.korean:
            for form in term.forms:
                if len(form) > 2 and (found := _all(form, *self._squeezed)):
                    return found
        return []

    def has(self, term: Term) -> bool:
        """Does the word stand in the text?"""
        return bool(self.spans(term))


def terms_of(query: str) -> list[Term]:
    """The words of a query, each once."""
    composed = unicodedata.normalize("NFC", query[:MAX_QUERY]).casefold()
    words = (word.strip(_EDGES) or word for word in _WORD.findall(composed))
    return [_term(word) for word in list(dict.fromkeys(words))[:MAX_TERMS]]


def _term(word: str) -> Term:
    """A word with its other forms."""
    korean = bool(_HANGUL.search(word))
    forms = [word]
    if korean:
        stem = next((word.removesuffix(end) for end in PARTICLES if word.endswith(end)), word)
        if len(stem) > 1:
            forms.append(stem)
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        forms.append(word.removesuffix("s"))
    return Term(tuple(dict.fromkeys(forms)), korean)


def _all(form: str, text: str, places: list[int]) -> list[Span]:
    """Every place of a form, as spans of the original."""
    spans, start = [], text.find(form)
    while start != -1:
        end = start + len(form)
        spans.append((places[start], places[end - 1] + 1))
        start = text.find(form, end)
    return spans
