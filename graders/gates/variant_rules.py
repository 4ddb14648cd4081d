"""What a variant of a quiz must be besides well-formed: the worked solution ends in the key, and a person can
work with its numbers and tell its options apart.

Each rule says what is wrong as the code of a problem with its particulars.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from graders.bilingual import LANGUAGES
from graders.quiz.variant import ChoiceKey, Field, Key, NumberKey, SeveralKey, TextKey, Variant

#: longest whole number, zeros and all
LONGEST = 12
#: bounded throughout: the text is a stranger's
_NUMBER = re.compile(
    r"(?<![\w.])-?(?:\d{1,3}(?:\{,\}\d{3}){1,9}|\d{1,3}(?:,\d{3}){1,9}(?!\d)|\d{1,40})(?:\.\d{1,40})?(?:[eE][+-]?\d{1,3})?"
)
_FRACTION = re.compile(
    r"(-?)\\[dt]?frac\{(\d{1,20})\}\{(\d{1,20})\}|(-?)(?<![\d.])(\d{1,20})/(\d{1,20})(?![\d.])"
)
#: a problem's code and its particulars
Fault = tuple[str, dict[str, str | int | float]]


def faults_of(variant: Variant, digits: int) -> Iterator[Fault]:
    """Everything that is wrong with one variant, where no number may have more significant digits."""
    yield from _worked_faults(variant)
    yield from _number_faults(variant, digits)
    for field in variant.fields:
        yield from _option_faults(field)


def _worked_faults(variant: Variant) -> Iterator[Fault]:
    """The last paragraph of the worked solution names each right answer, in both languages."""
    fields = {field.name: field for field in variant.fields}
    for lang in LANGUAGES:
        paragraphs = [part for part in re.split(r"\n\s*\n", variant.worked.in_(lang)) if part.strip()]
        last = paragraphs[-1] if paragraphs else ""
        for name, key in variant.keys.items():
            if not _names(last, fields[name], key, lang):
                yield "variant_unfinished", {"field": name, "lang": lang, "value": _shown(key)}


def _names(paragraph: str, field: Field, key: Key, lang: str) -> bool:
    if isinstance(key, NumberKey):
        slack = Fraction(key.tolerance) or abs(Fraction(key.value)) / 10**9
        return any(abs(each - Fraction(key.value)) <= slack for each in _values(paragraph))
    if isinstance(key, TextKey):
        return any(text.casefold() in paragraph.casefold() for text in key.accepted)
    labels = {option.value: option.label.in_(lang) for option in field.options}
    values = key.values if isinstance(key, SeveralKey) else [key.value]
    return all(_bare(labels[value]) in _bare(paragraph) or value in paragraph for value in values)


def _number_faults(variant: Variant, digits: int) -> Iterator[Fault]:
    """No number that a person reads or has to write is unwieldy."""
    for name, key in variant.keys.items():
        if isinstance(key, NumberKey) and not key.tolerance and _unwieldy(repr(key.value), digits):
            yield "variant_number", {"place": name, "number": repr(key.value)[:60], "digits": digits}
    texts = [("prompt", variant.prompt), ("worked", variant.worked)]
    texts += [(field.name, field.label) for field in variant.fields]
    texts += [(field.name, option.label) for field in variant.fields for option in field.options]
    for place, text in texts:
        for lang in LANGUAGES:
            for number in _NUMBER.findall(text.in_(lang).replace("\N{MINUS SIGN}", "-")):
                if _unwieldy(number, digits):
                    yield "variant_number", {"place": place, "number": number[:60], "digits": digits}


def _option_faults(field: Field) -> Iterator[Fault]:
    """No two options read the same in a language."""
    for lang in LANGUAGES:
        seen: dict[str, str] = {}
        for option in field.options:
            label = _bare(option.label.in_(lang))
            if label in seen:
                yield (
                    "variant_options",
                    {"field": field.name, "one": seen[label], "other": option.value, "lang": lang},
                )
            seen.setdefault(label, option.value)


def _unwieldy(number: str, digits: int) -> bool:
    """Whether a number has too many digits that mean something, or too many before the point."""
    try:
        value = Decimal(number.replace("{,}", "").replace(",", "")).normalize()
    except InvalidOperation:  # infinite, or no number at all
        return True
    if not value.is_finite():
        return True
    return len(value.as_tuple().digits) > digits or value.adjusted() >= LONGEST


def _values(paragraph: str) -> Iterator[Fraction]:
    """Every number in a text, fractions too."""
    text = paragraph.replace("\N{MINUS SIGN}", "-")
    for sign, above, below, other, over, under in _FRACTION.findall(text):
        if int(below or under):
            value = Fraction(int(above or over), int(below or under))
            yield -value if sign or other else value
    for number in _NUMBER.findall(text):
        yield Fraction(number.replace("{,}", "").replace(",", ""))


def _bare(text: str) -> str:
    """A label without what only sets it off."""
    return " ".join(text.replace("$", "").replace("`", "").casefold().split())


def _shown(key: Key) -> str:
    if isinstance(key, NumberKey):
        return repr(key.value)
    if isinstance(key, TextKey):
        return key.accepted[0]
    return key.value if isinstance(key, ChoiceKey) else ", ".join(key.values)
