"""Cookies as somebody changes them by hand, in the jar of a client: the same change on both sides.

A signed value has parts joined by dots, of which the first is the payload and the last the signature, as
those of itsdangerous, and so of Flask's session. Whoever has no key can change either, but not make them fit.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from typing import Any

#: name of a cookie, what is done to it, and with which value
Change = Sequence[Any]
#: what is done: a value is set, a part of one is changed, or a payload is put before a signature of another
SET, PAYLOAD, SIGNATURE, FORGE = "set", "payload", "signature", "forge"

_MAX_PAYLOAD = 64 * 1024
_NO_SIGNATURE = "AAAAAA." + "A" * 27


def change_cookies(client: Any, changes: Sequence[Change]) -> None:
    """Change cookies of a werkzeug client; one that it does not hold can be set, but not changed."""
    for name, how, value in changes:
        held = client.get_cookie(name)
        if how in (SET, FORGE) or held is not None:
            client.set_cookie(name, changed(held.value if held else "", how, value))


def changed(held: str, how: str, value: Any = None) -> str:
    """What becomes of a cookie's value."""
    if how == SET:
        return str(value)
    if how == SIGNATURE:
        payload, dot, signature = held.rpartition(".")
        return payload + dot + _other(signature)
    packed = held.startswith(".")
    payload, dot, rest = held.removeprefix(".").partition(".")
    if how == FORGE:
        return _encoded(value) + "." + (rest or _NO_SIGNATURE)
    try:
        data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        content = json.loads(zlib.decompressobj().decompress(data, _MAX_PAYLOAD) if packed else data)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return "." * packed + _other(payload) + dot + rest
    return _encoded(_altered(content) or {"changed": True}) + dot + rest


def _altered(value: Any) -> Any:
    """A value of the same form in which every leaf is another one."""
    if isinstance(value, dict):
        return {key: _altered(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_altered(item) for item in value]
    if isinstance(value, bool) or value is None:
        return not value
    return f"{value}!" if isinstance(value, str) else value + 1000


def _encoded(content: Any) -> str:
    """A payload as Flask writes short ones."""
    return base64.urlsafe_b64encode(json.dumps(content, separators=(",", ":")).encode()).decode().rstrip("=")


def _other(text: str) -> str:
    """A text with another first character: of the last one of a base64 text some bits do not count."""
    return ("B" if text[:1] == "A" else "A") + text[1:]
