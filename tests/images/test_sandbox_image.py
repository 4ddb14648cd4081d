"""What the image holds in which submissions run, asked of a container made from it."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from tests import engine
from tools.images import building, sandbox

LOOK = """
import json, os, stat, sys
caches = ("/var/cache/apt/", "/var/lib/apt/lists/", "/root/.cache/")
elsewhere = ("/proc", "/sys", "/dev", "/run/seodang")
found = {"writable": [], "setid": [], "caches": []}
for folder, folders, files in os.walk("/", topdown=True):
    folders[:] = [f for f in folders if os.path.join(folder, f) not in elsewhere]
    for name in files:
        path = os.path.join(folder, name)
        about = os.lstat(path)
        if stat.S_ISREG(about.st_mode):
            if about.st_mode & 0o6000: found["setid"].append(path)
            if about.st_uid != 0 or about.st_mode & 0o022: found["writable"].append(path)
            if path.startswith(caches): found["caches"].append(path)
found["uid"], found["gid"], found["groups"] = os.getuid(), os.getgid(), os.getgroups()
found["seodang"] = sorted(os.listdir("/opt/seodang"))
found["sandbox"] = sorted(os.listdir("/opt/seodang/sandbox"))
found["graders"] = sorted(os.listdir("/opt/seodang/graders"))
found["opt"] = sorted(os.listdir("/opt"))
found["path"] = sys.path
print(json.dumps(found))
"""
IMPORTS = """
import importlib, importlib.util, json, sys
names = ["numpy", "torch", "sklearn", "flask", "sqlalchemy", "matplotlib", "pytest", "hypothesis", "msgspec"]
for name in [*names, "sandbox.service", "graders.incell.main", "graders.incell.warmup", "graders.stacks"]:
    importlib.import_module(name)
cached = [name for name in ("sandbox.service", "graders.incell.main", "json", "torch", "sklearn")
          if not importlib.util.cache_from_source(sys.modules[name].__file__)
          or not __import__("os").path.exists(importlib.util.cache_from_source(sys.modules[name].__file__))]
absent = [name for name in ("pip", "docker", "rich", "seodang", "config", "celery", "redis")
          if importlib.util.find_spec(name) is None]
print(json.dumps({"uncached": cached, "absent": absent, "torch": sys.modules["torch"].__version__}))
"""


@cache
def _told(code: str) -> dict[str, Any]:
    printed = building.printed(
        engine.engine_client(),
        engine.sandbox_image(),
        ["-c", code],
        entrypoint=["/opt/venv/bin/python", "-I", "-B"],
        network_mode="none",
        read_only=True,
        tmpfs={"/run/seodang": "size=16m,mode=700,uid=10001"},
        cap_drop=["ALL"],
        security_opt=["no-new-privileges"],
    )
    found: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return found


def test_nothing_in_it_lends_rights() -> None:
    """No file runs with another's rights, whatever the base came with."""
    assert _told(LOOK)["setid"] == []


def test_processes_in_it_can_change_no_file() -> None:
    """Every file belongs to root and is written by root alone, should the root not be read-only."""
    told = _told(LOOK)

    assert (told["uid"], told["gid"], told["groups"]) == (10001, 10001, [10001])
    assert [path for path in told["writable"] if not path.startswith("/etc/")] == []


def test_it_has_two_packages_of_ours_and_nothing_else() -> None:
    """No exercise, no site, no settings, and nothing of the command line."""
    told = _told(LOOK)

    assert told["opt"] == ["seodang", "venv"]
    assert set(told["seodang"]) - {"CONTENT", "config.py"} == {"graders", "sandbox"}
    assert "config.py" not in told["seodang"]
    assert "image" not in told["sandbox"]
    assert not {"cli.py", "commands", "formats", "templates"} & set(told["graders"])
    assert told["caches"] == []


def test_what_cells_import_is_there() -> None:
    """Libraries and service import, from compiled files; what only a host needs is absent."""
    told = _told(IMPORTS)

    assert told["uncached"] == []
    assert told["absent"] == ["pip", "docker", "rich", "seodang", "config", "celery", "redis"]
    assert told["torch"].startswith("2.13.0")


def test_it_starts_the_service_as_nobody_important() -> None:
    """The image itself says what runs and as whom, so that no flag need be remembered."""
    about = engine.engine_client().images.get(engine.sandbox_image()).attrs["Config"]

    assert about["User"] == "10001:10001"
    assert about["Entrypoint"] == ["/opt/venv/bin/python", "-I", "-B", "-m", "sandbox.service"]
    assert not about.get("Volumes")
    assert not about.get("ExposedPorts")
    assert building.CONTENT in about["Labels"]


def test_equal_inputs_are_not_built_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """An image is known by the hash of what it was made from; only another hash starts a build."""
    client, image = engine.engine_client(), engine.sandbox_image()
    client.images.get(image).tag("seodang-sandbox", "test-inputs")
    content = client.images.get(image).labels[building.CONTENT]
    monkeypatch.setattr(sandbox, "_make", lambda *_: "built")
    made = {}
    for inputs in (content, "other"):
        monkeypatch.setattr(sandbox, "inputs", lambda _, inputs=inputs: inputs)
        made[inputs] = sandbox.make(client, engine.base_image(), "seodang-sandbox:test-inputs")
    client.images.remove("seodang-sandbox:test-inputs", noprune=True)

    assert made == {content: image, "other": "built"}
