from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from graders import cli
from graders.bilingual import Bilingual
from graders.commands.grade import exit_status
from graders.formats.terminal import TerminalReport
from graders.report import Report, from_json
from tests import engine
from tests.graders import samples
from tests.graders.test_report import GOLDEN

HEAVY = ("torch", "numpy", "sklearn", "pytest", "hypothesis", "flask")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder exercises/ with the small exercise and the quiz, and solutions beside it."""
    for slug, files in (("double", samples.files()), ("sums", samples.QUIZ)):
        for name, data in files.items():
            path = tmp_path / "exercises" / "demo" / slug / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    (tmp_path / "right.py").write_bytes(samples.RIGHT)
    (tmp_path / "wrong.py").write_text("def double(x):\n    return 4\n")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "solution.py").write_bytes(samples.RIGHT)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


def golden(**changed: object) -> Report:
    """The golden report with some values changed."""
    return msgspec.structs.replace(from_json(GOLDEN.read_text()), **changed)


@pytest.mark.parametrize(
    ("verdict", "score", "minimum", "status"),
    [
        ("AC", 1.0, None, 0),
        ("WA", 0.9, None, 1),
        ("WA", 0.9, 0.9, 0),
        ("WA", 0.89, 0.9, 1),
        ("AC", 1.0, 1.0, 0),
        ("CE", 0.0, 0.0, 0),
        ("IE", 1.0, 0.0, 2),
        ("IE", 0.0, None, 2),
    ],
)
def test_exit_status_says_how_it_went(verdict: str, score: float, minimum: float | None, status: int):
    """0 accepted or good enough, 1 graded below that, 2 our fault whatever the score."""
    assert exit_status([golden(verdict=verdict, score=score)], minimum) == status
    assert (
        exit_status([golden(verdict="AC", score=1.0), golden(verdict=verdict, score=score)], minimum)
        == status
    )


def test_one_submission_as_json_is_its_report(course: Path, capsys: pytest.CaptureFixture[str]):
    """stdout is the report and nothing else; the exercise is found by course and slug."""
    status = cli.main(["grade", "demo/double", "right.py", "--format", "json", "--seed", "7"])
    report = json.loads(capsys.readouterr().out)

    assert status == 0
    assert (report["exercise"], report["verdict"], report["score"]) == ("demo/double", "AC", 1.0)
    assert report["replay"]["seed"] == 7
    assert list(report) == list(Report.__struct_fields__)


def test_sandbox_of_a_command_is_the_one_it_names(course: Path, capsys: pytest.CaptureFixture[str]):
    """A grading from the command line may run in a container; the report says so."""
    image = engine.sandbox_image()
    capsys.readouterr()  # making the image says so
    command = ["grade", "demo/double", "right.py", "--format", "json", "--sandbox", f"docker:{image}"]

    assert cli.main(command) == 0
    assert json.loads(capsys.readouterr().out)["replay"]["image"] == image


@pytest.mark.parametrize("kind", ["podman", "socket", "local:here"])
def test_sandbox_that_does_not_exist_is_refused(course: Path, capsys: pytest.CaptureFixture[str], kind: str):
    """A misspelt or incomplete boundary is wrong usage, not a weaker boundary."""
    with pytest.raises(SystemExit) as caught:
        cli.main(["grade", "demo/double", "right.py", "--sandbox", kind])

    assert caught.value.code == 2
    assert "--sandbox" in capsys.readouterr().err


def test_a_single_grading_opens_databases_as_others_do(course: Path, capsys: pytest.CaptureFixture[str]):
    """A database in a file works in servers without a warm-up too."""
    (course / "stored.py").write_text(
        "import sqlite3\n\nsqlite3.connect('a.db').execute('create table t (x)')\n\n\n"
        "def double(x):\n    return 2 * x\n"
    )

    assert cli.main(["grade", "demo/double", "stored.py"]) == 0, capsys.readouterr().out


def test_several_submissions_share_servers(course: Path, capsys: pytest.CaptureFixture[str]):
    """Each file is a submission of its own, a folder one of its files; one that fails makes the status 1."""
    status = cli.main(
        ["grade", "exercises/demo/double", "right.py", "wrong.py", "folder", "--format", "json"]
    )
    reports = json.loads(capsys.readouterr().out)

    assert status == 1
    assert [(each["file"], each["report"]["verdict"]) for each in reports] == [
        ("right.py", "AC"), ("wrong.py", "WA"), ("folder", "AC"),
    ]  # fmt: skip


def test_text_is_readable_without_colour(course: Path, capsys: pytest.CaptureFixture[str]):
    """No escape sequence where there is no terminal, no line over 80 columns, every check with its points."""
    status = cli.main(["grade", "demo/double", "wrong.py", "--lang", "ko"])
    lines = capsys.readouterr().out.splitlines()

    assert status == 1
    assert not any("\x1b" in line for line in lines)
    assert max(map(len, lines)) <= 80
    assert "오답 (WA)" in lines[1]
    assert any("1/1" in line and "작은 수" in line for line in lines)
    assert any("0/3" in line and "비공개" in line for line in lines)
    assert any("힌트: 큰 수도 확인하세요." in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["grade", "demo/nothing", "right.py"], "demo/nothing"),
        (["grade", "demo/double", "nothing.py"], "nothing.py"),
        (["grade", "demo/sums", "right.py"], "quiz"),
        (["grade", "demo/double", "exercises"], "none of the files that demo/double takes"),
        (["validate", "nowhere"], "nowhere"),
        (["validate", "demo/double", "--gates", "flakes"], "flake, mutation"),
        (["new", "Demo/Double"], "COURSE/SLUG"),
        (["new", "demo/double"], "already exists"),
    ],
)
def test_wrong_usage_is_two_and_says_what(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
):
    """Nothing is graded, stdout stays empty, stderr names what was wrong."""
    assert cli.main(arguments) == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade"],
        ["grade", "x", "y", "--min-score", "2"],
        ["unknown"],
        ["grade", "x", "y", "--jobs", "0"],
        ["grade", "x", "y", "--seed", str(2**64)],
        ["grade", "x", "y", "--min-score", "nan"],
    ],
)
def test_arguments_that_do_not_parse_are_two(arguments: list[str]):
    """argparse's own errors have the same status."""
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)

    assert caught.value.code == 2


