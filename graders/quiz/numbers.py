"""Numbers as students write them: 12, -0.5, 1,000, 3/4, 1e-3, 1.5 × 10^6, each with its unit or without.

Only what can be read in one way is a number. `1,2` may be a decimal or two numbers, so it is neither: the
student is told how to write it.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from fractions import Fraction

import msgspec

from graders.bilingual import Bilingual, both

_SHOWN = 60
_LARGEST = Fraction(sys.float_info.max)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-") | {"\u2044": "/"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED_RUN = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_VULGAR = re.compile("[\u00bc-\u00be\u2150-\u215e\u2189]")
#: digits are bounded, exponents too: an exact fraction of 1e999999 would fill the memory
_GROUPED = "|".join(rf"[1-9]\d{{0,2}}(?:{mark}\d{{3}}){{1,12}}" for mark in (",", " ", "_"))
_DECIMAL = rf"(?:(?:{_GROUPED}|\d{{1,40}})(?:\.\d{{0,40}})?|\.\d{{1,40}})"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]? ?)(?P<value>{_DECIMAL})"
    rf"(?:[eE](?P<exp>[+-]?\d{{1,9}})|\^(?P<power>[+-]?\d{{1,3}})| ?[x×*·⋅] ?10 ?\^ ?(?P<ten>[+-]?\d{{1,9}})"
    rf"| ?/ ?(?P<below>{_DECIMAL}))?"
    r" ?(?P<unit>[^\d\s.,+/^*_-].{0,40})?"
)
_DECIMAL_COMMA = re.compile(r"[+-]? ?\d{1,40},\d{1,40}(?: ?\D.*)?")
_MAX_POWER = 308


class MalformedAnswerError(ValueError):
    """A text that is no answer to this field; `message` says what was expected."""

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message.en)
        self.message = message


class Quantity(msgspec.Struct, frozen=True):
    """A number that was read, and the unit written after it."""

    value: Fraction
    unit: str


def read(answer: str) -> Quantity:
    """The number a text says; raises MalformedAnswerError where it says none, or more than one."""
    text = plain(answer)
    found = _NUMBER.fullmatch(text)
    if found is None:
        key = "quiz.decimal_comma" if _DECIMAL_COMMA.fullmatch(text) else "quiz.not_a_number"
        raise MalformedAnswerError(both(key, answer=text[:_SHOWN]))
    powers = [int(found[name] or 0) for name in ("exp", "ten", "power")]
    if max(map(abs, powers)) > _MAX_POWER:
        raise MalformedAnswerError(both("quiz.beyond", answer=text[:_SHOWN]))
    value = _decimal(found["value"]) * Fraction(10) ** (powers[0] or powers[1])
    if (found["below"] and not _decimal(found["below"])) or (not value and powers[2] < 0):
        raise MalformedAnswerError(both("quiz.by_zero", answer=text[:_SHOWN]))
    if found["power"]:
        value = _power(value, powers[2], text)
    if found["below"]:
        value /= _decimal(found["below"])
    if abs(value) > _LARGEST:
        raise MalformedAnswerError(both("quiz.beyond", answer=text[:_SHOWN]))
    return Quantity(-value if "-" in found["sign"] else value, found["unit"] or "")


def plain(text: str) -> str:
    """The text as its characters mean it: raised digits are powers, all dashes are one, spaces collapse."""
    text = _RAISED_RUN.sub(lambda run: "^" + run[0].translate(_RAISED), text)
    # 1½ is not 11/2, which is what the characters alone would become.
    text = _VULGAR.sub(lambda sign: " " + sign[0], text)
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def same_unit(one: str, other: str) -> bool:
    """Whether two units read the same, whatever their case and spaces."""
    return "".join(plain(one).casefold().split()) == "".join(plain(other).casefold().split())


def _decimal(text: str) -> Fraction:
    return Fraction(re.sub("[ ,_]", "", text))


def _power(base: Fraction, exponent: int, text: str) -> Fraction:
    """A power, of bases so short that it stays short."""
    if len(str(base)) > 8:
        raise MalformedAnswerError(both("quiz.beyond", answer=text[:_SHOWN]))
    return base**exponent
