"""The line of a terminal that says what a grading is at."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from graders.bilingual import Bilingual
from graders.bundle import Bundle
from graders.events import CheckStarted, Live
from graders.formats.watching import Watcher, sparkline, watching
from tests.browser import lab
from tests.graders import samples

TITLE = Bilingual("It learns", "배웁니다")


@pytest.fixture
def bundle() -> Bundle:
    """An exercise whose reference's loss was measured."""
    return samples.bundle(measured__json=lab.MEASURED)


def test_line_names_the_check_and_its_curves(bundle: Bundle) -> None:
    """The check that runs, and of each curve the latest value with the reference's range."""
    watcher = Watcher(bundle, "ko")
    watcher.hear(CheckStarted("test_learns", TITLE, "public"))
    for step in range(3):
        watcher.hear(Live("test_learns", "loss", step, 1.0 - step / 10, "public"))

    assert watcher.line().plain == "  배웁니다  loss █▅▁ 2단계 0.8 (모범 답안 0.75~0.932)"


def test_hidden_checks_draw_nothing(bundle: Bundle) -> None:
    """A point of a hidden check is not shown."""
    watcher = Watcher(bundle, "en")
    watcher.hear(CheckStarted("test_learns", TITLE, "public"))
    watcher.hear(Live("test_large", "loss", 0, 1.0, "hidden"))

    assert watcher.line().plain == "  It learns"


def test_nothing_is_shown_where_nobody_looks(bundle: Bundle) -> None:
    """A log or a pipe gets no line that is rewritten in place."""
    out = io.StringIO()
    with watching(Console(file=out, force_terminal=False), bundle, "en") as on_event:
        assert on_event is None

    assert out.getvalue() == ""


def test_terminal_is_left_as_it_was(bundle: Bundle) -> None:
    """The line is gone when the grading is over, so that the report stands alone."""
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with watching(console, bundle, "en") as on_event:
        assert on_event is not None
        on_event(CheckStarted("test_learns", TITLE, "public"))
    shown = console.file.getvalue()  # type: ignore[attr-defined]

    assert "It learns" in shown
    assert shown.endswith("\x1b[2K")


@pytest.mark.parametrize("values", [[1.0], [5.0] * 9, [-1e308, 1e308], [float(n) for n in range(100)]])
def test_sparkline_fits(values: list[float]) -> None:
    """One value, no change, and the largest numbers there are still make a line of bars."""
    assert 1 <= len(sparkline(values)) <= 24
