"""Texts that exist in both languages, cut down to the reader's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_LANGUAGES = frozenset(("en", "ko"))


def pick(text: Mapping[str, str], lang: str) -> str:
    """The text in this language, or in English."""
    return text.get(lang) or text.get("en", "")


def localise(value: Any, lang: str) -> Any:
    """The same data with every two-language text replaced by the one in this language."""
    if isinstance(value, dict):
        if value and value.keys() <= _LANGUAGES and all(isinstance(text, str) for text in value.values()):
            return pick(value, lang)
        return {key: localise(part, lang) for key, part in value.items()}
    if isinstance(value, list):
        return [localise(part, lang) for part in value]
    return value
