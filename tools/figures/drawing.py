"""A sheet to draw on: shapes with named pens, in colours that follow the reader's system."""

from __future__ import annotations

import html
from collections.abc import Iterable

Point = tuple[float, float]

LIGHT = {
    "ink": "#221e18",
    "soft": "#686051",
    "rule": "#ddd5c3",
    "indigo": "#23457e",
    "pine": "#1f5f40",
    "cinnabar": "#a12d1b",
    "ochre": "#8a5f05",
}
DARK = {
    "ink": "#ece6d9",
    "soft": "#a0988a",
    "rule": "#4a463d",
    "indigo": "#a3bdf0",
    "pine": "#8bcaa1",
    "cinnabar": "#f29b8c",
    "ochre": "#deb96b",
}


def _rules(colours: dict[str, str]) -> str:
    """The pens of one theme: a line of each colour, a wash, and letters."""
    return "".join(
        f".{name}{{stroke:{value}}}.{name}-wash{{stroke:{value};fill:{value};fill-opacity:.16}}"
        f".{name}-full{{fill:{value};stroke:none}}"
        for name, value in colours.items()
    )


STYLE = (
    "svg{fill:none;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}"
    "text{font:15px system-ui,sans-serif;text-anchor:middle;dominant-baseline:central;stroke:none}"
    ".code{font-family:ui-monospace,monospace;font-size:14px}.small{font-size:14px}"
    ".start{text-anchor:start}.end{text-anchor:end}.bold{font-weight:700}.thin{stroke-width:1}"
    ".dash{stroke-dasharray:5 5}.thick{stroke-width:3}"
    f"{_rules(LIGHT)}@media(prefers-color-scheme:dark){{{_rules(DARK)}}}"
)


def number(value: float) -> str:
    """A coordinate, rounded so that every machine writes the same."""
    return f"{round(value, 1) + 0.0:g}"


class Sheet:
    """One drawing of a width and height, with a title for those who do not see it."""

    def __init__(self, width: int, height: int, title: str) -> None:
        self.width, self.height = width, height
        size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        self._parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t">',
            f'<title id="t">{html.escape(title)}</title>',
            f"<style>{STYLE}</style>",
        ]

    def add(self, tag: str, pen: str, text: str | None = None, **where: float | str) -> None:
        """A shape of any kind."""
        pairs = "".join(
            f' {name.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
            for name, value in where.items()
        )
        body = "/>" if text is None else f">{html.escape(text, quote=False)}</{tag}>"
        self._parts.append(f'<{tag} class="{pen}"{pairs}{body}')

    def box(self, pen: str, x: float, y: float, width: float, height: float, round_: float = 3) -> None:
        """A rectangle."""
        self.add("rect", pen, x=x, y=y, width=width, height=height, rx=round_)

    def dot(self, pen: str, x: float, y: float, radius: float = 5) -> None:
        """A disc or ring."""
        self.add("circle", pen, cx=x, cy=y, r=radius)

    def line(self, pen: str, points: Iterable[Point]) -> None:
        """A line through points."""
        self.add("path", pen, d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in points))

    def arrow(self, pen: str, start: Point, end: Point) -> None:
        """A straight line with a head at its end."""
        (x0, y0), (x1, y1) = start, end
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        dx, dy = (x1 - x0) / length * 8, (y1 - y0) / length * 8
        self.line(pen, [start, end])
        self.line(pen, [(x1 - dx - dy / 2, y1 - dy + dx / 2), end, (x1 - dx + dy / 2, y1 - dy - dx / 2)])

    def text(self, pen: str, x: float, y: float, words: str) -> None:
        """Letters around a point; the pen is a colour and, if wanted, a size and a side."""
        colour, _, rest = pen.partition(" ")
        self.add("text", f"{colour}-full {rest}".rstrip(), words, x=x, y=y)

    def finish(self) -> str:
        """The file."""
        return "\n".join([*self._parts, "</svg>"]) + "\n"
