"""Whether submissions can be graded, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from ..services import worker_status


@dataclass(frozen=True)
class GradingStatus:
    """The state of grading: warming, ready or off; `cure` is what to do about it on the machine."""

    state: str
    text: str
    cure: str = ""


def grading_status() -> GradingStatus:
    """How grading is, or was a moment ago."""
    found = worker_status.recent()
    if found.state == worker_status.READY:
        return GradingStatus(found.state, _("Grading is ready."))
    if found.state == worker_status.WARMING:
        return GradingStatus(found.state, _("The sandbox is warming up; submissions are graded in a moment."))
    if found.reason:
        return GradingStatus(found.state, _("Grading is off: %(reason)s", reason=found.reason), found.cure)
    return GradingStatus(
        found.state, _("The grading worker does not answer; submissions wait until it is back.")
    )
