"""A small writer of SVG: every text escaped, every number short, nothing styled but by class."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from markupsafe import Markup, escape

from ...markdown import plain

#: of the text in figures, in the figure's own units
FONT = 13
LINE = 17
_NARROW, _WIDE = 7.3, 13.2

Attribute = str | float | int


def tag(name: str, *children: Markup | str, **attributes: Attribute | None) -> Markup:
    """An element; `class_` is class, and `_` in other names is `-`."""
    opened = Markup("<") + name
    for key, value in attributes.items():
        if value is not None:
            opened += Markup(" ") + _name(key) + Markup('="') + escape(_short(value)) + Markup('"')
    if not children:
        return opened + Markup("/>")
    return opened + Markup(">") + Markup("").join(children) + Markup("</") + name + Markup(">")


def group(children: Iterable[Markup], **attributes: Attribute | None) -> Markup:
    """Elements that belong together."""
    return tag("g", *children, "", **attributes)


def lines(text: str, x: float, y: float, *, anchor: str = "middle", class_: str | None = None) -> Markup:
    """A text of one or more lines, centred on y; formulas and code lose their marks."""
    parts = plain(text).split("\n")
    top = y - (len(parts) - 1) * LINE / 2 + FONT * 0.36
    spans = [tag("tspan", part, x=x, y=top + at * LINE) for at, part in enumerate(parts)]
    return tag("text", *spans, text_anchor=anchor, class_=class_)


def width_of(text: str) -> float:
    """About how wide a text is, its widest line."""
    return max(
        (sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _NARROW for sign in line))
        for line in plain(text).split("\n")
    )


def height_of(text: str) -> float:
    """How high a text is, all its lines."""
    return LINE * (text.count("\n") + 1)


def path(points: Iterable[tuple[float, float] | None]) -> str:
    """The data of a line through points; None breaks it."""
    made, begun = [], False
    for point in points:
        if point is None:
            begun = False
            continue
        made.append(f"{'L' if begun else 'M'}{_short(point[0])} {_short(point[1])}")
        begun = True
    return "".join(made)


def _short(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{round(value, 1):g}"


def _name(key: str) -> str:
    return {"class_": "class", "view_box": "viewBox"}.get(key, key.replace("_", "-"))
