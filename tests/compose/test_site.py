"""`docker compose up` on a real engine: the site answers, grades through the sandbox service, and scales."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor

import pytest

from .stack import ROOT, Stack

EXERCISE = "/courses/ai/exercises/conv2d-layer"
SOLUTION = ROOT / "exercises" / "ai" / "conv2d-layer" / "reference" / "solution.py"
SLOW = "import time\ntime.sleep(60)\n"


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Generator[Stack]:
    """A site that has been brought up and is ready to grade."""
    found = Stack(tmp_path_factory.mktemp("site"))
    try:
        found.run("up", "-d")
        found.wait(lambda: _grading(found) == "ready", timeout=300)
        yield found
    finally:
        found.remove()


def _grading(stack: Stack) -> str:
    try:
        return str(stack.get("/healthz").json()["grading"])
    except OSError:
        return ""


def test_site_answers_and_grades_through_the_sandbox_service(stack: Stack) -> None:
    """Somebody signs in and hands the reference solution in: every check passes, live."""
    student = stack.student("minji")

    told = student.events(student.hand_in(EXERCISE, SOLUTION.read_text()))

    assert told.count("event: verdict") == 1, told
    assert '"verdict": "AC"' in told, told


def test_sandbox_service_is_closed(stack: Stack) -> None:
    """The container that runs submissions was made as it should be, by its own inspection."""
    found = stack.containers("sandbox")[0].attrs
    host = found["HostConfig"]

    assert (host["NetworkMode"], host["IpcMode"], host["Privileged"]) == ("none", "none", False)
    assert (host["ReadonlyRootfs"], host["CapDrop"], host["CapAdd"]) == (True, ["ALL"], None)
    assert (host["Init"], host["OomScoreAdj"], host["PidsLimit"]) == (True, 500, 512)
    assert host["Memory"] == host["MemorySwap"] == 6 * 2**30
    assert host["NanoCpus"] == 2_000_000_000
    assert found["Config"]["User"] == "10001:10001"
    security = {option.replace(":", "=", 1).partition("=")[0] for option in host["SecurityOpt"]}
    assert security == {"no-new-privileges", "seccomp"}
    assert any("SCMP_ACT_ERRNO" in option for option in host["SecurityOpt"])
    assert [mount["Destination"] for mount in found["Mounts"]] == ["/run/seodang/socket"]
    assert host["MaskedPaths"]
    assert host["ReadonlyPaths"]


def test_no_container_is_open(stack: Stack) -> None:
    """None is privileged or holds the engine's socket, the site has no root, and only web is published."""
    for service in ("web", "worker", "migrate", "database", "broker", "sandbox"):
        for container in stack.containers(service):
            host = container.attrs["HostConfig"]
            assert not host["Privileged"]
            assert host["ReadonlyRootfs"]
            assert host["CapDrop"] == ["ALL"]
            assert "docker.sock" not in str(container.attrs["Mounts"])
            assert bool(host["PortBindings"]) == (service == "web")
    assert stack.execute("web", "id", "-u").strip() == stack.execute("worker", "id", "-u").strip() != "0"
    assert "CapEff:\t0000000000000000" in stack.execute("worker", "cat", "/proc/self/status")


def test_passwords_are_in_no_environment(stack: Stack) -> None:
    """What an inspection or a child process shows of a container holds no secret."""
    values = [
        (stack.folder / "secrets" / name).read_text().strip()
        for name in ("secret_key", "database_password", "broker_password")
    ]
    for service in ("web", "worker", "database", "broker"):
        told = str(stack.containers(service)[0].attrs)
        assert not [value for value in values if value in told]


def test_three_workers_grade_three_at_once(stack: Stack) -> None:
    """`--scale worker=3` makes three workers, and each takes a submission at the same time."""
    stack.run("up", "-d", "--scale", "worker=3", "--no-recreate")
    stack.wait(lambda: _ready_workers(stack) >= 3)
    students = [stack.student(name) for name in ("one", "two", "three")]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda student: student.hand_in(EXERCISE, SLOW), students))

    def holders() -> int:
        rows = stack.query("SELECT count(DISTINCT holder) FROM submission WHERE state = 'running'")
        return int(rows[0][0])

    stack.wait(lambda: holders() == 3, timeout=30)


def _ready_workers(stack: Stack) -> int:
    query = "SELECT count(*) FROM worker_status WHERE state = 'ready' AND at > now() - interval '5 seconds'"
    return int(stack.query(query)[0][0])


def test_worker_survives_a_new_sandbox(stack: Stack) -> None:
    """A sandbox service that is killed is replaced, and the next submission is graded."""
    student = stack.student("afterwards")
    stack.kill_inside("sandbox", "sandbox.service")

    told = student.events(student.hand_in(EXERCISE, SOLUTION.read_text()))

    assert '"verdict": "AC"' in told, told
