"""The docker boundary on a real engine: what its containers are, how long they live, what is left of them."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docker.types import DeviceRequest, LogConfig, Mount, Ulimit

from graders.grading import Grader
from graders.report import Report
from sandbox import BoundaryFailed, BoundaryUnavailable, SandboxChoice
from sandbox.boundary import hardening
from sandbox.boundary.container import OWNER_LABEL
from sandbox.boundary.docker import DockerBoundary
from sandbox.boundary.hardening import ContainerOptions, creation, weaknesses
from sandbox.boundary.local import ROLES
from sandbox.servers import RoleSpec
from tests import engine
from tests.graders import samples

ROOT = Path(__file__).resolve().parents[2]
SOON_S = 30.0
COMMAND = ["--roles", "nobody:nothing"]


@pytest.fixture(scope="module")
def image() -> str:
    """The image of this clone, by its digest."""
    return engine.sandbox_image()


@pytest.fixture(scope="module")
def api(image: str) -> Iterator[Any]:
    """The engine's interface."""
    with contextlib.closing(engine.engine_client()) as client:
        yield client.api


@pytest.fixture
def open_grader(image: str) -> Iterator[Callable[..., Grader]]:
    """A way to open graders without libraries behind the docker boundary, warm and ready."""
    opened: list[Grader] = []

    def opener(slots: int = 1, **choice: Any) -> Grader:
        sandbox = SandboxChoice("docker", image=image, **choice)
        grader = Grader(slots, warm=False, stack="flask", sandbox=sandbox)
        opened.append(grader)
        grader.start()
        grader.wait_ready(SOON_S)
        return grader

    yield opener
    for grader in opened:
        grader.stop()


def grade(grader: Grader, source: bytes = samples.RIGHT) -> Report:
    """The report of one submission to the small exercise."""
    return grader.grade(samples.bundle(), {"solution.py": source})


def containers(grader: Grader) -> list[str]:
    """The warm containers of a grader's pool."""
    assert isinstance(grader.boundary, DockerBoundary)
    return grader.boundary.container_ids()


def test_grading_in_a_container_is_a_grading(open_grader: Callable[..., Grader], image: str):
    """Right is right and wrong is wrong behind the second wall, and the report names the image by digest."""
    grader = open_grader()
    right, wrong = grade(grader), grade(grader, b"def double(x):\n    return x\n")

    assert (right.verdict, wrong.verdict) == ("AC", "WA")
    assert (right.replay.sandbox, right.replay.image) == ("docker", image)
    assert image.startswith("sha256:")
    assert right.replay.versions["flask"]
    assert right.replay.environment.startswith("sha256:")


def test_containers_of_the_pool_are_as_hard_as_asked(open_grader: Callable[..., Grader], api: Any):
    """What runs is what docs/security.md lists, read from the running container's own inspection."""
    (container,) = containers(open_grader())
    found = api.inspect_container(container)
    host = found["HostConfig"]

    assert (host["NetworkMode"], host["IpcMode"], host["ReadonlyRootfs"], host["Init"]) == (
        "none",
        "none",
        True,
        True,
    )
    assert (host["CapDrop"], host["CapAdd"], host["Privileged"]) == (["ALL"], None, False)
    assert (host["Memory"], host["MemorySwap"], host["NanoCpus"]) == (3 << 30, 3 << 30, 1_500_000_000)
    assert (host["PidsLimit"], host["OomScoreAdj"], host["LogConfig"]["Type"]) == (128, 500, "none")
    assert (found["Config"]["User"], found["Config"]["Hostname"]) == ("10001:10001", "box")
    assert "no-new-privileges" in host["SecurityOpt"]
    assert f"seccomp={hardening.seccomp_profile()}" in host["SecurityOpt"]
    assert list(host["Tmpfs"]) == ["/run/seodang"]
    assert found["Mounts"] == []
    status = Path(f"/proc/{found['State']['Pid']}/status").read_text()
    assert "CapEff:\t0000000000000000" in status
    assert "NoNewPrivs:\t1" in status
    assert "Seccomp:\t2" in status


