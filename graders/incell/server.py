"""The submission's side: imports the student's module and answers the checks' requests, one at a time.

This process runs the student's code, so nothing here is a defence: whatever it reports, the other side treats
as the student's word. Its care goes into telling the student well what happened. It holds nothing of the
author's.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from functools import cached_property
from importlib import import_module
from itertools import islice
from types import ModuleType
from typing import Any

from graders.incell import policy, protocol
from graders.incell.codec import Decoder, Encoder
from graders.incell.events import EventChannel
from graders.incell.faults import (
    StudentFiles,
    kept_type,
    missing,
    parameter_names,
    public_names,
    signature_fault,
    type_name,
)
from graders.incell.gradients import Detached, WrongCotangent, parameter_gradients, vector_jacobian
from graders.incell.http import Applications, Crash, NoApplication
from graders.incell.protocol import MODULE, Event, Fault, Opened, Raised, Request, Result
from graders.incell.stage import Stage
from graders.incell.student import import_entry, write_files
from graders.incell.values import Emitter, Reference, Unrepresentable, Wire
from graders.jobs import SubmissionJob, decode_submission
from graders.messages import Found
from sandbox.wire import Channel, ChannelClosed, WireViolation

MAX_HANDLES = 20_000
_IMMUTABLE = (type(None), bool, int, float, complex, str, bytes)


def serve(payload: bytes, channel: Channel) -> None:
    """Entry of a submission cell: import the student's module from the current folder, answer requests."""
    server = Server(decode_submission(payload), channel, os.getcwd())
    server.load()
    server.run()


