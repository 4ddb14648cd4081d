"""Texts as authors write them: both languages at once, or one text that is the same in both."""

from __future__ import annotations

from collections.abc import Mapping

from graders.bilingual import Bilingual

#: a text in both languages: {"en": …, "ko": …}, or one string that is the same in both
Label = Bilingual | Mapping[str, str] | str


def bilingual(label: Label) -> Bilingual:
    """The text in both languages."""
    if isinstance(label, Bilingual):
        return label
    if isinstance(label, str):
        return Bilingual(label, label)
    return Bilingual(en=label["en"], ko=label["ko"])
