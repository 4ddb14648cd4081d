"""Settings of the whole product: the only module that reads the environment.

Each setting is named once, with its environment variable, type, default and meaning. `load()` reads
them all at start and reports every wrong one at once, so that nothing fails at first use.
Secrets are read from files that only their owner may read.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "test", "production")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
KEY_BYTES = 32
CPU, GPU = QUEUES = ("cpu", "gpu")
SANDBOXES = ("auto", "local", "docker", "socket")
BROKER_SCHEMES = ("redis", "rediss")
EX_CONFIG = 78  # sysexits.h: the exit status for a configuration that cannot be used


class ConfigError(Exception):
    """Settings that cannot be used; `problems` names each with its cure."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("cannot start:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


def _switch(text: str) -> bool:
    """Read a yes-or-no setting."""
    on, off = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
    if text.lower() not in on + off:
        raise ValueError("expected yes or no")
    return text.lower() in on


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    """Read one of some names."""

    def parse(text: str) -> str:
        if text not in names:
            raise ValueError("expected one of " + ", ".join(names))
        return text

    return parse


def _within(low: int, high: int) -> Callable[[str], int]:
    """Read a whole number between two bounds."""

    def parse(text: str) -> int:
        if not (text.isascii() and text.strip().isdecimal()) or not low <= int(text) <= high:
            raise ValueError(f"expected a number from {low} to {high}")
        return int(text)

    return parse


