"""Pictures of every page, in both languages, both themes and both widths: `make screenshots`.

Starts a site of its own, leaves a student's and an instructor's traces in it, and writes one picture for each
page and window, with a sheet to look through them. `--readme` renews the pictures that README.md shows.
"""

from __future__ import annotations

import argparse
import html
import itertools
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import needs

from .serving import ROOT, running_site
from .tour import Stop, Tour

LANGUAGES, THEMES = ("en", "ko"), ("light", "dark")
WIDTHS = {"desk": (1280, 800), "phone": (390, 844)}
#: picture in README.md -> page, language, theme, width
README = {
    "workspace.png": ("workspace", "en", "light", "desk"),
    "outline.png": ("course", "ko", "light", "desk"),
    "quiz.png": ("question-activation-graphs", "en", "dark", "desk"),
    "phone.png": ("submission-wrong", "ko", "dark", "phone"),
}
SHEET = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body {{ font: 14px sans-serif }} figure {{ display: inline-block; margin: 8px; vertical-align: top }}
img {{ max-width: 360px; max-height: 480px; border: 1px solid #999 }}</style>
{figures}
"""


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures; return the exit code."""
    parser = argparse.ArgumentParser(prog="make screenshots", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--out", type=Path, default=ROOT / "test-artifacts" / "screenshots")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages, or beginnings of them")
    parser.add_argument("--readme", action="store_true", help="only the pictures that README.md shows")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="seodang-pictures-") as folder:
        instance, courses = Path(folder, "instance"), Path(folder, "courses")
        instance.mkdir()
        with running_site(instance, courses) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=needs.chromium(), args=["--no-sandbox"])
            taken = _take(browser, site.url, given)
            browser.close()
    sys.stdout.write(f"{taken} pictures in {ROOT / 'docs' / 'images' if given.readme else given.out}\n")
    return 0


def _take(browser: Browser, url: str, given: argparse.Namespace) -> int:
    """Take what was asked for; return how many pictures that made."""
    tour = Tour(browser, url)
    stops = {stop.name: stop for stop in tour.stops}
    if given.readme:
        for file, (name, lang, theme, width) in README.items():
            _picture(tour, stops[name], lang, theme, width, ROOT / "docs" / "images" / file, whole=False)
        return len(README)
    chosen = [stop for stop in tour.stops if not given.only or stop.name.startswith(tuple(given.only))]
    given.out.mkdir(parents=True, exist_ok=True)
    files = []
    for lang, theme, width in itertools.product(LANGUAGES, THEMES, WIDTHS):
        windows: dict[str, BrowserContext] = {}
        for stop in chosen:
            file = given.out / f"{stop.name}-{lang}-{theme}-{width}.png"
            _picture(tour, stop, lang, theme, width, file, windows=windows)
            files.append(file)
        for window in windows.values():
            window.close()
    _write_sheet(given.out, sorted(files))
    return len(files)


def _picture(
    tour: Tour,
    stop: Stop,
    lang: str,
    theme: str,
    width: str,
    file: Path,
    *,
    whole: bool = True,
    windows: dict[str, BrowserContext] | None = None,
) -> None:
    """Take one picture of a page, in a window that is kept for the next one of the same person."""
    known = {} if windows is None else windows
    if stop.who not in known:
        known[stop.who] = tour.context(stop.who, lang, theme, *WIDTHS[width])
    page = known[stop.who].new_page()
    page.goto(stop.url)
    stop.act(page)
    page.wait_for_timeout(150)  # fonts and enhancements; a picture may wait, a test may not
    page.screenshot(path=file, full_page=whole)
    page.close()
    if windows is None:
        known[stop.who].close()


def _write_sheet(folder: Path, files: list[Path]) -> None:
    """Write a page that shows all pictures."""
    figures = "\n".join(
        f'<figure><a href="{name}"><img loading="lazy" alt="" src="{name}"></a>'
        f"<figcaption>{name}</figcaption></figure>"
        for name in (html.escape(file.name) for file in files)
    )
    (folder / "index.html").write_text(SHEET.format(figures=figures), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
