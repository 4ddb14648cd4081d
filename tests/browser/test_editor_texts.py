"""The student's text: kept here and on the server, on other machines, in other windows, before and after."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from .desks import PASSWORD, PHONE, desk_of, expect_saved, newcomer, window
from .pages import SignIn, Workspace
from .serving import Site

DRAFTS = "**/draft"


@pytest.fixture
def context(chromium: Browser, site: Site) -> Generator[BrowserContext]:
    """A browser at a desk."""
    with window(chromium, site) as context:
        yield context


@pytest.fixture
def desk(context: BrowserContext) -> Workspace:
    """Somebody new before an exercise."""
    page = context.new_page()
    newcomer(page)
    return desk_of(page)


def silence(route: Route) -> None:
    """A server that nothing reaches."""
    route.abort("connectionfailed")


def test_text_outlives_a_crash(desk: Workspace, context: BrowserContext) -> None:
    """What never reached the server is there again after a crash, and the server's text is one press away."""
    desk.write("on_the_server = 1\n")
    expect_saved(desk.page)
    context.set_offline(True)
    desk.write("typed_last = 2\n")
    expect(desk.page.locator("[data-note]")).to_have_text("Draft kept in this browser only.")
    with desk.page.expect_event("crash"), suppress(Error):  # a closed page would say a last word
        desk.page.goto("chrome://crash")
    desk.page.close()
    context.set_offline(False)

    again = desk_of(context.new_page())
    expect(again.editor).to_contain_text("typed_last = 2")
    versions = again.page.get_by_role("region", name="Other versions of your text")
    expect(versions).to_contain_text("the text that this browser kept")
    versions.get_by_role("button", name="Show it").click()
    expect(again.editor).to_contain_text("on_the_server = 1")
    versions.get_by_role("button", name="Show it").click()
    expect(again.editor).to_contain_text("typed_last = 2")


def test_saved_is_said_of_the_last_word_only(desk: Workspace) -> None:
    """Whoever types on while a draft is on its way reads that it is saved once the rest is there too."""
    page, sent = desk.page, list[Route]()
    page.route(DRAFTS, lambda route: sent.append(route))  # noqa: PLW0108  it has to take an attribute
    desk.write("first = 1\n")
    _wait_for(page, sent, 1)
    desk.write("first = 1\nsecond = 2\n")
    sent[0].continue_()
    _wait_for(page, sent, 2)
    expect(page.locator("[data-note]")).to_have_text("")
    sent[1].continue_()

    expect_saved(page)


def _wait_for(page: Page, sent: list[Route], count: int) -> None:
    """Wait until so many drafts are on their way."""
    for _ in range(200):
        if len(sent) >= count:
            return
        page.wait_for_timeout(50)
    pytest.fail("no draft was sent")


def test_text_is_there_on_another_machine(desk: Workspace, chromium: Browser, site: Site) -> None:
    """A second machine shows the draft; what it saves is newer than what the first one kept."""
    name = desk.page.locator(".who").inner_text()
    desk.write("first_machine = 1\n")
    expect_saved(desk.page)
    desk.page.route(DRAFTS, silence)
    desk.write("never_sent = 1\n")
    expect(desk.page.locator("[data-note]")).to_have_text("Draft kept in this browser only.")
    with window(chromium, site, PHONE) as phone:
        page = phone.new_page()
        SignIn(page).with_password(name, PASSWORD)
        expect(page.get_by_role("button", name="Sign out")).to_be_attached()
        other = desk_of(page)
        expect(other.editor).to_contain_text("first_machine = 1")
        other.write("second_machine = 2\n")
        expect_saved(page)
    desk.page.unroute(DRAFTS)
    desk.page.reload()

    expect(desk.editor).to_contain_text("second_machine = 2")
    versions = desk.page.get_by_role("region", name="Other versions of your text")
    expect(versions).to_contain_text("this browser kept an older one")
    versions.get_by_role("button", name="Show it").click()
    expect(desk.editor).to_contain_text("never_sent = 1")


