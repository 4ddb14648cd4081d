"""Drafts, saved while typing."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from ...services import catalogue, drafts
from ...services.exceptions import InputError

bp = Blueprint("drafts", __name__)


@bp.put("/courses/<course>/exercises/<slug>/draft")
@login_required
def update(course: str, slug: str) -> ResponseReturnValue:
    """Keep what is being typed."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("files"), dict):
        raise InputError(_("The request was incomplete. Go back, reload the page and try again."))
    drafts.save(current_user, catalogue.exercise(course, slug), body["files"])
    return "", 204
