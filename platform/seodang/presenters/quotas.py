"""What is left of somebody's tries, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from ..models import RUN, SUBMIT
from ..services.quotas import AUTO, Allowance

MINUTE_S = 60


def quota_view(left: Mapping[str, Allowance]) -> dict[str, dict[str, Any]]:
    """Each kind of tries as figures and as the sentence that pages show; JSON-ready."""
    return {
        mode: {
            "left": now.tokens,
            "size": now.size,
            "next_s": now.next_s,
            "short": now.tokens * 10 <= now.size,
            "text": _text(mode, now),
        }
        for mode, now in left.items()
    }


def _text(mode: str, now: Allowance) -> str:
    """One line, such as: Submissions left: 28 of 30, next in 2 min."""
    counts = {"left": now.tokens, "size": now.size}
    texts = {
        SUBMIT: _("Submissions left: %(left)s of %(size)s", **counts),
        RUN: _("Runs left: %(left)s of %(size)s", **counts),
        AUTO: _("Runs while you pause left: %(left)s of %(size)s", **counts),
    }
    if not now.next_s:
        return str(texts[mode])
    return str(_("%(left)s, next in %(time)s", left=texts[mode], time=_span(now.next_s)))


def _span(seconds: int) -> str:
    """A short time, rounded up so that it never promises too much."""
    if seconds < MINUTE_S:
        return str(_("%(num)s s", num=seconds))
    return str(_("%(num)s min", num=math.ceil(seconds / MINUTE_S)))
