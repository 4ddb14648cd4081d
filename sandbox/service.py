"""The sandbox service: sessions for whoever holds the other end of a stream.

Theory of operation. In a container runs one process that owns a local boundary, exactly as
a worker on the bare machine would, and takes sessions as frames:

    worker ──Run, Stop──► service ──► fork servers ──► cells
           ◄─Hello, Waiting, Begun, Said, Beat, Result─┘

Over standard input and output it serves the one owner that started its container. With
`--listen` it serves connections to a Unix socket, one session at a time on each. It exits
when its owner is gone, when it has served its quota, or after anything that should not have
happened; whatever started the container starts a fresh one then.

    python -I -B -m sandbox.service --roles graders.stacks:warm_roles --listen /run/…/sandbox.sock
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from sandbox.boundary.local import LocalBoundary
from sandbox.boundary.slots import Slots
from sandbox.editions import edition_of
from sandbox.errors import BoundaryFailed, BoundaryUnavailable
from sandbox.layers import Layer
from sandbox.messages import (
    PROTOCOL,
    Beat,
    Begun,
    Failed,
    Hello,
    Result,
    Run,
    Said,
    Stop,
    ToService,
    Unavailable,
    Waiting,
    decode,
    encode,
)
from sandbox.servers import RoleSpec
from sandbox.session import CellSpec, SessionSpec
from sandbox.wire import Channel, WireError

BEAT_S = 2.0
#: Beside our packages in an image: a digest over all that it was built from.
CONTENT = Path(__file__).resolve().parents[1] / "CONTENT"
IMAGE_FACT = "image"
EX_CONFIG = 78  # sysexits.h: what is missing will still be missing at the next start
_FRAME_S = 30.0
_READY_S = 180.0
#: How long a service that cannot serve tells those who ask why, before it gives up.
_REFUSING_S = 20.0
_DRAIN_S = 600.0
_MAX_CONNECTIONS = 256


def command(roles: Mapping[str, RoleSpec], slots: int, facts: str) -> list[str]:
    """The arguments that start a service with these roles."""
    plain = {name: asdict(spec) for name, spec in roles.items()}
    return ["--roles", json.dumps(plain), "--slots", str(slots), "--facts", facts]


class Service:
    """A boundary, made when it is prepared, and the conversations about it."""

    def __init__(self, roles: str, slots: int, facts: str, quota: int) -> None:
        self._roles = roles
        self._slots = Slots(slots)
        self._facts = facts
        self._left = quota
        self._lock = threading.Lock()
        self.leaving = threading.Event()  #: no further session is taken
        self.failed = False  #: something of ours failed

    def prepare(self) -> Hello | Unavailable:
        """Warm up; what to greet with."""
        try:
            roles = _roles(self._roles)
            facts: dict[str, str] = _named(self._facts)() if self._facts else {}
            if CONTENT.is_file():
                facts[IMAGE_FACT] = CONTENT.read_text(encoding="ascii").strip()
        except (ImportError, AttributeError, TypeError, ValueError) as error:
            detail = f"cannot run what it is asked to: {error}; is the image of the worker's version?"
            return Unavailable([Layer("sandbox image", "C04", True, False, detail, "make image")])
        self._boundary = LocalBoundary(roles, self._slots.count)
        self._boundary.start()
        try:
            self._boundary.wait_ready(_READY_S)
        except BoundaryUnavailable as error:
            return Unavailable(error.layers)
        packages = [package for role in roles.values() for package in role.expose]
        return Hello(PROTOCOL, self._slots.count, edition_of(packages), facts)

    def converse(self, channel: Channel) -> None:
        """Take sessions from this channel until its other end is gone or this service leaves."""
        _Conversation(self, channel).serve()

    def run(self, spec: SessionSpec, say: Callable[..., None], stop: threading.Event) -> None:
        """Run one session and say all that comes of it."""
        try:
            with self._slots.taken(lambda ahead: say(Waiting(ahead))):
                say(Begun())
                result = self._boundary.run(spec, lambda data: say(Said(), data), stop=stop)
            say(Result(), msgspec.msgpack.encode(result))
        except BoundaryFailed as error:
            self.failed = True
            self.leaving.set()
            say(Failed(str(error)[:4000]))
        with self._lock:
            self._left -= 1
            if self._left <= 0:
                self.leaving.set()


class _Conversation:
    """One owner: reads what it wants in this thread, runs its session in another."""

    def __init__(self, service: Service, channel: Channel) -> None:
        self._service = service
        self._channel = channel
        self._sending = threading.Lock()
        self._stop = threading.Event()
        self._session: threading.Thread | None = None

    def serve(self) -> None:
        """Until the owner is gone, breaks the protocol, or the service leaves and is done here."""
        poller = select.poll()
        poller.register(self._channel.fd, select.POLLIN)
        spoken = time.monotonic()
        try:
            while True:
                heard = self._channel.read_ahead or poller.poll(100)
                if heard and not self._hear():
                    return
                if self._idle() and self._service.leaving.is_set():
                    return
                if time.monotonic() - spoken > BEAT_S:
                    spoken = time.monotonic()
                    self._say(Beat())
        except WireError:
            return
        finally:
            self._stop.set()
            if self._session is not None:
                self._session.join()

    def _idle(self) -> bool:
        return self._session is None or not self._session.is_alive()

    def _hear(self) -> bool:
        """Take one message; False where it makes no sense."""
        head, bodies = self._channel.recv(time.monotonic() + _FRAME_S)
        try:
            message: Run | Stop = decode(head, ToService)
        except msgspec.MsgspecError:
            return False
        if isinstance(message, Stop):
            self._stop.set()
            return True
        if self._session is not None:
            self._session.join(_FRAME_S)  # it has said its result, and may still be on its way out
        if not self._idle() or len(bodies) != 1 + len(message.phases):
            return False
        grader, *payloads = (bytes(body) for body in bodies)
        phases = {
            name: CellSpec(payload, limits)
            for (name, limits), payload in zip(message.phases, payloads, strict=True)
        }
        spec = SessionSpec(CellSpec(grader, message.grader), phases, message.replacements, message.wall_s)
        self._stop = threading.Event()
        arguments = (spec, self._say, self._stop)
        self._session = threading.Thread(target=self._service.run, args=arguments, name="session")
        self._session.start()
        return True

    def _say(self, message: msgspec.Struct, *bodies: bytes) -> None:
        """Send a frame; an owner that is gone or does not read ends its session, nothing else."""
        try:
            with self._sending:
                self._channel.send(encode(message), bodies, time.monotonic() + _FRAME_S)
        except (WireError, OSError):
            self._stop.set()


def main() -> None:
    """Serve standard input and output, or a Unix socket; exits 78 where a control does not hold."""
    parser = argparse.ArgumentParser(prog="sandbox.service", description=__doc__)
    parser.add_argument("--roles", required=True, help="what the servers run: JSON, or module:function")
    parser.add_argument("--slots", type=int, default=os.cpu_count() or 1, help="sessions at a time")
    parser.add_argument("--quota", type=int, default=4000, help="sessions before it leaves")
    parser.add_argument("--facts", default="", help="module:function that tells versions")
    parser.add_argument("--listen", type=Path, help="serve this Unix socket instead of stdin and stdout")
    options = parser.parse_args()
    service = Service(options.roles, options.slots, options.facts, options.quota)
    status = _serve_listener(service, options.listen) if options.listen else _serve_owner(service)
    # Nothing is worth a tidy end: the fork servers go with this process, and its container with them.
    sys.stderr.flush()
    os._exit(status)


def _serve_owner(service: Service) -> int:
    """Serve the owner behind standard input and output."""
    channel = Channel(os.dup(0), os.dup(1))
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.dup2(2, 1)  # a stray print goes to the log, not into the conversation
    greeting = service.prepare()
    channel.send(encode(greeting), deadline=time.monotonic() + _FRAME_S)
    if isinstance(greeting, Unavailable):
        return _refusal(greeting)
    service.converse(channel)
    return int(service.failed)


def _serve_listener(service: Service, path: Path) -> int:
    """Serve connections until there is a reason to leave; those in progress are served to their end."""
    listener = _bind(path)
    greeting = service.prepare()
    if isinstance(greeting, Hello):
        print(f"sandbox service: ready on {path}", file=sys.stderr, flush=True)  # noqa: T201  # a daemon's log
    else:
        _refusal(greeting)
    refusing_until = time.monotonic() + _REFUSING_S
    conversations: list[threading.Thread] = []
    while not service.leaving.is_set():
        if isinstance(greeting, Unavailable) and time.monotonic() > refusing_until:
            return EX_CONFIG
        conversations = [thread for thread in conversations if thread.is_alive()]
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            continue
        if len(conversations) >= _MAX_CONNECTIONS:
            connection.close()
            continue
        thread = threading.Thread(target=_attend, args=(service, connection, greeting), name="conversation")
        thread.start()
        conversations.append(thread)
    path.unlink(missing_ok=True)
    listener.close()
    deadline = time.monotonic() + _DRAIN_S
    for thread in conversations:
        thread.join(max(0.0, deadline - time.monotonic()))
    return int(service.failed)


def _attend(service: Service, connection: socket.socket, greeting: Hello | Unavailable) -> None:
    channel = Channel(connection.detach())
    try:
        channel.send(encode(greeting), deadline=time.monotonic() + _FRAME_S)
        if isinstance(greeting, Hello):
            service.converse(channel)
    except WireError:
        pass  # it went away before it was greeted
    finally:
        channel.close()


def _bind(path: Path) -> socket.socket:
    """Listen at `path`, replacing what an earlier service left there."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    listener.bind(str(fresh))
    fresh.chmod(0o660)
    listener.listen(128)
    listener.settimeout(0.2)
    fresh.rename(path)  # in one step: whoever finds the socket finds it listening
    return listener


def _refusal(greeting: Unavailable) -> int:
    for layer in greeting.layers:
        line = f"sandbox service: {layer.control} {layer.name}: {layer.detail}"
        print(line, file=sys.stderr, flush=True)  # noqa: T201  # a daemon's log
    return EX_CONFIG


def _roles(text: str) -> dict[str, RoleSpec]:
    if text.startswith("{"):
        return {name: RoleSpec(**plain) for name, plain in json.loads(text).items()}
    roles: dict[str, RoleSpec] = _named(text)()
    return roles


def _named(name: str) -> Callable[[], Any]:
    module, _, function = name.partition(":")
    found: Callable[[], Any] = getattr(importlib.import_module(module), function)
    return found


if __name__ == "__main__":
    main()
