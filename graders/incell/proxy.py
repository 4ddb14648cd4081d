"""What a check sees of the submission: a module whose functions, classes and values live in another process.

`Submission` stands for the student's module, `Handle` for an object that stayed in its cell. Plain values
cross by value; everything done to a handle is one request to the cell it lives in.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from graders.errors import ChecksNotRun, SubmissionFault, SubmissionUnusable, UnfitValue
from graders.incell import gradients
from graders.incell.codec import Encoder
from graders.incell.connection import CellControl, CellLost, Connection, Emits
from graders.incell.judging import fault_error, lost_error, stale_error
from graders.incell.live import emitter_of
from graders.incell.outcomes import Answer
from graders.incell.protocol import MAX_ITERATED, MODULE, Op, Opened, Raised, Result
from graders.incell.values import Emitter, Reference, Unrepresentable, Value, Wire
from graders.messages import Found, Text, plain
from sandbox.errors import CellsExhausted


class Call:
    """What the submission's cell said about the last call, for advice only: it could lie."""

    def __init__(self, changed: Sequence[str] = ()) -> None:
        #: arguments whose content the call changed, by position or keyword
        self.changed = list(changed)


class Cells:
    """The submission cells of one grading, one at a time, replaced when they die.

    An import that fails or never ends is remembered and costs no second cell: every later check gets the same
    error.
    """

    def __init__(self, control: CellControl, nonces: Mapping[str, bytes], call_s: float) -> None:
        self.phase = "public"
        self.last_call = Call()
        #: the last value of this phase, however it was asked for
        self.last_answer: Answer | None = None
        self.calls = 0
        self.opened = 0
        #: number of the cell that the check at hand used last; the check's runner resets it
        self.served_by = 0
        self.functions: frozenset[str] = frozenset()
        #: what the cell says of the submission's text
        self.found: list[Found] = []
        self._control = control
        self._nonces = nonces
        self._call_s = call_s
        self._connection: Connection | None = None
        self._ready = False
        self._failure: SubmissionFault | None = None

    @property
    def died(self) -> bool:
        """Whether the present cell is dead."""
        return self._connection is not None and not self._connection.alive

    def start(self, phase: str) -> None:
        """Have a cell of this phase forked, so that it imports while the checks are prepared."""
        self.close()
        self.phase = phase
        self.last_answer = None
        if self._failure is None:
            self._open()

    def current(self) -> Connection:
        """A cell with the submission imported; raises what its import came to."""
        if self._failure is not None:
            raise self._failure
        if self._connection is None or not self._connection.alive:
            self._open()
        connection = self._connection
        if connection is None:  # pragma: no cover - _open set it or raised
            raise ChecksNotRun
        if not self._ready:
            self._import(connection)
        return connection

    def perform(
        self,
        connection: Connection,
        op: Op,
        target: int = MODULE,
        name: str = "",
        args: Sequence[Value] = (),
        kwargs: Mapping[str, Value] | None = None,
    ) -> Value:
        """The value of one request to a cell."""
        emitters: dict[int, Emits] = {}
        kept: list[Handle] = []  # a handle that nobody keeps would be dropped by this very request
        encoder = Encoder(lambda value: _foreign(value, connection, emitters, kept))
        try:
            wires = [encoder.encode(value) for value in args]
            named = {key: encoder.encode(value) for key, value in (kwargs or {}).items()}
        except Unrepresentable as error:
            raise UnfitValue(f"an argument cannot be handed to the submission: {error}") from None
        self.calls += 1
        self.served_by = connection.number
        if emitters:
            self.last_answer = Answer(
                plain(name, 120) or op, "event"
            )  # what its events bring is an answer too
        try:
            reply, bodies = connection.request(op, target, name, wires, named, encoder.bodies, emitters)
            if isinstance(reply, Result):
                self.last_call = Call(reply.changed)
                value = connection.decode(reply, bodies, lambda wire: Handle(self, connection, wire))
                self.last_answer = Answer(plain(name, 120) or op, plain(type_of(value), 120))
                return value
        except CellLost as lost:
            raise lost_error(lost.lost) from None
        except MemoryError:
            raise lost_error(connection.violate("an answer that is too large")) from None
        if isinstance(reply, Raised):
            raise fault_error(reply.fault)
        raise lost_error(connection.violate("an answer to another question"))

    def check_quiet(self) -> None:
        """The present cell, if any, has sent nothing unasked."""
        if self._connection is not None:
            try:
                self._connection.check_quiet()
            except CellLost as lost:
                raise lost_error(lost.lost) from None

    def close(self) -> None:
        """End the present cell."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._ready = False

    def _open(self) -> None:
        self._ready = False
        try:
            nonce = self._nonces.get(self.phase, b"")
            self._connection = Connection(self._control, self.phase, self.opened + 1, nonce, self._call_s)
        except CellsExhausted:
            raise ChecksNotRun from None
        self.opened += 1

    def _import(self, connection: Connection) -> None:
        self.served_by = connection.number
        try:
            reply, _ = connection.request("open")
        except CellLost as lost:
            self._failure = lost_error(lost.lost)
            raise self._failure from None
        if isinstance(reply, Opened):
            self.functions = frozenset(reply.functions)
            self.found = reply.found
            self._ready = True
            return
        if isinstance(reply, Raised):
            error = fault_error(reply.fault)
            self._failure = error if isinstance(error, SubmissionFault) else None
            raise error
        raise lost_error(connection.violate("an answer to another question"))


class Submission:
    """The student's module: attributes are callables, handles or plain values."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells

    @property
    def last_call(self) -> Call:
        """What the cell said about the last call (advice: it could lie)."""
        return self._cells.last_call

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        connection = self._cells.current()
        if name in self._cells.functions:
            return Function(self._cells, name)
        with _missing_is_no_attribute():
            return self._cells.perform(connection, "get", MODULE, name)

    def __repr__(self) -> str:
        return "<submission>"


