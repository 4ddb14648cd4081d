"""The hints of an exercise as far as somebody has opened them, and the way to its solution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from markupsafe import Markup

from .. import markdown
from ..models import Exercise, User
from ..services import catalogue, solutions


@dataclass(frozen=True)
class HintsView:
    """The open steps, and what may be opened next; nothing of a step that is not open."""

    steps: list[Markup]
    total: int
    url: str
    solution_url: str = ""  #: empty while it may not be read

    @property
    def next_number(self) -> int:
        """The step that may be opened; 0 when all are open."""
        return len(self.steps) + 1 if len(self.steps) < self.total else 0


def hints_view(user: User, exercise: Exercise, lang: str) -> HintsView:
    """What stands below the prompt."""
    bundle = catalogue.current_bundle(exercise)
    place: dict[str, Any] = {"course": exercise.course.slug, "slug": exercise.slug}
    found = solutions.progress(user, exercise)
    opened = bundle.hints[: found.hints]
    may_read = solutions.may_read(found, bundle)

    def figure(name: str) -> str:
        return url_for("exercises.figure", **place, path=name, v=bundle.version[:12])

    return HintsView(
        steps=[Markup(markdown.render(hint.in_(lang), figure)) for hint in opened],  # noqa: S704 - sanitised
        total=len(bundle.hints),
        url=url_for("hints.create", **place),
        solution_url=url_for("solutions.show", **place) if may_read else "",
    )
