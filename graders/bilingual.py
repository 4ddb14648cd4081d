"""A text in both languages of the course."""

from __future__ import annotations

import msgspec

from graders.phrases import Text, render

LANGUAGES = ("en", "ko")


class Bilingual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same text in English and in Korean."""

    en: str
    ko: str

    def in_(self, lang: str) -> str:
        """The text in this language; English for any other."""
        return self.ko if lang == "ko" else self.en

    def __bool__(self) -> bool:
        return bool(self.en or self.ko)


EMPTY = Bilingual("", "")


def translate(text: Text) -> Bilingual:
    """A phrase of the catalogue in both languages."""
    return Bilingual(render(text, "en"), render(text, "ko"))


def both(key: str, **params: str | int | float) -> Bilingual:
    """The phrase of this key in both languages, with its particulars filled in."""
    return translate(Text(key, params))
