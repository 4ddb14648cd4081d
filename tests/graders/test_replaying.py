"""A report's record grades to the same report again, and what does not is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from graders import cli
from graders.bilingual import Bilingual
from graders.bundle import load_bundle
from graders.grading import Grader
from graders.replaying import (
    MissingFilesError,
    files_of,
    first_difference,
    record_differences,
    replay,
)
from graders.report import Report, Submitted, from_json
from tests.graders import samples
from tests.graders.test_report import check, report

CONV = Path(__file__).parents[2] / "exercises" / "ai" / "conv2d-layer"
WRONG = "stride_ignored.py"
TIMES = 20


def conv_report(grader: Grader, example: str, seed: int = 11) -> Report:
    """The report of one of the example's solutions of a convolution."""
    source = (CONV / "examples" / "wrong" / example).read_bytes()
    return grader.grade(load_bundle(CONV), {"solution.py": source}, seed)


def test_one_seed_gives_one_report_twenty_times(grader: Grader) -> None:
    """A failing submission, its counter-examples shrunk, is told in the same words 20 times out of 20."""
    first = conv_report(grader, WRONG)
    differences = [first_difference(first, conv_report(grader, WRONG)) for _ in range(TIMES - 1)]

    assert first.verdict == "WA"
    assert differences == [None] * (TIMES - 1)


def test_another_seed_gives_another_report(grader: Grader) -> None:
    """The comparison sees what a seed changes."""
    difference = first_difference(conv_report(grader, WRONG), conv_report(grader, WRONG, seed=12))

    assert difference is not None
    assert difference.field.startswith("checks[")


def test_a_report_holds_what_replaying_needs(grader: Grader) -> None:
    """From the JSON alone the same submission is graded again, to the same report."""
    bundle = load_bundle(CONV)
    recorded = from_json(conv_report(grader, WRONG).to_json())
    again = replay(recorded, bundle, files_of(recorded.replay, {}), grader)

    assert first_difference(recorded, again) is None
    assert record_differences(recorded.replay, again.replay) == []


def test_the_verdict_is_compared_first() -> None:
    """Where two reports differ in many fields, the one that says most is named."""
    one = report(check("test_a", "public", "failed", "WA", 0))
    other = report(check("test_b", "public", "passed", "", 2), verdict="AC")
    difference = first_difference(one, other)

    assert difference is not None
    assert (difference.field, difference.recorded, difference.now) == ("verdict", "WA", "AC")


def test_times_and_usage_do_not_count() -> None:
    """Two gradings never take the same time."""
    one = report(check("test_a", "public", "failed", "WA", 0))
    slower = msgspec.structs.replace(one.checks[0], duration_s=9.0)
    other = msgspec.structs.replace(
        one, checks=[slower], usage=msgspec.structs.replace(one.usage, wall_s=9.0)
    )

    assert first_difference(one, other) is None


def test_what_a_limit_measured_does_not_count() -> None:
    """How far a submission was over a limit is usage, wherever it stands; what a wrong answer says is not."""
    differences = {}
    for verdict in ("TLE", "MLE", "WA"):
        one = report(check("test_a", "public", "failed", verdict, 0))
        other = msgspec.structs.replace(
            one, checks=[msgspec.structs.replace(one.checks[0], message=Bilingual("2.1 s", "2.1초"))]
        )
        differences[verdict] = first_difference(one, other)

    assert differences["TLE"] is differences["MLE"] is None
    assert differences["WA"] is not None
    assert differences["WA"].field == "checks[0].message.en"


def test_a_missing_check_is_a_difference() -> None:
    """A list that is longer differs at its first surplus item."""
    one = report(check("test_a", "public", "passed", "", 2), verdict="AC")
    other = msgspec.structs.replace(one, checks=[*one.checks, *one.checks])
    difference = first_difference(one, other)

    assert difference is not None
    assert (difference.field, difference.recorded) == ("checks[1]", "–")


def test_files_are_held_against_their_digest() -> None:
    """A file that only a digest names must be given, and must be that one."""
    record = report().replay
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    named = msgspec.structs.replace(
        record, files={"a.py": Submitted("00" * 32), "b.py": Submitted(empty, "")}
    )

    with pytest.raises(MissingFilesError, match=r"a\.py"):
        files_of(named, {"a.py": b"another"})
    assert files_of(msgspec.structs.replace(named, files={"b.py": named.files["b.py"]}), {}) == {"b.py": b""}


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an exercise below exercises/ and a right and a wrong submission beside it."""
    for name, data in samples.files().items():
        path = tmp_path / "exercises" / "demo" / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "wrong.py").write_bytes(b"def double(x):\n    return x + 1\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_replays_a_stored_report(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`seodang replay REPORT` grades again, says that all is the same, and ends with 0."""
    cli.main(["grade", "demo/double", "wrong.py", "--write", "json=report.json"])
    capsys.readouterr()

    assert cli.main(["replay", "report.json"]) == 0
    assert "The same: Wrong answer" in capsys.readouterr().out


def test_the_command_names_what_differs(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A report that says otherwise than a new grading ends with 1 and the field's name."""
    cli.main(["grade", "demo/double", "wrong.py", "--write", "json=report.json"])
    text = Path("report.json").read_text()
    Path("report.json").write_text(text.replace('"verdict": "WA"', '"verdict": "RTE"', 1))
    capsys.readouterr()

    assert cli.main(["replay", "report.json"]) == 1
    shown = capsys.readouterr().out
    assert "verdict" in shown
    assert "recorded: RTE" in shown


def test_another_version_of_the_exercise_is_named(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is graded against an exercise that has changed since."""
    cli.main(["grade", "demo/double", "wrong.py", "--write", "json=report.json"])
    prompt = course / "exercises" / "demo" / "double" / "prompt.en.md"
    prompt.write_text(prompt.read_text() + "\nMore.\n")
    capsys.readouterr()

    assert cli.main(["replay", "report.json"]) == 1
    assert "replay.bundle" in capsys.readouterr().out


def test_what_is_no_report_is_wrong_usage(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is something else ends with 2 and says so."""
    assert cli.main(["replay", "wrong.py"]) == 2
    assert "wrong.py" in capsys.readouterr().err
