"""What Chromium says: bytes over the wire by kind, and when something is painted on a slow phone."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PHONE = {"width": 390, "height": 844}
#: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back; the processor slowed four times
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWED = 4
KINDS = {"Document": "HTML", "Stylesheet": "CSS", "Script": "JS", "Font": "fonts", "Image": "images"}
SETTLE_MS = 700  #: after the load event, for what scripts ask for and move
#: every shift counts: nobody presses anything, and making the window a phone's passes for a press
WATCH = """
window.seen = {shift: 0, largest: 0};
new PerformanceObserver(list => {
  for (const e of list.getEntries()) seen.shift += e.value;
}).observe({type: 'layout-shift', buffered: true});
new PerformanceObserver(list => {
  for (const e of list.getEntries()) seen.largest = e.startTime;
}).observe({type: 'largest-contentful-paint', buffered: true});
"""
TELL = """() => ({...window.seen,
  first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0})"""


@dataclass(frozen=True)
class Weight:
    """Bytes of one cold visit, headers included, by kind; and how many they would be uncompressed."""

    by_kind: Counter[str]
    plain: int
    requests: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.by_kind.total()


@dataclass(frozen=True)
class Paint:
    """Medians of some cold visits on a slow line: milliseconds, and how far things moved."""

    first: float
    largest: float
    shift: float


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def weigh(browser: Browser, url: str, cookie: str) -> Weight:
    """What one visit with an empty cache costs."""
    with _visit(browser, url, cookie) as page:
        session = page.context.new_cdp_session(page)
        kinds: dict[str, str] = {}
        sent: dict[str, int] = {}
        plain: Counter[str] = Counter()
        session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        session.on("Network.loadingFinished", lambda e: sent.update({e["requestId"]: e["encodedDataLength"]}))
        session.on("Network.dataReceived", lambda e: plain.update({e["requestId"]: e["dataLength"]}))
        session.send("Network.enable")
        _open(page, url)
        by_kind: Counter[str] = Counter()
        for number, size in sent.items():
            by_kind[KINDS.get(kinds.get(number, ""), "other")] += round(size)
        return Weight(by_kind, plain.total(), len(sent))


def paint(browser: Browser, url: str, cookie: str, visits: int) -> Paint:
    """When something is painted, and how far it moves afterwards."""
    found = [_painted(browser, url, cookie) for _ in range(visits)]
    return Paint(*(statistics.median(seen[name] for seen in found) for name in ("first", "largest", "shift")))


def _painted(browser: Browser, url: str, cookie: str) -> dict[str, float]:
    with _visit(browser, url, cookie) as page:
        page.add_init_script(WATCH)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        _open(page, url)
        seen: dict[str, float] = page.evaluate(TELL)
        return seen


def _open(page: Page, url: str) -> None:
    answer = page.goto(url, wait_until="load")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{url} answered {answer.status if answer else 'nothing'}")
    page.wait_for_timeout(SETTLE_MS)


@contextmanager
def _visit(browser: Browser, url: str, cookie: str) -> Iterator[Page]:
    """A page of a phone that has never been here, whose reader may be signed in."""
    context = _context(browser)
    if cookie:
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": url}])
    try:
        yield context.new_page()
    finally:
        context.close()


def _context(browser: Browser) -> BrowserContext:
    options: dict[str, Any] = {"viewport": PHONE, "locale": "en-US", "is_mobile": True, "has_touch": True}
    return browser.new_context(**options)
