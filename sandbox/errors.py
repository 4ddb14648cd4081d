"""What can go wrong in the sandbox, by whose fault.

Nothing here is ever the submission's fault: a submission that misbehaves ends as a
`CellExit` with a reason, not as an exception.
"""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.layers import Layer


class SandboxError(Exception):
    """Base of every failure of the sandbox itself."""


class BoundaryUnavailable(SandboxError):
    """This machine lacks a mandatory control, so nothing is graded here.

    `layers` lists the missing ones, each with its reason and, where there is one, the
    command that cures it.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)
        super().__init__("; ".join(f"{layer.control} {layer.name}: {layer.detail}" for layer in self.layers))


class WeakenedPolicy(SandboxError):
    """A policy without these controls was asked of a boundary that grades."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__(f"a policy without {', '.join(self.missing)} is for laboratories only")


class BoundaryFailed(SandboxError):
    """A fork server died, hung or answered nonsense while a session needed it."""


class CellsExhausted(SandboxError):
    """The session has used up its replacement cells."""
