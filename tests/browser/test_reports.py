"""What a student reads while a grading runs and after it, and the help that comes with it."""

from __future__ import annotations

import re
from collections.abc import Generator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import ROOT, Site
from .desks import desk_of, newcomer
from .lab import QUICK, SLOW
from .pages import Workspace

TRAINING = "/courses/lab/exercises/slow-training"
LENET = ROOT / "exercises" / "ai" / "lenet5" / "reference" / "solution.py"
RAISING = QUICK.replace("    loss = 1.0", "    raise ValueError(steps)")
#: keep what the live region says from now on
LISTEN = """() => {
    const region = document.querySelector("[data-status]");
    window.said = [];
    new MutationObserver(() => window.said.push(region.textContent)).observe(region, {
        childList: true, characterData: true, subtree: true,
    });
}"""
WIDTH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desktop", "phone"])
def sized(request: pytest.FixtureRequest, page: Page) -> Page:
    """A page on a desk, and on a phone."""
    page.set_viewport_size({"width": request.param[0], "height": request.param[1]})
    return page


def test_subtotals_frames_and_meters(sized: Page) -> None:
    """Subtotals are told apart, a frame leads to its line, limits stand beside what was used."""
    newcomer(sized)
    workspace = desk_of(sized, "slow-training")
    tally = sized.locator("[data-tally]")
    expect(tally).to_have_text(["2 checks", "on Submit"])
    workspace.write(RAISING)
    sized.evaluate(LISTEN)
    workspace.run()
    workspace.expect_verdict("Runtime error")
    expect(tally).to_have_text(["1 of 2", "on Submit"])
    expect(workspace.status).to_have_text(
        re.compile(r"Finished: Runtime error\. public 1 of 2, hidden on Submit")
    )
    said = sized.evaluate("window.said")
    assert [sentence.startswith("Finished") for sentence in said].count(True) == 1
    assert len(said) == len(set(said)) <= 4

    frame = workspace.check("It learns").locator(".trace a")
    line = RAISING[: RAISING.index("raise ValueError")].count("\n") + 1
    expect(frame).to_have_text(f"solution.py, line {line}")
    expect(sized.get_by_role("meter", name="Memory")).to_be_visible()
    expect(sized.locator(".usage")).to_contain_text(re.compile(r"[\d.]+ of 60 s"))
    assert sized.evaluate(WIDTH) == 0
    frame.click()
    expect(sized.locator(".cm-activeLine")).to_contain_text("raise ValueError")

    workspace.write(QUICK)
    workspace.submit()
    workspace.expect_verdict("Accepted")
    expect(tally).to_have_text(["2 of 2", "1 of 1"])


def test_hints_are_steps(sized: Page) -> None:
    """A press opens the next hint where one reads, and nothing more; it is open after a reload."""
    newcomer(sized)
    Workspace(sized).open("ai", "lenet5")
    hints = sized.locator("[data-hints]")
    steps = hints.locator("details")
    expect(steps).to_have_count(0)
    hints.get_by_role("button", name="Show hint 1 of 3").click()
    expect(steps).to_have_count(1)
    expect(hints.locator("summary")).to_be_focused()
    hints.get_by_role("button", name="Show hint 2 of 3").click()
    expect(steps).to_have_count(2)

    sized.reload()
    expect(steps).to_have_count(2)
    expect(hints).to_contain_text("Show hint 3 of 3")
    assert sized.evaluate(WIDTH) == 0


def test_solution_and_own_way_after_solving(sized: Page) -> None:
    """With full marks the solution opens beside one's own text; the list shows how one came there."""
    newcomer(sized)
    workspace = Workspace(sized)
    sized.goto("/courses/ai/exercises/lenet5/solution")
    expect(sized.get_by_role("main")).to_contain_text("opens when your submission has full marks")
    workspace.open("ai", "lenet5")
    workspace.write("class LeNet5:\n    pass\n")
    workspace.submit()
    workspace.expect_verdict("Runtime error")
    workspace.write(LENET.read_text(encoding="utf-8"))
    workspace.submit()
    workspace.expect_verdict("Accepted")

    sized.locator("[data-verdict]").get_by_role("link", name="Read the author’s solution").click()
    expect(sized.get_by_role("heading", name="The author’s solution")).to_be_visible()
    expect(sized.locator("#solution-1 .line").first).to_contain_text("LeNet-5")
    expect(sized.get_by_role("main")).to_contain_text("The same text.")
    assert sized.evaluate(WIDTH) == 0
    sized.get_by_role("main").get_by_role("link", name="My submissions").click()
    expect(sized.get_by_role("img", name="Score of the attempts")).to_be_visible()
    expect(sized.locator("tbody tr")).to_have_count(2)
    expect(sized.locator("tbody tr").first).to_contain_text("Accepted")
    assert sized.evaluate(WIDTH) == 0


@pytest.fixture
def plain(context: BrowserContext, site: Site) -> Generator[Page]:
    """A page of the same visitor without scripts, whose forms hand in at once."""
    assert context.browser is not None
    made = context.browser.new_context(base_url=site.url, locale="en-US", java_script_enabled=False)
    made.set_default_timeout(30_000)
    yield made.new_page()
    made.close()


def hand_in(page: Page, source: str) -> str:
    """Hand in by the form alone, and tell where it is graded."""
    page.goto(TRAINING)
    page.get_by_label("solution.py").fill(source)
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("Submission"))).to_be_visible()
    return page.url


def test_place_in_the_queue_and_progress(plain: Page, context: BrowserContext, page: Page) -> None:
    """Who waits sees how many are before them, and sees it change; who runs sees checks and seconds."""
    newcomer(plain)
    places = [hand_in(plain, f"{SLOW}# {number}\n") for number in range(3)]
    context.add_cookies(plain.context.cookies())  # type: ignore[arg-type]
    page.goto(places[2])
    progress = page.locator("[data-progress]")
    expect(page.locator("[data-status]")).to_have_text("Waiting for its turn…")
    expect(progress).to_contain_text("1 ahead of you")

    for place, words in ((places[0], "You are next"), (places[1], "of 3 checks")):
        plain.goto(place)
        plain.get_by_role("button", name="Stop").click()
        expect(progress).to_contain_text(words, timeout=30_000)
    expect(progress).to_contain_text(re.compile(r"1 of 3 checks, \d+ s"), timeout=30_000)
    expect(page.get_by_role("progressbar", name="Checks that have ended")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".verdict")).to_contain_text("Stopped", timeout=30_000)
    expect(progress).to_be_hidden()
