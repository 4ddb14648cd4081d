"""The policy: one list of controls, and production takes nothing but all of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest

from graders.grading import Grader
from sandbox import BoundaryUnavailable, checkup
from sandbox.boundary import local
from sandbox.boundary.local import ROLES, LocalBoundary
from sandbox.boundary.remote import RemoteSession
from sandbox.cell.selftest import PROBES
from sandbox.errors import WeakenedPolicy
from sandbox.messages import Run
from sandbox.policy import CONTROLS, WHOLE, SandboxPolicy
from sandbox.servers import RoleSpec, Server
from sandbox.session import CellSpec, SessionSpec, socket_pair
from sandbox.wire import Channel
from tests.attacks.controls.stage import LIMITS, Proven
from tests.needs import require

WEAK = WHOLE.without("C08")
BARE = RoleSpec("sandbox.cell.selftest:run", collapse=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A fork server without libraries, with one secret in its environment and one descriptor too many."""
    spec = RoleSpec(
        "tests.sandbox.entries:run_code",
        warmup="tests.attacks.controls.planting:plant",
        expose=("sandbox", "tests"),
        collapse=False,
    )
    previous = os.environ.get("OPENBLAS_L2_SIZE", "")
    os.environ["OPENBLAS_L2_SIZE"] = "RTCANARY"
    server = Server("submission", spec)
    os.environ["OPENBLAS_L2_SIZE"] = previous
    server.wait_ready(60)
    yield server
    server.close()


def test_whole_policy_has_every_control() -> None:
    """Leaving a control out makes another policy; the one it came from stays whole."""
    weaker = WHOLE.without("C07", "C08")

    assert WHOLE.controls == CONTROLS
    assert CONTROLS - weaker.controls == {"C07", "C08"}
    assert WHOLE.require_whole() is WHOLE
    with pytest.raises(ValueError, match="C99"):
        WHOLE.without("C99")


@pytest.mark.parametrize("control", sorted(CONTROLS))
def test_boundary_refuses_a_weakened_policy(control: str) -> None:
    """Neither its fork servers nor one cell of a session can be asked to leave a control out."""
    weaker = WHOLE.without(control)
    boundary = LocalBoundary(dict.fromkeys(ROLES, BARE), slots=1)
    weak = CellSpec(b"", LIMITS, weaker)
    whole = replace(weak, policy=WHOLE)

    with pytest.raises(WeakenedPolicy, match=control):
        LocalBoundary(dict.fromkeys(ROLES, BARE), slots=1, policy=weaker)
    for spec in (SessionSpec(weak, {"public": whole}), SessionSpec(whole, {"public": weak})):
        with pytest.raises(WeakenedPolicy, match=control):
            boundary.run(spec, lambda message: None)


def test_no_message_carries_a_policy_into_a_container() -> None:
    """What runs behind another wall runs under the whole policy; a session that asks otherwise is refused."""
    whole = CellSpec(b"", LIMITS)
    near, far = socket_pair()
    with near, far, pytest.raises(WeakenedPolicy, match="C08"):
        RemoteSession(Channel(near.fileno()), SessionSpec(whole, {"public": replace(whole, policy=WEAK)}))
    assert "policy" not in Run.__struct_fields__


def test_grader_has_no_policy_to_weaken() -> None:
    """What grades submissions takes no policy at all, and what it asks of its boundary is whole."""
    with pytest.raises(TypeError):
        Grader(policy=WHOLE.without("C07"))  # type: ignore[call-arg]
    assert CellSpec(b"", LIMITS).policy is WHOLE


def test_policy_with_an_unknown_control_is_not_whole() -> None:
    """A list from elsewhere counts by what it holds, not by its length."""
    odd = msgspec.convert({"controls": [f"C{n}" for n in range(100, 130)]}, SandboxPolicy)

    with pytest.raises(WeakenedPolicy, match="C02"):
        odd.require_whole()


def test_doctor_has_words_for_every_probe() -> None:
    """What the self-test may name, the doctor can show."""
    assert PROBES.keys() <= checkup._SHOWN.keys()


def test_whole_cell_passes_the_self_test(server: Server) -> None:
    """With every control on, no probe finds anything, whatever the fork server itself holds."""
    assert local.self_test(server) == {}


@pytest.mark.parametrize("control", sorted(PROBES.keys() - {"C04"}))
def test_self_test_notices_that_a_control_is_off(server: Server, control: str) -> None:
    """Each probe of the self-test fails in a cell that lacks exactly its control."""
    assert set(local.self_test(server, WHOLE.without(control))) == {control}


@pytest.mark.parametrize("control", ["C03", "C04"])
def test_boundary_without_a_wall_does_not_start(control: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A root that holds what is not listed, or root's own uid outside, is named by the start itself."""
    policy = WHOLE.without(control)
    if control == "C03":
        require("root", os.geteuid() == 0, "an ordinary user's cells cannot be given another uid")
        monkeypatch.setattr("sandbox.servers._unused_uid", lambda: 0)
        policy = WHOLE
    boundary = Proven(dict.fromkeys(ROLES, BARE), slots=1, policy=policy)
    boundary.start()
    try:
        with pytest.raises(BoundaryUnavailable) as refusal:
            boundary.wait_ready(60)
    finally:
        boundary.stop()

    assert {layer.control for layer in refusal.value.layers} == {control}
