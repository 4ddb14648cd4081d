from __future__ import annotations

import stat
from pathlib import Path

import pytest

import config

GOOD = {"SEODANG_ENV": "production", "SEODANG_HTTPS": "yes", "SEODANG_HOSTS": "seodang.example.org"}


def _production(tmp_path: Path, **changed: str) -> dict[str, str]:
    key = tmp_path / "secret_key"
    key.write_text("k" * 64)
    key.chmod(0o600)
    return {**GOOD, "SEODANG_INSTANCE": str(tmp_path), **changed}


def test_defaults_need_no_environment() -> None:
    """A clone starts without any setting, on this machine only."""
    settings = config.load({})

    assert (settings.environment, settings.host, settings.port) == ("development", "127.0.0.1", 8000)
    assert settings.database_url.startswith("sqlite:///")
    assert settings.one_click


def test_every_wrong_setting_is_named_at_once() -> None:
    """All mistakes are reported together, each with its variable and what it means."""
    with pytest.raises(config.ConfigError) as refused:
        config.load({"SEODANG_PORT": "eighty", "SEODANG_ENV": "prod", "SEODANG_DEMO": "perhaps"})

    assert len(refused.value.problems) == 3
    for variable in ("SEODANG_PORT", "SEODANG_ENV", "SEODANG_DEMO"):
        assert variable in str(refused.value)


def test_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """The first start writes a random key that nobody else can read; later starts keep it."""
    settings = config.load({}, instance=tmp_path / "var")
    config.prepare(settings)
    first = settings.secret_key
    config.prepare(settings)

    assert settings.secret_key == first
    assert len(first) == 64
    assert stat.S_IMODE(settings.key_path.stat().st_mode) == 0o600


def test_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """A secret with loose permissions stops the start and says how to cure it."""
    settings = config.load({}, instance=tmp_path)
    config.prepare(settings)
    settings.key_path.chmod(0o644)

    with pytest.raises(config.ConfigError, match="chmod 600"):
        config.prepare(settings)


def test_short_key_is_refused(tmp_path: Path) -> None:
    """A key that could be guessed is as good as none."""
    settings = config.load({}, instance=tmp_path)
    settings.key_path.write_text("short")
    settings.key_path.chmod(0o600)

    with pytest.raises(config.ConfigError, match="shorter"):
        config.prepare(settings)


def test_good_production_settings_start(tmp_path: Path) -> None:
    """https, host names and a key are what production needs."""
    settings = config.load(_production(tmp_path))
    config.prepare(settings)

    assert settings.production
    assert not settings.one_click


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"SEODANG_DEBUG": "yes"}, "SEODANG_DEBUG"),
        ({"SEODANG_HTTPS": "no"}, "SEODANG_HTTPS"),
        ({"SEODANG_HOSTS": ""}, "SEODANG_HOSTS"),
        ({"SEODANG_SECRET_KEY_FILE": "/nowhere/key"}, "/nowhere/key"),
        ({"SEODANG_DATABASE_URL": "postgresql://me:secret@db/x"}, "SEODANG_DATABASE_URL_FILE"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path: Path, changed: dict[str, str], word: str) -> None:
    """Debug mode, plain http, any host, no key, or a password in the environment stop a production start."""
    with pytest.raises(config.ConfigError, match=word):
        config.load(_production(tmp_path, **changed))


def test_production_makes_no_key(tmp_path: Path) -> None:
    """In production a missing key is an error, never made up silently."""
    environ = _production(tmp_path)
    (tmp_path / "secret_key").unlink()

    with pytest.raises(config.ConfigError, match="secret_key is missing"):
        config.load(environ)


def test_database_password_comes_from_a_file(tmp_path: Path) -> None:
    """A database URL with a password is read from a file of mode 0600."""
    file = tmp_path / "url"
    file.write_text("postgresql+psycopg://me:secret@db/x\n")
    file.chmod(0o640)
    settings = config.load({"SEODANG_DATABASE_URL_FILE": str(file), "SEODANG_INSTANCE": str(tmp_path)})

    assert settings.database_url == "postgresql+psycopg://me:secret@db/x"
    with pytest.raises(config.ConfigError, match="chmod 600"):
        config.prepare(settings)


@pytest.mark.parametrize("environment", ["development", "production"])
def test_instance_folder_that_cannot_be_written_is_said(tmp_path: Path, environment: str) -> None:
    """A start without a place for its data names the folder and the setting."""
    key = tmp_path / "secret_key"
    given = _production(tmp_path, SEODANG_SECRET_KEY_FILE=str(key), SEODANG_ENV=environment)
    settings = config.load({**given, "SEODANG_INSTANCE": str(key / "below-a-file")})

    with pytest.raises(config.ConfigError, match=r"SEODANG_INSTANCE=.*below-a-file"):
        config.prepare(settings)


def test_socket_sandbox_needs_its_path() -> None:
    """A sandbox service that nobody can find is told at start, with the setting that names it."""
    with pytest.raises(config.ConfigError, match="SEODANG_SANDBOX_SOCKET"):
        config.load({"SEODANG_SANDBOX": "socket"})
    with pytest.raises(config.ConfigError, match="auto, local, docker, socket"):
        config.load({"SEODANG_SANDBOX": "container"})


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("redis://seodang:secret-word@broker:6379/0", ""),
        ("rediss://:secret-word@broker/0", ""),
        ("redis://broker:6379/0", "without a password"),
        ("amqp://seodang:secret-word@broker", "one line"),
        ("broker", "one line"),
    ],
)
def test_production_broker_has_a_password_in_a_file(tmp_path: Path, text: str, refused: str) -> None:
    """The broker's URL with its password comes from a file; a broker without one is refused."""
    path = tmp_path / "broker_url"
    path.touch(mode=0o600)
    path.write_text(text + "\n")
    settings = config.load(_production(tmp_path, SEODANG_BROKER_URL_FILE=str(path)))
    try:
        config.prepare(settings)
        said = ""
    except config.ConfigError as error:
        said = str(error)

    assert (refused in said) if refused else (not said)
    assert "secret-word" not in said
    assert settings.broker_url == text


@pytest.mark.parametrize("url", ["redis://broker/0", "redis://seodang:secret-word@broker/0"])
def test_production_broker_is_not_named_in_the_environment(tmp_path: Path, url: str) -> None:
    """In the environment a broker's URL either gives its password away or has none: both are refused."""
    with pytest.raises(config.ConfigError, match="SEODANG_BROKER_URL_FILE") as refused:
        config.load(_production(tmp_path, SEODANG_BROKER_URL=url))

    assert "secret-word" not in str(refused.value)


def test_broker_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    """The broker's password is a secret like the others."""
    path = tmp_path / "broker_url"
    path.write_text("redis://:secret@broker/0")
    path.chmod(0o644)

    with pytest.raises(config.ConfigError, match="chmod 600"):
        config.prepare(config.load(_production(tmp_path, SEODANG_BROKER_URL_FILE=str(path))))


def test_queues_have_names(tmp_path: Path) -> None:
    """A worker serves cpu, gpu or both; another name is a mistake."""
    assert config.load({}).queues == ("cpu",)
    assert config.load({"SEODANG_QUEUES": "gpu, cpu"}).queues == ("gpu", "cpu")
    with pytest.raises(config.ConfigError):
        config.load({"SEODANG_QUEUES": "tpu"})
