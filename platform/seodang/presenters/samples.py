"""What the style guide shows: the tokens by name, and pieces of pages with made-up facts."""

from __future__ import annotations

MARKS = (
    "ring",
    "cross",
    "triangle",
    "hourglass",
    "blocks",
    "question",
    "wrench",
    "dash",
    "dot",
    "turning",
    "half",
    "solved",
    "stop",
    "lock",
)

_TOKENS = {
    "Grounds": ("paper", "sheet", "well"),
    "Ink": ("ink", "ink-soft", "ink-faint", "rule", "rule-strong"),
    "Meaning": (
        "indigo",
        "indigo-deep",
        "indigo-wash",
        "on-indigo",
        "pine",
        "pine-wash",
        "cinnabar",
        "cinnabar-wash",
        "ochre",
        "ochre-wash",
        "highlight",
        "seal",
        "seal-cut",
    ),
    "Drawings": ("chart-reference", "heat-zero", "heat-plus", "heat-minus", "heat-error", "heat-ink"),
    "Code": (
        "code-keyword",
        "code-string",
        "code-number",
        "code-name",
        "code-comment",
        "code-line",
        "code-selection",
    ),
}


def tokens() -> dict[str, tuple[str, ...]]:
    """The colours of tokens.css by what they are for."""
    return _TOKENS
