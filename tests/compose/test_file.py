"""docker-compose.yml, read by Compose and by the rules that both of its versions keep."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

import config
from tools import secrets as site_secrets

from .stack import ROOT, compose_command, configuration, project

FILE = ROOT / "docker-compose.yml"
OURS = ("web", "worker", "worker-gpu", "migrate", "sandbox", "sandbox-gpu", "database", "broker")
SITE = ("web", "worker", "worker-gpu", "migrate")
#: What would open a container, whoever runs in it.
NEVER = {
    "privileged",
    "devices",
    "pid",
    "cgroup_parent",
    "userns_mode",
    "extra_hosts",
    "links",
    "container_name",
}


@pytest.fixture
def file() -> dict[str, Any]:
    """The file with its anchors resolved."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())
    return found


def test_compose_reads_it(tmp_path: Path) -> None:
    """The installed Compose takes the file, without a GPU and with the profile that has one."""
    folder = project(tmp_path)

    assert set(configuration(folder)["services"]) >= set(OURS) - {"worker-gpu", "sandbox-gpu"}
    both = configuration(folder, "--profile", "gpu")["services"]
    assert set(both) == set(OURS)
    devices = both["sandbox-gpu"]["deploy"]["resources"]["reservations"]["devices"]
    assert devices[0]["capabilities"] == ["gpu", "utility"]


@pytest.mark.parametrize("missing", ["SEODANG_UID", "SEODANG_GID", "SEODANG_HOSTS"])
def test_nothing_starts_without_what_is_asked(tmp_path: Path, missing: str) -> None:
    """Without the file that `make secrets` writes, Compose refuses and says what to run."""
    folder = project(tmp_path)
    lines = (folder / ".env").read_text().splitlines()
    (folder / ".env").write_text("\n".join(line for line in lines if not line.startswith(missing)))

    with pytest.raises(subprocess.CalledProcessError) as refused:
        configuration(folder)
    assert "make secrets" in refused.value.stderr


def test_keys_are_those_of_both_versions(file: dict[str, Any]) -> None:
    """No version, no project name, and no key that only one of Compose 2 and docker-compose 1.29 knows."""
    known = {
        "cap_add", "cap_drop", "command", "cpus", "depends_on", "deploy", "environment", "group_add",
        "healthcheck", "hostname", "image", "init", "ipc", "logging", "mem_limit", "memswap_limit",
        "network_mode", "networks", "oom_score_adj", "pids_limit", "ports", "profiles", "read_only",
        "restart",
        "secrets", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "ulimits", "user", "volumes",
    }  # fmt: skip
    top = {key for key in file if not key.startswith("x-")}

    assert top == {"services", "networks", "volumes", "secrets"}
    assert set().union(*file["services"].values()) <= known
    # Version 1.29 hands these on as text where they come from a variable.
    assert {type(service.get("pids_limit", 0)) for service in file["services"].values()} == {int}


def test_every_container_is_hardened(file: dict[str, Any]) -> None:
    """Each has a read-only root, no capability it does not need, no new privileges, and no way out."""
    for name, service in file["services"].items():
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges" in service["security_opt"], name
        assert set(service.get("cap_add", [])) <= ({"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"})
        assert ("cap_add" in service) == (name == "database")
        assert not NEVER & set(service), name
        assert "docker.sock" not in str(service), name
        assert "unconfined" not in str(service), name


def test_only_the_web_process_is_published_and_only_here(file: dict[str, Any]) -> None:
    """One port, on the loopback address; database and broker are on a network that leads nowhere else."""
    published = {name: service["ports"] for name, service in file["services"].items() if "ports" in service}

    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])
    assert file["networks"]["back"] == {"internal": True}
    assert {name for name, service in file["services"].items() if "front" in service.get("networks", [])} == {
        "web"
    }


def test_secrets_are_files(file: dict[str, Any]) -> None:
    """No password stands in the file or in an environment; each service is given those it needs."""
    given = {name: set(service.get("secrets", [])) for name, service in file["services"].items()}

    assert all("file" in secret for secret in file["secrets"].values())
    for service in file["services"].values():
        for variable, value in service.get("environment", {}).items():
            assert variable.endswith("_FILE") or not re.search("PASSWORD|SECRET|KEY|TOKEN", variable)
            assert "@" not in str(value)
    assert given["sandbox"] == given["sandbox-gpu"] == set()
    assert given["database"] == {"database_password"}
    assert given["broker"] == {"broker_conf"}


def test_settings_are_ours(file: dict[str, Any]) -> None:
    """Each variable given to the site is a setting, and production is what it is told to be."""
    known = {item.metadata["variable"] for item in config.fields(config.Settings)}
    for name in SITE:
        environment = file["services"][name]["environment"]
        assert set(environment) <= known, name
        assert environment["SEODANG_ENV"] == "production"
        assert environment["SEODANG_HTTPS"] == "yes"


def test_written_secrets_are_their_readers_alone(tmp_path: Path) -> None:
    """Each file is mode 0600, holds something of its own, and is kept when the command runs again."""
    folder = project(tmp_path)
    files = sorted((folder / "secrets").iterdir())
    before = {path: path.read_text() for path in files}

    assert {stat.S_IMODE(path.stat().st_mode) for path in [*files, folder / ".env"]} == {0o600}
    assert stat.S_IMODE((folder / "secrets").stat().st_mode) == 0o700
    assert site_secrets.write(folder, "other.example.org", 1, 1) == []
    assert {path: path.read_text() for path in files} == before
    password = (folder / "secrets" / "broker_password").read_text().strip()
    assert password not in (folder / "secrets" / "broker.conf").read_text()
    if os.getuid() == 0:
        assert {path.stat().st_uid for path in files} == {0, site_secrets.OWN_ID}


def test_secrets_are_not_committed() -> None:
    """git ignores what `make secrets` writes."""
    done = subprocess.run(["git", "check-ignore", "secrets/broker_url", ".env"], cwd=ROOT, check=False)

    assert done.returncode == 0


def test_compose_is_here() -> None:
    """Some Compose is installed, so that the tests above mean something."""
    assert compose_command()
