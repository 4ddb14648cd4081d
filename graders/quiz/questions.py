"""What an author writes: a question with its fields, their key and a worked solution, in both languages.

`generate(rng) -> Question` in variants.py runs in a grader cell; what it returns becomes plain data there and
is checked by the host like everything that leaves a cell. Imported on both sides, so this module stays light.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graders.bilingual import Bilingual
from graders.quiz.figures import Figure
from graders.quiz.labels import Label, bilingual
from graders.quiz.variant import (
    ChoiceKey,
    Field,
    Group,
    Key,
    NumberKey,
    Option,
    SeveralKey,
    TextKey,
    Variant,
)

#: what can be chosen, by a short name: {"valid": {"en": …, "ko": …}, …}, or names that speak for themselves
Options = Mapping[str, Label] | Sequence[str]


@dataclass(frozen=True)
class Part:
    """One or more fields that belong together, with their keys."""

    fields: tuple[Field, ...]
    keys: Mapping[str, Key]
    group: Group | None = None


@dataclass(frozen=True)
class Question:
    """One concrete question."""

    #: which kind of question of the quiz this is, such as "conv2d-stride"
    id: str
    #: Markdown
    prompt: Label
    fields: Sequence[Part]
    #: the worked solution, Markdown
    worked: Label
    #: what the question is about, as plain data: numbers, texts, lists and dicts, for solver.py
    facts: Mapping[str, Any] = field(default_factory=dict)
    #: drawn below the prompt
    figures: Sequence[Figure] = ()
    #: drawn below the worked solution
    worked_figures: Sequence[Figure] = ()
    groups: tuple[Group, ...] = field(default=(), init=False)

    def to_variant(self) -> Variant:
        """The question as plain data."""
        names = [each.name for part in self.fields for each in part.fields]
        if len(set(names)) != len(names):
            raise ValueError(f"two fields of question {self.id!r} have one name: {sorted(names)}")
        return Variant(
            question=self.id,
            prompt=bilingual(self.prompt),
            fields=[each for part in self.fields for each in part.fields],
            keys={name: key for part in self.fields for name, key in part.keys.items()},
            worked=bilingual(self.worked),
            groups=[part.group for part in self.fields if part.group is not None],
            facts=dict(self.facts),
            figures=list(self.figures),
            worked_figures=list(self.worked_figures),
        )


def number(
    name: str,
    label: Label,
    answer: float,
    *,
    tolerance: float = 0.0,
    relative: float = 0.0,
    unit: str = "",
    units: Mapping[str, float] | Sequence[str] = (),
) -> Part:
    """A number, right within `tolerance`, or within `relative` as a share of it, whichever is more.

    A unit may be written after it and must then be this one, or one of `units`: other spellings, or units
    with what makes a number in them one in `unit`, as in {"ms": 0.001} for seconds.
    """
    factors = {other: float(factor) for other, factor in units.items()} if isinstance(units, Mapping) else {}
    factors = factors or dict.fromkeys(units, 1.0)
    key = NumberKey(value=answer, tolerance=tolerance, relative=relative, unit=unit, units=factors)
    return Part((Field(name=name, kind="number", label=bilingual(label), unit=unit),), {name: key})


def choice(name: str, label: Label, options: Options, answer: str) -> Part:
    """One of several options."""
    return Part((_choice(name, label, options),), {name: _one_of(options, answer)})


def several(name: str, label: Label, options: Options, answers: Sequence[str]) -> Part:
    """Any number of options, at least one; right if exactly these are chosen."""
    values = [_one_of(options, answer).value for answer in answers]
    if not values:
        raise ValueError(f"{name}: at least one option has to be right")
    made = Field(name=name, kind="several", label=bilingual(label), options=_options(options))
    return Part((made,), {name: SeveralKey(values=values)})


def text(name: str, label: Label, answers: Sequence[str] | str, *, exact_case: bool = False) -> Part:
    """A short text; spaces at the ends and doubled ones do not count, nor does case unless `exact_case`."""
    accepted = [answers] if isinstance(answers, str) else list(answers)
    key = TextKey(accepted=accepted, exact_case=exact_case)
    return Part((Field(name=name, kind="text", label=bilingual(label)),), {name: key})


def ordering(name: str, label: Label, options: Options, answer: Sequence[str]) -> Part:
    """Options to be put in order: one choice for each place."""
    if sorted(answer) != sorted(_values(options)):
        raise ValueError(f"{name}: the answer must hold each option once")
    fields, keys = [], {}
    for place, value in enumerate(answer, start=1):
        inner = f"{name}.{place}"
        fields.append(_choice(inner, {"en": f"Place {place}", "ko": f"{place}번째"}, options, group=name))
        keys[inner] = _one_of(options, value)
    return Part(tuple(fields), keys, Group(name=name, kind="ordering", label=bilingual(label)))


def matching(
    name: str, label: Label, items: Mapping[str, Label], options: Options, answers: Mapping[str, str]
) -> Part:
    """Items to be matched with options: one choice for each item."""
    if set(answers) != set(items):
        raise ValueError(f"{name}: the answers must name each item once")
    fields, keys = [], {}
    for item, shown in items.items():
        inner = f"{name}.{item}"
        fields.append(_choice(inner, shown, options, group=name))
        keys[inner] = _one_of(options, answers[item])
    return Part(tuple(fields), keys, Group(name=name, kind="matching", label=bilingual(label)))


def table(name: str, label: Label, columns: Sequence[Label], rows: Sequence[Sequence[Label | Part]]) -> Part:
    """A table to be filled in: a cell is a text to read or a number, choice or text field.

    Fields keep their own names; their labels should say which cell they are, for those who hear the page.
    """
    fields: list[Field] = []
    keys: dict[str, Key] = {}
    shown: list[list[Bilingual]] = []
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{name}: a row of {len(row)} cells under {len(columns)} columns")
        line: list[Bilingual] = []
        for cell in row:
            if isinstance(cell, Part):
                (inner,) = cell.fields
                fields.append(_in_group(inner, name))
                keys.update(cell.keys)
                line.append(Bilingual(f"@{inner.name}", f"@{inner.name}"))
            else:
                line.append(bilingual(cell))
        shown.append(line)
    group = Group(
        name=name,
        kind="table",
        label=bilingual(label),
        columns=[bilingual(each) for each in columns],
        rows=shown,
    )
    return Part(tuple(fields), keys, group)


def _choice(name: str, label: Label, options: Options, group: str = "") -> Field:
    return Field(name=name, kind="choice", label=bilingual(label), options=_options(options), group=group)


def _in_group(inner: Field, group: str) -> Field:
    return Field(inner.name, inner.kind, inner.label, inner.unit, inner.options, group)


def _options(options: Options) -> list[Option]:
    if isinstance(options, Mapping):
        return [Option(value, bilingual(label)) for value, label in options.items()]
    return [Option(value, Bilingual(value, value)) for value in options]


def _values(options: Options) -> list[str]:
    return [option.value for option in _options(options)]


def _one_of(options: Options, answer: str) -> ChoiceKey:
    if answer not in _values(options):
        raise ValueError(f"{answer!r} is none of the options {_values(options)}")
    return ChoiceKey(value=answer)
