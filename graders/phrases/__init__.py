"""Every sentence the product says about a grading, in English and Korean.

One file per area, each a dict of key to `Phrase`; a new area is one import and one entry in `AREAS`.
Placeholders are those of `str.format`. Korean sentences avoid particles after a placeholder, since the right
one depends on its value.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from graders.messages import Text
from graders.phrases import (
    apps,
    archives,
    bundle,
    cells,
    checks,
    cli,
    compare,
    courses,
    gates,
    gates_mutation,
    grading,
    quiz,
    slips,
    slips_layers,
    slips_training,
    sources,
    submission,
    training,
    validation,
)
from graders.phrases.phrase import Phrase

__all__ = ["AREAS", "PHRASES", "Phrase", "Text", "render"]

AREAS: tuple[Mapping[str, Phrase], ...] = (
    checks.PHRASES,
    compare.PHRASES,
    slips.PHRASES,
    slips_layers.PHRASES,
    slips_training.PHRASES,
    submission.PHRASES,
    apps.PHRASES,
    cells.PHRASES,
    grading.PHRASES,
    sources.PHRASES,
    bundle.PHRASES,
    archives.PHRASES,
    courses.PHRASES,
    validation.PHRASES,
    gates.PHRASES,
    gates_mutation.PHRASES,
    cli.PHRASES,
    quiz.PHRASES,
    training.PHRASES,
)


def _merged() -> Mapping[str, Phrase]:
    """All areas as one catalogue; a key belongs to one area only."""
    merged: dict[str, Phrase] = {}
    for area in AREAS:
        if twice := merged.keys() & area.keys():
            raise ValueError(f"phrases defined twice: {sorted(twice)}")
        merged.update(area)
    return MappingProxyType(merged)


PHRASES = _merged()


class _Particulars(dict[str, Any]):
    """Parameters of a phrase; one that is missing shows as its name instead of losing the sentence."""

    def __missing__(self, name: str) -> str:
        return f"<{name}>"


def render(text: Text, language: str = "en") -> str:
    """The text in this language (English for any other), one line for each of its parts."""
    phrase = PHRASES.get(text.key)
    if phrase is None:
        line = text.key
    else:
        template = phrase.ko if language == "ko" else phrase.en
        line = template.format_map(_Particulars(_own_language(text.params, language)))
    return "\n".join([line, *(render(part, language) for part in text.more)])


def _own_language(params: Mapping[str, str | int | float], language: str) -> dict[str, Any]:
    """Parameters for one language: `name_ko` or `name_en` stands in for `name` where an author wrote both."""
    suffix = "_ko" if language == "ko" else "_en"
    own = {name[: -len(suffix)]: value for name, value in params.items() if name.endswith(suffix)}
    return {**params, **own}
