"""Cookies that an answer sets, and what a Flask session cookie holds."""

from __future__ import annotations

import base64
import binascii
import json
import time
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

#: more than a browser stores of one cookie
_MAX_SESSION = 64 * 1024
_TUPLE = " t"


@dataclass(frozen=True)
class Cookie:
    """One Set-Cookie header."""

    name: str
    value: str
    #: by lower-case name; a flag has an empty value
    attributes: Mapping[str, str]

    def lifetime(self, now: str) -> float | None:
        """Seconds it lives after this date, or after now; 0 if deleted, None until the browser ends."""
        try:
            if "max-age" in self.attributes:
                return max(0.0, float(int(self.attributes["max-age"])))
            if "expires" in self.attributes:
                until = parsedate_to_datetime(self.attributes["expires"]).timestamp()
                since = parsedate_to_datetime(now).timestamp() if now else time.time()
                return max(0.0, until - since) if until > 0 else 0.0
        except (ValueError, TypeError, OverflowError, OSError):
            return None
        return None


def set_cookies(headers: Sequence[tuple[str, str]]) -> dict[str, Cookie]:
    """Cookies that these headers set, by name; of one name the last, as browsers do."""
    found = {}
    for key, value in headers:
        if key.lower() == "set-cookie":
            pair, *rest = value.split(";")
            name, _, content = pair.partition("=")
            named = (part.partition("=") for part in rest)
            attributes = {key.strip().lower(): text.strip() for key, _, text in named}
            found[name.strip()] = Cookie(name.strip(), content.strip().strip('"'), attributes)
    return found


def read_session(value: str) -> dict[str, Any]:
    """What a Flask session cookie holds, its signature unread; nothing for any other text."""
    packed = value.startswith(".")
    payload = value.lstrip(".").partition(".")[0]
    try:
        data = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        if packed:
            data = zlib.decompressobj().decompress(data, _MAX_SESSION)
        content = json.loads(data)
    except (ValueError, binascii.Error, zlib.error, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: _untagged(item) for key, item in content.items()}


def _untagged(value: Any) -> Any:
    """A value without the mark that Flask puts on tuples."""
    if isinstance(value, list):
        return [_untagged(item) for item in value]
    if isinstance(value, dict):
        if list(value) == [_TUPLE]:
            return _untagged(value[_TUPLE])
        return {key: _untagged(item) for key, item in value.items()}
    return value


def flashes(session: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Category and message of the flashes that wait in a session, oldest first."""
    waiting = session.get("_flashes", [])
    pairs = waiting if isinstance(waiting, list) else []
    return [(str(pair[0]), str(pair[1])) for pair in pairs if isinstance(pair, list) and len(pair) == 2]
