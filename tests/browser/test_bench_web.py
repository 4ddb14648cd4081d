from __future__ import annotations

import pytest

from tests import needs
from tests.benchmarks.web import __main__ as bench
from tests.benchmarks.web.table import Row, text


@pytest.mark.browser
def test_the_benchmark_measures_every_kind_of_thing() -> None:
    """In its smallest form it seeds a site, serves it, asks for pages, weighs them and looks at them."""
    needs.chromium()
    rows = {row.name: row for row in bench.measure(bench.SMOKE)}

    assert rows["workspace: queries, warm"].value > 0
    assert rows["outline: requests a second, 4 connections"].value > 0
    assert rows["lesson: first byte"].value > 0
    assert "CSS" in rows["workspace: transferred"].beside
    assert rows["workspace: first paint, slow phone"].value > 0
    assert rows["workspace: layout shift"].value >= 0


def test_the_table_tells_what_was_missed() -> None:
    """A row says its aim and whether it was reached, whichever way the aim points."""
    told = text([Row("slow", 30, "ms", most=20), Row("fast", 300, least=150), Row("plain", 7)])

    assert "| slow | 30 ms | \u2264 20 | **missed** |  |" in told
    assert "| fast | 300 | \u2265 150 | reached |  |" in told
    assert "| plain | 7 |  |  |  |" in told
