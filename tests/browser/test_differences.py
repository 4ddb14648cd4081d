"""Arrays that differ: maps that can be seen, read and walked through."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from .conftest import Site
from .lab import MAPS_WRONG
from .pages import SignIn, Workspace

#: red, green and blue of a cell's ground together
BRIGHTNESS = """cell => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = getComputedStyle(cell).backgroundColor;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return red + green + blue;
}"""
COURSE, EXERCISE = "lab", "two-maps"


@pytest.fixture
def differences(page: Page) -> Locator:
    """The pictures of the first check that fails."""
    SignIn(page).as_demo_student()
    workspace = Workspace(page)
    workspace.open(COURSE, EXERCISE)
    workspace.write(MAPS_WRONG)
    workspace.run()
    workspace.expect_verdict("Wrong answer")
    shown = workspace.check("The same maps").locator(".diff")
    expect(shown).to_be_visible()
    return shown


def test_maps_show_where_values_differ(differences: Locator) -> None:
    """Expected, got and error stand side by side; the wrong triangle and the NaN have their own colours."""
    grids = differences.locator("table[data-heat]")
    expect(grids).to_have_count(3)
    error = grids.nth(2)

    assert error.locator(".heat--e6").count() == 66
    expect(error.locator(".heat--n")).to_have_count(1)
    expect(differences).to_contain_text("67 of 288")
    colours = [
        error.locator(f".heat--{level}").first.evaluate("cell => getComputedStyle(cell).backgroundColor")
        for level in ("z", "e6")
    ]
    assert colours[0] != colours[1]


def test_pointer_and_keys_read_a_cell(differences: Locator) -> None:
    """Under the pointer, or with the arrow keys, a cell is read out in all three grids."""
    cells = differences.locator("table[data-heat]").nth(0).locator("td")
    readout = differences.locator("[data-readout]")
    cells.nth(12).hover()
    expect(readout).to_have_text("row 1, column 0: expected -3.636, got -2.136, error 1.5")

    cells.nth(0).focus()
    differences.page.keyboard.press("ArrowRight")
    differences.page.keyboard.press("ArrowDown")
    expect(readout).to_contain_text("row 1, column 1:")
    expect(differences.locator("td[data-at]")).to_have_count(3)


def test_maps_are_readable_at_night(context: BrowserContext, site: Site) -> None:
    """With a dark scheme the scales turn: nothing is dark, much is bright, and both are seen."""
    assert context.browser is not None
    night = context.browser.new_context(base_url=site.url, locale="en-US", color_scheme="dark")
    page = night.new_page()
    SignIn(page).as_demo_student()
    workspace = Workspace(page)
    workspace.open(COURSE, EXERCISE)
    workspace.write(MAPS_WRONG + "# at night\n")
    workspace.run()
    workspace.expect_verdict("Wrong answer")
    cells = workspace.check("A small map").locator("table[data-heat]").nth(2)

    zero, most = (cells.locator(f".heat--{level}").first.evaluate(BRIGHTNESS) for level in ("z", "e6"))
    assert most > zero + 200
    night.close()


def test_maps_without_scripts(context: BrowserContext, site: Site) -> None:
    """With scripts off each cell still says its number, as text and when pointed at."""
    assert context.browser is not None
    plain = context.browser.new_context(base_url=site.url, locale="en-US", java_script_enabled=False)
    page = plain.new_page()
    SignIn(page).as_demo_student()
    page.goto(f"/courses/{COURSE}/exercises/{EXERCISE}")
    page.get_by_label("solution.py").fill(MAPS_WRONG + "# plainly\n")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator(".verdict")).to_contain_text("Wrong answer", timeout=60_000)
    cell = page.locator("table[data-heat]").nth(0).locator("td").nth(12)

    expect(cell).to_have_attribute("title", "-3.636")
    expect(cell).to_have_text("-3.636")
    expect(page.locator("button[data-copy]:visible")).to_have_count(0)
    plain.close()
