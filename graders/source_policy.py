"""What an author would rather see in a submission's text, or not see: advice, never points.

The rules come from exercise.toml. A submission's text is read in its own cell
(`graders.incell.policy`), never here: the host only turns what was found into the author's words, after
holding it against the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta

from graders.bilingual import Bilingual
from graders.messages import MAX_FOUND, Found

#: a dotted name, a method after a dot, either with * for a part of one step
Name = Annotated[
    str, Meta(pattern=r"^\.?[A-Za-z_*][A-Za-z0-9_*]*(\.[A-Za-z_*][A-Za-z0-9_*]*)*$", max_length=120)
]
#: a word of Python, or what kind of name and which
Construct = Annotated[
    str,
    Meta(
        pattern=r"^(for|while|if|with|try|lambda|yield|comprehension|recursion"
        r"|(class|def|call|import):\.?[A-Za-z_*][A-Za-z0-9_*]*(\.[A-Za-z_*][A-Za-z0-9_*]*)*)$",
        max_length=120,
    ),
]
MAX_RULES = 50
MAX_LINE = 10_000


class Forbidden(msgspec.Struct, frozen=True):
    """A name that the submission should do without, and what to say where it stands."""

    name: Name
    text: Bilingual


class Required(msgspec.Struct, frozen=True):
    """A construct that the submission should hold, and what to say where it does not."""

    construct: Construct
    text: Bilingual


class SourcePolicy(msgspec.Struct, frozen=True):
    """The rules of an exercise for the text of its submissions."""

    forbid: Annotated[list[Forbidden], Meta(max_length=MAX_RULES)] = []
    require: Annotated[list[Required], Meta(max_length=MAX_RULES)] = []

    def rules(self) -> list[tuple[str, str]]:
        """Each rule as a cell needs it, without its words: what it does, and with what."""
        forbidden = [("forbid", rule.name) for rule in self.forbid]
        return forbidden + [("require", rule.construct) for rule in self.require]

    def texts(self) -> list[Bilingual]:
        """What to say, in the order of `rules`."""
        return [rule.text for rule in self.forbid] + [rule.text for rule in self.require]


class Advice(msgspec.Struct, frozen=True):
    """One remark on the text of a submission."""

    #: name it was submitted under
    file: str
    #: from 1; 0 where it is about the whole file
    line: int
    text: Bilingual


def advise(policy: SourcePolicy, files: Sequence[str], found: Sequence[Found]) -> list[Advice]:
    """The author's words for what a cell found, in the order of the text.

    What names no rule, no submitted file or no line there can be is left out: it is a stranger's word, and
    advice is nothing to fail a grading for.
    """
    texts, order = policy.texts(), {name: at for at, name in enumerate(files)}
    fitting = {
        (order[item.file], item.line, item.rule): item
        for item in found[:MAX_FOUND]
        if 0 <= item.rule < len(texts) and item.file in order and 0 <= item.line <= MAX_LINE
    }
    return [Advice(fitting[key].file, key[1], texts[key[2]]) for key in sorted(fitting)]
