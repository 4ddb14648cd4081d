"""Each control stops its canary, and nothing else does: with exactly that control off the canary succeeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.grading import Grader
from tests.attacks.controls.stage import Stage
from tests.attacks.controls.table import EXCUSED, MAX_EXCUSED, PAIRS, Pair, rows

EVERY_CONTROL = {f"C{number:02}" for number in range(1, 41)}


@pytest.fixture(scope="module")
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Laboratories as they are needed, with secrets around them."""

    def find_grader() -> Grader:
        grader: Grader = request.getfixturevalue("grader")
        return grader

    stage = Stage(find_grader)
    yield stage
    stage.close()


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_control_stops_its_canary_and_without_it_the_canary_succeeds(stage: Stage, pair: Pair) -> None:
    """All controls stop it; without those that overlap, this one alone does; without it too, nothing does."""
    overlaps = frozenset(pair.overlaps)

    assert stage.planted not in pair.attempt(stage, frozenset())
    if overlaps:
        assert stage.planted not in pair.attempt(stage, overlaps)
    assert stage.planted in pair.attempt(stage, overlaps | {pair.control}), "the pair is vacuous"


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.overlaps], ids=lambda pair: pair.name)
def test_overlap_stops_the_canary_by_itself(stage: Stage, pair: Pair) -> None:
    """What is named as overlapping does stop the canary: with all the others off, each of them alone does."""
    for overlap in pair.overlaps:
        off = frozenset({pair.control, *pair.overlaps}) - {overlap}

        assert stage.planted not in pair.attempt(stage, off), overlap


def test_every_control_has_a_pair_or_an_excuse() -> None:
    """No control is taken on trust, and only few may give a reason instead."""
    paired = {pair.control for pair in PAIRS}

    assert paired | EXCUSED.keys() == EVERY_CONTROL
    assert not paired & EXCUSED.keys()
    assert len(EXCUSED) <= MAX_EXCUSED
    assert all(EXCUSED.values())


def test_documentation_names_every_canary() -> None:
    """The page on security says of each control how it is verified, and what else stops its canary."""
    page = (Path(__file__).parents[3] / "docs" / "security.md").read_text(encoding="utf-8")
    lines = {line[2:5]: line for line in page.splitlines() if line[:3] == "| C"}
    for pair in PAIRS:
        also = f" (also stopped by {', '.join(pair.overlaps)})" if pair.overlaps else ""
        assert f"{pair.canary}{also}" in lines[pair.control].rpartition(" | ")[2]


def test_rows_tell_every_control() -> None:
    """The printed table holds each control, and says what is excused."""
    assert {row.control for row in rows()} == EVERY_CONTROL
    assert [row.control for row in rows() if row.excuse] == sorted(EXCUSED)
