"""Whether the site and its grading are well."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ...services import worker_status

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> ResponseReturnValue:
    """One word each about the web process and about grading."""
    return jsonify(web="ok", grading=worker_status.current().state)
