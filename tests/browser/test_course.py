"""Finding one's way through a course: outline, lesson, exercise and back, and the search."""

from __future__ import annotations

from collections.abc import Generator

import pytest
from playwright.sync_api import Browser, Page, expect

from .pages import SignIn
from .serving import Site

LESSON = "What a convolution does"
EXERCISE = "A 2-D convolution layer"
WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
LOADED = "images => images.every(image => image.complete && image.naturalWidth > 0)"


@pytest.fixture(params=WIDTHS)
def reader(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Generator[Page]:
    """A student in Seoul at a desk, or with a phone and no scripts."""
    width, height = WIDTHS[request.param]
    context = chromium.new_context(
        base_url=site.url,
        locale="en-US",
        timezone_id="Asia/Seoul",
        viewport={"width": width, "height": height},
        java_script_enabled=request.param == "desk",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    SignIn(page).as_demo_student()
    yield page
    context.close()


def test_a_student_finds_the_way(reader: Page) -> None:
    """From the outline to a lesson, to its exercise, back to the lesson, and on by the search."""
    reader.goto("/courses/ai")
    expect(reader.get_by_role("heading", name="What to do next")).to_be_visible()
    expect(reader.get_by_text("First steps", exact=True)).to_be_visible()
    _fold(reader, "Convolutional neural networks")
    _fits(reader)

    reader.get_by_role("link", name=f"Lesson {LESSON}").click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(LESSON)
    reader.wait_for_load_state("load")
    assert reader.locator("article img").evaluate_all(LOADED)
    _fits(reader)

    exercises = reader.get_by_role("region", name="Exercises of this section")
    exercises.get_by_role("link", name=EXERCISE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(EXERCISE)
    reader.get_by_role("link", name=LESSON).click()
    expect(reader.get_by_role("link", name="Next lesson")).to_be_visible()

    reader.goto("/search")
    reader.get_by_label("Words to look for").fill("합성곱을")
    reader.get_by_role("main").get_by_role("button", name="Search").click()
    expect(reader.locator("mark").first).to_have_text("합성곱")
    _fits(reader)
    reader.get_by_role("main").get_by_role("link", name=EXERCISE).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(EXERCISE)


def test_the_map_and_the_terms_lead_on(reader: Page) -> None:
    """From the course to its map and to an exercise there; from a term to the lesson that explains it."""
    reader.goto("/courses/ai")
    expect(reader.get_by_role("region", name="Your first hour").get_by_role("listitem")).to_have_count(3)
    reader.get_by_role("link", name="Map of the course").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Map of the course")
    _fits(reader)
    reader.get_by_role("region", name="Map of the course").get_by_role("link", name=EXERCISE).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(EXERCISE)

    reader.goto("/courses/ai/terms")
    _fits(reader)
    term = reader.locator(".terms__term", has=reader.get_by_role("link", name="stride", exact=True))
    expect(term).to_contain_text("스트라이드")
    term.get_by_role("link", name=LESSON).click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text(LESSON)


def _fold(page: Page, chapter: str) -> None:
    """Fold a chapter with the keyboard, and open it again."""
    region = page.get_by_role("region", name=chapter)
    summary, inside = region.locator("summary"), region.get_by_role("link").first
    expect(inside).to_be_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(inside).to_be_hidden()
    page.keyboard.press("Enter")
    expect(inside).to_be_visible()


def _fits(page: Page) -> None:
    """Nothing is wider than the window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.locator("html").bounding_box()["width"] <= width  # type: ignore[index]
    assert all(box <= width for box in _right_edges(page))


def _right_edges(page: Page) -> list[float]:
    """How far to the right the blocks of the page reach."""
    blocks = page.locator("main > *, main section, main li").all()
    boxes = [block.bounding_box() for block in blocks]
    return [box["x"] + box["width"] for box in boxes if box is not None]
