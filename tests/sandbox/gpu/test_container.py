"""A device for a container: what the engine is asked for, and what it makes of it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import docker
import pytest
from docker.errors import APIError, NotFound

from sandbox.boundary.hardening import ContainerOptions, creation, seccomp_profile, weaknesses
from sandbox.gpu import exposure
from sandbox.gpu.container import device_requests
from tests import engine

UUIDS = ["GPU-0f1e", "GPU-2d3c"]


def host_config(*gpus: str) -> dict[str, Any]:
    """The HostConfig that is sent to the engine."""
    api = docker.APIClient(base_url="unix://nowhere.sock", version="1.41")
    made: dict[str, Any] = creation(api, ContainerOptions("sha256:0", ["x"], gpus=gpus))["host_config"]
    return made


def test_devices_are_asked_for_by_id():
    """Exactly these, never all of them nor any number."""
    assert host_config(*UUIDS)["DeviceRequests"] == [
        {"Driver": "", "Count": 0, "DeviceIDs": UUIDS, "Capabilities": [["gpu"]], "Options": {}}
    ]


def test_container_without_a_share_asks_for_none():
    """An ordinary container has no request at all."""
    assert not host_config().get("DeviceRequests")
    assert device_requests([]) is None


def test_gpu_container_has_its_own_profile_and_all_other_flags():
    """The request and the profile are the whole difference."""
    ordinary, with_gpu = host_config(), host_config(*UUIDS)

    assert f"seccomp={seccomp_profile('seccomp-gpu.json')}" in with_gpu["SecurityOpt"]
    for made in (ordinary, with_gpu):
        made.pop("DeviceRequests", None)
        made.pop("SecurityOpt")
    assert ordinary == with_gpu


def test_calls_of_a_gpu_cell_pass_the_containers_profile():
    """What the cell's filter allows must not fail at the wall around it."""
    profile = json.loads(seccomp_profile("seccomp-gpu.json"))
    rules = [rule for rule in profile["syscalls"] if rule["action"] == "SCMP_ACT_ALLOW"]
    named = {name for rule in rules for name in rule["names"]}
    anyhow = {name for rule in rules if not rule.get("args") for name in rule["names"]}

    assert set(exposure.CALLS) <= named
    assert set(exposure.CALLS_BY_ARGUMENT) <= named
    assert "ioctl" in anyhow


@pytest.mark.parametrize("asked", [[], ["GPU-other"]])
def test_container_with_other_devices_is_refused(asked: list[str]):
    """The inspection of the created container must show the devices that were asked for."""
    request = [{"DeviceIDs": asked, "Capabilities": [["gpu"]]}]
    inspection = {"HostConfig": {**host_config(*UUIDS), "DeviceRequests": request}, "Config": {}}

    assert any("DeviceRequests" in weakness for weakness in weaknesses(inspection, _options()))


def test_container_with_all_devices_is_refused():
    """A number in place of ids leaves the choice to the engine, which keeps no ledger."""
    request = [{"Count": -1, "DeviceIDs": UUIDS, "Capabilities": [["gpu"]]}]
    inspection = {"HostConfig": {**host_config(*UUIDS), "DeviceRequests": request}, "Config": {}}

    assert any("DeviceRequests" in weakness for weakness in weaknesses(inspection, _options()))


def test_engine_takes_the_request_and_needs_a_driver_for_it():
    """A real engine keeps the request word for word; without NVIDIA's toolkit it starts nothing."""
    client = engine.engine_client()
    image = client.images.get(engine.base_image()).id
    api = client.api
    made = api.create_container(**creation(api, ContainerOptions(image, ["true"], gpus=UUIDS)))
    try:
        inspection = api.inspect_container(made["Id"])
        request = inspection["HostConfig"]["DeviceRequests"][0]
        assert (request["DeviceIDs"], request["Capabilities"]) == (UUIDS, [["gpu"]])
        assert request["Count"] == 0
        if "nvidia" not in api.info().get("Runtimes", {}):
            with pytest.raises(APIError, match="could not select device driver"):
                api.start(made["Id"])
    finally:
        with contextlib.suppress(NotFound):  # what did not start was removed by the engine
            api.remove_container(made["Id"], force=True)
        client.close()


def _options() -> ContainerOptions:
    return ContainerOptions("sha256:0", ["x"], gpus=UUIDS)
