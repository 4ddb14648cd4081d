"""Database and broker images made from Debian's packages take what a compose file tells the official ones."""

from __future__ import annotations

import io
import tarfile
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests import engine, needs
from tools.images import bases, building

START_S = 60.0


@cache
def _image(kind: str) -> tuple[str, str]:
    try:
        return bases.make(engine.engine_client(), kind), ""
    except building.BuildError as error:
        return "", str(error)


@pytest.fixture
def started() -> Iterator[Any]:
    """Starts a container of one of the images with some files in it; all are removed at the end."""
    containers = []

    def start(kind: str, files: dict[str, str], command: list[str] | None = None, **environment: str) -> Any:
        image, reason = _image(kind)
        needs.require(f"the {kind} image", bool(image), reason)
        container = engine.engine_client().containers.create(
            image, command, environment=environment, network_mode="none"
        )
        containers.append(container)
        container.put_archive("/", _archive(files))
        container.start()
        return container

    yield start
    for container in containers:
        container.remove(force=True, v=True)


def test_database_is_made_for_the_named_user(started: Any) -> None:
    """User and database have the names they were given, and only the secret's password opens them."""
    container = started(
        "postgres",
        {"run/secrets/password": "correct horse"},
        POSTGRES_USER="seodang",
        POSTGRES_DB="courses",
        POSTGRES_PASSWORD_FILE="/run/secrets/password",
    )
    query = "select current_user || ' ' || current_database()"

    assert _eventually(container, _psql("correct horse", "courses", query)) == "seodang courses"
    assert container.exec_run(_psql("wrong", "courses", query)).exit_code != 0
    assert _owner(container, "postgres") == "postgres"


def test_database_without_a_password_does_not_start(started: Any) -> None:
    """A forgotten secret is no open database."""
    container = started("postgres", {}, POSTGRES_USER="seodang")

    assert container.wait(timeout=START_S)["StatusCode"] == 1
    assert b"POSTGRES_PASSWORD_FILE" in container.logs()


def test_broker_obeys_its_configuration(started: Any) -> None:
    """The mounted configuration decides who may come in."""
    config = "port 6379\nuser default off\nuser worker on >sesame ~* &* +@all\n"
    container = started("redis", {"etc/broker.conf": config}, ["redis-server", "/etc/broker.conf"])
    known = ["redis-cli", "--no-auth-warning", "--user", "worker", "--pass", "sesame", "ping"]

    assert _eventually(container, known) == "PONG"
    assert b"NOAUTH" in container.exec_run(["redis-cli", "ping"]).output
    assert _owner(container, "redis-server") == "redis"


def _psql(password: str, database: str, query: str) -> list[str]:
    address = f"postgresql://seodang:{password.replace(' ', '%20')}@127.0.0.1/{database}"
    return ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", query, address]


def _eventually(container: Any, command: list[str]) -> str:
    """What the command prints once it succeeds."""
    deadline = time.monotonic() + START_S
    while True:
        code, output = container.exec_run(command)
        if code == 0 or time.monotonic() > deadline:
            assert code == 0, output.decode() + container.logs().decode()
            return str(output.decode().strip())
        time.sleep(0.2)


def _owner(container: Any, program: str) -> str:
    """Who the container's first process runs as."""
    code, output = container.exec_run(["sh", "-c", "cat /proc/1/comm; stat -c %U /proc/1"])
    comm, owner = output.decode().split()
    assert code == 0
    assert comm == program
    return str(owner)


def _archive(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(text), 0o644
            archive.addfile(member, io.BytesIO(text.encode()))
    return packed.getvalue()
