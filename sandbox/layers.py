"""One layer of the sandbox as `doctor` reports it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Layer:
    """A control, whether it works on this machine, and what to do where it does not."""

    name: str  #: in words, such as "PID namespace"
    control: str  #: its id in docs/security.md, such as "C02"
    mandatory: bool  #: without it nothing is graded
    active: bool
    detail: str  #: what was found
    cure: str | None = None  #: the command that makes it active, where one is known
