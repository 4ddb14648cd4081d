"""Figures of web applications: how long data lives, and the way of an object into a table."""

from __future__ import annotations

from .drawing import Sheet


def lifetimes() -> str:
    """What of an application outlives one request."""
    sheet = Sheet(
        600,
        250,
        "Three requests: config and session outlive them, request and g do not",
    )
    starts = (140, 290, 440)
    for start in starts:
        sheet.box("rule", start, 14, 110, 222, 4)
    rows = [("app.config", "soft", [(126, 570)]), ("session", "ochre", [(170, 570)])]
    rows += [(name, "indigo", [(start + 8, start + 102) for start in starts]) for name in ("request", "g")]
    for index, (name, pen, spans) in enumerate(rows):
        y = 50 + index * 50
        sheet.text("ink code end", 112, y, name)
        for left, right in spans:
            sheet.box(f"{pen}-wash", left, y - 12, right - left, 24, 5)
    return sheet.finish()


def states() -> str:
    """An object on its way into a table, and back where the way is broken off."""
    sheet = Sheet(
        620,
        200,
        "An object on its way into a table: add, flush, commit; or rollback",
    )
    stops = [
        (80.0, "User(...)", "soft"),
        (250.0, "pending", "ochre"),
        (410.0, "INSERT", "indigo"),
        (555.0, "COMMIT", "pine"),
    ]
    for x, word, pen in stops:
        sheet.box(f"{pen}-wash", x - 55, 50, 110, 44, 6)
        sheet.text("ink code", x, 72, word)
    for left, right, word in ((80, 250, "add"), (250, 410, "flush"), (410, 555, "commit")):
        sheet.arrow("soft", (left + 60, 72), (right - 60, 72))
        sheet.text("soft code", (left + right) / 2, 34, word)
    sheet.line("cinnabar dash", [(410, 98), (410, 150), (80, 150)])
    sheet.arrow("cinnabar", (80, 150), (80, 100))
    sheet.text("cinnabar code", 245, 170, "rollback")
    return sheet.finish()
