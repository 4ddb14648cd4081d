"""What the documents say is what the code does."""

from __future__ import annotations

import dataclasses
import re

import msgspec
import pytest

import config
from graders import curves, manifest, measured, report, resources, source_policy, verdicts
from tests.source import ROOT

DOCS = ROOT / "docs"
REPORT_PARTS = (
    report.Report,
    report.CheckResult,
    report.Usage,
    report.Output,
    curves.Curve,
    source_policy.Advice,
    report.Replay,
)
MANIFEST_PARTS = (
    manifest.Manifest,
    manifest.CheckSpec,
    manifest.Limits,
    manifest.Files,
    manifest.Environment,
    manifest.Gates,
    manifest.Training,
    source_policy.SourcePolicy,
    source_policy.Forbidden,
    source_policy.Required,
    resources.Resources,
)

MEASURED_PARTS = (measured.Measured, measured.Band, measured.Scores, measured.Design)


def test_every_setting_is_documented() -> None:
    """The table of settings has a row for each, with the default and the meaning that config.py gives it."""
    rows = [line for line in _read("installation.md").splitlines() if line.startswith("| `SEODANG_")]

    assert rows == [_row(setting) for setting in dataclasses.fields(config.Settings)]


@pytest.mark.parametrize("part", REPORT_PARTS, ids=lambda part: part.__name__)
def test_every_key_of_a_report_is_documented(part: type[msgspec.Struct]) -> None:
    """docs/report-format.md describes each key."""
    assert _undocumented(part, "report-format.md") == []


@pytest.mark.parametrize("part", MANIFEST_PARTS, ids=lambda part: part.__name__)
def test_every_key_of_an_exercise_is_documented(part: type[msgspec.Struct]) -> None:
    """docs/exercise-format.md describes each key."""
    assert _undocumented(part, "exercise-format.md") == []


@pytest.mark.parametrize("part", MEASURED_PARTS, ids=lambda part: part.__name__)
def test_every_key_of_measurements_is_documented(part: type[msgspec.Struct]) -> None:
    """docs/training.md describes each key of measured.json."""
    assert _undocumented(part, "training.md") == []


def test_every_verdict_is_in_the_glossary() -> None:
    """The glossary says what each verdict means."""
    glossary = _read("glossary.md")
    missing = [verdict.value for verdict in verdicts.Verdict if f"| {verdict.value} |" not in glossary]

    assert missing == []


def test_glossary_defines_each_word_once() -> None:
    """One word has one meaning."""
    cells = [
        line.split("|")[1].strip() for line in _read("glossary.md").splitlines() if line.startswith("| ")
    ]
    words = [word for word in cells if word not in {"word", "verdict", "---"}]

    assert sorted(words) == sorted(set(words))


def _read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def _row(setting: dataclasses.Field[object]) -> str:
    default = setting.default
    if default is dataclasses.MISSING or default in ("", ()):
        shown = ""
    else:
        shown = {True: "yes", False: "no"}[default] if isinstance(default, bool) else str(default)
    return f"| `{setting.metadata['variable']}` | {shown} | {setting.metadata['doc']} |"


def _undocumented(part: type[msgspec.Struct], document: str) -> list[str]:
    named = set(re.findall(r"`(\w+)`", _read(document)))
    return [field for field in part.__struct_fields__ if field not in named]
