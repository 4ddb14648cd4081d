"""Formulas as a browser draws them, with its scripts switched off and on the width of a phone."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import Site

LESSON = "/courses/ai/lessons/4-2-3"


@pytest.fixture
def reader(chromium: Browser, site: Site) -> Generator[Page]:
    """A student on a phone that runs no script."""
    context = chromium.new_context(
        base_url=site.url, locale="ko-KR", viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/sign-in")
    page.locator('form[action="/demo/student"] button').click()
    page.wait_for_url("**/")
    page.goto(LESSON)
    yield page
    context.close()


def test_formulas_are_drawn_without_scripts(reader: Page) -> None:
    """Each formula has its place, none stays TeX, and a column of equations lines up at its signs."""
    formulas = reader.locator("article math")
    cells = reader.locator("article mtable.aligned mtr > mtd:nth-child(2)")
    starts = {round(cells.nth(i).bounding_box()["x"]) for i in range(cells.count())}  # type: ignore[index]

    assert formulas.count() > 10
    assert all((box := formulas.nth(i).bounding_box()) and box["width"] > 4 for i in range(formulas.count()))
    assert "\\frac" not in reader.locator("article").inner_text()
    assert reader.locator("code.math").count() == 0
    assert cells.count() == 3
    assert len(starts) == 1


def test_a_wide_formula_scrolls_in_its_own_box(reader: Page) -> None:
    """On a phone a formula may be wider than the page; its box scrolls, the page does not."""
    boxes = [box.bounding_box() for box in reader.locator("article .math.display").all()]
    tables = [table.bounding_box() for table in reader.locator("article mtable.aligned").all()]

    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert any(table and table["x"] + table["width"] > 390 for table in tables)
