"""Figures of Flask's lessons: the way of a request, pages made of templates, applications made of parts."""

from __future__ import annotations

from .drawing import Sheet


def way() -> str:
    """A request between its path, its method and the view."""
    sheet = Sheet(640, 210, "A request passes path, method and view; 404 and 405 are where it may end before")
    sheet.text("ink code", 62, 60, "GET /tasks/1")
    stops = [(190.0, "path", "indigo"), (350.0, "method", "indigo"), (510.0, "view", "pine")]
    for x, word, pen in stops:
        sheet.box(f"{pen}-wash", x - 45, 36, 90, 48, 6)
        sheet.text("ink code", x, 60, word)
    for left, right in ((120, 145), (235, 305), (395, 465), (555, 585)):
        sheet.arrow("soft", (left, 60), (right, 60))
    sheet.text("pine code bold", 610, 60, "200")
    for x, status, pen in ((190, "404", "cinnabar"), (350, "405", "cinnabar"), (510, "404", "ochre")):
        sheet.arrow(f"{pen} dash" if pen == "ochre" else pen, (x, 88), (x, 138))
        sheet.text(f"{pen} code bold", x, 156, status)
    for x, code in ((190, "/nothing"), (350, "POST /tasks/1"), (510, "abort(404)")):
        sheet.text("soft code", x, 184, code)
    return sheet.finish()


def round_trip() -> str:
    """A request through server, view, model and template, and back."""
    sheet = Sheet(640, 250, "A request reaches a view, which asks the model and fills a template")
    sheet.box("soft", 10, 90, 120, 60, 6)
    sheet.text("ink code", 70, 120, "browser")
    sheet.box("rule", 200, 12, 430, 226, 8)
    sheet.text("soft code", 415, 30, "Flask")
    for x, y, word, pen in (
        (290, 120, "view", "pine"),
        (520, 75, "model", "ochre"),
        (520, 180, "template", "indigo"),
    ):
        sheet.box(f"{pen}-wash", x - 65, y - 28, 130, 56, 6)
        sheet.text("ink code", x, y, word)
    sheet.arrow("soft", (134, 108), (221, 108))
    sheet.arrow("soft", (221, 134), (134, 134))
    sheet.text("soft code", 166, 90, "GET /")
    sheet.text("soft code", 166, 154, "200")
    sheet.arrow("soft", (359, 105), (451, 72))
    sheet.arrow("soft", (451, 88), (359, 121))
    sheet.arrow("soft", (359, 131), (451, 172))
    sheet.arrow("soft", (451, 190), (359, 147))
    return sheet.finish()


def escaped() -> str:
    """A name with markup in a template, in the page, and in a browser."""
    sheet = Sheet(
        640, 150, "A name with angle brackets is escaped once, so that the browser shows it as typed"
    )
    columns = [
        (110.0, "{{ name }}", "<b>Fish</b>", "indigo"),
        (350.0, "HTML", "&lt;b&gt;Fish&lt;/b&gt;", "ochre"),
    ]
    columns.append((565.0, "browser", "<b>Fish</b>", "pine"))
    for x, head, words, pen in columns:
        half = 14 + 4.4 * len(words)
        sheet.text("soft code", x, 32, head)
        sheet.box(f"{pen}-wash", x - half, 56, 2 * half, 52, 6)
        sheet.text("ink code", x, 82, words)
    sheet.arrow("soft", (180, 82), (232, 82))
    sheet.arrow("soft", (468, 82), (497, 82))
    return sheet.finish()


def filled() -> str:
    """A template and values become a page."""
    sheet = Sheet(640, 230, "A template with gaps and two values make a page")
    panels = [(10.0, 290.0, "index.html", "indigo"), (400.0, 230.0, "HTML", "pine")]
    for x, width, name, pen in panels:
        sheet.text("soft code", x + width / 2, 20, name)
        sheet.box(f"{pen}-wash", x, 36, width, 126, 6)
    template = ["<h1>{{ title }}</h1>", "{% for x in items %}", "  <li>{{ x }}</li>", "{% endfor %}"]
    page = ["<h1>Menu</h1>", "<li>Tea</li>", "<li>Soup</li>"]
    for x, lines in ((24.0, template), (414.0, page)):
        for row, line in enumerate(lines):
            indent = len(line) - len(line.lstrip())
            sheet.text("ink code start", x + indent * 8.4, 58 + row * 27, line.lstrip())
    sheet.arrow("soft", (306, 99), (394, 99))
    sheet.text("soft code", 350, 82, "Jinja")
    sheet.text("ochre code", 350, 200, 'title="Menu", items=["Tea", "Soup"]')
    sheet.line("ochre", [(350, 186), (350, 106)])
    return sheet.finish()


