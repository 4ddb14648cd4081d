"""One concrete instance of a quiz question: what is shown, and the key it is scored by.

A variant is stored whole when it is issued, so that later edits of the quiz never change it.
"""

from __future__ import annotations

import math
import unicodedata
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from graders.bilingual import Bilingual
from graders.quiz.figures import Figure

Name = Annotated[str, Meta(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,59}$")]
Value = Annotated[str, Meta(pattern=r"^[^,\s][^,\n]{0,99}$")]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that can be chosen; `value` is what the answer holds."""

    value: Value
    label: Bilingual


class Field(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to give."""

    name: Name
    kind: Literal["number", "choice", "several", "text"]
    label: Bilingual
    unit: Annotated[str, Meta(max_length=20)] = ""
    options: Annotated[list[Option], Meta(max_length=50)] = []
    #: the ordering, matching or table this field belongs to
    group: str = ""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fields that are shown together."""

    name: Name
    kind: Literal["ordering", "matching", "table"]
    label: Bilingual
    #: of a table: its header, and its cells; a cell `@name` stands for the field of that name
    columns: Annotated[list[Bilingual], Meta(max_length=20)] = []
    rows: Annotated[list[list[Bilingual]], Meta(max_length=60)] = []


class NumberKey(msgspec.Struct, frozen=True, tag="number", forbid_unknown_fields=True):
    """A number, right within the larger of two tolerances."""

    value: int | float
    tolerance: Annotated[float, Meta(ge=0)] = 0.0
    #: as a share of the value
    relative: Annotated[float, Meta(ge=0, le=1)] = 0.0
    unit: Annotated[str, Meta(max_length=20)] = ""
    #: other units it may be given in, each with what makes a number in it one in `unit`
    units: Annotated[dict[str, Annotated[float, Meta(gt=0)]], Meta(max_length=20)] = {}


class ChoiceKey(msgspec.Struct, frozen=True, tag="choice", forbid_unknown_fields=True):
    """One option."""

    value: Value


class SeveralKey(msgspec.Struct, frozen=True, tag="several", forbid_unknown_fields=True):
    """Exactly these options."""

    values: Annotated[list[Value], Meta(min_length=1, max_length=50)]


class TextKey(msgspec.Struct, frozen=True, tag="text", forbid_unknown_fields=True):
    """Any of these texts."""

    accepted: Annotated[list[str], Meta(min_length=1, max_length=50)]
    exact_case: bool = False


Key = NumberKey | ChoiceKey | SeveralKey | TextKey
_KEY_OF: dict[str, type[msgspec.Struct]] = {
    "number": NumberKey,
    "choice": ChoiceKey,
    "several": SeveralKey,
    "text": TextKey,
}


#: what a student sees only after the answer, if at all
_HIDDEN = ("keys", "worked", "worked_figures", "facts")


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question as it was issued, with its key and its worked solution."""

    question: Name
    prompt: Bilingual
    fields: Annotated[list[Field], Meta(min_length=1, max_length=200)]
    keys: dict[str, Key]
    worked: Bilingual
    groups: list[Group] = []
    #: what the question is about, as plain data, for the author's solver
    facts: dict[str, Any] = {}
    #: drawn below the prompt
    figures: Annotated[list[Figure], Meta(max_length=8)] = []
    #: drawn below the worked solution, and shown with it only
    worked_figures: Annotated[list[Figure], Meta(max_length=8)] = []

    def faults(self) -> list[str]:
        """What makes this variant unusable, in English, for its author."""
        names = [each.name for each in self.fields]
        found = [f"field {name} is there twice" for name in set(names) if names.count(name) > 1]
        if set(names) != set(self.keys):
            found.append("fields and keys do not have the same names")
        for each in self.fields:
            found += _field_faults(each, self.keys.get(each.name))
        for label, shown in (("prompt", self.prompt), ("worked solution", self.worked)):
            found += [
                f"the {label} is empty in {lang}" for lang in ("en", "ko") if not shown.in_(lang).strip()
            ]
        labels = [(each.name, each.label) for each in self.fields]
        labels += [(each.name, option.label) for each in self.fields for option in each.options]
        labels += [(each.name, each.label) for each in self.groups]
        for name, shown in labels:
            found += [
                f"{name} has an empty label in {lang}" for lang in ("en", "ko") if not shown.in_(lang).strip()
            ]
        for group in self.groups:
            found += _group_faults(group, names)
        drawn = [*self.figures, *self.worked_figures]
        for figure in drawn:
            found += figure.faults()
        if len({figure.name for figure in drawn}) != len(drawn):
            found.append("two figures have one name")
        return found


def student_view(variant: Variant) -> dict[str, Any]:
    """The variant as JSON-ready data, without key and worked solution."""
    view: dict[str, Any] = msgspec.to_builtins(variant)
    return {name: value for name, value in view.items() if name not in _HIDDEN}


def solver_view(variant: Variant) -> dict[str, Any]:
    """What the author's solver is given: the student's view, and the facts behind the question."""
    return student_view(variant) | {"facts": variant.facts}


def _field_faults(field: Field, key: Key | None) -> list[str]:
    """A key of another kind, or one that names no option."""
    if key is None:
        return []
    if not isinstance(key, _KEY_OF[field.kind]):
        return [f"field {field.name} is a {field.kind}, its key is another kind"]
    values = [option.value for option in field.options]
    plain = {" ".join(unicodedata.normalize("NFKC", value).split()) for value in values}
    if len(plain) != len(values):
        return [f"field {field.name} has one option twice"]
    if isinstance(key, NumberKey):
        numbers = (key.value, key.tolerance, key.relative, *key.units.values())
        return [] if all(map(math.isfinite, numbers)) else [f"the key of field {field.name} is not finite"]
    if isinstance(key, TextKey) and not all(text.strip() for text in key.accepted):
        return [f"field {field.name} accepts an empty text, which nobody can give"]
    right = [key.value] if isinstance(key, ChoiceKey) else key.values if isinstance(key, SeveralKey) else []
    return [f"field {field.name} has no option {value}" for value in right if value not in values]


def _group_faults(group: Group, names: list[str]) -> list[str]:
    """A table whose rows do not fit its columns, or that shows a field there is not."""
    found = [
        f"table {group.name} has a row of {len(row)} cells"
        for row in group.rows
        if len(row) != len(group.columns)
    ]
    cells = [cell.en[1:] for row in group.rows for cell in row if cell.en.startswith("@")]
    return found + [f"table {group.name} shows no field {cell}" for cell in cells if cell not in names]
