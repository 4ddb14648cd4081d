"""The local boundary: namespaces of this machine, two fork servers, no container.

A keeper thread starts the servers (both at once), replaces one that died, hung or has
served its quota, and outlives every cell, because the kernel ends a fork server with the
thread that made it. Sessions run in their callers' threads, as many at a time as there
are slots.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Mapping

import msgspec

from sandbox.boundary.base import BoundaryFacts
from sandbox.boundary.slots import Slotted
from sandbox.errors import BoundaryFailed, BoundaryUnavailable, SandboxError
from sandbox.gpu.exposure import WIDER
from sandbox.gpu.grant import GpuGrant
from sandbox.gpu.inventory import Inventory, find_inventory
from sandbox.gpu.meter import Meter
from sandbox.layers import Layer
from sandbox.policy import MIB, WHOLE, CellLimits, SandboxPolicy
from sandbox.servers import RoleSpec, Server, sealed_payload
from sandbox.session import Session, SessionResult, SessionSpec, socket_pair
from sandbox.wire import Channel, WireError

log = logging.getLogger(__name__)

ROLES = ("grader", "submission")
START_TIMEOUT_S = 180.0
START_ATTEMPTS = 2
_REFUSAL_S = 0.5
_SELFTEST_LIMITS = CellLimits(wall_s=20, cpu_s=20, memory_bytes=256 * MIB)


class LocalBoundary(Slotted):
    """Two fork servers behind namespaces, and slots to grade in.

    `roles` says what each of "grader" and "submission" imports and runs; `slots` sessions
    run at a time (default: the number of processors); a server is replaced after `quota` cells.
    """

    def __init__(
        self,
        roles: Mapping[str, RoleSpec],
        slots: int | None = None,
        quota: int = 4000,
        policy: SandboxPolicy = WHOLE,
        inventory: Inventory | None = None,
    ) -> None:
        self._policy = self._admit(policy)
        if set(roles) != set(ROLES):
            raise ValueError(f"roles must be exactly {ROLES}, not {tuple(roles)}")
        super().__init__(slots)
        self._roles = dict(roles)
        self._quota = quota
        self._inventory = inventory
        if inventory is None and any(spec.gpu for spec in roles.values()):
            self._inventory = find_inventory()
        self._changed = threading.Condition()
        self._current: dict[str, Server] = {}
        self._retired: list[Server] = []
        self._starting: set[str] = set()
        self._failure: SandboxError | None = None
        self._stopping = False
        self._orders: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._keeper = threading.Thread(target=self._keep, name="sandbox-keeper", daemon=True)

    def start(self) -> None:
        """Begin starting both servers; returns at once."""
        with self._changed:
            self._starting.update(ROLES)
        self._keeper.start()
        for role in ROLES:
            self._orders.put(role)

    def wait_ready(self, timeout: float = START_TIMEOUT_S) -> None:
        """Wait until both servers fork; raises `BoundaryUnavailable` or `BoundaryFailed`."""
        with self._changed:
            done = self._changed.wait_for(lambda: self._failure or len(self._current) == len(ROLES), timeout)
            if self._failure:
                raise self._failure
            if not done:
                raise BoundaryFailed(f"the fork servers were not ready within {timeout:.0f} s")

    @property
    def ready(self) -> bool:
        """Whether a session could start now."""
        with self._changed:
            return len(self._current) == len(ROLES)

    @property
    def facts(self) -> BoundaryFacts:
        """That it is local; its libraries are the owner's."""
        return BoundaryFacts("local")

    def server_pids(self) -> dict[str, int]:
        """The process id of each role's launcher."""
        with self._changed:
            return {role: server.pid for role, server in self._current.items()}

    def run(
        self,
        spec: SessionSpec,
        on_message: Callable[[bytes], None],
        *,
        on_wait: Callable[[int], None] | None = None,
        stop: threading.Event | None = None,
    ) -> SessionResult:
        """Run a session in this thread; `on_wait` hears how many are ahead while it has no slot.

        Raises `BoundaryFailed` when a fork server failed under it: the fault is ours.
        """
        for cell in (spec.grader, *spec.submission.values()):
            self._admit(cell.policy)
        with self._slots.taken(on_wait):
            servers = self._lease()
            try:
                meter = Meter(self._inventory) if self._inventory else None
                session = Session(spec, servers["grader"], servers["submission"], meter)
                return session.run(on_message, stop)
            except BoundaryFailed:
                self._suspect(servers)
                raise
            finally:
                self._give_back(servers)

    def stop(self) -> None:
        """Kill both servers and everything in them."""
        with self._changed:
            self._stopping = True
            self._failure = self._failure or BoundaryFailed("the boundary was stopped")
            self._changed.notify_all()
        self._slots.close()
        self._orders.put(None)
        if self._keeper.is_alive():
            self._keeper.join(timeout=30)
        with self._changed:
            servers = [*self._current.values(), *self._retired]
            self._current.clear()
            self._retired.clear()
        for server in servers:
            server.close()

    def _admit(self, policy: SandboxPolicy) -> SandboxPolicy:
        """Take no policy but the whole one: what weakens it belongs to the tests' own laboratory."""
        return policy.require_whole()

    def _prove(self, server: Server) -> None:
        """Raise `BoundaryUnavailable` naming each control that does not hold in a real cell."""
        findings = self_test(server, self._policy)
        for limits in self._gpu_limits(server.name):
            found = self_test(server, self._policy, limits)
            findings |= {control: text for control, text in found.items() if control not in WIDER}
        if findings:
            raise BoundaryUnavailable(
                [Layer("self-test", control, True, False, text) for control, text in findings.items()]
            )

    def _gpu_limits(self, role: str) -> list[CellLimits]:
        """Those of a cell for each device its cells may use: each is tried before anything is graded."""
        if self._inventory is None or not self._roles[role].gpu:
            return []
        return [
            msgspec.structs.replace(
                _SELFTEST_LIMITS, gpu=GpuGrant(device.uuid, device.minor, MIB, device.total_bytes)
            )
            for device in self._inventory.devices()
        ]

    def _lease(self) -> dict[str, Server]:
        self.wait_ready()
        with self._changed:
            if len(self._current) != len(ROLES):
                raise BoundaryFailed("a fork server went away")
            servers = dict(self._current)
            for server in servers.values():
                server.in_flight += 1
            return servers

    def _give_back(self, servers: Mapping[str, Server]) -> None:
        with self._changed:
            for role, server in servers.items():
                server.in_flight -= 1
                spent = server.served >= self._quota
                if spent and self._current.get(role) is server and role not in self._starting:
                    self._starting.add(role)  # the old one serves on until its successor is warm
                    self._orders.put(role)
            done = [s for s in self._retired if s.in_flight == 0]
            self._retired = [s for s in self._retired if s.in_flight]
        for server in done:
            server.close()

    def _suspect(self, servers: Mapping[str, Server]) -> None:
        """Replace both servers of a failed session: which one was at fault is not worth a guess."""
        with self._changed:
            for role, server in servers.items():
                if self._current.get(role) is server:
                    del self._current[role]
                    self._retired.append(server)
                    if role not in self._starting and not self._stopping:
                        self._starting.add(role)
                        self._orders.put(role)

    def _keep(self) -> None:
        while True:
            roles = {self._orders.get()}
            while not self._orders.empty():
                roles.add(self._orders.get())
            if None in roles:
                return
            self._start_servers(sorted(role for role in roles if role))

    def _start_servers(self, roles: list[str]) -> None:
        """Start the servers of these roles side by side; one that fails by accident gets a second chance."""
        for attempt in range(1, START_ATTEMPTS + 1):
            made = {role: Server(role, self._roles[role], self._policy) for role in roles}
            failed: dict[str, SandboxError] = {}
            for role, server in made.items():
                try:
                    ready = server.wait_ready(START_TIMEOUT_S)
                    self._prove(server)
                except SandboxError as error:
                    server.close()
                    failed[role] = error
                    continue
                log.debug("fork server %s ready after %.1f s", role, ready.start_s)
                self._install(role, server)
            # A missing control stays missing; anything else may have been the machine's bad moment.
            for_good = [role for role, error in failed.items() if isinstance(error, BoundaryUnavailable)]
            roles = [role for role in failed if role not in for_good and attempt < START_ATTEMPTS]
            for role in failed.keys() - set(roles):
                self._note_failure(role, failed[role])
            if not roles or self._stopping:
                return

    def _install(self, role: str, server: Server) -> None:
        with self._changed:
            self._starting.discard(role)
            if self._stopping:
                self._retired.append(server)
                return
            old = self._current.get(role)
            self._current[role] = server
            if old is not None:
                self._retired.append(old)
            self._failure = None
            idle = [s for s in self._retired if s.in_flight == 0]
            self._retired = [s for s in self._retired if s.in_flight]
            self._changed.notify_all()
        for retired in idle:
            retired.close()

    def _note_failure(self, role: str, error: SandboxError) -> None:
        log.error("fork server %s did not start: %s", role, error)
        with self._changed:
            self._starting.discard(role)
            if role not in self._current:
                self._failure = error
            self._changed.notify_all()


def self_test(
    server: Server, policy: SandboxPolicy = WHOLE, limits: CellLimits = _SELFTEST_LIMITS
) -> dict[str, str]:
    """Run the probes in a real cell: the controls that do not hold, with what was found."""
    near, far = socket_pair()
    payload = sealed_payload(b"")
    try:
        cell = server.spawn("selftest", limits, payload, far.fileno(), policy=policy)
        far.close()
        try:
            head, _ = Channel(near.fileno()).recv(time.monotonic() + _SELFTEST_LIMITS.wall_s)
        except WireError as error:
            cell.trace.drain()
            if detail := cell.trace.text.strip():
                raise BoundaryUnavailable([Layer("self-test", "C40", True, False, detail)]) from error
            with contextlib.suppress(BoundaryFailed):
                server.wait_ready(_REFUSAL_S)  # a server that would not fork says which control is at fault
            raise BoundaryFailed(
                f"the self-test of the {server.name} fork server did not answer: {error}"
            ) from error
        finally:
            cell.close()
        return msgspec.msgpack.decode(head, type=dict[str, str])
    finally:
        os.close(payload)
        near.close()
        far.close()