class _Failed(Exception):
    """A request that ends in this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


class Server:
    """One submission's module and the objects that checks hold handles to."""

    def __init__(self, job: SubmissionJob, channel: Channel, folder: str) -> None:
        self._job = job
        self._channel = channel
        self._folder = folder
        self._files = StudentFiles(job.files, folder)
        self._sending = threading.Lock()
        self._objects: dict[int, Any] = {}
        self._last_handle = 0
        self._request = 0
        self._emitters: list[EventChannel] = []
        self._import_fault: Fault | None = None
        self._found: list[Found] = []

    def load(self) -> None:
        """Import the student's module; a failure is kept until the checks ask."""
        write_files(self._job.files, self._folder)
        write_files(self._job.data, os.path.join(self._folder, "data"))
        source = self._job.files[f"{self._job.entry}.py"]
        self._found = policy.find(self._job.files, self._job.rules)
        try:
            self._objects[MODULE] = import_entry(self._job.entry, source, self._folder)
        except BaseException as error:  # noqa: BLE001 - edge: around the student's code
            self._import_fault = self._files.fault(error, importing=True)
        _flush()

    def run(self) -> None:
        """Answer requests in order until the other side closes the channel."""
        while True:
            try:
                head, bodies = self._channel.recv()
            except ChannelClosed:
                return
            except MemoryError as error:
                self._reply_fault(self._request + 1, self._files.fault(error))
                return
            self._answer(protocol.decode_request(head), bodies)

    def _answer(self, request: Request, bodies: list[bytearray]) -> None:
        self._request = request.id
        try:
            for handle in request.drop:
                self._objects.pop(handle, None)
            self._perform(request, bodies)
        except _Failed as failed:
            self._reply_fault(request.id, failed.fault)
        except Unrepresentable as error:
            fault = Fault("unrepresentable", message=error.figure or str(error), name=error.reason)
            self._reply_fault(request.id, fault)
        except ChannelClosed:
            raise
        except WireViolation as error:
            self._reply_fault(request.id, Fault("unrepresentable", message=str(error), name="large"))
        except BaseException as error:  # noqa: BLE001 - edge: around the student's code
            self._reply_fault(request.id, self._files.fault(error))

    def _perform(self, request: Request, bodies: list[bytearray]) -> None:
        """Do what a request asks and send the result."""
        if self._import_fault is not None:
            raise _Failed(self._import_fault)
        if request.op == "open":
            _flush()
            functions = _functions(self._objects[MODULE])
            self._send(Opened(request.id, self._job.nonce, functions, self._found))
            return
        decoder = Decoder(bodies, self._dereference, self._open_emitter)
        args = [decoder.decode(item) for item in request.args]
        kwargs = {name: decoder.decode(item) for name, item in request.kwargs.items()}
        before = [(name, value, self._digest(value)) for name, value in _mutable(args, kwargs)]
        try:
            value = self._operate(request, args, kwargs)
        finally:
            for emitter in self._emitters:
                emitter.close()
            self._emitters.clear()
            _flush()
        changed = [name for name, value_, digest in before if self._digest(value_) != digest]
        if changed:
            changed = parameter_names(self._objects.get(request.target), request.name, changed)
        encoder = Encoder(self._refer)
        wire = encoder.encode(value)
        self._send(Result(request.id, self._job.nonce, wire, changed), encoder.bodies)

    def _operate(self, request: Request, args: list[Any], kwargs: dict[str, Any]) -> Any:
        if request.op in ("http", "drive"):
            return self._application(request.op, args)
        target = self._objects[request.target]
        if request.op == "item":
            return target[args[0] if len(args) == 1 else slice(*args)]
        if request.op == "length":
            if not hasattr(type(target), "__len__"):
                raise _Failed(missing(target, "__len__", type_name(target)))
            return len(target)
        if request.op == "iterate":
            return _Kept(iter(target))
        if request.op == "next":
            return list(islice(target, 1))
        if request.name:
            target = self._attribute(target, request)
        if request.op == "get":
            return target
        if request.op == "vjp":
            return self._vjp(target, request.name, *args)
        with import_module("torch").device("meta") if request.op == "meta" else nullcontext():
            return self._call(target, request.name, args, kwargs)

    def _attribute(self, target: Any, request: Request) -> Any:
        try:
            return getattr(target, request.name)
        except AttributeError as error:
            if self._files.frames(error.__traceback__):
                raise
            owner = self._job.entry if request.target == MODULE else type_name(target)
            raise _Failed(missing(target, request.name, owner)) from None

    def _call(self, function: Any, name: str, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        label = name or type_name(function)
        if not callable(function):
            raise _Failed(Fault("not_callable", type_name(function), name=name))
        try:
            return function(*args, **kwargs)
        except TypeError as error:
            if self._files.frames(error.__traceback__):
                raise
            fault = signature_fault(function, label, args, kwargs)
            if fault is None:
                raise
            raise _Failed(fault) from None

    def _vjp(
        self,
        function: Any,
        name: str,
        args: Sequence[Any],
        kwargs: dict[str, Any],
        cotangent: Any,
        wrt: Sequence[int | str] | None,
    ) -> Any:
        """The value and its gradients: in the arguments of `wrt`, or in the parameters of a module."""
        label = name or type_name(function)
        if wrt is None and not hasattr(function, "named_parameters"):
            raise _Failed(missing(function, "named_parameters", label))

        def call(*positional: Any, **named: Any) -> Any:
            return self._call(function, name, positional, named)

        try:
            if wrt is None:
                return parameter_gradients(function, args, kwargs, cotangent)
            return vector_jacobian(call, args, kwargs, cotangent, wrt)
        except Detached:
            raise _Failed(Fault("detached", name=label)) from None
        except WrongCotangent as error:
            raise _Failed(Fault("cotangent", error.got, error.expected, name=label)) from None

    def _application(self, op: str, args: list[Any]) -> Any:
        """Requests to the module's application, or to a fresh one."""
        module: ModuleType = self._objects[MODULE]
        try:
            return self._stage.play(*args) if op == "drive" else self._applications.request(*args)
        except NoApplication:
            fault = Fault("no_app", name="app", owner=self._job.entry, names=public_names(module))
            raise _Failed(fault) from None

    @cached_property
    def _applications(self) -> Applications:
        return Applications(self._objects[MODULE], self._crash)

    @cached_property
    def _stage(self) -> Stage:
        given = [*self._job.files, *(f"data/{name}" for name in self._job.data)]
        kept = {os.path.join(self._folder, name) for name in given}
        return Stage(self._job.files, self._job.entry, [self._folder], kept, self._crash)

    def _crash(self, error: BaseException) -> Crash:
        """An exception behind an answer, as this cell tells it."""
        fault = self._files.fault(error)
        return fault.type, fault.message, [(f.file, f.line, f.function, f.source) for f in fault.frames]

    def _refer(self, value: Any) -> Wire:
        """A handle to an object of this cell."""
        if isinstance(value, _Kept):
            value = value.value
        if len(self._objects) >= MAX_HANDLES:
            raise Unrepresentable(f"more than {MAX_HANDLES} objects are in use", "objects", MAX_HANDLES)
        self._last_handle += 1
        self._objects[self._last_handle] = value
        return Reference(self._last_handle, kept_type(value), callable(value))

    def _dereference(self, wire: Reference) -> Any:
        return self._objects[wire.id]

    def _open_emitter(self, wire: Emitter) -> EventChannel:
        emitter = EventChannel(wire.id, wire.names, self._send_event)
        self._emitters.append(emitter)
        return emitter

    def _send_event(self, emitter: int, values: dict[str, float], step: int | None) -> None:
        self._send(Event(self._request, self._job.nonce, emitter, values, step))

    def _digest(self, value: Any) -> bytes:
        """A fingerprint of an argument's content; an object that stays in this cell has none."""
        encoder = Encoder(lambda foreign: None)
        try:
            head = protocol.encode(encoder.encode(value))
        except Unrepresentable:
            return b""
        digest = hashlib.blake2b(head, digest_size=16)
        for body in encoder.bodies:
            digest.update(body)
        return digest.digest()

    def _reply_fault(self, request: int, fault: Fault) -> None:
        _flush()
        self._send(Raised(request, self._job.nonce, fault))

    def _send(self, reply: protocol.ReplyBase, bodies: Sequence[Any] = ()) -> None:
        with self._sending:
            self._channel.send(protocol.encode(reply), bodies)


class _Kept:
    """Marks a value that stays in this cell even if it has a plain form."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _mutable(args: Sequence[Any], kwargs: dict[str, Any]) -> list[tuple[str, Any]]:
    """Arguments whose content a call could change, by position or name."""
    named = [(str(index), value) for index, value in enumerate(args)] + list(kwargs.items())
    return [(name, value) for name, value in named if type(value) not in _IMMUTABLE]


def _functions(module: ModuleType) -> list[str]:
    """Public names of a module that can be called."""
    members: dict[str, Any] = dict(vars(module))
    names = [name for name, value in members.items() if callable(value)]
    short = [name for name in names if not name.startswith("_") and len(name) <= protocol.NAME_LENGTH]
    return sorted(short)[: protocol.MAX_NAMES]


def _flush() -> None:
    """Hand printed text on now, so that it is not lost with the cell."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # noqa: BLE001,S112 - edge: the student may have replaced the stream
            continue
