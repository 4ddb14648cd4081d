"""Arrays that differ: maps that can be seen, read and walked through."""

from __future__ import annotations

from typing import Any

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
#: of every step of the scales: how its figures stand out from its ground
CONTRASTS = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    const light = (colour) => {
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const parts = [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
        const [r, g, b] = parts.map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    return ["p", "m", "e"].flatMap((scale) => [1, 2, 3, 4, 5, 6].map((step) => {
        const cell = document.createElement("div");
        cell.className = `heat__cell heat--${scale}${step}`;
        document.body.append(cell);
        const { backgroundColor, color } = getComputedStyle(cell);
        const [low, high] = [light(backgroundColor), light(color)].sort((one, other) => one - other);
        return high / low;
    }));
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_stand_out_from_every_step(context: BrowserContext, site: Site, scheme: Any) -> None:
    """On each step of each scale figures keep a contrast of 4.5 to 1, by day and by night."""
    assert context.browser is not None
    shown = context.browser.new_context(base_url=site.url, color_scheme=scheme)
    page = shown.new_page()
    page.goto("/sign-in")
    contrasts = page.evaluate(CONTRASTS)
    shown.close()

    assert len(contrasts) == 18
    assert min(contrasts) >= 4.5


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
