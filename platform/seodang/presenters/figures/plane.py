"""Curves and points over two axes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graders.quiz.figures import Axes, Curve, CurveFigure, Marker, ScatterFigure

from ..curves import nice_ticks
from .drawn import Drawn
from .svg import FONT, group, lines, path, tag, width_of

WIDTH = 360.0
TOP, BOTTOM, RIGHT = 28.0, 40.0, 14.0
HEIGHT = 210.0
#: dashes tell curves apart where colours do not
DASHES = (None, "7 4", "2 4", "10 4 2 4", "5 2", "12 6", "1 3", "8 3 2 3 2 3")
LEGEND_ROW = 22.0
SIZE = 5.5


@dataclass(frozen=True)
class _Frame:
    """Where values of both axes stand in the drawing."""

    x: tuple[float, float]
    y: tuple[float, float]
    left: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point, kept near the drawing, where it is cut off."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        across, up = (max(-20.0, min(20.0, value)) for value in (across, up))
        return self.left + across * (WIDTH - RIGHT - self.left), TOP + (1 - up) * self.height

    @property
    def bottom(self) -> float:
        """Where the drawing area ends."""
        return TOP + self.height


def draw_curves(figure: CurveFigure, lang: str, prefix: str) -> Drawn:
    """Curves, each with its own colour and dashes."""
    xs = [x for curve in figure.curves for x, _ in curve.points]
    ys = [y for curve in figure.curves for _, y in curve.points if y is not None]
    frame = _frame(figure, xs, ys, square=False)
    cut = f"{prefix}-area"
    drawn = [_stroke(_way(frame, curve), DASHES[index], index) for index, curve in enumerate(figure.curves)]
    names = [curve.label.in_(lang) for curve in figure.curves]
    keys = [(name, _stroke("M0 0H30", DASHES[index], index)) for index, name in enumerate(names) if name]
    body = [_axes(figure, frame, lang), *_cut_off(drawn, frame, cut)]
    return _finish(figure, frame, lang, body, keys)


def _way(frame: _Frame, curve: Curve) -> str:
    """Where a curve goes."""
    return path(None if y is None else frame.at(x, y) for x, y in curve.points)


def _cut_off(drawn: list[Markup], frame: _Frame, cut: str) -> list[Markup]:
    """Strokes that end where the drawing area does."""
    return [
        tag("clipPath", tag("rect", **_area(frame)), id=cut),
        group(drawn, clip_path=f"url(#{cut})"),
    ]


def _stroke(line: str, dashes: str | None, index: int) -> Markup:
    """A curve, or the piece of it that stands in the legend."""
    return tag("path", d=line, class_=f"drawing__line series-{index + 1}", stroke_dasharray=dashes)


def draw_points(figure: ScatterFigure, lang: str, prefix: str) -> Drawn:
    """Groups of points, each with its own marker and colour, and the lines among them."""
    xs = [point.x for each in figure.groups for point in each.points]
    ys = [point.y for each in figure.groups for point in each.points]
    frame = _frame(figure, xs, ys, square=True)
    colours = [(len(figure.groups) + place) % len(DASHES) for place in range(len(figure.lines))]
    strokes = [(line, DASHES[place], colours[place]) for place, line in enumerate(figure.lines)]
    ways = [_stroke(_way(frame, line), dashes, colour) for line, dashes, colour in strokes]
    drawn: list[Markup] = _cut_off(ways, frame, f"{prefix}-area") if ways else []
    named: list[Markup] = []
    for index, each in enumerate(figure.groups):
        for point in each.points:
            x, y = frame.at(point.x, point.y)
            drawn.append(marker(each.marker, x, y, index))
            if point.label:
                side = -1 if x > WIDTH - RIGHT - width_of(point.label) - 10 else 1
                anchor = "start" if side > 0 else "end"
                named.append(lines(point.label, x + side * 8, y - 9, anchor=anchor, class_="drawing__halo"))
    keys = [
        (each.label.in_(lang), marker(each.marker, 15, 0, index))
        for index, each in enumerate(figure.groups)
        if each.label.in_(lang)
    ]
    keys += [
        (line.label.in_(lang), _stroke("M0 0H30", dashes, colour))
        for line, dashes, colour in strokes
        if line.label.in_(lang)
    ]
    return _finish(figure, frame, lang, [_axes(figure, frame, lang), group(drawn), group(named)], keys)


def marker(kind: Marker, x: float, y: float, index: int) -> Markup:
    """One point's sign, told apart by its shape before its colour."""
    colour = f"series-{index + 1}"
    if kind in ("disc", "ring"):
        return tag("circle", cx=x, cy=y, r=SIZE - 0.5, class_=f"drawing__{kind} {colour}")
    if kind in ("cross", "plus"):
        r = SIZE + (0.5 if kind == "cross" else 1.5)
        ends = [(-r, -r, r, r), (-r, r, r, -r)] if kind == "cross" else [(-r, 0, r, 0), (0, -r, 0, r)]
        strokes = "".join(path([(x + a, y + b), (x + c, y + d)]) for a, b, c, d in ends)
        return tag("path", d=strokes, class_=f"drawing__stroke {colour}")
    return tag("path", d=path(_corners(kind, x, y)) + "Z", class_=f"drawing__disc {colour}")


