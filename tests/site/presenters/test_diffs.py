"""Differences as pictures, and details that are not what they should be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graders.diff import describe_difference
from graders.sanitise import clean_value
from seodang.presenters.details import detail_view
from seodang.presenters.diffs import diff_view


def diff(expected: Any, got: Any) -> dict[str, Any]:
    """A difference as a grader cell sends it and the ledger lets it pass."""
    found = describe_difference(
        np.asarray(got, dtype=float), np.asarray(expected, dtype=float), (1e-5, 1e-8), "float64"
    )
    cleaned: dict[str, Any] = clean_value(found)
    return cleaned


def levels(view: Any, grid: int) -> list[list[str]]:
    """How the cells of a grid are coloured."""
    return [[cell.level for cell in row] for row in view.maps[0].grids[grid].rows]


def test_both_grids_share_a_scale_with_zero_in_its_middle() -> None:
    """Equal numbers have equal colours on both sides; zero has none, and signs never share one."""
    view = diff_view(diff([[-4, 0], [2, 4]], [[-4, 4], [2, -4]]))
    assert view is not None

    assert levels(view, 0) == [["m6", "z"], ["p3", "p6"]]
    assert levels(view, 1) == [["m6", "p6"], ["p3", "m6"]]
    assert levels(view, 2) == [["z", "e3"], ["z", "e6"]]


def test_what_is_not_finite_has_a_look_of_its_own() -> None:
    """NaN and infinity are neither small nor large."""
    view = diff_view(diff([[1, 2]], [[float("nan"), float("inf")]]))
    assert view is not None

    assert levels(view, 1) == [["n", "n"]]
    assert (view.nan, view.infinite) == (1, 1)


def test_channels_are_bars() -> None:
    """Each channel's largest error, as a share of the largest of all."""
    got = np.zeros((1, 3, 2, 2))
    got[0, 1], got[0, 2] = 1.0, 4.0
    view = diff_view(diff(np.zeros((1, 3, 2, 2)), got))
    assert view is not None

    assert [(bar.channel, bar.text, bar.share) for bar in view.bars] == [
        ("0", "0", 0.0), ("1", "1", 25.0), ("2", "4", 100.0),
    ]  # fmt: skip


def test_large_map_says_that_its_cells_are_blocks() -> None:
    """A map of more than sixteen rows is drawn in blocks, a small one is not."""
    large, small = (diff_view(diff(np.zeros((n, n)), np.ones((n, n)))) for n in (40, 3))
    assert large is not None
    assert small is not None

    assert large.maps[0].pooled
    assert (small.maps[0].pooled, small.maps[0].roomy) == (False, True)


@pytest.mark.parametrize(
    "odd",
    [
        {}, {"maps": 3}, "text", [], None, {"shape": "x"},
        {"shape": [1], "dtype": "f", "wrong": 1, "total": 1, "nan": 0, "infinite": 0, "maps": [{"rows": 1}]},
    ],
)  # fmt: skip
def test_odd_difference_is_left_out(odd: Any) -> None:
    """A difference of another shape draws nothing, and breaks nothing."""
    assert diff_view(odd) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"requests": 3}, {"requests": [1]}, {"requests": [{"method": "GET"}]}, {"arguments": {"a": 1}},
        {"arguments": ["x"]}, {"diagnosis": "text"}, {"diagnosis": [{"slip": 1}]}, {"example": [1]},
        {"requests": [{"method": "GET", "path": "/", "expected": {"cookies": 1}, "got": {}}]},
    ],
)  # fmt: skip
def test_odd_detail_is_left_out(odd: dict[str, Any]) -> None:
    """Whatever an author's cell puts under these keys, the page shows what it can and no more."""
    view = detail_view(odd)
    assert view is not None

    assert (view.slips, view.arguments, view.requests, view.example) == ([], [], [], {})


def test_requests_keep_both_answers() -> None:
    """A sequence of requests arrives with what was expected and what came."""
    answer = {"status": 302, "location": "/", "cookies": ["a=1"], "rows": {"user": ["(1, 'a')"]}}
    step = {"method": "POST", "path": "/", "form": "a=1", "expected": answer, "got": answer | {"status": 200}}
    view = detail_view({"requests": [step], "arguments": [{"name": "x", "text": "1", "rebuild": "1"}]})
    assert view is not None

    assert [(each.expected.status, each.got.status) for each in view.requests] == [(302, 200)]
    assert view.requests[0].got.rows == {"user": ["(1, 'a')"]}
    assert view.requests[0].got.logs is None
    assert view.arguments[0].rebuild == "1"


def test_log_records_and_changed_cookies_reach_the_page() -> None:
    """What was logged, where it counts, and what was done to cookies before a request."""
    step = {"method": "GET", "path": "/", "cookies": {"theme": "dark"}, "tamper": {"session": "payload"}}
    view = detail_view({"requests": [step | {"expected": {"logs": ["INFO 'x'"]}, "got": {"logs": []}}]})
    assert view is not None

    (request,) = view.requests
    assert (request.expected.logs, request.got.logs) == (["INFO 'x'"], [])
    assert (request.cookies, request.tamper) == ({"theme": "dark"}, {"session": "payload"})
