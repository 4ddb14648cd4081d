"""Matrices with headings: numbers on a ground that is the darker, the larger they are."""

from __future__ import annotations

from graders.quiz.figures import MatrixFigure

from .drawn import Drawn
from .svg import LINE, lines, tag, width_of

EDGE = 8.0
LEAST, ROW = 46.0, 38.0
DARKEST = 0.4
#: a small matrix does not fill the column, or its text would be twice the size of others
NARROWEST = 330.0


def draw_matrix(figure: MatrixFigure, lang: str, prefix: str) -> Drawn:
    """Row headings on the left, column headings on top, and above them what rows and columns are."""
    rows = [label.in_(lang) for label in figure.row_labels]
    columns = [label.in_(lang) for label in figure.column_labels]
    texts = [[number_text(value) for value in row] for row in figure.values]
    side = max(width_of(each) for each in [*rows, figure.row_title.in_(lang)]) + 14
    cell = max(LEAST, *(width_of(each) + 16 for each in [*columns, *(text for row in texts for text in row)]))
    top = EDGE + (LINE + 6 if figure.column_title else 0.0) + LINE + 6
    left = EDGE + side
    width = left + cell * len(columns) + EDGE
    largest = max(
        (abs(value) for row in figure.values for value in row if not isinstance(value, str)), default=0
    )
    body = []
    heading = top - LINE / 2 - 3
    if figure.column_title:
        middle = left + cell * len(columns) / 2
        body.append(lines(figure.column_title.in_(lang), middle, EDGE + LINE / 2, class_="drawing__name"))
    if figure.row_title:
        body.append(
            lines(
                figure.row_title.in_(lang),
                left - 10,
                top - LINE / 2 - 3,
                anchor="end",
                class_="drawing__name",
            )
        )
    for at, label in enumerate(columns):
        body.append(lines(label, left + cell * (at + 0.5), heading, class_="drawing__heading"))
    for at, label in enumerate(rows):
        middle = top + ROW * (at + 0.5)
        body.append(lines(label, left - 10, middle, anchor="end", class_="drawing__heading"))
        for place, value in enumerate(figure.values[at]):
            x = left + cell * place
            strength = abs(value) / largest * DARKEST if not isinstance(value, str) and largest else 0.0
            box = {"x": x, "y": top + ROW * at, "width": cell, "height": ROW}
            if figure.shaded and strength:
                body.append(tag("rect", class_="drawing__shade", fill_opacity=f"{strength:.2f}", **box))
            body.append(tag("rect", class_="drawing__cell", **box))
            body.append(lines(texts[at][place], x + cell / 2, middle, class_="drawing__number"))
    said = "; ".join(f"{name}: {', '.join(row)}" for name, row in zip(rows, texts, strict=True))
    return Drawn(max(width, NARROWEST), top + ROW * len(rows) + EDGE, body, said)


def number_text(value: float | str) -> str:
    """A value as it is written in a cell."""
    return value if isinstance(value, str) else f"{value:.10g}".replace("-", "\N{MINUS SIGN}")