def _corners(kind: Marker, x: float, y: float) -> list[tuple[float, float]]:
    """The corners of a filled marker."""
    if kind == "star":
        turns = [(place * math.pi / 5, SIZE + 2.5 if place % 2 == 0 else SIZE / 2) for place in range(10)]
        return [(x + r * math.sin(turn), y - r * math.cos(turn)) for turn, r in turns]
    if kind == "triangle":
        r = SIZE + 1.5
        return [(x, y - r), (x + r * 0.95, y + r * 0.7), (x - r * 0.95, y + r * 0.7)]
    if kind == "diamond":
        r = SIZE + 1.5
        return [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]
    r = SIZE - 0.5
    return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]


def extent(
    given: Sequence[float] | None, values: Iterable[float], margin: float = 0.05
) -> tuple[float, float]:
    """The range of an axis: the one that is asked for, or what the values take and a little more."""
    if given is not None:
        return float(given[0]), float(given[1])
    found = list(values)
    low, high = min(found), max(found)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        return low - 1.0, high + 1.0
    return low - (high - low) * margin, high + (high - low) * margin


def _frame(figure: Axes, xs: list[float], ys: list[float], *, square: bool) -> _Frame:
    x, y = extent(figure.x_range, xs, 0.0 if not square else 0.08), extent(figure.y_range, ys, 0.08)
    left = 16 + max(width_of(tick_text(tick)) for tick in nice_ticks(*y))
    height = HEIGHT
    ratio = (y[1] - y[0]) / (x[1] - x[0])
    if square and 0.4 <= ratio <= 1.3:  # distances look like distances
        height = (WIDTH - RIGHT - left) * ratio
    return _Frame(x, y, left, height)


def tick_text(value: float) -> str:
    """A number in at most four figures, its minus drawn as one."""
    return f"{value:.4g}".replace("-", "\N{MINUS SIGN}")


def _area(frame: _Frame) -> dict[str, float]:
    return {
        "x": frame.left,
        "y": TOP,
        "width": WIDTH - RIGHT - frame.left,
        "height": frame.height,
    }


def _axes(figure: Axes, frame: _Frame, lang: str) -> Markup:
    """Grid, ticks, the lines where a coordinate is zero, and what the axes are."""
    parts = [tag("rect", class_="drawing__area", **_area(frame))]
    for tick in nice_ticks(*frame.x):
        x = frame.at(tick, frame.y[0])[0]
        zero = " drawing__zero" if tick == 0 else ""
        parts.append(tag("path", d=f"M{x:.1f} {TOP:g}V{frame.bottom:.1f}", class_=f"drawing__grid{zero}"))
        parts.append(lines(tick_text(tick), x, frame.bottom + 13, class_="drawing__tick"))
    for tick in nice_ticks(*frame.y):
        y = frame.at(frame.x[0], tick)[1]
        zero = " drawing__zero" if tick == 0 else ""
        parts.append(
            tag("path", d=f"M{frame.left:.1f} {y:.1f}H{WIDTH - RIGHT:g}", class_=f"drawing__grid{zero}")
        )
        parts.append(lines(tick_text(tick), frame.left - 6, y, anchor="end", class_="drawing__tick"))
    parts.append(lines(figure.y_label.in_(lang), 4, TOP - 15, anchor="start", class_="drawing__name"))
    parts.append(
        lines(
            figure.x_label.in_(lang), WIDTH - RIGHT, frame.bottom + 31, anchor="end", class_="drawing__name"
        )
    )
    return group(parts)


def _finish(
    figure: Axes, frame: _Frame, lang: str, body: list[Markup], keys: list[tuple[str, Markup]]
) -> Drawn:
    """The drawing with its legend, in two columns where the names are short."""
    columns = 2 if len(keys) > 1 and max(width_of(name) for name, _ in keys) < 120 else 1
    top = frame.bottom + BOTTOM + FONT
    for place, (name, sign) in enumerate(keys):
        x, y = 12 + (place % columns) * 172, top + (place // columns) * LEGEND_ROW
        body.append(tag("g", sign, transform=f"translate({x:g} {y:.1f})"))
        body.append(lines(name, x + 40, y, anchor="start"))
    rows = math.ceil(len(keys) / columns)
    height = top - FONT + 4 if not rows else top + rows * LEGEND_ROW - FONT + 6
    ranges = [
        f"{label.in_(lang)}: {tick_text(low)} – {tick_text(high)}"
        for label, (low, high) in ((figure.x_label, frame.x), (figure.y_label, frame.y))
    ]
    said = ". ".join([*ranges, *([", ".join(name for name, _ in keys)] if keys else [])])
    return Drawn(WIDTH, height, body, said)
