"""What identifies a call. The text of this module goes into the cheats that replay recorded answers."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any


def describe(value: Any, whole: bool = True) -> str:
    """A text that equal arguments share; without `whole`, arrays of one shape do."""
    if type(value).__name__ == "strided":
        value = value.tensor
    if hasattr(value, "tolist") and hasattr(value, "dtype"):
        numbers = repr(value.tolist()) if whole else ""
        return f"{tuple(value.shape)}{value.dtype}{numbers}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{','.join(describe(each, whole) for each in value)}]"
    if isinstance(value, dict):
        return f"dict[{','.join(f'{key!r}:{describe(each, whole)}' for key, each in value.items())}]"
    if value is None or isinstance(value, (bool, int, float, complex, str, bytes)):
        return repr(value)
    return "object"


def key_of(path: str, args: Sequence[Any], kwargs: Mapping[str, Any], whole: bool = True) -> str:
    """A digest of what is called and of its arguments."""
    named = ",".join(f"{name}={describe(value, whole)}" for name, value in sorted(kwargs.items()))
    text = f"{path}({','.join(describe(value, whole) for value in args)};{named})"
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
