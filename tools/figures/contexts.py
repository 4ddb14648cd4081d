"""Figures of what Flask keeps: connections in `g`, thresholds of loggers, signed cookies, settings."""

from __future__ import annotations

from .drawing import Sheet


def teardown() -> str:
    """Three requests, each with a `g` of its own that begins and ends empty."""
    sheet = Sheet(
        640, 216, "Three requests, each with an empty g at its beginning; teardown closes what it holds"
    )
    requests = [("GET /work/3", "Connection 1"), ("GET /hello", ""), ("GET /work/2", "Connection 2")]
    for place, (request, held) in enumerate(requests):
        left = 14 + place * 210
        sheet.box("rule", left, 12, 192, 160, 6)
        sheet.text("ink code bold", left + 96, 34, request)
        sheet.text("soft code", left + 34, 66, "g")
        sheet.box("indigo-wash" if held else "soft dash", left + 18, 82, 156, 30, 5)
        sheet.text("ink code" if held else "soft code", left + 96, 98, held or "{}")
        sheet.text("ink code" if held else "soft code", left + 96, 148, "teardown")
        if held:
            sheet.arrow("cinnabar", (left + 96, 114), (left + 96, 136))
        if place < 2:
            sheet.arrow("soft", (left + 194, 92), (left + 208, 92))
    sheet.text("soft code", 320, 198, "opened: 2   open: 0")
    return sheet.finish()


def thresholds() -> str:
    """Five levels as columns, of which those from the threshold on are let through."""
    sheet = Sheet(620, 206, "The five levels by number; a threshold of WARNING lets 30, 40 and 50 through")
    levels = [("DEBUG", 10), ("INFO", 20), ("WARNING", 30), ("ERROR", 40), ("CRITICAL", 50)]
    for place, (name, number) in enumerate(levels):
        x = 70 + place * 120
        passes = number >= 30
        sheet.box("pine-wash" if passes else "soft dash", x - 46, 150 - number * 2, 92, number * 2, 4)
        sheet.text("ink code" if passes else "soft code", x, 166, name)
        sheet.text("ink bold" if passes else "soft", x, 188, str(number))
    sheet.line("cinnabar dash", [(12, 90), (608, 90)])
    sheet.text("cinnabar code small start", 14, 74, 'setLevel("WARNING")')
    return sheet.finish()


def signed() -> str:
    """The three parts of a session cookie, and what becomes of one whose payload was changed."""
    sheet = Sheet(
        640,
        236,
        "A session cookie: payload, time, signature; with another payload the signature does not fit",
    )
    parts = [(14, 300, "ochre", "payload"), (330, 110, "soft", "time"), (456, 170, "indigo", "signature")]
    for row, (payload, session) in enumerate(
        [('{"user":"ada"}', '{"user": "ada"}'), ('{"user":"eve"}', "{}")]
    ):
        y = 40 + row * 106
        for (left, width, pen, name), words in zip(
            parts, (payload, "2026-11-23", "ada + SECRET_KEY"), strict=True
        ):
            sheet.box(f"{pen}-wash", left, y, width, 32, 5)
            sheet.text("ink code", left + width / 2, y + 17, words)
            if row == 0:
                sheet.text(f"{pen} code", left + width / 2, 22, name)
        for x in (322, 448):
            sheet.text("ink bold", x, y + 18, ".")
        sheet.text("pine bold" if row == 0 else "cinnabar bold", 128, y + 62, "✓" if row == 0 else "✗")
        sheet.text("ink code start", 152, y + 62, f"session == {session}")
    return sheet.finish()


def settings() -> str:
    """Three classes that take from one, and the dictionary that comes last."""
    sheet = Sheet(
        640, 250, "Three classes inherit from BaseConfig; the dictionary overrides what from_object set"
    )
    sheet.box("indigo-wash", 220, 12, 200, 54, 6)
    sheet.text("ink code bold", 320, 30, "BaseConfig")
    sheet.text("soft code small", 320, 50, "ITEMS_PER_PAGE = 20")
    kinds = [
        ("DevelopmentConfig", "DEBUG = True"),
        ("TestingConfig", "TESTING = True"),
        ("ProductionConfig", "SECRET_KEY = None"),
    ]
    for place, (name, change) in enumerate(kinds):
        x = 112 + place * 208
        sheet.box("indigo-wash" if place < 2 else "pine-wash", x - 96, 106, 192, 54, 6)
        sheet.text("ink code bold", x, 124, name)
        sheet.text("soft code small", x, 144, change)
        sheet.arrow("soft", (x, 104), (320 + (place - 1) * 60, 70))
    sheet.text("ink code", 62, 217, "from_object")
    sheet.text("ink bold", 132, 216, "+")
    sheet.box("ochre-wash", 154, 198, 224, 36, 6)
    sheet.text("ink code small", 266, 217, '{"ITEMS_PER_PAGE": 5}')
    sheet.arrow("ink", (390, 216), (424, 216))
    sheet.box("rule", 432, 198, 194, 36, 6)
    sheet.text("ink code", 529, 217, "app.config")
    return sheet.finish()
