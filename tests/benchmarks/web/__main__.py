"""`make bench-web`: a site as a class leaves it, its pages weighed, counted and timed against their aims.

Everything runs on one machine, the client and the browser too, so times are those of a server that shares
its cores. What is beside a number was measured in the same run: only such ratios mean anything elsewhere.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import config
from tests import needs
from tests.benchmarks.web import browser, load, queries, seed, sites, table
from tests.benchmarks.web.table import Row

CONNECTIONS = 16
READING_KIB, WORKSPACE_KIB, QUERIES, PER_SECOND, FIRST_MS, PAINT_MS, SHIFT = 60, 200, 8, 150, 20, 1500, 0.02
KIB = 1024


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    size: seed.Size
    seconds: float = 10.0
    rounds: int = 3
    first_bytes: int = 200
    visits: int = 3
    whole: bool = True  #: with a worker that has warmed up, as on a site that has been running
    pages: tuple[str, ...] = ()  #: what the browser opens; empty: every page


FULL = Effort(seed.Size())
QUICK = replace(FULL, seconds=3.0, rounds=1, first_bytes=60, visits=1)
#: enough to see that the measuring works
SMOKE = Effort(
    seed.Size(5, 4, 20), seconds=0.3, rounds=1, first_bytes=3, visits=1, whole=False, pages=("workspace",)
)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; exit 1 where something is missed."""
    parser = argparse.ArgumentParser(prog="make bench-web", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a third of the time, on the same seed")
    parser.add_argument("--smoke", action="store_true", help="a small seed and hardly any repetitions")
    options = parser.parse_args(arguments)
    rows = measure(SMOKE if options.smoke else QUICK if options.quick else FULL)
    print(table.text(rows))
    missed = [row.name for row in rows if row.reached is False]
    print(f"\nmissed={len(missed)}" + "".join(f"\n  {name}" for name in missed))
    return 1 if missed else 0


def measure(effort: Effort) -> list[Row]:
    """Every row of the table."""
    path = needs.chromium()
    with tempfile.TemporaryDirectory() as folder:
        settings = config.load({}, instance=Path(folder) / "var", demo=False, log_level="ERROR")
        seeded = seed.seed(settings, effort.size)
        rows = list(_queries(settings, seeded))
        with sites.hello() as floor, sites.serving(settings.instance, whole=effort.whole) as site:
            rows += _speed(seeded, site, floor, effort)
            with browser.chromium(path) as chromium:
                visitor = _Visitor(chromium, site, floor, seeded, effort)
                rows += visitor.weights()
                rows += visitor.paints()
    return rows


def _queries(settings: config.Settings, seeded: seed.Seeded) -> Iterator[Row]:
    for name, number in queries.count(settings, seeded.pages, seeded.cookies[0]).items():
        yield Row(f"{name}: queries, warm", number, most=QUERIES)


def _speed(
    seeded: seed.Seeded, site: tuple[str, int], floor: tuple[str, int], effort: Effort
) -> Iterator[Row]:
    """Requests a second and first bytes, in turns with the page that does nothing."""
    host, outline = f"{site[0]}:{site[1]}", seeded.pages["outline"]
    asked = [load.request(outline, host, cookie) for cookie in seeded.cookies[:CONNECTIONS]]
    nothing = [load.request("/", host)] * len(asked)
    load.hammer(site, asked, effort.seconds / 5)  # every process meets the page
    ours, least = [], []
    for _ in range(effort.rounds):
        least.append(load.hammer(floor, nothing, effort.seconds / 3))
        ours.append(load.hammer(site, asked, effort.seconds))
    best, ceiling = (
        statistics.median(r.per_second for r in ours),
        statistics.median(r.per_second for r in least),
    )
    share = statistics.median(result.client_share for result in ours)
    beside = f"{best / ceiling:.0%} of {ceiling:.0f} for a page that says hello; client {share:.0%} of a core"
    yield Row(f"outline: requests a second, {len(asked)} connections", best, least=PER_SECOND, beside=beside)
    yield Row("outline: answer under that load", statistics.median(r.median_ms for r in ours), "ms")
    base = statistics.median(load.first_bytes(floor, nothing[0], effort.first_bytes))
    for name, path in seeded.pages.items():
        text = load.request(path, host, seeded.cookies[0])
        took = sorted(load.first_bytes(site, text, effort.first_bytes))
        p95 = took[max(0, round(0.95 * len(took)) - 1)]
        beside = f"p95 {p95:.1f} ms; hello {base:.1f} ms"
        yield Row(f"{name}: first byte", statistics.median(took), "ms", most=FIRST_MS, beside=beside)


@dataclass(frozen=True)
class _Visitor:
    """Somebody on a phone who has never been here."""

    chromium: browser.Browser
    site: tuple[str, int]
    floor: tuple[str, int]
    seeded: seed.Seeded
    effort: Effort

    def weights(self) -> Iterator[Row]:
        """Bytes of each page."""
        for name, url, cookie in self._visits():
            found = browser.weigh(self.chromium, url, cookie)
            most = WORKSPACE_KIB if name == "workspace" else READING_KIB
            parts = ", ".join(f"{kind} {size / KIB:.1f}" for kind, size in sorted(found.by_kind.items()))
            beside = f"{found.plain / KIB:.0f} KiB uncompressed; {found.requests} requests: {parts}"
            yield Row(f"{name}: transferred", found.total / KIB, "KiB", most=most, beside=beside)

    def paints(self) -> Iterator[Row]:
        """What a slow phone shows, and when."""
        visits = self.effort.visits
        base = browser.paint(self.chromium, _address(self.floor, "/"), "", visits)
        for name, url, cookie in self._visits():
            found = browser.paint(self.chromium, url, cookie, visits)
            beside = f"largest {found.largest:.0f} ms; hello {base.first:.0f} ms"
            yield Row(f"{name}: first paint, slow phone", found.first, "ms", most=PAINT_MS, beside=beside)
            yield Row(f"{name}: layout shift", found.shift, most=SHIFT)

    def _visits(self) -> Iterator[tuple[str, str, str]]:
        """The pages to open, and who opens them: the front page is for those who are not signed in."""
        for name, path in {"home": "/", **self.seeded.pages}.items():
            if not self.effort.pages or name in self.effort.pages:
                yield name, _address(self.site, path), "" if name == "home" else self.seeded.cookies[0]


def _address(where: tuple[str, int], path: str) -> str:
    return f"http://{where[0]}:{where[1]}{path}"


if __name__ == "__main__":
    raise SystemExit(main())
