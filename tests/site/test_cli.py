from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from seodang.cli import main
from seodang.models import Course
from seodang.services import accounts, enrolments


@pytest.fixture
def command(app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work on the instance of this test."""
    monkeypatch.setenv("SEODANG_INSTANCE", str(instance))
    monkeypatch.setenv("SEODANG_LOG_LEVEL", "ERROR")


@pytest.mark.usefixtures("command")
def test_instructor_is_made_with_a_random_password(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command prints a password once, which signs in, and gives the role in the course."""
    code = main(["user", "create", "Kim", "--instructor-of", "test", "--generate"])
    name, password = capsys.readouterr().out.strip().split(": ")
    user = accounts.sign_in(name, password, "")

    assert code == 0
    assert user is not None
    assert enrolments.is_instructor(user, course)


@pytest.mark.usefixtures("command")
def test_account_is_disabled(course: Course) -> None:
    """A disabled account cannot sign in."""
    user = accounts.register("Kim", "correct-horse-7-battery")
    token = accounts.open_session(user)

    assert main(["user", "disable", "kim"]) == 0
    assert accounts.user_of_session(token) is None


@pytest.mark.usefixtures("command")
def test_unknown_account_is_said(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    """A name nobody has ends with status 2 and a sentence."""
    assert main(["user", "disable", "nobody"]) == 2
    assert "nobody" in capsys.readouterr().err


def test_wrong_settings_are_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A start with a wrong setting ends with status 78 and names it."""
    monkeypatch.setenv("SEODANG_PORT", "eighty")

    assert main(["serve"]) == 78
    assert "SEODANG_PORT" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["99999", "0", "-1", "http", "٣٣٣٣"])
def test_ports_nobody_can_use_are_said_without_a_traceback(
    capsys: pytest.CaptureFixture[str], port: str
) -> None:
    """A port on the command line is held to the bounds of its setting."""
    assert main(["serve", f"--port={port}"]) == 78
    assert "from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////dev/null/no.db"])
def test_database_that_cannot_be_used_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """A start without a usable database ends with status 78 and says where it is set."""
    monkeypatch.setenv("SEODANG_INSTANCE", str(tmp_path))
    monkeypatch.setenv("SEODANG_DATABASE_URL", url)

    assert main(["migrate"]) == 78
    assert "SEODANG_DATABASE_URL" in capsys.readouterr().err
