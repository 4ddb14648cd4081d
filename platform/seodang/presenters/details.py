"""The facts behind a check's message, in a form that a page can rely on.

A detail comes from a grader cell and is as its author's code made it: what does not have the shape it should
have is left out, and the message still says what was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec

from graders.bilingual import both

from .diffs import DiffView, diff_view
from .pictures import PictureView, picture_view

T = TypeVar("T")
Sent = str | int | float | bool | None | dict[str, Any] | list[Any]
#: of a message: what stands above lines that a page shows in a form of its own
_EXAMPLE, _REQUESTS = "given.example", "app.requests"


class Slip(msgspec.Struct, frozen=True):
    """A kind of mistake that leads to this very result."""

    slip: str
    text: str


class Argument(msgspec.Struct, frozen=True):
    """An argument of the counter-example: as text, and as Python that makes it again."""

    name: str
    text: str
    rebuild: str = ""


class Answer(msgspec.Struct, frozen=True):
    """What an application answered, and the rows that its tables hold then."""

    status: int = 0
    location: str = ""
    type: str = ""
    body: str = ""
    crash: str = ""
    #: as they were set: name, value, flags
    cookies: list[str] = []
    redirects: list[str] = []
    rows: dict[str, str | list[str]] = {}
    #: log records, where they count
    logs: list[str] | None = None

    def sets_like(self, cookie: str) -> bool:
        """Whether it sets such a cookie too: name, flags, and the value where it is no signed session."""
        return _comparable(cookie) in map(_comparable, self.cookies)


class Exchange(msgspec.Struct, frozen=True):
    """One request, with the answer that was expected and the one that came."""

    method: str
    path: str
    expected: Answer
    got: Answer
    client: int = 0
    query: Sent = None
    form: Sent = None
    json: Sent = None
    data: Sent = None
    headers: Sent = None
    cookies: Sent = None
    tamper: Sent = None


@dataclass(frozen=True)
class DetailView:
    """Everything that a page shows below a check's message."""

    slips: list[Slip]
    arguments: list[Argument]
    requests: list[Exchange]
    diff: DiffView | None
    picture: PictureView | None
    facts: Mapping[str, Any]
    example: dict[str, str]


def detail_view(detail: Any) -> DetailView | None:
    """A check's detail for its page; None without one."""
    if not isinstance(detail, dict):
        return None
    arguments = _listed(detail.get("arguments"), Argument)
    return DetailView(
        slips=_listed(detail.get("diagnosis"), Slip),
        arguments=arguments if any(each.rebuild for each in arguments) else [],
        requests=_listed(detail.get("requests"), Exchange),
        diff=diff_view(detail.get("diff")),
        picture=picture_view(detail.get("picture")),
        facts=detail,
        example=_fitting(detail.get("example"), dict[str, str]) or {},
    )


def spoken(message: str, view: DetailView | None, lang: str) -> str:
    """A message without the lines that the page shows in another form: slips, the example, the requests."""
    if view is None:
        return message
    slips = {slip.text for slip in view.slips}
    shown = [both(_EXAMPLE).in_(lang)] if view.arguments else []
    shown += [both(_REQUESTS).in_(lang)] if view.requests else []
    kept: list[str] = []
    below = False
    for line in message.split("\n"):
        below = line in shown or (below and line.startswith(" "))
        if not below and line not in slips:
            kept.append(line)
    return "\n".join(kept)


def _comparable(cookie: str) -> tuple[str, str]:
    """What must be equal for two cookies to be alike."""
    setting, _, flags = cookie.partition(";")
    name = setting.partition("=")[0]
    return (name if name == "session" else setting), flags


def _listed(value: Any, kind: type[T]) -> list[T]:
    """A list of such structs; empty where it is anything else."""
    return _fitting(value, list[kind]) or []  # type: ignore[valid-type]


def _fitting(value: Any, kind: type[T]) -> T | None:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None