def blocks() -> str:
    """A frame with blocks, a page that fills two of them, and what comes of both."""
    sheet = Sheet(640, 250, "A page fills two blocks of a frame; the third keeps what the frame has in it")
    rows = [("title", 52.0, 36.0), ("content", 98.0, 66.0), ("footer", 174.0, 36.0)]
    columns = [(10.0, "base.html", "soft"), (230.0, "news.html", "soft"), (450.0, "GET /news", "pine")]
    for x, name, pen in columns:
        sheet.text(f"{pen} code", x + 90, 18, name)
        if name != "news.html":
            sheet.box("soft" if name == "base.html" else "pine", x, 36, 180, 192, 6)
    for name, y, height in rows:
        filled = name != "footer"
        sheet.box("indigo-wash dash", 24, y, 152, height, 4)
        sheet.text("ink code", 100, y + height / 2, name)
        if filled:
            sheet.box("ochre-wash", 244, y, 152, height, 4)
            sheet.text("ink code", 320, y + height / 2, name)
            sheet.arrow("ochre", (402, y + height / 2), (444, y + height / 2))
        sheet.box("ochre-wash" if filled else "indigo-wash", 464, y, 152, height, 4)
        sheet.text("ink code", 540, y + height / 2, name)
    sheet.arrow("indigo", (196, 192), (444, 192))
    return sheet.finish()


def inherited() -> str:
    """The same page in two frames."""
    sheet = Sheet(640, 220, "One page fills the blocks of two frames, in each at the frame's own place")
    sheet.text("soft code", 90, 22, "about.html")
    for index, (name, pen) in enumerate((("title", "indigo"), ("content", "ochre"), ("footer", "pine"))):
        sheet.box(f"{pen}-wash", 20, 44 + index * 52, 140, 40, 4)
        sheet.text("ink code", 90, 64 + index * 52, name)
    frames = [(260.0, ("title", "nav", "content", "footer")), (460.0, ("title", "footer", "content"))]
    pens = {"title": "indigo", "content": "ochre", "footer": "pine"}
    for x, parts in frames:
        sheet.text("soft code", x + 80, 22, "base.html")
        sheet.box("soft", x, 36, 160, 168, 6)
        height = 156 / len(parts)
        for index, name in enumerate(parts):
            y = 42 + index * height
            pen = f"{pens[name]}-wash" if name in pens else "rule"
            sheet.box(pen, x + 8, y + 3, 144, height - 6, 4)
            sheet.text("ink code" if name in pens else "soft code", x + 80, y + height / 2, name)
    sheet.arrow("soft", (176, 116), (250, 116))
    return sheet.finish()


def twice() -> str:
    """Two blueprints, one of them registered under two names."""
    sheet = Sheet(640, 220, "The blueprint of notes is registered as work and as home, that of admin once")
    for y, name, pen in ((80.0, "notes.bp", "indigo"), (180.0, "admin.bp", "ochre")):
        sheet.box(f"{pen}-wash", 20, y - 24, 130, 48, 6)
        sheet.text("ink code", 85, y, name)
    sheet.box("rule", 330, 10, 300, 202, 8)
    for y, name, prefix, pen in (
        (46.0, "work", "/work", "indigo"),
        (112.0, "home", "/my/home", "indigo"),
        (180.0, "admin", "/admin", "ochre"),
    ):
        sheet.box(f"{pen}-wash", 350, y - 22, 110, 44, 6)
        sheet.text("ink code", 405, y, name)
        sheet.text("soft code start", 480, y, prefix)
    for start, end, pen in (((154, 74), (344, 46), "indigo"), ((154, 86), (344, 112), "indigo")):
        sheet.arrow(pen, start, end)
    sheet.arrow("ochre", (154, 180), (344, 180))
    return sheet.finish()


def parts() -> str:
    """An application of one file, and the same of several."""
    sheet = Sheet(640, 220, "One module with all routes becomes an application that registers two blueprints")
    colours = ("indigo", "ochre")
    sheet.text("soft code", 90, 18, "app.py")
    sheet.box("soft", 20, 34, 140, 172, 6)
    for row in range(6):
        pen = colours[row % 2 if row < 4 else 1]
        sheet.box(f"{pen}-wash", 32, 44 + row * 26, 116, 20, 3)
    sheet.arrow("soft", (180, 120), (230, 120))
    sheet.text("soft code", 325, 18, "app.py")
    sheet.box("soft", 250, 34, 150, 172, 6)
    for y, pen, prefix in ((72.0, "indigo", "/notes"), (160.0, "ochre", "/admin")):
        sheet.box(f"{pen} dash", 264, y - 24, 122, 48, 4)
        sheet.text(f"{pen} code", 325, y, prefix)
        sheet.arrow(pen, (478, y), (392, y))
    for top, pen, name, count in ((50.0, "indigo", "notes.py", 2), (120.0, "ochre", "admin.py", 4)):
        sheet.text("soft code", 555, top - 14, name)
        for row in range(count):
            sheet.box(f"{pen}-wash", 490, top + row * 23, 130, 18, 3)
    return sheet.finish()
