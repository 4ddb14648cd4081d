"""A real site with its real sandbox, and a real browser in front of it."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests import needs

from .serving import ROOT, Site, running_site
from .tour import Tour

__all__ = ["ROOT", "Site"]

# A machine that grades beside the browser answers slowly now and then.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Generator[Site]:
    """A site of its own, as `seodang serve` starts it, once it can grade."""
    instance: Path = tmp_path_factory.mktemp("instance")
    with running_site(instance, tmp_path_factory.mktemp("courses")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    """One Chromium for all tests."""
    path = needs.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def tour(chromium: Browser, site: Site) -> Generator[Tour]:
    """Every page of the site, with traces of a student and an instructor on them."""
    tour = Tour(chromium, site.url)
    yield tour
    tour.close()


@pytest.fixture
def context(chromium: Browser, site: Site) -> Generator[BrowserContext]:
    """A fresh English-speaking visitor on a desk."""
    context = chromium.new_context(
        base_url=site.url, locale="en-US", viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Generator[Page]:
    """A page that may neither throw nor break the content security policy."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    yield page
    assert not complaints
