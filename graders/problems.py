"""What is wrong with a bundle: which file, which key, what, and what would cure it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from graders.bilingual import Bilingual, both


class Problem(msgspec.Struct, frozen=True):
    """One thing an author has to change, and how."""

    file: str
    #: dotted name inside the file (``checks[2].hint.ko``), or a line, or empty for the whole file
    key: str
    message: Bilingual
    cure: Bilingual

    @classmethod
    def of(cls, file: str, key: str, code: str, **params: str | int | float) -> Problem:
        """The problem of this code in the catalogue, with its particulars filled in."""
        return cls(file, key, both(f"bundle.{code}", **params), both(f"bundle.{code}.cure", **params))

    def line(self, lang: str = "en") -> str:
        """The problem in one line, as a terminal prints it."""
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.message.in_(lang)} {self.cure.in_(lang)}"


class BundleError(Exception):
    """A bundle that cannot be used, with all its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.line() for problem in self.problems))
