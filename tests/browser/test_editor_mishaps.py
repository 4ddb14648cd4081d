"""What goes wrong beside the desk: a sign-in ends, a browser keeps nothing, a focus loses its place."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .desks import PASSWORD, PHONE, desk_of, expect_saved, newcomer, window
from .lab import MAPS_REFERENCE, SLOW
from .pages import SignIn
from .serving import Site

FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"
RAISES = "def maps(n):\n    raise ValueError('no maps')\n"


@pytest.fixture
def context(chromium: Browser, site: Site) -> Generator[BrowserContext]:
    """A browser at a desk."""
    with window(chromium, site) as context:
        yield context


def test_sign_in_ends_while_typing(context: BrowserContext) -> None:
    """The page says what to do, keeps the text, and goes on once the same person is signed in again."""
    page, other = context.new_page(), context.new_page()
    name = newcomer(page)
    workspace = desk_of(page)
    other.goto("/")
    SignIn(other).out()
    workspace.write(MAPS_REFERENCE)
    expect(page.locator("[data-note]")).to_contain_text("You are signed out; this browser keeps the draft.")
    workspace.submit()
    expect(page.get_by_role("alert")).to_contain_text("Sign in in another tab, then try again here.")
    expect(workspace.editor).to_contain_text("def maps")
    SignIn(other).with_password(name, PASSWORD)
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    workspace.submit()

    workspace.expect_verdict("Accepted")
    workspace.write("typed = 1\n")
    expect_saved(page)


def test_somebody_else_signs_in_meanwhile(context: BrowserContext) -> None:
    """A page never hands in or saves under another name than that of whom it was made for."""
    page, other = context.new_page(), context.new_page()
    newcomer(page)
    workspace = desk_of(page)
    other.goto("/")
    SignIn(other).out()
    newcomer(other)
    workspace.write(MAPS_REFERENCE)
    workspace.submit()
    expect(page.get_by_role("alert")).to_contain_text("This page has expired. Reload it and try again.")

    expect(desk_of(other).editor).to_have_text("# here")


def test_browser_keeps_nothing_and_server_is_away(context: BrowserContext) -> None:
    """A text that nobody keeps is not said to be kept; a moment later the server has it."""
    page = context.new_page()
    newcomer(page)
    page.add_init_script(FULL)
    workspace = desk_of(page)
    page.route("**/draft", lambda route: route.fulfill(status=503, body="away"))
    workspace.write("precious = 1\n")
    expect(page.locator("[data-note]")).to_contain_text("This text is not saved yet")
    page.unroute("**/draft")

    expect(page.locator("[data-note]")).to_have_text("Draft saved.", timeout=30_000)


def test_focus_stays_in_its_pane(context: BrowserContext) -> None:
    """Whoever works by keyboard stays in their pane when what they had pressed or read gives way."""
    page = context.new_page()
    newcomer(page)
    workspace = desk_of(page)
    workspace.write(RAISES)
    workspace.run()
    place = page.locator("#results a[data-line]").first
    place.focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#results")).to_be_focused()
    expect(place).to_be_visible(timeout=60_000)
    expect(page.locator("#results")).to_be_focused()

    page.get_by_role("button", name="Start over…").press("Enter")
    page.get_by_role("button", name="Put the starter back").press("Enter")
    page.get_by_role("button", name="Show it").press("Enter")
    page.get_by_role("button", name="Discard it").press("Enter")
    expect(page.locator("#code")).to_be_focused()

    desk_of(page, "slow-training").write(SLOW)
    workspace.submit()
    page.get_by_role("button", name="Stop").press("Enter")
    workspace.expect_verdict("Stopped")
    expect(page.locator("#results")).to_be_focused()


def test_phone_is_led_to_the_results(chromium: Browser, site: Site) -> None:
    """On a phone the results lie at the top of the window once something was handed in."""
    with window(chromium, site, PHONE) as context:
        page: Page = context.new_page()
        newcomer(page)
        workspace = desk_of(page)
        workspace.write(RAISES)
        workspace.submit()
        workspace.expect_verdict("Runtime error")

        found = page.locator("#results").bounding_box()
        assert found is not None
        assert -1 <= found["y"] <= 60
