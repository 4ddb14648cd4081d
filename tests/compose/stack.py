"""A site as docker-compose.yml makes it, in a folder of its own, and a student's way through it."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import requests
import yaml

from tests import engine, needs
from tools import secrets as site_secrets
from tools.images import bases, building

ROOT = Path(__file__).parents[2]
CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')


@cache
def compose_command() -> tuple[str, ...]:
    """How Compose is called here: version 2 as a plug-in of docker, or docker-compose."""
    if shutil.which("docker"):
        asked = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ("docker", "compose")
    found = shutil.which("docker-compose") is not None
    needs.require("Compose", found, "Debian: apt-get install docker-compose")
    return ("docker-compose",)


def project(folder: Path, **environment: str) -> Path:
    """A folder with the compose file, what it names and fresh secrets."""
    shutil.copy(ROOT / "docker-compose.yml", folder)
    (folder / "sandbox" / "image").mkdir(parents=True)
    for profile in (ROOT / "sandbox" / "image").glob("*.json"):
        shutil.copy(profile, folder / "sandbox" / "image")
    uid = site_secrets.OWN_ID if os.getuid() == 0 else os.getuid()
    site_secrets.write(folder, "localhost", uid, uid if os.getuid() == 0 else os.getgid())
    with (folder / ".env").open("a") as file:
        file.writelines(f"{name}={value}\n" for name, value in environment.items())
    return folder


def configuration(folder: Path, *options: str) -> dict[str, Any]:
    """The file as Compose understands it; raises CalledProcessError with what it said."""
    command = [*compose_command(), *options, "config"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SEODANG_")}
    said = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=True).stdout
    found: dict[str, Any] = yaml.safe_load(said)
    return found


class Stack:
    """A running site."""

    def __init__(self, folder: Path) -> None:
        self.client = engine.engine_client()
        self.name = f"seodang-test-{secrets.token_hex(3)}"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = project(
            folder,
            SEODANG_SITE_IMAGE=engine.site_image(),
            SEODANG_SANDBOX_IMAGE=engine.sandbox_image(),
            SEODANG_DATABASE_IMAGE=_service_image("postgres", "postgres:17"),
            SEODANG_BROKER_IMAGE=_service_image("redis", "redis:7"),
            SEODANG_PUBLISHED_PORT=str(self.port),
            SEODANG_SLOTS="1",
            SEODANG_SANDBOX_SLOTS="3",
        )

    def run(self, *arguments: str) -> str:
        """Run Compose on it."""
        command = [*compose_command(), "-p", self.name, *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def containers(self, service: str) -> list[Any]:
        """The containers of a service that run, or have run."""
        labels = [f"com.docker.compose.project={self.name}", f"com.docker.compose.service={service}"]
        found: list[Any] = self.client.containers.list(all=True, filters={"label": labels})
        return found

    def execute(self, service: str, *command: str) -> str:
        """Run a command in the container of a service."""
        code, output = self.containers(service)[0].exec_run(list(command))
        assert code == 0, output
        return str(output.decode())

    def kill_inside(self, service: str, words: str) -> None:
        """Kill a container's process; the engine replaces only what ends by itself."""
        container = self.containers(service)[0]
        began = container.attrs["State"]["StartedAt"]
        code = (
            "import os, pathlib\n"
            "for p in pathlib.Path('/proc').glob('[0-9]*'):\n"
            "    pid = int(p.name)\n"
            f"    if pid not in (1, os.getpid()) and b'-m\\0{words}' in (p / 'cmdline').read_bytes():\n"
            "        os.kill(pid, 9)\n"
        )
        container.exec_run(["/opt/venv/bin/python", "-I", "-c", code])

        def replaced() -> bool:
            container.reload()
            return bool(container.attrs["State"]["StartedAt"] != began)

        self.wait(replaced, timeout=20)

    def query(self, sql: str) -> list[list[str]]:
        """Ask the database."""
        lines = self.execute("database", "psql", "-h", "/var/run/postgresql", "-U", "seodang", "-tAc", sql)
        return [line.split("|") for line in lines.splitlines() if line]

    def get(self, path: str, cookie: str = "", **more: Any) -> requests.Response:
        """Open a page, as the proxy in front would ask for it."""
        headers = {"Host": "localhost", **({"Cookie": cookie} if cookie else {}), **more.pop("headers", {})}
        return requests.get(f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=30, **more)

    def student(self, name: str) -> Student:
        """Make an account and sign in."""
        said = self.execute("web", "seodang", "user", "create", name, "--generate")
        return Student(self, name, said.strip().rpartition(": ")[2])

    def wait(self, condition: Callable[[], object], timeout: float = 60.0) -> None:
        """Wait for something to become true."""
        deadline = time.monotonic() + timeout
        while not condition():
            assert time.monotonic() < deadline, self.run("logs", "--tail=30")
            time.sleep(0.1)

    def remove(self) -> None:
        """End it, with what it stored."""
        self.run("down", "--volumes", "--remove-orphans", "--timeout", "5")
        self.client.close()


class Student:
    """Somebody who signs in and hands in."""

    def __init__(self, stack: Stack, name: str, password: str) -> None:
        self._stack = stack
        self._cookie = ""
        self._post("/sign-in", {"email_or_name": name, "password": password})

    def hand_in(self, path: str, source: str) -> str:
        """Hand a solution in; the address of its submission's events."""
        data = {"source__solution.py": source, "mode": "submit", "token": secrets.token_hex(8)}
        answer = self._post(f"{path}/submissions", data)
        assert answer.status_code in (200, 201), answer.text
        return str(answer.json()["events_url"])

    def events(self, url: str) -> str:
        """Everything that is told of a submission, up to its verdict."""
        return self._stack.get(url, self._cookie).text

    def _post(self, path: str, data: dict[str, str]) -> requests.Response:
        page = self._stack.get("/sign-in", self._cookie)
        self._keep(page)
        token = CSRF.search(page.text)
        assert token is not None or self._cookie, page.text
        if token is None:  # signed in: any page with a form will do
            page = self._stack.get("/no-such-page", self._cookie)
            token = CSRF.search(page.text)
            assert token is not None, page.text
        headers = {
            "Host": "localhost",
            "Cookie": self._cookie,
            "Accept": "application/json" if "submissions" in path else "text/html",
            "Sec-Fetch-Site": "same-origin",
        }
        answer = requests.post(
            f"http://127.0.0.1:{self._stack.port}{path}",
            data={"csrf_token": token.group(1), **data},
            headers=headers,
            timeout=30,
            allow_redirects=False,
        )
        assert answer.status_code < 400, answer.text
        self._keep(answer)
        return answer

    def _keep(self, answer: requests.Response) -> None:
        """Keep the session's cookie, which a client on http would not send back."""
        value = answer.cookies.get("__Host-session")
        if value:
            self._cookie = f"__Host-session={value}"


def _service_image(kind: str, official: str) -> str:
    """An image of database or broker: one made from Debian's packages, or the official one."""
    client = engine.engine_client()
    own = bases.tags()[kind]
    try:
        return bases.make(client, kind)
    except building.BuildError as error:
        found = building.find(client, own) or building.find(client, official)
        needs.require(f"an image of {kind}", found is not None, str(error))
        return str(found)
