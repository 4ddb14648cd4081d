"""Scoring: trusted code that holds answers against the key of an issued variant.

A field that cannot be read as an answer (an empty one, letters where a number is due, an option that is not
offered) is malformed, which is not wrong: the student is told what was expected and nothing is spent.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from graders.bilingual import EMPTY, Bilingual, both
from graders.quiz.variant import ChoiceKey, Field, Key, NumberKey, SeveralKey, TextKey, Variant

MAX_ANSWER = 2000
#: digits are bounded, exponents too: an exact fraction of 1e999999 would fill the memory
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<value>(?:\d{1,3}(?:,\d{3})+|\d{1,40})(?:\.\d{0,40})?|\.\d{1,40})"
    r"(?:[eE](?P<exp>[+-]?\d{1,3})|\s*/\s*(?P<den>\d{1,20}))?(?P<unit>\s*\D*)"
)


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


class MalformedAnswerError(ValueError):
    """A text that is no answer to this field; `message` says what was expected."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


def score(variant: Variant, answers: Mapping[str, str]) -> QuizResult:
    """Hold the answers, by field name, against the variant's key."""
    results = [
        _score_field(each, variant.keys[each.name], answers.get(each.name, "")) for each in variant.fields
    ]
    right = sum(each.correct for each in results)
    return QuizResult(right == len(results), round(right / len(results), 6), results)


def right_answers(variant: Variant) -> dict[str, str]:
    """Answers that score full marks, as a student would write them."""
    return {each.name: _written(variant.keys[each.name]) for each in variant.fields}


def _score_field(field: Field, key: Key, answer: str) -> FieldResult:
    try:
        return FieldResult(field.name, _matches(field, key, _plain(answer)))
    except MalformedAnswerError as error:
        return FieldResult(field.name, correct=False, malformed=True, message=error.message)


def _matches(field: Field, key: Key, answer: str) -> bool:
    if not answer:
        raise MalformedAnswerError(both("quiz.empty"))
    if isinstance(key, NumberKey):
        return _is_number(answer, key)
    if isinstance(key, TextKey):
        return any(_comparable(answer, key) == _comparable(_plain(right), key) for right in key.accepted)
    chosen = (
        [answer]
        if isinstance(key, ChoiceKey)
        else [part.strip() for part in answer.split(",") if part.strip()]
    )
    offered = {option.value for option in field.options}
    unknown = [value for value in chosen if value not in offered]
    if unknown or not chosen:
        raise MalformedAnswerError(both("quiz.not_offered", answer=", ".join(unknown)[:100]))
    return set(chosen) == (set(key.values) if isinstance(key, SeveralKey) else {key.value})


def _is_number(answer: str, key: NumberKey) -> bool:
    found = _NUMBER.fullmatch(answer.replace("\N{MINUS SIGN}", "-"))
    if found is None or (found["den"] and not int(found["den"])):
        raise MalformedAnswerError(both("quiz.not_a_number", answer=answer[:60]))
    unit = found["unit"].strip()
    if unit and _bare(unit) != _bare(key.unit):
        raise MalformedAnswerError(_wrong_unit(unit, key.unit))
    value = Fraction(found["value"].replace(",", "")) * Fraction(10) ** int(found["exp"] or 0)
    value /= int(found["den"] or 1)
    value = -value if found["sign"] == "-" else value
    right = Fraction(key.value)
    # The key may itself be a rounded binary fraction; a billionth is never what a question asks about.
    slack = abs(right) / 10**9 if isinstance(key.value, float) else 0
    return abs(value - right) <= Fraction(key.tolerance) + slack


def _wrong_unit(unit: str, right: str) -> Bilingual:
    if right:
        return both("quiz.other_unit", unit=unit[:20], right=right)
    return both("quiz.no_unit", unit=unit[:20])


def _plain(answer: str) -> str:
    """The answer as its characters mean it: compatibility forms unified, spaces collapsed."""
    return " ".join(unicodedata.normalize("NFKC", answer[:MAX_ANSWER]).split())


def _comparable(answer: str, key: TextKey) -> str:
    return answer if key.exact_case else answer.casefold()


def _bare(unit: str) -> str:
    return "".join(unit.casefold().split())


def _written(key: Key) -> str:
    if isinstance(key, NumberKey):
        return repr(key.value)
    if isinstance(key, TextKey):
        return key.accepted[0]
    return ",".join(key.values) if isinstance(key, SeveralKey) else key.value
