"""Curves as charts."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

from graders.measured import Band
from seodang.dispatch.progress_log import MAX_POINTS, bundled
from seodang.models import Event
from seodang.presenters.curves import BOTTOM, LEFT, RIGHT, TOP, band_data, charts, nice_ticks, so_far, spread

BAND = Band(steps=[0, 1, 2], low=[1.0, 0.5, 0.2], high=[1.4, 0.9, 0.6], median=[1.2, 0.7, 0.4])


def curve(values: list[float], name: str = "loss") -> dict[str, Any]:
    """A curve of a report."""
    return {"test": "test_a", "name": name, "steps": list(range(len(values))), "values": values}


def places(path: str) -> list[tuple[float, float]]:
    """The corners of a path."""
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](-?[\d.e+-]+) (-?[\d.e+-]+)", path)]


def test_chart_says_in_words_what_it_draws() -> None:
    """Its last value, the reference's range there, and a table that holds both."""
    (chart,) = charts([curve([1.0, 0.8, 0.5])], {"loss": BAND})

    assert (chart.step, chart.value, chart.low, chart.high) == (2, "0.5", "0.2", "0.6")
    assert [(row.step, row.value, row.low, row.high) for row in chart.rows] == [
        (0, "1", "1", "1.4"), (1, "0.8", "0.5", "0.9"), (2, "0.5", "0.2", "0.6"),
    ]  # fmt: skip


def test_curve_and_band_share_their_axes() -> None:
    """Equal values lie at equal heights, larger ones higher, and all within the drawing."""
    (chart,) = charts([curve([1.2, 0.7, 0.4])], {"loss": BAND})

    assert chart.line == chart.median
    assert chart.band.endswith("Z")
    line = places(chart.line)
    assert line[0][1] < line[1][1] < line[2][1]
    for x, y in [*line, *places(chart.band)]:
        assert LEFT <= x <= RIGHT
        assert TOP <= y <= BOTTOM


def test_curve_without_a_band_is_drawn_alone() -> None:
    """A name that nobody measured has neither band nor range."""
    (chart,) = charts([curve([1.0, 2.0], "accuracy")], {"loss": BAND})

    assert (chart.band, chart.median, chart.high) == ("", "", "")


@pytest.mark.parametrize(
    "values",
    [[0.0], [5.0, 5.0], [1e308, -1e308], [5e-324, 0.0], [1.0, 1.0 + 1e-15], [-1e-300, 1e-300], [1e300] * 3],
)
def test_odd_values_can_be_drawn(values: list[float]) -> None:
    """One point, no change, and numbers at the end of what there is make a chart like any other."""
    (chart,) = charts([curve(values)], {})

    assert len(places(chart.line)) == len(values)
    assert all(math.isfinite(tick.at) for tick in chart.y_ticks)
    assert len(chart.y_ticks) <= 8


def test_ticks_are_round_and_within() -> None:
    """A few round numbers that lie on the axis."""
    assert nice_ticks(0, 59) == [0, 20, 40]
    assert nice_ticks(0.13, 1.12) == [0.2, 0.4, 0.6, 0.8, 1.0]
    assert spread(0.01, 1)[0] == 0


def test_long_table_is_sampled() -> None:
    """A table for readers holds a dozen rows, the first and the last among them."""
    (chart,) = charts([curve([float(value) for value in range(500)])], {})

    assert len(chart.rows) == 12
    assert (chart.rows[0].step, chart.rows[-1].step) == (0, 499)


def test_bands_for_scripts_are_bounded() -> None:
    """A band of many steps is sent with few, ends included."""
    steps = list(range(5000))
    numbers = [float(step) for step in steps]
    rows = band_data({"loss": Band(steps, numbers, numbers, numbers)})["loss"]

    assert len(rows) <= 120
    assert (rows[0][0], rows[-1][0]) == (0, 4999)


def test_points_between_two_events_are_bundled() -> None:
    """Points of one curve become one row, bounded, without passing an event that stands between them."""
    point = {"test": "t", "name": "loss", "step": 0, "value": 1.0}
    rows = [("live", point | {"step": step}) for step in range(MAX_POINTS + 2)]
    told = bundled([("started", {}), *rows, ("check", {}), ("live", point | {"name": "accuracy"})])

    assert [kind for kind, _ in told] == ["started", "live", "live", "check", "live"]
    assert [len(data["points"]) for kind, data in told if kind == "live"] == [MAX_POINTS, 2, 1]
    assert bundled(told) == told


def test_events_of_a_running_training_make_its_curves() -> None:
    """What has been told so far can be drawn without scripts; of one step the later value counts."""
    events = [
        Event(kind="live", data={"test": "t", "name": "loss", "points": [[0, 3.0], [1, 2.0]]}),
        Event(kind="live", data={"test": "t", "name": "loss", "points": [[1, 1.0], [2, 0.5]]}),
    ]

    assert so_far(events) == [{"test": "t", "name": "loss", "steps": [0, 1, 2], "values": [3.0, 1.0, 0.5]}]
