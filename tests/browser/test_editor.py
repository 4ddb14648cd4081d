"""The desk: panes, files, keys, and what a report says about lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from . import lab
from .desks import DESK, PHONE, desk_of, newcomer, window
from .pages import Workspace
from .serving import Site

RAISES = """import torch


def maps(n):
    return inner(n)


def inner(n):
    raise ValueError("no maps")
"""
BROKEN = "import torch\n\n\ndef maps(n:\n    return n\n"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def anywhere(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Generator[Page]:
    """Somebody new, at a desk and with a phone."""
    with window(chromium, site, request.param) as context:
        page = context.new_page()
        newcomer(page)
        yield page


@pytest.fixture
def desk(chromium: Browser, site: Site) -> Generator[Page]:
    """Somebody new at a desk."""
    with window(chromium, site) as context:
        page = context.new_page()
        newcomer(page)
        yield page


def box(place: Locator) -> dict[str, float]:
    """Where an element lies."""
    found = place.bounding_box()
    assert found is not None
    return dict(found)


def settle(page: Page, condition: Callable[[], bool]) -> None:
    """Wait until a size is what it should be: it follows its style a moment later."""
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not settle")


def test_a_template_is_read_as_html_and_jinja(desk: Page) -> None:
    """Tags have a colour of their own, and what stands in braces is no text; Python keeps its language."""
    Workspace(desk).open("flask", "flash-messages")
    desk.get_by_role("tab", name="templates/index.html").click()
    text = desk.locator(".cm-content:visible")

    coloured = text.locator("span", has_text=re.compile(r"^(html|body|ul|li|h1|p)$"))
    expect(coloured.first).to_be_visible()
    expect(text.locator("span", has_text=re.compile(r"^(for|endfor)$")).first).to_be_visible()
    desk.get_by_role("tab", name="solution.py").click()
    expect(desk.locator(".cm-content:visible span", has_text=re.compile(r"^def$")).first).to_be_visible()


def test_write_run_submit_with_several_files(anywhere: Page) -> None:
    """Each file has a tab, by pointer and by arrows; all of them are run, and then handed in."""
    workspace = desk_of(anywhere, "two-files")
    first, second = (
        anywhere.get_by_role("tab", name="solution.py"),
        anywhere.get_by_role("tab", name="parts.py"),
    )
    editor = anywhere.locator(".cm-content:visible")
    for tab, name in ((first, "solution.py"), (second, "parts.py")):
        tab.click()
        editor.click()
        anywhere.keyboard.press("ControlOrMeta+a")
        anywhere.keyboard.insert_text(lab.FILES_REFERENCE[name])
    second.focus()
    anywhere.keyboard.press("ArrowLeft")

    expect(first).to_be_focused()
    expect(first).to_have_attribute("aria-selected", "true")
    expect(editor).to_contain_text("def total")
    workspace.run()
    workspace.expect_verdict("Accepted")
    workspace.submit()
    expect(workspace.verdict).to_contain_text("1 / 1")


def test_parts_stand_side_by_side_or_one_jump_apart(anywhere: Page) -> None:
    """At a desk the three parts are beside each other; on a phone a bar leads to each of them."""
    desk_of(anywhere)
    task, code, results = (anywhere.locator(f"#{name}") for name in ("task", "code", "results"))
    if (anywhere.viewport_size or {})["width"] > 1000:
        assert box(task)["y"] == box(code)["y"] == box(results)["y"]
        assert box(task)["x"] < box(code)["x"] < box(results)["x"]
        return
    jumps = anywhere.get_by_role("navigation", name="Parts of this page")
    jumps.get_by_role("link", name="Checks").click()
    expect(results).to_be_in_viewport(ratio=0.2)
    expect(jumps).to_be_in_viewport()
    assert anywhere.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_lines_between_panes_move_by_keys_and_stay(desk: Page) -> None:
    """Arrows, Home and End move a line, a new page has it there at once, a double click resets it."""
    desk_of(desk)
    line = desk.get_by_role("separator", name="Line between task and code")
    first, start = box(desk.locator("#task"))["width"], line.get_attribute("aria-valuenow") or ""
    line.focus()
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuenow", str(int(start) + 6))
    settle(desk, lambda: box(desk.locator("#task"))["width"] > first + 50)
    wider = box(desk.locator("#task"))["width"]
    shown = line.get_attribute("aria-valuenow")
    desk.add_init_script(
        "new PerformanceObserver((list) => { window.shift = (window.shift ?? 0) + list.getEntries()"
        ".reduce((sum, entry) => sum + entry.value, 0) }).observe({ type: 'layout-shift', buffered: true })"
    )
    desk.reload()
    expect(desk.locator(".cm-content")).to_be_visible()

    assert box(desk.locator("#task"))["width"] == pytest.approx(wider, abs=1)
    assert desk.evaluate("window.shift ?? 0") <= 0.02
    expect(line).to_have_attribute("aria-valuenow", str(shown))
    line.focus()
    for key, bound in (("Home", "aria-valuemin"), ("End", "aria-valuemax")):
        desk.keyboard.press(key)
        assert line.get_attribute("aria-valuenow") == line.get_attribute(bound)
    line.dblclick()
    expect(line).to_have_attribute("aria-valuenow", start)
    settle(desk, lambda: box(desk.locator("#task"))["width"] == pytest.approx(first, abs=1))


def test_line_across_follows_the_pointer(chromium: Browser, site: Site) -> None:
    """In a middling window the checks stand below the code, and the line between them is dragged."""
    with window(chromium, site, (1000, 800)) as context:
        page = context.new_page()
        newcomer(page)
        desk_of(page)
        line = page.get_by_role("separator", name="Line between code and checks")
        before, at = box(page.locator("#results")), box(line)
        page.mouse.move(at["x"] + 50, at["y"] + at["height"] / 2)
        page.mouse.down()
        page.mouse.move(at["x"] + 50, at["y"] - 100, steps=4)
        page.mouse.up()

        expect(line).to_have_attribute("aria-orientation", "horizontal")
        height = pytest.approx(before["height"] + 100, abs=12)
        settle(page, lambda: box(page.locator("#results"))["height"] == height)


def test_report_speaks_at_the_lines(anywhere: Page) -> None:
    """A traceback marks its lines and leads to them; a changed line loses its mark, a moved one keeps it."""
    workspace = desk_of(anywhere)
    workspace.write(RAISES)
    workspace.run()
    workspace.expect_verdict("Runtime error")
    marks = anywhere.locator(".cm-lint-marker-error")
    place = anywhere.locator('#results a[data-line="9"]').first
    expect(marks).to_have_count(1)
    place.click()

    expect(anywhere.locator(".cm-content")).to_be_focused()
    expect(anywhere.locator(".cm-activeLine")).to_contain_text("raise ValueError")
    expect(anywhere.locator(".cm-activeLine")).to_be_in_viewport()
    anywhere.keyboard.press("ControlOrMeta+Home")
    anywhere.keyboard.press("Enter")
    expect(marks).to_have_count(1)
    anywhere.get_by_text("raise", exact=True).last.click()
    anywhere.keyboard.press("End")
    anywhere.keyboard.type(" ")
    expect(marks).to_have_count(0)


def test_syntax_error_is_marked_at_its_line(desk: Page) -> None:
    """Code that does not compile is marked where the report says, also after a reload."""
    workspace = desk_of(desk)
    workspace.write(BROKEN)
    workspace.run()
    workspace.expect_verdict("Will not compile")

    expect(desk.locator(".cm-lint-marker-error")).to_have_count(1)
    desk.reload()
    expect(desk.locator(".cm-lint-marker-error")).to_have_count(1)


def test_keys_of_the_editor(desk: Page) -> None:
    """Search finds, Tab indents, the way out is described and shown, keys run from elsewhere too."""
    workspace = desk_of(desk)
    workspace.write("value = 1\nother = value\n")
    desk.keyboard.press("ControlOrMeta+Home")
    desk.keyboard.press("ControlOrMeta+f")
    expect(desk.get_by_placeholder("Find")).to_be_focused()
    desk.keyboard.type("value")
    expect(desk.locator(".cm-searchMatch")).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(workspace.editor).to_be_focused()
    desk.keyboard.press("ControlOrMeta+Home")
    desk.keyboard.press("Tab")
    expect(workspace.editor).to_contain_text("    value = 1")
    expect(desk.get_by_text("Press Esc, then Tab, to leave it.")).to_be_visible()
    expect(workspace.editor).to_have_accessible_description(
        "In the editor Tab indents. Press Esc, then Tab, to leave it."
    )

    desk.keyboard.press("Escape")
    expect(desk.locator("[data-note]")).to_have_text("Tab now leaves the editor.")
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("button", name="Run", exact=True)).to_be_focused()
    desk.keyboard.press("Control+Enter")
    workspace.expect_verdict("Will not compile")


def test_preferences_shape_the_editor(context: BrowserContext, chromium: Browser, site: Site) -> None:
    """The size of the letters that somebody has chosen is the editor's."""
    page = context.new_page()
    newcomer(page)
    page.goto("/account")
    page.locator('[name="font_size"]').select_option("20")
    page.get_by_label("Break long lines").check()
    page.get_by_role("button", name="Save the editor’s settings").click()
    expect(page.get_by_text("The editor is set up as you like it.")).to_be_visible()
    desk_of(page)

    expect(page.locator(".cm-editor")).to_have_css("font-size", "20px")
    expect(page.locator(".cm-lineWrapping")).to_have_count(1)
