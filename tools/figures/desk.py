"""Figures about the desk: the way of a submission through its checks."""

from __future__ import annotations

from .drawing import Sheet


def way() -> str:
    """Code through the public checks and, on Submit, the hidden ones; what is found leads back."""
    sheet = Sheet(620, 210, "Code, public checks, hidden checks, points; a message leads back to the code")
    sheet.box("indigo-wash", 20, 50, 150, 76, 5)
    sheet.text("ink code", 95, 72, "def f(x):")
    sheet.text("soft code", 95, 102, "...")
    groups = ((270, "pine", ("✓", "✓", "✗")), (450, "ochre", ("?", "?", "?")))
    for left, pen, signs in groups:
        sheet.box("rule", left - 20, 50, 130, 76, 5)
        for place, sign in enumerate(signs):
            colour = "cinnabar" if sign == "✗" else pen
            x = left + 5 + place * 40
            sheet.dot(f"{colour}-wash", x, 88, 14)
            sheet.text(colour, x, 88, sign)
    sheet.arrow("soft", (174, 88), (246, 88))
    sheet.arrow("soft", (384, 88), (426, 88))
    sheet.line("cinnabar dash", [(355, 130), (355, 176), (95, 176)])
    sheet.arrow("cinnabar", (95, 176), (95, 132))
    sheet.text("cinnabar code", 225, 192, "expected 3, got 9")
    sheet.arrow("pine", (564, 88), (600, 88))
    return sheet.finish()
