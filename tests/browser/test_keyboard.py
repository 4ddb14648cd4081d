"""A student without a mouse: everything is reached by Tab and done by keys."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError as NeverShown, expect

from .pages import MARK_OLD, VERDICT_MS, Workspace
from .serving import ROOT, Site

SOURCE = (ROOT / "exercises/ai/conv2d-layer/reference/solution.py").read_text(encoding="utf-8")
FOCUSED = "() => { const at = document.activeElement; return at ? at.outerHTML.slice(0, 200) : ''; }"
VISIBLE_FOCUS = """element => {
    const frame = element.closest(".cm-editor.cm-focused") ?? element;
    const drawn = [getComputedStyle(element).outlineStyle, getComputedStyle(frame, "::after").borderTopStyle];
    return drawn.includes("solid") || drawn.includes("auto");
}"""
STEPS = 120
VISIBLE_MS = 5_000


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def keys(chromium: Browser, site: Site, request: pytest.FixtureRequest) -> Generator[Page]:
    """A page on which nobody may click."""
    width, height = request.param
    context = chromium.new_context(
        base_url=site.url, locale="en-US", viewport={"width": width, "height": height}
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus, and see that it shows."""
    expect(target).to_be_attached()
    for _ in range(STEPS):
        if target.evaluate("element => element === document.activeElement"):
            expect_to_show(page, target)
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach it; the focus is on {page.evaluate(FOCUSED)}")


def expect_to_show(page: Page, target: Locator) -> None:
    """Wait until the focus shows: the editor draws its frame a moment after it has it."""
    try:
        page.wait_for_function(VISIBLE_FOCUS, arg=target.element_handle(), timeout=VISIBLE_MS)
    except NeverShown:
        pytest.fail(f"the focus does not show on {page.evaluate(FOCUSED)}")


def test_from_the_door_to_a_verdict_and_a_quiz(keys: Page) -> None:
    """Sign in, write, run, leave the editor, submit, read the report, answer a question: by keys alone."""
    page = keys
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Enter as the demo student"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_attached()

    page.goto("/courses/ai/exercises/conv2d-layer")
    editor = page.locator(".cm-content")
    tab_to(page, editor)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(SOURCE)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator(".verdict")).to_contain_text("Accepted", timeout=VERDICT_MS)

    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()
    tab_to(page, page.get_by_role("button", name="Submit", exact=True))
    page.locator(".verdict").evaluate_all(MARK_OLD)
    page.keyboard.press("Enter")
    Workspace(page).expect_verdict("Accepted")
    tab_to(page, page.get_by_role("link", name="My submissions"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My submissions")
    tab_to(page, page.locator("main table a, main li a").first)

    page.goto("/courses/ai/exercises/conv-output-size")
    tab_to(page, page.get_by_role("button", name="Give me a question"))
    page.keyboard.press("Enter")
    fields = page.locator(".question__fields input")
    expect(fields.first).to_be_visible(timeout=VERDICT_MS)
    for index in range(fields.count()):
        tab_to(page, fields.nth(index))
        page.keyboard.type("7")
    tab_to(page, page.get_by_role("button", name="Answer", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Worked solution")).to_be_visible(timeout=VERDICT_MS)