def test_two_windows_never_overwrite_each_other(desk: Workspace, context: BrowserContext) -> None:
    """The later window is told of the other's text and chooses; until then the server keeps what it has."""
    desk.write("start = 0\n")
    expect_saved(desk.page)
    second = desk_of(context.new_page())
    desk.write("first_window = 1\n")
    expect_saved(desk.page)
    second.write("second_window = 2\n")
    versions = second.page.get_by_role("region", name="Other versions of your text")
    expect(versions).to_contain_text("Another window or machine has saved other text")
    expect(second.editor).to_contain_text("second_window = 2")

    versions.get_by_role("button", name="Show it").click()
    expect(second.editor).to_contain_text("first_window = 1")
    expect(versions.get_by_role("listitem")).to_have_count(1)
    versions.get_by_role("button", name="Show it").click()
    expect(second.editor).to_contain_text("second_window = 2")
    expect_saved(second.page)


def test_start_over_and_back(desk: Workspace) -> None:
    """Starting over asks first, and one press or one undo brings the text back."""
    page = desk.page
    desk.write("precious = 1\n")
    page.get_by_role("button", name="Start over…").click()
    page.get_by_role("button", name="Keep my text").click()
    expect(desk.editor).to_contain_text("precious = 1")
    page.get_by_role("button", name="Start over…").click()
    page.get_by_role("dialog").get_by_role("button", name="Put the starter back").click()
    expect(desk.editor).to_contain_text("# here")
    page.get_by_role("button", name="Show it").click()
    expect(desk.editor).to_contain_text("precious = 1")

    desk.write("typed_at_the_last_moment = 1\n")
    page.get_by_role("button", name="Start over…").press("Enter")
    page.get_by_role("button", name="Put the starter back").press("Enter")
    expect(desk.editor).to_contain_text("# here")
    desk.editor.focus()
    page.keyboard.press("ControlOrMeta+z")
    expect(desk.editor).to_contain_text("typed_at_the_last_moment = 1")


def test_compare_with_an_earlier_submission(desk: Workspace) -> None:
    """A submission is chosen from a list and stands beside the text, on a phone in one column with it."""
    page = desk.page
    desk.write("same = 1\nbefore = 2\n")
    desk.run()
    expect(desk.verdict).to_be_visible(timeout=60_000)
    desk.write("same = 1\nafter = 3\n")
    page.get_by_role("button", name="Compare…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Submission").locator("option")).to_have_count(1)
    expect(dialog.locator(".cm-changedLine")).to_have_count(2)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Compare…").click()

    expect(dialog.locator(".cm-deletedChunk")).to_contain_text("before = 2")
    expect(dialog.locator(".cm-changedLine")).to_contain_text("after = 3")


def test_text_without_scripts(chromium: Browser, site: Site) -> None:
    """Saving, comparing and starting over work as plain pages, and the parts are one jump apart."""
    with window(chromium, site, PHONE, scripts=False) as context:
        page: Page = context.new_page()
        newcomer(page)
        page.goto("/courses/lab/exercises/two-files")
        page.get_by_label("solution.py").fill("broken = 1\n")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.get_by_role("heading", name="Run")).to_be_visible()
        page.goto("/courses/lab/exercises/two-files#results")
        expect(page.locator("#results")).to_be_in_viewport()
        page.get_by_label("solution.py").fill("broken = 2\n")
        page.get_by_role("button", name="Save draft").click()
        expect(page.get_by_text("Draft saved.")).to_be_visible()
        page.get_by_role("button", name="Compare…").click()
        page.get_by_role("button", name="Compare", exact=True).click()
        expect(page.get_by_role("row", name="removed broken = 1")).to_be_visible()
        expect(page.get_by_role("row", name="added broken = 2")).to_be_visible()
        page.get_by_role("link", name="Back to the exercise").click()
        page.get_by_role("button", name="Start over…").click()
        page.get_by_role("button", name="Put the starter back").click()
        expect(page.get_by_label("solution.py")).to_have_value("# here\n")
        page.get_by_role("button", name="Bring my text back").click()

        expect(page.get_by_label("solution.py")).to_have_value("broken = 2\n")
