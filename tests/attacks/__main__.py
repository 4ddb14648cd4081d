"""`make attacks`: every attack behind every boundary, and every control with its canary, as two tables.

Exits 1 unless each attack was tried behind each boundary and failed, each pair of a control held, and no more
controls are excused than may be. Arguments go to pytest: `-k P25` tries the attacks of that number only, and
then the tables hold no others.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.conftest import BOUNDARIES
from tests.attacks.controls.table import MAX_EXCUSED, rows

HERE = Path(__file__).parent
FILES = ("test_corpus.py", "test_packs.py", "test_hidden.py", "controls")
#: parameters of a test that name its attack; where it has none, the test's own name does
NAMING = ("probe", "pack", "name", "greed")


@dataclass
class Recorder:
    """Notes, as a plugin of pytest, what each attack and each pair came to."""

    #: attack -> boundary -> the verdict it got, or what went wrong
    attacks: dict[str, dict[str, str]] = field(default_factory=dict)
    pairs: dict[str, bool] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    _items: dict[str, pytest.Item] = field(default_factory=dict)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Note what is going to be tried."""
        self._items = {item.nodeid: item for item in session.items}
        for item in session.items:
            if boundary := _parameters(item).get("any_grader"):
                self.attacks.setdefault(_attack(item), {}).setdefault(boundary, "not tried")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how one went; the call decides, and a failure around it."""
        if report.when != "call" and not report.failed:
            return
        item = self._items[report.nodeid]
        parameters = _parameters(item)
        if report.failed:
            self.failed.append(report.nodeid)
        if boundary := parameters.get("any_grader"):
            said = dict(report.user_properties).get("verdict", "held")
            self.attacks[_attack(item)][boundary] = str(said) if report.passed else "NOT STOPPED"
        if pair := parameters.get("pair"):
            self.pairs[pair.name] = report.passed and self.pairs.get(pair.name, True)

    def open_questions(self) -> list[str]:
        """Attacks that were not tried everywhere, or not stopped."""
        return [
            f"{attack} ({boundary})"
            for attack, tried in self.attacks.items()
            for boundary in BOUNDARIES
            if tried.get(boundary, "not tried") in ("not tried", "NOT STOPPED")
        ]


def main(arguments: Sequence[str]) -> int:
    """Try everything and print what came of it."""
    os.environ["SEODANG_TEST_ALL"] = "1"
    began = time.monotonic()
    recorder = Recorder()
    files = [str(HERE / name) for name in FILES]
    status = pytest.main([*files, "-q", "--no-header", "--tb=short", *arguments], plugins=[recorder])
    _print_attacks(recorder)
    whole = _print_pairs(recorder, partial=any(argument.startswith("-k") for argument in arguments))
    left = recorder.open_questions()
    tried = len(recorder.attacks) * len(BOUNDARIES)
    print(
        f"\n{tried - len(left)} of {tried} attempts failed as they should, {time.monotonic() - began:.0f} s."
    )
    for name in [*left, *recorder.failed]:
        print(f"  {name}")
    return 0 if status == 0 and recorder.attacks and whole and not left else 1


def _print_attacks(recorder: Recorder) -> None:
    width = max(map(len, recorder.attacks), default=8)
    print(f"\n{'attack':{width}}  " + "  ".join(f"{boundary:12}" for boundary in BOUNDARIES))
    for attack in sorted(recorder.attacks):
        tried = recorder.attacks[attack]
        shown = "  ".join(f"{tried.get(boundary, 'not tried'):12}" for boundary in BOUNDARIES)
        print(f"{attack:{width}}  {shown}")


def _print_pairs(recorder: Recorder, *, partial: bool) -> bool:
    """Print the controls; says whether each pair held and few enough are excused."""
    excused = [row for row in rows() if row.excuse]
    print(f"\n{'control':8} {'canary':45} {'also stopped by':20} pair")
    held = True
    for row in rows():
        name = f"{row.control}-{row.canary.replace(' ', '-')}"
        if row.excuse:
            print(f"{row.control:8} excused: {row.excuse}")
        elif name in recorder.pairs or not partial:
            outcome = {True: "holds", False: "VACUOUS", None: "NOT TRIED"}[recorder.pairs.get(name)]
            held = held and outcome == "holds"
            print(f"{row.control:8} {row.canary:45} {', '.join(row.overlaps) or '-':20} {outcome}")
    return held and len(excused) <= MAX_EXCUSED


def _parameters(item: pytest.Item) -> dict[str, Any]:
    callspec = getattr(item, "callspec", None)
    return dict(callspec.params) if callspec else {}


def _attack(item: pytest.Item) -> str:
    """The name of the attack that a test tries."""
    parameters = _parameters(item)
    function = getattr(item, "originalname", item.name).removeprefix("test_").replace("_", "-")
    named = next((parameters[key] for key in NAMING if key in parameters), None)
    if named is None:
        return function
    name = str(getattr(named, "name", named))
    return name if name[:1] in "PIX" and name[1:2].isdigit() else f"{function}: {name}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
