"""How somebody has set the site up: time zone and editor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import msgspec
from flask_babel import lazy_gettext as _l

from ..extensions import db
from ..models import User
from .exceptions import InputError

UTC = "UTC"
#: the areas of the world; the other names in the list are old spellings of these
REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
FONT_SIZES = (12, 13, 14, 15, 16, 18, 20, 24)


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=False):
    """How the editor behaves."""

    font_size: int = 14  #: pixels
    wrap: bool = False  #: break long lines instead of scrolling
    close_brackets: bool = True  #: type the second bracket or quotation mark too
    run_on_pause: bool = False  #: run the public checks when typing pauses


def of(user: User) -> Preferences:
    """The preferences of somebody; what is stored and no longer fits counts as not chosen."""
    try:
        found = msgspec.convert(user.preferences or {}, Preferences)
    except msgspec.ValidationError:
        return Preferences()
    if found.font_size in FONT_SIZES:
        return found
    return msgspec.structs.replace(found, font_size=Preferences().font_size)


def as_dict(user: User) -> dict[str, Any]:
    """The same by name, for a form."""
    values: dict[str, Any] = msgspec.to_builtins(of(user))
    return values


def save(user: User, values: Mapping[str, Any]) -> Preferences:
    """Store some or all preferences; the others stay."""
    merged = as_dict(user) | dict(values)
    try:
        chosen = msgspec.convert(merged, Preferences)
    except msgspec.ValidationError:
        raise InputError(_l("These settings cannot be used.")) from None
    if chosen.font_size not in FONT_SIZES:
        raise InputError(_l("Choose one of the sizes."), "font_size")
    user.preferences = msgspec.to_builtins(chosen)
    db.session.commit()
    return chosen


def timezone_of(user: User) -> ZoneInfo | None:
    """The time zone somebody has chosen; None while that is left to their browser."""
    return ZoneInfo(user.timezone) if user.timezone in zones() else None


def set_timezone(user: User, name: str) -> None:
    """Remember a time zone; no name leaves it to the browser again."""
    if name and name not in zones():
        raise InputError(_l("There is no such time zone. Choose one from the list."), "timezone")
    user.timezone = name or None
    db.session.commit()


@cache
def zones() -> frozenset[str]:
    """Every time zone that can be chosen."""
    return frozenset(
        {UTC} | {name for name in available_timezones() if name.partition("/")[0] in REGIONS and "/" in name}
    )


@cache
def zones_by_region() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The same, in groups to choose from."""
    groups = ((region, tuple(sorted(z for z in zones() if z.startswith(f"{region}/")))) for region in REGIONS)
    return ((UTC, (UTC,)), *groups)
