"""quiz.toml: questions that are written down once, with the answer kinds that generated ones have.

The file is data: the host reads it, and no cell is needed to ask its questions. What differs between variants
is the order of options, drawn from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import msgspec

from graders.bilingual import Bilingual
from graders.decoding import decode_table, read_toml
from graders.problems import Problem
from graders.quiz import questions
from graders.quiz.figures import Figure
from graders.quiz.labels import bilingual
from graders.quiz.static_tables import FIELDS, FIGURES, FieldTable, QuestionTable, QuizFile, spread
from graders.quiz.variant import ChoiceKey, Field, Option, Variant

SOURCE = "quiz.toml"
MAX_QUESTIONS = 200


class StaticQuestion(msgspec.Struct, frozen=True):
    """One question of quiz.toml."""

    variant: Variant
    #: what students call it
    title: Bilingual
    #: fields and groups whose options stay in the author's order
    fixed: list[str]

    def shuffled(self, rng: random.Random) -> Variant:
        """The question with its options in an order of this generator."""
        orders: dict[str, list[Option]] = {}
        fields = []
        for field in self.variant.fields:
            together = next((g for g in self.variant.groups if g.name == field.group), None)
            key = together.name if together and together.kind != "table" else field.name
            if field.options and key not in self.fixed and key not in orders:
                orders[key] = self._order(field, rng)
            fields.append(msgspec.structs.replace(field, options=orders.get(key, field.options)))
        return msgspec.structs.replace(self.variant, fields=fields)

    def _order(self, field: Field, rng: random.Random) -> list[Option]:
        """The field's options anew; those of an ordering in another order than the right one."""
        right = [
            key.value
            for other in self.variant.fields
            if field.group
            and other.group == field.group
            and isinstance(key := self.variant.keys[other.name], ChoiceKey)
        ]
        made = rng.sample(field.options, len(field.options))
        while len(made) > 1 and [option.value for option in made] == right:
            made = rng.sample(field.options, len(field.options))
        return made


class StaticQuiz(msgspec.Struct, frozen=True):
    """What quiz.toml asks."""

    questions: list[StaticQuestion]

    @property
    def ids(self) -> list[str]:
        """The names of its questions in their order."""
        return [question.variant.question for question in self.questions]

    @property
    def titles(self) -> dict[str, Bilingual]:
        """What students call its questions, by their names."""
        return {question.variant.question: question.title for question in self.questions}

    def variant(self, seed: int, question: str = "") -> Variant:
        """A variant of this question, or of any where there is none of that name; one seed, one variant."""
        rng = random.Random(seed)
        named = [each for each in self.questions if each.variant.question == question]
        return (named[0] if named else rng.choice(self.questions)).shuffled(rng)


def read_static(content: Mapping[str, bytes], problems: list[Problem]) -> StaticQuiz | None:
    """The questions of quiz.toml, with every problem found noted; None where there is no such file."""
    if SOURCE not in content:
        return None
    before = len(problems)
    table = read_toml(content[SOURCE], SOURCE, problems)
    if len(problems) > before:
        return None
    found = decode_table(table, QuizFile, SOURCE, "", problems)
    if found is None:
        return None
    if not 1 <= len(found.questions) <= MAX_QUESTIONS:
        problems.append(Problem.of(SOURCE, "questions", "quiz_count", most=MAX_QUESTIONS))
    made = [_question(each, f"questions[{index}]", problems) for index, each in enumerate(found.questions)]
    names = [each.id for each in found.questions]
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.append(Problem.of(SOURCE, f"questions[{index}].id", "quiz_twice", name=name))
    return StaticQuiz([each for each in made if each]) if len(problems) == before else None


def _question(table: QuestionTable, key: str, problems: list[Problem]) -> StaticQuestion | None:
    before = len(problems)
    fixed: list[str] = []
    parts = [
        _part(each, f"{key}.fields[{index}]", fixed, problems) for index, each in enumerate(table.fields)
    ]
    figures = {
        name: [
            _figure(each, f"{key}.{name}[{index}]", problems)
            for index, each in enumerate(getattr(table, name))
        ]
        for name in ("figures", "worked_figures")
    }
    if len(problems) > before:
        return None
    question = questions.Question(
        table.id,
        table.prompt,
        [part for part in parts if part],
        table.worked,
        figures=[each for each in figures["figures"] if each],
        worked_figures=[each for each in figures["worked_figures"] if each],
    )
    try:
        # Through plain data, so that it is held to all that a variant from a cell is held to.
        variant = msgspec.convert(msgspec.to_builtins(question.to_variant()), Variant, strict=True)
    except ValueError as error:  # msgspec's is one too
        problems.append(Problem.of(SOURCE, key, "quiz_refused", error=str(error)))
        return None
    problems += [Problem.of(SOURCE, key, "quiz_refused", error=fault) for fault in variant.faults()]
    return StaticQuestion(variant, bilingual(table.title or table.id), fixed)


def _part(
    table: Any,
    key: str,
    fixed: list[str],
    problems: list[Problem],
    kinds: Mapping[str, type[FieldTable]] = FIELDS,
) -> questions.Part | None:
    """What a constructor makes of a table; cells of a table to fill in are tables themselves."""
    found = _of_kind(table, kinds, key, problems)
    if found is None:
        return None
    values = {name: getattr(found, name) for name in found.__struct_fields__}
    if not values.pop("shuffle", True):
        fixed.append(found.name)
    if "rows" in values:
        rows = [
            [_cell(cell, f"{key}.rows[{y}][{x}]", fixed, problems) for x, cell in enumerate(row)]
            for y, row in enumerate(values["rows"])
        ]
        if any(cell is None for row in rows for cell in row):
            return None
        values["rows"] = rows
    try:
        made: questions.Part = getattr(questions, table["kind"])(**values)
    except ValueError as error:
        problems.append(Problem.of(SOURCE, key, "quiz_refused", error=str(error)))
        return None
    return made


def _cell(cell: Any, key: str, fixed: list[str], problems: list[Problem]) -> Any:
    """A text or number to read, or the field a table describes."""
    if isinstance(cell, Mapping) and "kind" in cell:
        kinds = {kind: FIELDS[kind] for kind in ("number", "choice", "text")}
        return _part(cell, key, fixed, problems, kinds)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return str(cell)
    return cell if isinstance(cell, str) else decode_table(cell, Bilingual, SOURCE, key, problems)


def _figure(table: Any, key: str, problems: list[Problem]) -> Figure | None:
    """The figure a table describes."""
    found: Figure | None = _of_kind(spread(table), FIGURES, key, problems)
    return found


def _of_kind(table: Any, kinds: Mapping[str, type[Any]], key: str, problems: list[Problem]) -> Any:
    """A table decoded as the kind it names."""
    if not isinstance(table, Mapping):
        problems.append(Problem.of(SOURCE, key, "not_a_table", got=repr(table)[:60]))
        return None
    if "kind" not in table:
        problems.append(Problem.of(SOURCE, f"{key}.kind", "missing_key", name="kind"))
        return None
    kind = table["kind"]
    if not isinstance(kind, str) or kind not in kinds:
        choices = ", ".join(kinds)
        problems.append(
            Problem.of(SOURCE, f"{key}.kind", "wrong_choice", got=repr(kind)[:60], choices=choices)
        )
        return None
    rest = {name: value for name, value in table.items() if name != "kind"}
    return decode_table(rest, kinds[kind], SOURCE, key, problems)