class Function:
    """A function or class of the student's module, found by its name at each call."""

    def __init__(self, cells: Cells, name: str) -> None:
        self._cells = cells
        self._name = name

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it in the submission's cell."""
        return self._cells.perform(self._cells.current(), "call", MODULE, self._name, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self._handle(), name)

    def __repr__(self) -> str:
        return f"<submission.{self._name}>"

    def _handle(self) -> Any:
        """The same object as a handle, for passing it on or reading its attributes."""
        return self._cells.perform(self._cells.current(), "get", MODULE, self._name)

    def _vjp(self, *request: Any) -> Any:
        return self._cells.perform(self._cells.current(), "vjp", MODULE, self._name, request)

    def _meta(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return self._cells.perform(self._cells.current(), "meta", MODULE, self._name, args, kwargs)


class NoAttribute(SubmissionUnusable, AttributeError):
    """There is no such name; an AttributeError too, so that `hasattr` and `getattr` with a default work."""


@contextmanager
def _missing_is_no_attribute() -> Iterator[None]:
    try:
        yield
    except SubmissionUnusable as error:
        if error.detail.get("kind") != "missing":
            raise
        raise NoAttribute(error.verdict, error.text, error.detail) from None


class NoLength(SubmissionUnusable, TypeError):
    """The object has no length; a TypeError too, since `list()` asks for one and does without."""


class Handle:
    """An object in the submission's cell: called, read, indexed, measured, iterated, passed back."""

    def __init__(self, cells: Cells, connection: Connection, wire: Reference) -> None:
        self._cells = cells
        self._connection = connection
        self._id = wire.id
        self._type = wire.type
        weakref.finalize(self, connection.dropped.append, wire.id).atexit = False

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Call it in its cell."""
        return self._perform("call", "", args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        with _missing_is_no_attribute():
            return self._perform("get", name)

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return self._perform("item", "", [key.start, key.stop, key.step])
        return self._perform("item", "", [key])

    def __len__(self) -> int:
        try:
            length = self._perform("length")
        except SubmissionUnusable as error:
            raise NoLength(error.verdict, error.text, error.detail) from None
        if type(length) is not int or length < 0:
            raise SubmissionUnusable("IR", Text("submission.uncountable"))
        return length

    def __iter__(self) -> Iterator[Any]:
        iterator = self._perform("iterate")
        for _ in range(MAX_ITERATED):
            item = iterator._perform("next")
            if not item:
                return
            yield item[0]
        raise SubmissionUnusable("IR", Text("submission.endless", {"count": MAX_ITERATED}))

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{self._type} object of the submission>"

    def _perform(
        self, op: Op, name: str = "", args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        if not self._connection.alive:
            raise stale_error(self._connection.lost)
        return self._cells.perform(self._connection, op, self._id, name, args, kwargs)

    def _vjp(self, *request: Any) -> Any:
        return self._perform("vjp", "", request)


def type_of(value: Any) -> str:
    """The type of a value as a check's message names it: a handle by its class in the submission."""
    if isinstance(value, Handle):
        return value._type
    return "function" if isinstance(value, Function) else type(value).__name__


def on_meta(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """What a call gives while torch makes new tensors on the meta device: with shapes and without numbers.

    Made for networks too large to be held: `on_meta(submission.VGG, …)` has every parameter's shape, and
    takes neither memory nor time.
    """
    if isinstance(function, Function):
        return function._meta(args, kwargs)
    with import_module("torch").device("meta"):
        return function(*args, **kwargs)


def vjp(
    function: Callable[..., Any],
    args: Sequence[Any] = (),
    kwargs: Mapping[str, Any] | None = None,
    cotangent: Any = None,
    wrt: Sequence[int | str] = (0,),
    *,
    parameters: bool = False,
) -> tuple[Any, Any]:
    """The value of a call and its vector-Jacobian products in the arguments named by `wrt`.

    With `parameters=True` the function is a module, and its products in each of its parameters are given
    instead, as a dict by name. A gradient is None where nothing arrives. Works alike for the submission and
    for the reference, so that gradients can be compared.
    """
    call = (list(args), dict(kwargs or {}), cotangent)
    if not isinstance(function, (Function, Handle)):
        if parameters:
            return gradients.parameter_gradients(function, *call)
        return gradients.vector_jacobian(function, *call, wrt)
    match function._vjp(*call, None if parameters else list(wrt)):
        case (value, dict() as named) if parameters and all(type(name) is str for name in named):
            return value, named
        case (value, tuple() as products) if not parameters and len(products) == len(wrt):
            return value, products
    raise SubmissionUnusable("IR", Text("submission.gradients"))


def _foreign(value: Any, connection: Connection, emitters: dict[int, Emits], kept: list[Handle]) -> Wire:
    """The wire form of an argument that is no plain value: a handle of this cell, or an event channel.

    `kept` holds the handles that were made for this, until the request is answered.
    """
    if isinstance(value, Function):
        value = value._handle()
    if isinstance(value, Handle):
        kept.append(value)
        if value._connection is not connection or not connection.alive:
            raise stale_error(value._connection.lost)
        return Reference(value._id, value._type, False)
    emitter = emitter_of(value)
    if emitter is None:
        reason = ": a callable needs named parameters, the numbers it takes" if callable(value) else ""
        kind = type(value).__name__
        raise UnfitValue(f"an argument of type {kind} cannot be handed to the submission{reason}")
    emitters[len(emitters) + 1] = emitter
    return Emitter(len(emitters), list(emitter.names))
