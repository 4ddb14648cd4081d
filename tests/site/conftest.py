"""A real application on a fresh database, people who use it, and a worker that runs when told."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import config
from seodang.dispatch.worker import Worker
from seodang.extensions import db
from seodang.factory import create_app
from seodang.models import Course, Exercise, User
from seodang.services import catalogue

from . import factories
from .fakes import FakeGrader

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder whose database has been migrated once; tests start from copies."""
    folder = tmp_path_factory.mktemp("instance")
    with create_app(_settings(folder)).app_context():
        flask_migrate.upgrade()
        db.engine.dispose()
    return folder


@pytest.fixture
def instance(migrated: Path, tmp_path: Path) -> Path:
    """An instance folder of one's own."""
    return Path(shutil.copytree(migrated, tmp_path / "var", ignore=shutil.ignore_patterns("bell")))


@pytest.fixture
def app(instance: Path) -> Generator[Flask]:
    """The application, with its context pushed."""
    catalogue.bundle.cache_clear()
    app = create_app(_settings(instance))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def course(app: Flask) -> Course:
    """A course."""
    return factories.make_course()


@pytest.fixture
def exercise(course: Course) -> Exercise:
    """A code exercise with a public check of one point and a hidden one of three."""
    return factories.make_exercise(course)


@pytest.fixture
def quiz(course: Course) -> Exercise:
    """A quiz."""
    return factories.make_exercise(course, factories.quiz_bundle())


@pytest.fixture
def student(course: Course) -> User:
    """A student of the course."""
    return factories.make_user("minji", course)


@pytest.fixture
def instructor(course: Course) -> User:
    """Its instructor."""
    return factories.make_user("teacher", course, "instructor")


class Actor:
    """A browser in somebody's hands: it keeps cookies and sends forms with the token of the last page."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def login(self, user: User, password: str = factories.PASSWORD) -> Actor:
        """Sign in."""
        answer = self.post("/sign-in", {"email_or_name": user.name, "password": password})
        assert answer.status_code == 303, answer.text
        return self

    def get(self, url: str, **more: object) -> TestResponse:
        """Open a page."""
        return self._fresh(lambda: self.client.get(url, **more))  # type: ignore[arg-type]

    def post(self, url: str, data: dict[str, object] | None = None, **more: object) -> TestResponse:
        """Send a form."""
        body = {"csrf_token": self.token(), **(data or {})}
        return self._fresh(lambda: self.client.post(url, data=body, **more))  # type: ignore[arg-type]

    def upload(self, url: str, field: str, name: str, data: bytes) -> TestResponse:
        """Send a file. The body is written here, since the test client forgets to close large ones."""
        parts = [
            f'--edge\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.token()}\r\n'.encode(),
            f'--edge\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'.encode(),
            b"Content-Type: application/zip\r\n\r\n",
            data,
            b"\r\n--edge--\r\n",
        ]
        return self.bare("POST", url, data=b"".join(parts), content_type="multipart/form-data; boundary=edge")

    def put(self, url: str, json: object) -> TestResponse:
        """Send JSON as scripts do."""
        headers = {"X-CSRFToken": self.token()}
        return self._fresh(lambda: self.client.put(url, json=json, headers=headers))

    def bare(self, method: str, url: str, **more: object) -> TestResponse:
        """Send a request as it is, without a token."""
        return self._fresh(lambda: self.client.open(url, method=method, **more))  # type: ignore[arg-type]

    def token(self) -> str:
        """The token that this browser's forms hold."""
        found = TOKEN.search(self.get("/no-such-page").text)
        assert found is not None
        return found.group(1)

    def hand_in(
        self, source: str = factories.RIGHT, mode: str = "submit", token: str = "", **more: object
    ) -> TestResponse:
        """Hand a solution of the exercise in, as scripts do."""
        data = {"source__solution.py": source, "mode": mode, "token": token or f"token-{time.monotonic_ns()}"}
        headers = more.pop("headers", {"Accept": "application/json"})
        return self.post("/courses/test/exercises/double/submissions", data | more, headers=headers)

    def _fresh(self, send: Callable[[], TestResponse]) -> TestResponse:
        """Answer in a context of its own, as a server would, then forget what this test has read before."""
        db.session.rollback()
        with self.app.app_context():
            answer = send()
        db.session.expire_all()
        return answer


@pytest.fixture
def browse(app: Flask) -> Callable[..., Actor]:
    """Open a browser, signed in where a user is given."""

    def open_browser(user: User | None = None) -> Actor:
        return Actor(app).login(user) if user is not None else Actor(app)

    return open_browser


@pytest.fixture
def auth(browse: Callable[..., Actor], student: User) -> Actor:
    """The student's browser."""
    return browse(student)


@pytest.fixture
def fake() -> FakeGrader:
    """A grader that believes submissions."""
    return FakeGrader()


@pytest.fixture
def work(app: Flask, fake: FakeGrader) -> Callable[..., object]:
    """Run a worker for the length of a block."""

    @contextmanager
    def running(grader: object = fake) -> Iterator[Worker]:
        worker = Worker(app, lambda slots: grader)  # type: ignore[arg-type,return-value]
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            yield worker
        finally:
            worker.stop()
            thread.join(20)
            db.session.expire_all()

    return running


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Wait for something to become true."""

    def wait(condition: Callable[[], object], timeout: float = 60.0) -> None:
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, "it did not happen"
            time.sleep(0.02)
            db.session.rollback()
            db.session.expire_all()

    return wait


def _settings(folder: Path) -> config.Settings:
    return config.load({}, instance=folder, environment="test", slots=2, lease_s=2, log_level="ERROR")
