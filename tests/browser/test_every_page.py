"""What holds for every page of the site, in both languages, both themes and both widths."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

import config
from seodang.factory import create_app

from .serving import ROOT
from .tour import Stop, Tour

AXE = ROOT / "platform" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
    const found = await axe.run(document, {
        resultTypes: ["violations"],
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((rule) => [
        rule.impact, rule.id, rule.nodes.map((node) => node.target.join(" ")).slice(0, 5).join(" | "),
    ]);
}"""
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Korean words on an English page that no `lang` attribute announces to those who hear it
UNTOLD = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const home = walker.currentNode.parentElement;
        if (!/[가-힣]/.test(text) || home.closest("script, style, template, code, pre, .cm-editor")) continue;
        if (home.closest("[lang]").lang !== "ko") found.push(text.slice(0, 60));
    }
    return found;
}"""
#: what moves although the reader asked for stillness
MOVING = """() => document.getAnimations().filter((animation) =>
    animation.playState === "running" && Number(animation.effect.getComputedTiming().duration) > 1
).map((animation) => animation.animationName ?? animation.transitionProperty)"""
GRAVE = ("serious", "critical")
SHORTEST = 40  # characters; less is a shell
#: languages, themes and widths, so that each two of them meet
WINDOWS = [
    ("en", "light", 1280, 800),
    ("ko", "dark", 1280, 800),
    ("ko", "light", 390, 844),
    ("en", "dark", 390, 844),
]
#: what answers GET and is nothing to look at: files, streams and data for scripts
NO_PAGES = {
    "static",
    "health.show",
    "account.data",
    "exercises.figure",
    "lessons.figure",
    "submissions.events",
    "submissions.status",
    "teaching.scores_csv",
    "teaching.validation_status",
}


@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: "-".join(map(str, window[:3])))
def test_every_page_is_accessible_and_fits(tour: Tour, window: tuple[str, str, int, int]) -> None:
    """No page breaks a serious rule of WCAG 2.2 AA or the content policy, or scrolls sideways."""
    windows = {who: tour.context(who, *window) for who in {stop.who for stop in tour.stops}}
    axe = AXE.read_text(encoding="utf-8")

    wrong = {
        f"{stop.name} ({stop.url})": found
        for stop in tour.stops
        if (found := _complaints(windows[stop.who], stop, window[0], axe))
    }
    for context in windows.values():
        context.close()

    assert wrong == {}


def _complaints(context: BrowserContext, stop: Stop, lang: str, axe: str) -> list[str]:
    """What is wrong with one page."""
    page = context.new_page()
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda line: found.append(line.text) if "Content Security" in line.text else None)
    answer = page.goto(stop.url)
    stop.act(page)
    if answer is None or answer.status != stop.status:
        found.append(f"answers {answer and answer.status}")
    page.evaluate(axe)
    rules = page.evaluate(RUN_AXE)
    found += [f"{impact} {rule}: {where}" for impact, rule, where in rules if impact in GRAVE]
    if page.locator("html").get_attribute("lang") != lang:
        found.append("is in the other language")
    if lang == "en":
        found += [f"untold Korean: {text}" for text in page.evaluate(UNTOLD)]
    found += [f"moves: {name}" for name in page.evaluate(MOVING)]
    if (excess := page.evaluate(SIDEWAYS)) > 0:
        found.append(f"is {excess} px wider than its window")
    page.close()
    return found


def test_every_page_reads_without_scripts(tour: Tour) -> None:
    """Without JavaScript each page has its heading and its text, formulas set, and no TeX or empty shell."""
    bare: dict[str, str] = {}
    windows = {
        who: tour.context(who, "ko", "light", 390, 844, scripts=False) for who in {s.who for s in tour.stops}
    }
    for stop in tour.stops:
        page = windows[stop.who].new_page()
        page.goto(stop.url)
        text = page.locator("main").inner_text()
        if page.locator("main h1").count() != 1:
            bare[stop.name] = "has not one heading"
        elif len(text) < SHORTEST or "\\frac" in text or "\\left" in text:
            bare[stop.name] = text
        page.close()
    for context in windows.values():
        context.close()

    assert bare == {}


def test_every_page_is_on_the_tour(tour: Tour, tmp_path: Path) -> None:
    """A new page cannot be forgotten: each route that shows one is visited."""
    app = create_app(config.load({}, instance=tmp_path, environment="development", log_level="ERROR"))
    routes = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    adapter = app.url_map.bind("127.0.0.1")
    visited = {adapter.match(stop.url.partition("?")[0])[0] for stop in tour.stops if stop.status < 400}

    assert routes - visited - NO_PAGES == set()