def test_our_own_failure_is_two(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """An error of ours never has the status of a graded submission, and shows its traceback."""
    monkeypatch.setattr("graders.commands.grade.read_submission", lambda path, bundle: 1 / 0)

    assert cli.main(["grade", "demo/double", "right.py"]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_file_that_cannot_be_read_is_two(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """What the system says about a file is shown as a sentence, not as a traceback."""
    monkeypatch.setattr(Path, "read_bytes", refuse)

    assert cli.main(["validate", "demo/double", "--no-cells"]) == 2
    assert capsys.readouterr().err.startswith("Cannot go on: ")


def refuse(path: Path) -> bytes:
    """Have no permission."""
    raise PermissionError(13, "Permission denied", str(path))


def test_what_stands_above_is_not_said_again():
    """A message and its hint appear once, however many checks it stops."""
    console = Console(file=io.StringIO(), width=80)
    failed = msgspec.structs.replace(
        golden().checks[0], outcome="failed", verdict="CE", message=Bilingual("expected ':'", "-"),
        hint=Bilingual("Multiply.", "-"),
    )  # fmt: skip

    TerminalReport(console, "en").report("a.py", golden(checks=[failed, failed]))

    text = console.file.getvalue()
    assert text.count("expected ':'") == 1
    assert text.count("As above.") == 1
    assert "Multiply" not in text


def test_a_terminal_without_hangul_gets_the_rest(
    course: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Letters that the output cannot hold become question marks, not an error."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))

    assert cli.main(["validate", "demo/double", "--no-cells", "--lang", "ko"]) == 0
    assert b"demo/double  ??" in raw.getvalue()


def test_exercise_that_cannot_be_used_lists_its_problems(course: Path, capsys: pytest.CaptureFixture[str]):
    """Grading against a broken bundle is no grading; validating it finds the same problems, with status 1."""
    manifest = course / "exercises" / "demo" / "double" / "exercise.toml"
    manifest.write_text(samples.MANIFEST.replace("points = 3", 'points = "3"'))

    assert cli.main(["grade", "demo/double", "right.py"]) == 2
    assert "checks[1].points" in capsys.readouterr().err
    assert cli.main(["validate", "--no-cells", "demo/double"]) == 1
    assert "checks[1].points" in capsys.readouterr().out


def test_validating_tells_every_gate(course: Path, capsys: pytest.CaptureFixture[str]):
    """A line and a summary for each gate that was asked for."""
    assert cli.main(["validate", "demo/double", "--gates", "examples,flake", "--repeats", "2"]) == 0
    told = capsys.readouterr().out

    assert "+ examples" in told
    assert "came out the same 2 times" in told
    assert "cheat" not in told


def test_validating_tells_machines_too(course: Path, capsys: pytest.CaptureFixture[str]):
    """JSON is one list, with the problems of what cannot be read."""
    assert cli.main(["validate", "demo/double", "--no-cells", "--format", "json"]) == 0
    (said,) = json.loads(capsys.readouterr().out)
    (course / "exercises" / "demo" / "double" / "prompt.ko.md").unlink()
    assert cli.main(["validate", "demo/double", "--format", "json"]) == 1
    (wrong,) = json.loads(capsys.readouterr().out)

    assert (said["exercise"], said["ok"], said["problems"], said["gates"]) == ("demo/double", True, [], [])
    assert [problem["file"] for problem in wrong["problems"]] == ["prompt.ko.md"]


def test_new_bundle_is_written_and_its_to_dos_listed(course: Path, capsys: pytest.CaptureFixture[str]):
    """Every file is there, its form is sound, and each TODO is named by file and line."""
    assert cli.main(["new", "demo/relu-layer"]) == 0

    out = capsys.readouterr().out
    assert "exercise.toml:8" in out
    assert (course / "exercises" / "demo" / "relu-layer" / "checks.py").is_file()
    assert cli.main(["validate", "--no-cells", "demo/relu-layer"]) == 0


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]):
    """`seodang help` and `seodang` alone say the same."""
    assert cli.main(["help"]) == 0
    listed = capsys.readouterr().out
    assert cli.main([]) == 0

    assert capsys.readouterr().out == listed
    assert all(command in listed for command in ("grade", "validate", "new", "doctor", "help"))


def test_host_side_imports_nothing_heavy():
    """The command line, and whatever the site imports, loads neither torch nor pytest nor Flask."""
    script = (
        "import sys, graders.cli, graders.validate, graders.quiz.issuing, graders.archives, graders.course\n"
        "from graders.quiz import Question, issue, score\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
