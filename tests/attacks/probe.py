"""One hostile or odd submission, and what must come of it."""

from __future__ import annotations

from dataclasses import dataclass

#: what is put in front of a body, so that a probe says only what is odd about it
HEAD = "import torch\n"
#: a wrong answer of the right form
WRONG = "    return torch.zeros_like(x)\n"


@dataclass(frozen=True)
class Probe:
    """A submission by the number of its attack, its source and the verdicts that are right for it."""

    name: str
    source: str
    verdict: str  #: several are separated by a bar, where the kernel or library decides
    points: int = 0
    says: str = ""  #: what the message of the first check must hold
    task: str = "scale"  #: which of `exercise.TASKS` it is handed in for

    @property
    def verdicts(self) -> list[str]:
        """The verdicts that are right."""
        return self.verdict.split("|")


def loaded(
    name: str, code: str, verdict: str, *, says: str = "", points: int = 0, task: str = "scale"
) -> Probe:
    """A probe whose code is the module itself."""
    return Probe(name, HEAD + code, verdict, points, says, task)


def called(
    name: str, body: str, verdict: str, *, says: str = "", points: int = 0, task: str = "scale"
) -> Probe:
    """A probe whose code runs in the call, followed by a wrong answer."""
    lines = "".join(f"    {line}\n" for line in body.strip("\n").splitlines())
    return Probe(name, HEAD + "def scale(x):\n" + lines + WRONG, verdict, points, says, task)


def denied(name: str, *statements: str, verdict: str = "WA", errors: str = "OSError") -> Probe:
    """A probe that tries each statement and ends its process if one does not fail in this way.

    Ending the process would be a runtime error, so a wrong answer says that every attempt failed.
    """
    tries = "".join(
        f"try:\n    {statement}\nexcept ({errors}):\n    pass\nelse:\n"
        f"    raise SystemExit({f'it worked: {statement}'!r})\n"
        for statement in statements
    )
    return called(name, tries, verdict)