def _names(text: str) -> tuple[str, ...]:
    """Read a list of names separated by commas."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _queues(text: str) -> tuple[str, ...]:
    """Read which queues a worker serves."""
    names = _names(text)
    if not names or not set(names) <= set(QUEUES):
        raise ValueError("expected one or more of " + ", ".join(QUEUES))
    return names


def _broker(text: str) -> str:
    """Read the address of a broker."""
    if urlsplit(text).scheme not in BROKER_SCHEMES:
        raise ValueError("expected redis://… or rediss://…")
    return text


def folder(text: str) -> Path:
    """Read a path, made absolute."""
    return Path(text).expanduser().resolve()


def _cores() -> int:
    """Number of cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _setting(variable: str, parse: Callable[[str], T], default: T | Callable[[], T], doc: str) -> T:
    """Declare one setting: where it is read, how, and what it is when nobody says."""
    metadata = {"variable": variable, "parse": parse, "doc": doc}
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """Every setting, already read and checked."""

    environment: str = _setting(
        "SEODANG_ENV", _one_of(ENVIRONMENTS), "development", "development, test or production"
    )
    instance: Path = _setting(
        "SEODANG_INSTANCE",
        folder,
        lambda: _default_home() / "var",
        "folder of the database, the secret key and the run-time sockets",
    )
    exercises: Path = _setting(
        "SEODANG_EXERCISES",
        folder,
        lambda: _default_home() / "exercises",
        "folder the courses are loaded from",
    )
    database: str = _setting(
        "SEODANG_DATABASE_URL",
        str,
        "",
        "database URL without a password; empty means SQLite in the instance folder",
    )
    database_file: str = _setting(
        "SEODANG_DATABASE_URL_FILE", str, "", "file (mode 0600) that holds a database URL with its password"
    )
    broker: str = _setting(
        "SEODANG_BROKER_URL",
        _broker,
        "",
        "Redis that hands jobs to workers, without a password; empty means the built-in worker",
    )
    broker_file: str = _setting(
        "SEODANG_BROKER_URL_FILE", str, "", "file (mode 0600) that holds a broker URL with its password"
    )
    secret_key_file: str = _setting(
        "SEODANG_SECRET_KEY_FILE",
        str,
        "",
        "file (mode 0600) of the signing key; empty means one in the instance folder",
    )
    host: str = _setting("SEODANG_HOST", str, "127.0.0.1", "address to listen on")
    port: int = _setting("SEODANG_PORT", _within(1, 65535), 8000, "port to listen on")
    web_processes: int = _setting(
        "SEODANG_WEB_PROCESSES",
        _within(1, 64),
        lambda: min(4, _cores()),
        "processes that serve pages; default: number of cores, at most 4",
    )
    threads: int = _setting(
        "SEODANG_THREADS", _within(8, 512), 48, "threads of each such process; open streams take one each"
    )
    slots: int = _setting(
        "SEODANG_SLOTS", _within(1, 256), _cores, "gradings at the same time; default: number of cores"
    )
    queues: tuple[str, ...] = _setting(
        "SEODANG_QUEUES",
        _queues,
        lambda: (CPU,),
        "queues a worker serves, comma separated: cpu, gpu; default: cpu",
    )
    gpus: tuple[str, ...] = _setting(
        "SEODANG_GPUS",
        _names,
        (),
        "GPUs a worker of the queue gpu may use, by uuid or number, comma separated; empty means all",
    )
    sandbox: str = _setting(
        "SEODANG_SANDBOX",
        _one_of(SANDBOXES),
        "auto",
        "where submissions run: local, docker, socket, or auto for the strongest whose self-test passes",
    )
    sandbox_image: str = _setting(
        "SEODANG_SANDBOX_IMAGE", str, "seodang-sandbox:latest", "docker: the image, by name or digest"
    )
    sandbox_reuse: int = _setting(
        "SEODANG_SANDBOX_REUSE",
        _within(1, 100000),
        500,
        "docker: submissions a container serves; 1 gives each its own",
    )
    sandbox_runtime: str = _setting(
        "SEODANG_SANDBOX_RUNTIME", str, "", "docker: the engine's runtime, such as runsc for gVisor"
    )
    sandbox_apparmor: str = _setting(
        "SEODANG_SANDBOX_APPARMOR",
        str,
        "",
        "docker: name of the loaded AppArmor profile, on hosts that have it",
    )
    sandbox_socket: str = _setting(
        "SEODANG_SANDBOX_SOCKET", str, "", "socket: where the sandbox service listens"
    )
    https: bool = _setting(
        "SEODANG_HTTPS", _switch, False, "the site is reached over https (cookies become Secure)"
    )
    hosts: tuple[str, ...] = _setting(
        "SEODANG_HOSTS", _names, (), "host names the site answers to, comma separated"
    )
    proxies: int = _setting(
        "SEODANG_PROXIES", _within(0, 5), 0, "trusted reverse proxies in front of the site"
    )
    demo: bool = _setting(
        "SEODANG_DEMO", _switch, True, "create demo accounts at the first start (development only)"
    )
    debug: bool = _setting("SEODANG_DEBUG", _switch, False, "Flask's debug mode; never in production")
    lease_s: int = _setting(
        "SEODANG_LEASE_S",
        _within(2, 3600),
        30,
        "seconds a worker may be silent before its job is given to another",
    )
    hourly_submissions: int = _setting(
        "SEODANG_HOURLY_SUBMISSIONS",
        _within(1, 100000),
        30,
        "submissions a student may make per exercise and hour",
    )
    hourly_runs: int = _setting(
        "SEODANG_HOURLY_RUNS", _within(1, 100000), 300, "runs a student may make per exercise and hour"
    )
    queue_bound: int = _setting(
        "SEODANG_QUEUE_BOUND", _within(1, 100000), 500, "jobs that may wait at once, over all users"
    )
    log_level: str = _setting("SEODANG_LOG_LEVEL", str.upper, "INFO", "lowest level that is logged")

    @property
    def database_url(self) -> str:
        """The database in use, its password read from a file where one is set."""
        if self.database_file:
            return _read_secret(Path(self.database_file))
        return self.database or f"sqlite:///{self.instance / 'seodang.db'}"

    @property
    def broker_url(self) -> str:
        """The broker in use, its password read from a file where one is set; empty without a broker."""
        return _read_secret(Path(self.broker_file)) if self.broker_file else self.broker

    @property
    def secret_key(self) -> str:
        """The key that signs cookies."""
        return _read_secret(self.key_path)

    @property
    def key_path(self) -> Path:
        """Where the signing key lies."""
        return Path(self.secret_key_file) if self.secret_key_file else self.instance / "secret_key"

    @property
    def production(self) -> bool:
        """Is this a site that others rely on?"""
        return self.environment == "production"

    @property
    def loopback(self) -> bool:
        """Can the site be reached from this machine only?"""
        return self.host in LOOPBACK

    @property
    def one_click(self) -> bool:
        """May demo accounts be entered without a password?"""
        return self.demo and self.loopback and self.environment != "production"


def _default_home() -> Path:
    """The clone, or the current folder where the product is installed as a package."""
    return ROOT if (ROOT / "pyproject.toml").exists() or (ROOT / "exercises").is_dir() else Path.cwd()


