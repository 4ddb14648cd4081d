"""Scoring: trusted code that holds answers against the key of an issued variant.

A field that cannot be read as an answer (an empty one, letters where a number is due, an option that is not
offered, one option in two places of an order) is malformed, which is not wrong: the student is told what was
expected and nothing is spent.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from graders.bilingual import EMPTY, Bilingual, both
from graders.quiz.numbers import MalformedAnswerError, plain, read, same_unit
from graders.quiz.variant import ChoiceKey, Field, Key, NumberKey, Option, SeveralKey, TextKey, Variant

MAX_ANSWER = 2000
_SHOWN = 100


class FieldResult(msgspec.Struct, frozen=True):
    """What came of one field."""

    name: str
    correct: bool
    #: not readable as an answer: neither right nor wrong
    malformed: bool = False
    message: Bilingual = EMPTY


class QuizResult(msgspec.Struct, frozen=True):
    """What came of one variant."""

    correct: bool
    #: share of the fields that are right, 0 to 1
    score: float
    fields: list[FieldResult]

    @property
    def malformed(self) -> bool:
        """Whether something could not be read as an answer, so that nothing is spent."""
        return any(each.malformed for each in self.fields)


def score(variant: Variant, answers: Mapping[str, str]) -> QuizResult:
    """Hold the answers, by field name, against the variant's key."""
    twice = _placed_twice(variant, answers)
    results = [
        twice.get(each.name) or _score_field(each, variant.keys[each.name], answers.get(each.name, ""))
        for each in variant.fields
    ]
    right = sum(each.correct for each in results)
    return QuizResult(right == len(results), round(right / len(results), 6), results)


def right_answers(variant: Variant) -> dict[str, str]:
    """Answers that score full marks, as a student would write them."""
    return {each.name: _written(variant.keys[each.name]) for each in variant.fields}


def chosen(answer: str) -> list[str]:
    """The options an answer names."""
    return [part.strip() for part in answer.split(",") if part.strip()]


def _placed_twice(variant: Variant, answers: Mapping[str, str]) -> dict[str, FieldResult]:
    """Places of an order that hold an option which another place holds as well."""
    found: dict[str, FieldResult] = {}
    for group in variant.groups:
        if group.kind != "ordering":
            continue
        placed = {
            field.name: _option(field, answers.get(field.name, ""))
            for field in variant.fields
            if field.group == group.name
        }
        times = Counter(option.value for option in placed.values() if option is not None)
        for name, option in placed.items():
            if option is not None and times[option.value] > 1:
                label = option.label
                said = both("quiz.placed_twice", option_en=label.en, option_ko=label.ko)
                found[name] = FieldResult(name, correct=False, malformed=True, message=said)
    return found


def _option(field: Field, answer: object) -> Option | None:
    """The option an answer names, if it names one."""
    if not isinstance(answer, str):
        return None
    wanted = _plain(answer)
    return next((option for option in field.options if _plain(option.value) == wanted), None)


def _score_field(field: Field, key: Key, answer: object) -> FieldResult:
    try:
        if not isinstance(answer, str):
            raise MalformedAnswerError(both("quiz.not_text"))
        if len(answer) > MAX_ANSWER:
            raise MalformedAnswerError(both("quiz.too_long", most=MAX_ANSWER))
        return FieldResult(field.name, _matches(field, key, answer))
    except MalformedAnswerError as error:
        return FieldResult(field.name, correct=False, malformed=True, message=error.message)


def _matches(field: Field, key: Key, answer: str) -> bool:
    plain = _plain(answer)
    if not plain:
        raise MalformedAnswerError(
            both("quiz.empty" if field.kind in ("number", "text") else "quiz.unchosen")
        )
    if isinstance(key, NumberKey):
        return _is_number(answer, key)
    if isinstance(key, TextKey):
        return any(_comparable(plain, key) == _comparable(_plain(right), key) for right in key.accepted)
    values = [plain] if isinstance(key, ChoiceKey) else chosen(plain)
    offered = {_plain(option.value): option.value for option in field.options}
    unknown = [value for value in values if value not in offered]
    if unknown or not values:
        raise MalformedAnswerError(both("quiz.not_offered", answer=", ".join(unknown)[:_SHOWN]))
    return {offered[value] for value in values} == (
        set(key.values) if isinstance(key, SeveralKey) else {key.value}
    )


def _is_number(answer: str, key: NumberKey) -> bool:
    found = read(answer)
    value = found.value * _factor(found.unit, key)
    right = Fraction(key.value)
    # The key may itself be a rounded binary fraction; a billionth is never what a question asks about.
    slack = abs(right) / 10**9 if isinstance(key.value, float) else 0
    return abs(value - right) <= max(Fraction(key.tolerance), abs(right) * Fraction(key.relative)) + slack


def _factor(unit: str, key: NumberKey) -> Fraction:
    """What a number in this unit is to be multiplied with; raises for a unit that the key does not have."""
    if not unit or same_unit(unit, key.unit):
        return Fraction(1)
    for other, factor in key.units.items():
        if same_unit(unit, other):
            return Fraction(str(factor))
    if plain(unit) == "%":  # without its sign, 75% would be 75
        raise MalformedAnswerError(both("quiz.percent"))
    if key.unit or key.units:
        right = ", ".join(each for each in (key.unit, *key.units) if each)
        raise MalformedAnswerError(both("quiz.other_unit", unit=unit[:20], right=right))
    raise MalformedAnswerError(both("quiz.no_unit", unit=unit[:20]))


def _plain(answer: str) -> str:
    """The answer as its characters mean it: compatibility forms unified, spaces collapsed."""
    return " ".join(unicodedata.normalize("NFKC", answer).split())


def _comparable(answer: str, key: TextKey) -> str:
    return answer if key.exact_case else answer.casefold()


def _written(key: Key) -> str:
    if isinstance(key, NumberKey):
        return repr(key.value)
    if isinstance(key, TextKey):
        return key.accepted[0]
    return ",".join(key.values) if isinstance(key, SeveralKey) else key.value
