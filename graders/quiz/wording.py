"""How questions write what they compute: both languages, decimals, fractions, keys.

Made for variants.py: `from graders.quiz import both, decimal, tex`. Light, like all that a grader cell
imports for a quiz.
"""

from __future__ import annotations

from fractions import Fraction


def both(en: str, ko: str) -> dict[str, str]:
    """A text in both languages."""
    return {"en": en, "ko": ko}


def decimal(value: Fraction | float, places: int = 3) -> str:
    """A number rounded to so many decimal places, without zeros at the end: `-0.25`, for formulas.

    A tie goes away from zero, as it is taught at school; floats are rounded as they are written: 2.675
    gives 2.68.
    """
    exactly = value if isinstance(value, Fraction) else Fraction(repr(float(value)))
    scaled = abs(exactly) * 10**places
    whole = (2 * scaled + 1) // 2
    digits = f"{whole:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}".rstrip("0").rstrip(".") if places else digits
    return f"-{text}" if exactly < 0 and whole else text


def spell(value: Fraction | float, places: int = 3) -> str:
    """The same for sentences, with a true minus: `−0.25`."""
    return decimal(value, places).replace("-", "−")


def equals(value: Fraction | float, places: int = 3) -> str:
    """What stands behind a formula: `= 0.25` where so many places say all of it, or else `\\approx 0.333`."""
    exactly = value if isinstance(value, Fraction) else Fraction(repr(float(value)))
    sign = "=" if (exactly * 10**places).denominator == 1 else r"\approx"
    return f"{sign} {decimal(exactly, places)}"


def tex(value: Fraction | int) -> str:
    """A fraction as formulas write it: `-\\frac{1}{3}`, or `2` where it is whole."""
    exactly = Fraction(value)
    if exactly.denominator == 1:
        return str(exactly.numerator)
    return rf"{'-' if exactly < 0 else ''}\frac{{{abs(exactly.numerator)}}}{{{exactly.denominator}}}"


def grouped(value: int) -> str:
    """A whole number as formulas write it, with its thousands set apart: `61{,}706`."""
    return f"{value:,}".replace(",", "{,}")


def exact(value: Fraction) -> int | float:
    """A number of a key: whole where it is whole."""
    return int(value) if value.denominator == 1 else float(value)