def load(environ: Mapping[str, str] | None = None, **overrides: Any) -> Settings:
    """Read every setting; raise ConfigError naming all that are wrong.

    An override that is text, as from a command line, is read like the setting it stands for.
    """
    source = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    problems: list[str] = []
    for item in fields(Settings):
        variable = item.metadata["variable"]
        given = overrides.get(item.name)
        text = overrides.pop(item.name) if isinstance(given, str) else source.get(variable)
        if text is None or text == "":
            continue
        try:
            values[item.name] = item.metadata["parse"](text)
        except ValueError as error:
            problems.append(f"{variable}={text!r}: {error}. It means: {item.metadata['doc']}")
    if problems:
        raise ConfigError(problems)
    settings = Settings(**{**values, **overrides})
    problems = _unsafe(settings) if settings.production else []
    if settings.sandbox == "socket" and not settings.sandbox_socket:
        problems.append("SEODANG_SANDBOX=socket needs SEODANG_SANDBOX_SOCKET: where the service listens")
    if problems:
        raise ConfigError(problems)
    return settings


def prepare(settings: Settings) -> None:
    """Make the instance folder and, outside production, the signing key; check who may read secrets."""
    if not settings.production:
        try:
            settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not settings.secret_key_file:
                _create_secret(settings.key_path)
        except OSError as error:
            raise ConfigError([f"{_instance_problem(settings)} ({error.strerror})"]) from None
    elif not os.access(settings.instance, os.W_OK | os.X_OK):
        raise ConfigError([_instance_problem(settings)])
    problems = [problem for path in _secret_files(settings) if (problem := _secret_problem(path))]
    if not problems and settings.broker_file and (problem := _broker_problem(settings)):
        problems.append(problem)
    if problems:
        raise ConfigError(problems)


def _instance_problem(settings: Settings) -> str:
    """What to do about an instance folder that cannot be used."""
    return (
        f"SEODANG_INSTANCE={settings.instance}: cannot be written; "
        "make that folder and give it to the user who runs the site"
    )


def _unsafe(settings: Settings) -> list[str]:
    """What makes these settings unfit for production."""
    problems = []
    if settings.debug:
        problems.append("SEODANG_DEBUG is on: debug mode lets anybody run code here; unset it")
    if not settings.https:
        problems.append("SEODANG_HTTPS is off: put the site behind https and set SEODANG_HTTPS=yes")
    if not settings.hosts:
        problems.append("SEODANG_HOSTS is empty: name the hosts it answers to, such as seodang.example.org")
    if "@" in settings.database and ":" in settings.database.rpartition("@")[0].partition("://")[2]:
        problems.append(
            "SEODANG_DATABASE_URL holds a password: put the URL into a file of mode 0600 and "
            "name it in SEODANG_DATABASE_URL_FILE"
        )
    if settings.broker:
        problems.append(
            "SEODANG_BROKER_URL cannot hold a password, and a broker without one is open to anybody: put "
            "the URL with user and password into a file of mode 0600, named in SEODANG_BROKER_URL_FILE"
        )
    if not settings.key_path.exists():
        problems.append(
            f"{settings.key_path} is missing: write a signing key there, for instance by\n"
            "      (umask 077; python3 -c 'import secrets; print(secrets.token_hex(32))' > "
            f"{settings.key_path})"
        )
    return problems


def _broker_problem(settings: Settings) -> str | None:
    """Why the broker named in the file cannot be used, or None; never repeats what the file says."""
    parts = urlsplit(settings.broker_url)
    if parts.scheme not in BROKER_SCHEMES or not parts.hostname:
        return f"{settings.broker_file} must hold one line: redis://USER:PASSWORD@HOST:6379/0"
    if settings.production and not parts.password:
        return f"{settings.broker_file} names a broker without a password: give Redis one, and write it there"
    return None


def _secret_files(settings: Settings) -> list[Path]:
    """The files that must be readable by their owner alone."""
    named = [Path(name) for name in (settings.database_file, settings.broker_file) if name]
    return [settings.key_path, *named]


def _secret_problem(path: Path) -> str | None:
    """Why this file cannot serve as a secret, or None."""
    if not path.is_file():
        return f"{path} is missing: it must hold a secret"
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return f"{path} can be read by others: run chmod 600 {path}"
    if path.name == "secret_key" and len(path.read_text().strip()) < KEY_BYTES:
        return f"{path} is shorter than {KEY_BYTES} characters: delete it and start again to make a new one"
    return None


def _create_secret(path: Path) -> None:
    """Write a fresh secret that only its owner can read, unless there is one already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def _read_secret(path: Path) -> str:
    """The content of a secret file without its line end."""
    return path.read_text(encoding="utf-8").strip()
