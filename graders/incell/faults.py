"""What a student's exception looks like from outside: type, message, and the frames of their own files.

Runs in the submission's cell. Every conversion may itself run the student's code (`__str__` of an exception),
so each is guarded.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from types import BuiltinFunctionType, FunctionType, ModuleType, TracebackType
from typing import Any

from graders.incell.protocol import (
    LINE_LENGTH,
    MAX_FRAMES,
    MAX_NAMES,
    MESSAGE_LENGTH,
    NAME_LENGTH,
    Fault,
    TraceFrame,
)

#: texts of failed allocations that do not arrive as `MemoryError`
_ALLOCATION_FAILURES = (
    "DefaultCPUAllocator",
    "can't allocate memory",
    "not enough memory",
    "std::bad_alloc",
    "Cannot allocate memory",
    "Unable to allocate",
)


#: how torch, cuBLAS and cuDNN say that a device has no memory left
_DEVICE_ALLOCATION_FAILURES = (
    "CUDA out of memory",
    "CUDA error: out of memory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
)


class StudentFiles:
    """The submitted sources, for cutting tracebacks to them and quoting their lines."""

    def __init__(self, files: Mapping[str, bytes], folder: str) -> None:
        self._folder = folder
        self._lines: dict[str, list[str]] = {}
        self._files = files

    def name(self, filename: str) -> str | None:
        """The submitted name of a code object's file, or None if it is not the student's."""
        relative = filename.removeprefix(self._folder + os.sep)
        return relative if relative in self._files else None

    def line(self, name: str, number: int) -> str:
        """One line of a submitted file, without its indentation."""
        if name not in self._lines:
            self._lines[name] = self._files[name].decode("utf-8", "replace").splitlines()
        lines = self._lines[name]
        return lines[number - 1].strip()[:LINE_LENGTH] if 0 < number <= len(lines) else ""

    def frames(self, traceback: TracebackType | None) -> list[TraceFrame]:
        """The last frames of a traceback that are the student's."""
        kept: deque[tuple[str, int, str]] = deque(maxlen=MAX_FRAMES)
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if name := self.name(code.co_filename):
                kept.append((name, traceback.tb_lineno, code.co_name))
            traceback = traceback.tb_next
        return [
            TraceFrame(name[:NAME_LENGTH], line, function[:NAME_LENGTH], self.line(name, line))
            for name, line, function in kept
        ]

    def fault(self, error: BaseException, *, importing: bool = False) -> Fault:
        """The fault that tells of this exception."""
        if isinstance(error, SyntaxError) and (fault := self._compile_fault(error)):
            return fault
        frames = self.frames(error.__traceback__)
        kind = _kind(error, importing=importing)
        return Fault(kind, type_name(error), _message(error), frames, importing)

    def _compile_fault(self, error: SyntaxError) -> Fault | None:
        """A syntax error in a submitted file; one in text the student evaluates is an ordinary exception."""
        name = self.name(error.filename or "")
        if name is None:
            return None
        line = error.lineno or 1
        frame = TraceFrame(name, line, "<module>", self.line(name, line))
        return Fault("compile", type_name(error), str(error.msg)[:MESSAGE_LENGTH], [frame], True)


def _kind(error: BaseException, *, importing: bool) -> str:
    if is_allocation_failure(error, _DEVICE_ALLOCATION_FAILURES):
        return "gpu_memory"
    if isinstance(error, MemoryError) or is_allocation_failure(error):
        return "memory"
    if isinstance(error, RecursionError):
        return "recursion"
    if not isinstance(error, Exception):
        return "exit"
    return "import" if importing else "raised"


def is_allocation_failure(error: BaseException, signs: Sequence[str] = _ALLOCATION_FAILURES) -> bool:
    """Whether a library reports a failed allocation under another name."""
    if not isinstance(error, (RuntimeError, OSError)):
        return False
    text = _message(error)
    return any(sign in text for sign in signs)


def type_name(value: Any) -> str:
    """The class name of a value, bounded."""
    name = type(value).__name__
    return str.encode(name, "utf-8", "replace").decode()[:NAME_LENGTH]


def kept_type(value: Any) -> str:
    """The class name of an object that stays in this cell; of a tensor also why it has to."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return type_name(value)
    with torch._C.DisableTorchFunctionSubclass():
        form = f"{value.dtype}, {value.layout}, {value.device.type}".replace("torch.", "")
    return f"{type_name(value)} ({form})"[:NAME_LENGTH]


def _message(error: BaseException) -> str:
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 - edge: the student's own __str__, whatever it does
        return ""
    return str.encode(text[:MESSAGE_LENGTH], "utf-8", "replace").decode()


def public_names(owner: Any) -> list[str]:
    """Names an owner offers, sorted: of a module those it defines itself, first of all."""
    if isinstance(owner, ModuleType):
        names: Sequence[str] = list(vars(owner))
        own = [name for name in names if not name.startswith("_") and _is_own(owner, name)]
        # Something imported by name may be what was meant; a whole library is not.
        names = own or [name for name in names if not isinstance(vars(owner)[name], ModuleType)]
    else:
        names = dir(owner)
    public = [name[:NAME_LENGTH] for name in names if not name.startswith("_")]
    return sorted(public)[:MAX_NAMES]


def _is_own(module: ModuleType, name: str) -> bool:
    """Whether a module's name is its own work rather than an import from elsewhere."""
    value = vars(module)[name]
    if isinstance(value, ModuleType):
        return False
    if not isinstance(value, (type, FunctionType, BuiltinFunctionType)):
        return True  # an object: its __module__ is that of its class, wherever it was made
    return getattr(value, "__module__", None) in (None, module.__name__)


def missing(owner: Any, name: str, owner_name: str) -> Fault:
    """The fault for a name that is not there, with those that are."""
    return Fault("missing", name=name[:NAME_LENGTH], owner=owner_name, names=public_names(owner))


def signature_fault(
    function: Callable[..., Any], name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Fault | None:
    """The fault for arguments a function does not take, or None if it takes them."""
    try:
        signature = inspect.signature(_called(function))
    except (TypeError, ValueError):
        return None
    try:
        signature.bind(*args, **kwargs)
    except TypeError as error:
        return Fault(
            "signature",
            "TypeError",
            _message(error),
            name=name[:NAME_LENGTH],
            signature=str(signature)[:LINE_LENGTH],
        )
    return None


def parameter_names(owner: Any, attribute: str, arguments: Sequence[str]) -> list[str]:
    """Arguments given by position, by the names of a function's parameters where these can be found."""
    function = getattr(owner, attribute, owner) if attribute else owner
    try:
        parameters = list(inspect.signature(_called(function)).parameters)
    except (TypeError, ValueError):
        parameters = []
    names = dict(enumerate(parameters))
    return [names.get(int(name), name)[:NAME_LENGTH] if name.isdigit() else name for name in arguments]


def _called(function: Any) -> Any:
    """What a call ends up in: a module's `forward`, otherwise the function or class itself."""
    return function if inspect.isclass(function) else getattr(function, "forward", function)
