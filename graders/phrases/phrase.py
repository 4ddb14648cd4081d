"""One sentence in both languages of the product."""

from __future__ import annotations

from typing import NamedTuple


class Phrase(NamedTuple):
    """A template in English and in Korean with the same placeholders."""

    en: str
    ko: str