def _host(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda asked: asked["host_config"].update(changed)


def _config(**changed: Any) -> Callable[[dict[str, Any]], None]:
    return lambda asked: asked.update(changed)


def _without_security(word: str) -> Callable[[dict[str, Any]], None]:
    def change(asked: dict[str, Any]) -> None:
        host = asked["host_config"]
        host["SecurityOpt"] = [item for item in host["SecurityOpt"] if not item.startswith(word)]

    return change


def _another_filter(profile: str) -> Callable[[dict[str, Any]], None]:
    def change(asked: dict[str, Any]) -> None:
        _without_security("seccomp")(asked)
        asked["host_config"]["SecurityOpt"].append(f"seccomp={profile}")

    return change


def _host_names(asked: dict[str, Any]) -> None:
    asked["hostname"] = None  # the engine takes only one of the two
    asked["host_config"]["UTSMode"] = "host"


NULL = {"PathOnHost": "/dev/null", "PathInContainer": "/dev/x", "CgroupPermissions": "r"}
WEAKER = {
    "no init": _host(Init=False),
    "a network": _host(NetworkMode="bridge"),
    "the host's network": _host(NetworkMode="host"),
    "a writable root": _host(ReadonlyRootfs=False),
    "capabilities kept": _host(CapDrop=[]),
    "one capability": _host(CapAdd=["SYS_ADMIN"]),
    "privileged": _host(Privileged=True),
    "more processes": _host(PidsLimit=4096),
    "more memory": _host(Memory=8 << 30, MemorySwap=8 << 30),
    "swap": _host(MemorySwap=6 << 30),
    "more processors": _host(NanoCpus=2_000_000_000),
    "shareable memory": _host(IpcMode="shareable"),
    "the host's processes": _host(PidMode="host"),
    "the host's names": _host_names,
    "first to live": _host(OomScoreAdj=0),
    "a larger scratch": _host(Tmpfs={"/run/seodang": "rw,size=1g"}),
    "another scratch": _host(Tmpfs={"/run/seodang": hardening.SCRATCH_OPTIONS, "/tmp": "rw"}),
    "a folder of the host": _host(Binds=["/etc:/host:ro"]),
    "a mount": _host(Mounts=[Mount("/data", "/etc", type="bind", read_only=True)]),
    "a device": _host(Devices=[NULL]),
    "every GPU": _host(DeviceRequests=[DeviceRequest(count=-1, capabilities=[["gpu"]])]),
    "another GPU": _host(DeviceRequests=[DeviceRequest(device_ids=["7"], capabilities=[["gpu"]])]),
    "core files": _host(Ulimits=[Ulimit(name="nofile", soft=1024, hard=1024)]),
    "more descriptors": _host(
        Ulimits=[Ulimit(name="nofile", soft=9999, hard=9999), Ulimit(name="core", soft=0, hard=0)]
    ),
    "a log": _host(LogConfig=LogConfig(type="json-file")),
    "groups": _host(GroupAdd=["0"]),
    "a sysctl": _host(Sysctls={"net.ipv4.ping_group_range": "0 1"}, NetworkMode="bridge"),
    "it stays": _host(AutoRemove=False),
    "new privileges": _without_security("no-new-privileges"),
    "the engine's filter": _without_security("seccomp"),
    "no filter": _another_filter("unconfined"),
    "another filter": _another_filter('{"defaultAction":"SCMP_ACT_ALLOW"}'),
    "system paths": _host(MaskedPaths=[], ReadonlyPaths=[]),
    "root": _config(user="0:0"),
    "another user": _config(user="10002:10002"),
    "another name": _config(hostname="host"),
    "another command": _config(command=["--roles", "others:roles"]),
    "a terminal": _config(tty=True),
}  # fmt: skip


@pytest.mark.parametrize("name", WEAKER)
def test_anything_weaker_is_refused(api: Any, image: str, name: str):
    """Each flag that is missing or loosened shows in the created container's own inspection."""
    options = ContainerOptions(image, COMMAND, labels={"org.seodang.test": "weaker"})
    asked = creation(api, options)
    WEAKER[name](asked)
    container = api.create_container(**asked)["Id"]
    try:
        assert weaknesses(api.inspect_container(container), options) != []
    finally:
        api.remove_container(container, force=True)


def test_what_is_asked_for_is_not_refused(api: Any, image: str):
    """The check passes a container that was made as asked, so its refusals mean something."""
    options = ContainerOptions(image, COMMAND, labels={"org.seodang.test": "as asked"})
    container = api.create_container(**creation(api, options))["Id"]
    try:
        assert weaknesses(api.inspect_container(container), options) == []
    finally:
        api.remove_container(container, force=True)


def test_weaker_container_is_never_started(image: str, monkeypatch: pytest.MonkeyPatch):
    """A boundary whose container came out weaker names what is wrong and grades nothing."""
    whole = creation

    def weaker(api: Any, options: ContainerOptions) -> dict[str, Any]:
        asked = whole(api, options)
        asked["host_config"]["PidsLimit"] = 4096
        return asked

    monkeypatch.setattr("sandbox.boundary.container.creation", weaker)
    boundary = bare(image)
    boundary.start()
    try:
        with pytest.raises(BoundaryUnavailable, match="PidsLimit is 4096"):
            boundary.wait_ready(SOON_S)
    finally:
        boundary.stop()


def bare(image: str, **options: Any) -> DockerBoundary:
    """A boundary whose servers hold no libraries."""
    spec = RoleSpec("sandbox.cell.selftest:run", collapse=False)
    return DockerBoundary(dict.fromkeys(ROLES, spec), 1, image=image, **options)


def test_reuse_of_one_gives_each_submission_a_container_of_its_own(open_grader: Callable[..., Grader]):
    """No container serves two, and the next one is warm before it is needed."""
    grader = open_grader(reuse=1)
    seen: set[str] = set()
    for number in range(4):
        _until(lambda: len(containers(grader)) == 2)
        before = set(containers(grader))
        assert grade(grader).verdict == "AC"
        used = before - set(containers(grader))
        assert len(used) == 1, number
        assert not used & seen
        seen |= used


def test_larger_reuse_replaces_a_container_after_its_sessions(open_grader: Callable[..., Grader]):
    """Three sessions in the first container, the fourth in its successor."""
    grader = open_grader(reuse=3)
    (first,) = containers(grader)
    verdicts = [grade(grader).verdict for _ in range(3)]
    _until(lambda: containers(grader) not in ([], [first]))
    verdicts.append(grade(grader).verdict)

    assert verdicts == ["AC"] * 4
    assert first not in containers(grader)


def test_container_killed_under_a_submission_is_our_fault(open_grader: Callable[..., Grader], api: Any):
    """The grading begins again in another container, and the student sees nothing of it."""
    grader = open_grader()
    (first,) = containers(grader)
    slow = b"import time\ndef double(x):\n    time.sleep(1)\n    return 2 * x\n"
    threading.Timer(0.7, api.kill, args=(first,)).start()

    report = grade(grader, slow)

    assert report.verdict == "AC"
    assert first not in containers(grader)


def test_paused_container_is_noticed_and_replaced(
    open_grader: Callable[..., Grader], api: Any, monkeypatch: Any
):
    """A container that answers nothing any more is given up within seconds."""
    monkeypatch.setattr("sandbox.boundary.remote._SILENCE_S", 3.0)
    grader = open_grader()
    (first,) = containers(grader)
    api.pause(first)

    assert grade(grader).verdict == "AC"
    assert first not in containers(grader)


def test_nothing_is_left_of_a_stopped_pool(open_grader: Callable[..., Grader], api: Any):
    """Containers, those being started too, are gone when the boundary has stopped."""
    grader = open_grader(reuse=1)
    owner = grader.boundary._owner  # type: ignore[attr-defined]
    grade(grader)
    grader.stop()

    assert _until(lambda: not api.containers(all=True, filters={"label": f"{OWNER_LABEL}={owner}"}))


def test_containers_end_with_a_worker_that_was_killed(image: str, api: Any):
    """A worker that dies without a word takes its containers along: their input ends."""
    code = (
        "import sys\nfrom tests.sandbox.test_docker import bare\n"
        "b = bare(sys.argv[1]); b.start(); b.wait_ready(); print(b._owner, flush=True); input()"
    )
    command = [sys.executable, "-c", code, image]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        label = {"label": f"{OWNER_LABEL}={worker.stdout.readline().strip()}"}
        assert len(api.containers(filters=label)) == 1
        worker.kill()

    assert _until(lambda: not api.containers(all=True, filters=label))


def test_missing_image_says_how_to_make_it():
    """An image that the engine does not have is named, with the command that builds it."""
    engine.require_engine()
    with pytest.raises(BoundaryUnavailable, match="no image seodang-nothing:here") as caught:
        bare("seodang-nothing:here").start()

    assert caught.value.layers[0].cure == "make image"


def test_missing_engine_says_so(monkeypatch: pytest.MonkeyPatch):
    """Where no engine answers, the boundary is unavailable, not broken."""
    monkeypatch.setenv("DOCKER_HOST", "unix:///nowhere/docker.sock")
    with pytest.raises(BoundaryUnavailable, match="no Docker engine answers"):
        bare("seodang-sandbox:latest").start()


def test_unknown_runtime_fails_with_the_engines_words(image: str):
    """gVisor asked for where the engine does not know it: nothing is graded, and the reason is told."""
    boundary = bare(image, runtime="runsc")
    boundary.start()
    try:
        with pytest.raises(BoundaryFailed, match=r"runsc|runtime"):
            boundary.wait_ready(SOON_S)
    finally:
        boundary.stop()


def test_limits_that_no_container_can_keep_are_told(open_grader: Callable[..., Grader]):
    """An exercise that allows more memory than a container has is not left to the kernel's mercy."""
    manifest = samples.MANIFEST.replace("memory_mib = 128", "memory_mib = 4096")
    bundle = samples.bundle(exercise__toml=manifest)
    report = open_grader().grade(bundle, {"solution.py": samples.RIGHT})

    assert report.verdict == "IE"
    assert "4096 MiB; a sandbox container has room for 2048 MiB" in report.diagnosis


def test_memory_of_all_cells_together_has_one_hard_bound(open_grader: Callable[..., Grader]):
    """The container's memory cgroup holds what no limit of a single process sees; the servers survive."""
    grader = open_grader()
    (container,) = containers(grader)
    pid = next(iter(grader.server_pids().values()))
    lines = Path(f"/proc/{pid}/cgroup").read_text().splitlines()

    assert any(container in line for line in lines if ":memory:" in line or line.startswith("0::"))


def test_signal_to_the_owner_does_not_reach_containers(open_grader: Callable[..., Grader]):
    """Ctrl-C in a terminal ends the worker in its own way: containers get no signal with it."""
    grader = open_grader()
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.2)
        assert grade(grader).verdict == "AC"
    finally:
        signal.signal(signal.SIGINT, before)


def _until(condition: Callable[[], Any]) -> bool:
    end = time.monotonic() + SOON_S
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False
