"""Desks for the tests of the workspace: somebody new, at a window of some size, before an exercise."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from itertools import count

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .pages import SignIn, Workspace
from .serving import Site

DESK, PHONE = (1280, 800), (390, 844)
PASSWORD = "a long enough phrase"
_numbers = count(1)


@contextmanager
def window(
    browser: Browser, site: Site, size: tuple[int, int] = DESK, *, scripts: bool = True
) -> Generator[BrowserContext]:
    """A browser of somebody's own that may break no content security policy."""
    width, height = size
    context = browser.new_context(
        base_url=site.url,
        locale="en-US",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(15_000)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on(
        "console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None
    )
    yield context
    context.close()
    assert not complaints


def newcomer(page: Page) -> str:
    """Make an account, which also signs in, and tell its name."""
    name = f"desk-{next(_numbers)}"
    SignIn(page).register(name, PASSWORD)
    return name


def desk_of(page: Page, exercise: str = "two-maps") -> Workspace:
    """An exercise of the laboratory, opened."""
    workspace = Workspace(page)
    workspace.open("lab", exercise)
    return workspace


def expect_saved(page: Page) -> None:
    """Wait until the draft is on the server."""
    expect(page.locator("[data-note]")).to_have_text("Draft saved.")
