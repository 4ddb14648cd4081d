"""A training that lasts: its curve grows, the reference behind it, and its student may stop it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .conftest import Site
from .desks import desk_of, newcomer
from .lab import QUICK, SLOW
from .pages import Workspace

EXERCISE = "slow-training"


@pytest.fixture
def workspace(page: Page) -> Workspace:
    """The slow training, opened by somebody who has no submissions."""
    newcomer(page)
    return desk_of(page, EXERCISE)


def corners(path: Locator) -> int:
    """How many points a drawn line has."""
    return len(re.findall("[ML]", path.get_attribute("d") or ""))


def test_curve_grows_before_the_band(workspace: Workspace) -> None:
    """Points appear while the check runs, the reference's band is there from the first, words say both."""
    page = workspace.page
    workspace.write(SLOW)
    workspace.submit()
    line = page.locator("[data-live] [data-line]")
    expect(line).to_have_attribute("d", re.compile("L"), timeout=30_000)
    before = corners(line)

    expect(page.locator("[data-live] [data-band]")).to_have_attribute("d", re.compile("Z$"))
    expect(page.locator("[data-live] [data-latest]")).to_contain_text("at step")
    expect(page.locator("[data-live] svg")).to_have_accessible_name("Curve of loss")
    expect(line).to_have_attribute("d", re.compile(rf"(L[^L]+){{{before + 20}}}"), timeout=30_000)
    expect(workspace.check("It learns")).to_have_attribute("data-outcome", "running")
    page.get_by_role("button", name="Stop").click()
    workspace.expect_verdict("Stopped")


def test_stop_ends_a_training(workspace: Workspace) -> None:
    """The button ends it, what had ended keeps its points, and it is no attempt here."""
    page = workspace.page
    workspace.write(SLOW)
    workspace.submit()
    expect(page.locator("[data-live] [data-line]")).to_have_attribute("d", re.compile("L"), timeout=30_000)
    page.get_by_role("button", name="Stop").click()
    workspace.expect_verdict("Stopped")

    expect(workspace.verdict).to_contain_text("Not an attempt")
    expect(workspace.verdict).to_contain_text("1 / 6")
    expect(workspace.check("It begins")).to_have_attribute("data-outcome", "passed")
    expect(workspace.check("It learns")).to_have_attribute("data-outcome", "not_run")
    expect(workspace.check("It still learns")).to_have_attribute("data-outcome", "not_run")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.locator("[data-live] [data-line]")).to_have_attribute("d", re.compile("L"))


def test_curve_of_a_finished_training_stays(workspace: Workspace) -> None:
    """After the verdict the curve is drawn by the server, with a table; hidden checks have drawn nothing."""
    page = workspace.page
    workspace.write(QUICK)
    workspace.submit()
    workspace.expect_verdict("Accepted")
    page.reload()

    expect(page.locator("[data-chart]")).to_have_count(1)
    expect(page.locator("[data-latest]")).to_contain_text("the reference is between")
    page.get_by_text("As a table").click()
    expect(page.locator(".chart__table tbody tr")).to_have_count(12)


def test_advice_leads_to_its_line(workspace: Workspace) -> None:
    """A remark on the text marks its line in the editor, and a press puts the cursor there."""
    page = workspace.page
    workspace.write(QUICK)
    workspace.run()
    workspace.expect_verdict("Accepted")
    line = QUICK[: QUICK.index("time.sleep")].count("\n") + 1

    expect(page.locator(".cm-lint-marker-warning")).to_have_count(1)
    page.get_by_role("link", name=f"solution.py, line {line}").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("time.sleep")


def test_stop_and_curve_without_scripts(context: BrowserContext, site: Site) -> None:
    """With scripts off the page shows the curve so far each time it refreshes, and a plain form stops."""
    assert context.browser is not None
    plain = context.browser.new_context(base_url=site.url, locale="en-US", java_script_enabled=False)
    plain.set_default_timeout(30_000)
    page = plain.new_page()
    newcomer(page)
    page.goto(f"/courses/lab/exercises/{EXERCISE}")
    page.get_by_label("solution.py").fill(SLOW)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator("[data-live] [data-line]")).to_have_attribute("d", re.compile("L"), timeout=30_000)
    page.get_by_role("button", name="Stop").click()

    expect(page.locator(".verdict")).to_contain_text("Stopped", timeout=30_000)
    expect(page.locator("[data-live] [data-line]")).to_have_attribute("d", re.compile("L"))
    expect(page.locator("[data-band]")).to_have_attribute("d", re.compile("Z$"))
    plain.close()
