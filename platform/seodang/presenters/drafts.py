"""Drafts as the scripts of the workspace read them."""

from __future__ import annotations

from typing import Any

from ..locales import moment_text
from ..services.drafts import Kept


def draft_facts(kept: Kept, *, whole: bool = False) -> dict[str, Any]:
    """Which saving this is and when it was; `whole` adds the text."""
    at = kept.at
    facts = {
        "revision": kept.revision,
        "at": at.timestamp() if at else 0.0,
        "at_text": moment_text(at) if at else "",
    }
    return facts | ({"files": kept.files} if whole else {})
